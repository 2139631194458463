"""When the learner cannot study, as their calendars say."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from memory.database import Database
from memory.records import BusyTime
from memory.times import moment, stamp


class BusyStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def replace(self, source: str, times: Iterable[BusyTime]) -> None:
        """Make `times` all that is known from `source`; none of them removes the source."""
        known = [dataclasses.replace(time, source=source) for time in times]
        with self._database.writing() as connection:
            connection.execute("DELETE FROM busy_times WHERE source = ?", (source,))
            for time in known:
                insert_busy(connection, time)

    def add(self, time: BusyTime) -> None:
        """Know of `time` besides what is known from its source already."""
        with self._database.writing() as connection:
            connection.execute(
                'DELETE FROM busy_times WHERE source = ? AND start = ? AND "end" = ?',
                (time.source, stamp(time.start), stamp(time.end)),
            )
            insert_busy(connection, time)

    def between(self, start: datetime, end: datetime) -> tuple[BusyTime, ...]:
        """The busy times that touch the time from `start` to `end`, in order."""
        with self._database.reading() as connection:
            rows = connection.execute(
                'SELECT * FROM busy_times WHERE start < ? AND "end" > ? ORDER BY start, id',
                (stamp(end), stamp(start)),
            ).fetchall()
        return tuple(busy_of(row) for row in rows)

    def sources(self) -> tuple[str, ...]:
        """The calendars that busy times came from, by name."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT DISTINCT source FROM busy_times ORDER BY source")
            return tuple(row["source"] for row in rows)


def insert_busy(connection: sqlite3.Connection, time: BusyTime) -> None:
    connection.execute(
        'INSERT INTO busy_times (source, uid, start, "end", title) VALUES (?, ?, ?, ?, ?)',
        (time.source, time.uid, stamp(time.start), stamp(time.end), time.title),
    )


def busy_of(row: sqlite3.Row) -> BusyTime:
    return BusyTime(
        source=row["source"],
        uid=row["uid"],
        start=moment(row["start"]),
        end=moment(row["end"]),
        title=row["title"],
    )
