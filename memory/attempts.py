"""Graded answers: the evidence behind every figure about the learner."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from base.errors import NotFound
from memory.database import Database, mark_for_scrub
from memory.records import Attempt, AttemptSource
from memory.times import moment, moment_or_none, stamp, stamp_or_none


class AttemptStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, attempt: Attempt) -> int:
        """Keep `attempt` and return its id.

        An answer is kept once: the same (source, run, position) again changes nothing and returns
        the first id. What the learner deleted does not come back by itself either: only an answer
        given after the deletion is kept.
        """
        place = (attempt.source, attempt.run, attempt.position)
        with self._database.writing() as connection:
            known = connection.execute(
                "SELECT id FROM attempts WHERE source = ? AND run = ? AND position = ? "
                "UNION ALL "
                "SELECT id FROM deleted_attempts WHERE source = ? AND run = ? AND position = ? "
                "AND deleted_at >= ?",
                (*place, *place, stamp(attempt.at)),
            ).fetchone()
            if known is not None:
                return int(known["id"])
            return insert_attempt(connection, attempt)

    def of_run(self, source: AttemptSource, run: str) -> tuple[Attempt, ...]:
        """The attempts of one run by position, disputed ones among them."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM attempts WHERE source = ? AND run = ? ORDER BY position",
                (source, run),
            ).fetchall()
        return tuple(attempt_of(row) for row in rows)

    def all(self, topic: str | None = None, since: datetime | None = None) -> tuple[Attempt, ...]:
        """The attempts that count (not disputed, not deleted), oldest first."""
        earliest = stamp_or_none(since)
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM attempts WHERE disputed_at IS NULL "
                "AND (? IS NULL OR topic = ?) AND (? IS NULL OR at >= ?) ORDER BY at, id",
                (topic, topic, earliest, earliest),
            ).fetchall()
        return tuple(attempt_of(row) for row in rows)

    def with_disputed(self) -> tuple[Attempt, ...]:
        """All attempts that were not deleted, disputed ones among them, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM attempts ORDER BY at, id").fetchall()
        return tuple(attempt_of(row) for row in rows)

    def get(self, attempt_id: int) -> Attempt | None:
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM attempts WHERE id = ?", (attempt_id,)
            ).fetchone()
        return None if row is None else attempt_of(row)

    def dispute(self, attempt_id: int, at: datetime) -> None:
        """Leave the attempt out of every figure, and keep it to be looked at.

        Raises:
            NotFound: there is no such attempt.
        """
        with self._database.writing() as connection:
            changed = connection.execute(
                "UPDATE attempts SET disputed_at = coalesce(disputed_at, ?) WHERE id = ?",
                (stamp(at), attempt_id),
            )
            if not changed.rowcount:
                raise _no_attempt(attempt_id)

    def stand_by(self, attempt_id: int) -> None:
        """Take a dispute back: the attempt counts again.

        Raises:
            NotFound: there is no such attempt.
        """
        with self._database.writing() as connection:
            changed = connection.execute(
                "UPDATE attempts SET disputed_at = NULL WHERE id = ?", (attempt_id,)
            )
            if not changed.rowcount:
                raise _no_attempt(attempt_id)

    def delete(self, attempt_id: int, at: datetime) -> None:
        """Really delete the attempt. A tombstone without its words keeps it from coming back.

        Raises:
            NotFound: there is no such attempt.
        """
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO deleted_attempts SELECT id, source, run, position, ? "
                "FROM attempts WHERE id = ?",
                (stamp(at), attempt_id),
            )
            gone = connection.execute("DELETE FROM attempts WHERE id = ?", (attempt_id,))
            if not gone.rowcount:
                raise _no_attempt(attempt_id)
            mark_for_scrub(connection)
        self._database.scrub()


def insert_attempt(connection: sqlite3.Connection, attempt: Attempt) -> int:
    """Add a row for `attempt`, under its own id where it has one."""
    added = connection.execute(
        "INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            attempt.id,
            stamp(attempt.at),
            attempt.source,
            attempt.run,
            attempt.position,
            attempt.item,
            attempt.topic,
            attempt.skill,
            attempt.difficulty,
            attempt.answer,
            attempt.score,
            attempt.correct,
            attempt.verdict,
            attempt.confidence,
            attempt.grader,
            stamp_or_none(attempt.disputed_at),
            attempt.hinted,
            attempt.changed_from,
        ),
    )
    return int(added.lastrowid or 0)


def attempt_of(row: sqlite3.Row) -> Attempt:
    return Attempt(
        id=row["id"],
        at=moment(row["at"]),
        source=row["source"],
        run=row["run"],
        position=row["position"],
        item=row["item"],
        topic=row["topic"],
        skill=row["skill"],
        difficulty=row["difficulty"],
        answer=row["answer"],
        score=row["score"],
        correct=bool(row["correct"]),
        verdict=row["verdict"],
        confidence=row["confidence"],
        grader=row["grader"],
        disputed_at=moment_or_none(row["disputed_at"]),
        hinted=bool(row["hinted"]),
        changed_from=row["changed_from"],
    )


def _no_attempt(attempt_id: int) -> NotFound:
    return NotFound(f"There is no attempt {attempt_id}.")
