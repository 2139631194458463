"""What was written into calendar files: a later file has to say how it differs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date

from memory.database import Database
from memory.records import CalendarEntry
from memory.times import moment, stamp


class CalendarEntryStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def of_week(self, week_start: date) -> tuple[CalendarEntry, ...]:
        """The newest state of each entry of that week's plans, in order of their blocks' ids."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM calendar_entries WHERE week_start = ? ORDER BY block",
                (week_start.isoformat(),),
            ).fetchall()
        return tuple(entry_of(row) for row in rows)

    def save(self, entries: Iterable[CalendarEntry]) -> None:
        """Keep `entries`, each in the place of its earlier state."""
        with self._database.writing() as connection:
            for entry in entries:
                put_entry(connection, entry)


def put_entry(connection: sqlite3.Connection, entry: CalendarEntry) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO calendar_entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            entry.block,
            entry.week_start.isoformat(),
            stamp(entry.start),
            stamp(entry.end),
            entry.kind,
            entry.title,
            entry.reason,
            int(entry.cancelled),
            entry.sequence,
            stamp(entry.stamped_at),
        ),
    )


def entry_of(row: sqlite3.Row) -> CalendarEntry:
    return CalendarEntry(
        block=row["block"],
        week_start=date.fromisoformat(row["week_start"]),
        start=moment(row["start"]),
        end=moment(row["end"]),
        kind=row["kind"],
        title=row["title"],
        reason=row["reason"],
        cancelled=bool(row["cancelled"]),
        sequence=row["sequence"],
        stamped_at=moment(row["stamped_at"]),
    )
