"""What stands for the older part of a conversation, and where the part that is shown begins."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from base.text import clean
from memory.database import Database, mark_for_scrub


@dataclass(frozen=True, slots=True)
class Summary:
    """Messages with ids up to `begins_after` are not shown to a model any more; those up to
    `covers` are what `text` stands for. Both are 0 where there are none. What is covered is never
    summed up again, though the text may be empty: the learner had something forgotten."""

    conversation: str
    begins_after: int = 0
    covers: int = 0
    text: str = ""


class SummaryStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, conversation: str) -> Summary:
        """The summary that stands; an empty one where none was made."""
        with self._database.reading() as connection:
            return _standing(connection, conversation)

    def all(self) -> tuple[Summary, ...]:
        """Those that say something, the one that reaches furthest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM summaries WHERE text != '' ORDER BY covers DESC"
            ).fetchall()
        return tuple(map(summary_of, rows))

    def move(self, conversation: str, begins_after: int) -> None:
        """Let what is shown begin later; an earlier place changes nothing."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO summaries SELECT id, ?, 0, '' FROM conversations WHERE id = ? "
                "ON CONFLICT DO UPDATE SET begins_after = max(begins_after, excluded.begins_after)",
                (begins_after, conversation),
            )

    def replace(self, old: Summary, new: Summary) -> bool:
        """Put `new` in the place of `old`. False, and nothing changes, where another process was
        first, the learner had something forgotten since, or the conversation is gone."""
        with self._database.writing() as connection:
            standing = _standing(connection, old.conversation)
            there = connection.execute(
                "SELECT 1 FROM conversations WHERE id = ?", (old.conversation,)
            ).fetchone()
            if there is None or (standing.covers, standing.text) != (old.covers, old.text):
                return False
            begins = max(standing.begins_after, new.begins_after)
            connection.execute(
                "INSERT OR REPLACE INTO summaries VALUES (?, ?, ?, ?)",
                (old.conversation, begins, new.covers, clean(new.text)),
            )
            return True

    def let_go(self) -> None:
        """Delete what the summaries say, and see that nothing said so far is summed up again."""
        with self._database.writing() as connection:
            let_go(connection)
            mark_for_scrub(connection)
        self._database.scrub()


def let_go(connection: sqlite3.Connection) -> None:
    """`SummaryStore.let_go`, within a transaction that deletes."""
    connection.execute(
        "INSERT INTO summaries SELECT conversation, 0, max(id), '' FROM messages "
        "GROUP BY conversation "
        "ON CONFLICT DO UPDATE SET covers = max(covers, excluded.covers), text = ''"
    )


def put_summary(connection: sqlite3.Connection, summary: Summary) -> None:
    connection.execute(
        "INSERT INTO summaries VALUES (?, ?, ?, ?)",
        (summary.conversation, summary.begins_after, summary.covers, summary.text),
    )


def summary_of(row: sqlite3.Row) -> Summary:
    return Summary(
        conversation=row["conversation"],
        begins_after=row["begins_after"],
        covers=row["covers"],
        text=row["text"],
    )


def _standing(connection: sqlite3.Connection, conversation: str) -> Summary:
    row = connection.execute(
        "SELECT * FROM summaries WHERE conversation = ?", (conversation,)
    ).fetchone()
    return Summary(conversation) if row is None else summary_of(row)
