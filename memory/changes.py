"""What the learner changed last, with what stood before, so that it can be taken back."""

from __future__ import annotations

import sqlite3

from memory.database import Database, mark_for_scrub
from memory.records import Change, ChangeKind
from memory.times import moment, stamp

MOST_KEPT = 100
"""Older changes are let go: nobody takes them back, and what was replaced is not hoarded."""


class ChangeStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, kind: ChangeKind | None = None) -> tuple[Change, ...]:
        """The changes that can be taken back, the last one first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM changes WHERE ? IS NULL OR kind = ? ORDER BY id DESC", (kind, kind)
            ).fetchall()
        return tuple(
            Change(
                kind=row["kind"],
                subject=row["subject"],
                what=row["what"],
                before=row["before"],
                after=row["after"],
                at=moment(row["at"]),
                id=row["id"],
            )
            for row in rows
        )

    def forget(self) -> None:
        """Really delete what stood before any change."""
        with self._database.writing() as connection:
            gone = connection.execute("DELETE FROM changes").rowcount
            if gone:
                mark_for_scrub(connection)
        if gone:
            self._database.scrub()


def note_or_let_go(
    connection: sqlite3.Connection, change: Change | None, undoes: Change | None
) -> None:
    """In the transaction that makes a change: keep `change`, or drop the one that it undoes."""
    if change is not None:
        _note(connection, change)
    if undoes is not None:
        let_go(connection, undoes)


def _note(connection: sqlite3.Connection, change: Change) -> None:
    added = connection.execute(
        'INSERT INTO changes (at, kind, subject, what, "before", "after") '
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            stamp(change.at),
            change.kind,
            change.subject,
            change.what,
            change.before,
            change.after,
        ),
    )
    connection.execute(
        "DELETE FROM changes WHERE id <= ?", (int(added.lastrowid or 0) - MOST_KEPT,)
    )


def let_go(connection: sqlite3.Connection, change: Change) -> None:
    """Drop `change` in the transaction that takes it back."""
    connection.execute("DELETE FROM changes WHERE id = ?", (change.id,))
