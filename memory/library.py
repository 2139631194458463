"""Papers and resources the learner kept."""

from __future__ import annotations

import sqlite3

from memory.database import Database
from memory.records import LibraryItem
from memory.times import moment, stamp


class LibraryStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, item: LibraryItem) -> None:
        """Keep `item`, in the place of an earlier state of it."""
        with self._database.writing() as connection:
            put_item(connection, item)

    def all(self) -> tuple[LibraryItem, ...]:
        """Everything kept, the newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM library_items ORDER BY saved_at DESC, rowid DESC"
            ).fetchall()
        return tuple(item_of(row) for row in rows)

    def remove(self, item_id: str) -> bool:
        """Take the item out; False where it was not there."""
        with self._database.writing() as connection:
            gone = connection.execute("DELETE FROM library_items WHERE id = ?", (item_id,))
        return gone.rowcount > 0


def put_item(connection: sqlite3.Connection, item: LibraryItem) -> None:
    connection.execute(
        "INSERT INTO library_items VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "kind = excluded.kind, title = excluded.title, url = excluded.url, "
        "note = excluded.note, saved_at = excluded.saved_at",
        (item.id, item.kind, item.title, item.url, item.note, stamp(item.saved_at)),
    )


def item_of(row: sqlite3.Row) -> LibraryItem:
    return LibraryItem(
        id=row["id"],
        kind=row["kind"],
        title=row["title"],
        url=row["url"],
        note=row["note"],
        saved_at=moment(row["saved_at"]),
    )
