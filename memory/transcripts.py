"""The transcript: all that was said, kept as it was said, and found again."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from base.errors import NotFound
from base.text import clean, one_line
from memory.database import Database, mark_for_scrub
from memory.records import QUOTES_OUTSIDE, Conversation, Message, Recalled, Role
from memory.times import moment, stamp
from memory.wording import match_expression

_TITLE_LENGTH = 60

# Output of tools and notices repeats words that stand elsewhere; at half weight it is found when
# it alone has them, and never crowds out the people who said them.
_RANKED = """
    SELECT messages.*, -bm25(messages_index)
        * CASE WHEN role IN ('tool', 'notice') THEN 0.5 ELSE 1.0 END AS score
    FROM messages_index JOIN messages ON messages.id = messages_index.rowid
    WHERE messages_index MATCH ?
    ORDER BY score DESC, messages.id DESC
    LIMIT ?
"""

_CONVERSATIONS = """
    SELECT conversation, title, count(*) AS messages,
        min(messages.id) AS first, max(messages.id) AS last,
        (SELECT text FROM messages AS said WHERE said.conversation = messages.conversation
            AND said.role = 'learner' ORDER BY said.id LIMIT 1) AS opening
    FROM messages JOIN conversations ON conversations.id = messages.conversation
    WHERE ? IS NULL OR conversation = ?
    GROUP BY conversation
    ORDER BY last DESC
    LIMIT ?
"""


class TranscriptStore:
    """Append-only; the one thing that can be taken out again is a whole conversation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, conversation: str, role: Role, text: str, at: datetime) -> int:
        """Keep what `role` said and return its id. The conversation begins with its first
        message."""
        with self._database.writing() as connection:
            return add_message(connection, None, conversation, role, clean(text), at)

    def messages(
        self, conversation: str, limit: int | None = None, before: int | None = None
    ) -> tuple[Message, ...]:
        """The newest `limit` messages (all by default) with ids below `before`, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM messages WHERE conversation = ? AND (? IS NULL OR id < ?) "
                "ORDER BY id DESC LIMIT ?",
                (conversation, before, before, -1 if limit is None else max(limit, 0)),
            ).fetchall()
        return tuple(message_of(row) for row in reversed(rows))

    def spoken(
        self, conversation: str, after: int, before: int | None, limit: int
    ) -> tuple[Message, ...]:
        """The newest `limit` of what learner and mentor said with ids between `after` and
        `before`, oldest first, each answer that quotes text from outside with the note that says
        so."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM messages WHERE conversation = ? AND id > ? AND (? IS NULL OR id < ?)"
                " AND (role IN ('learner', 'mentor') OR role = 'notice' AND text = ?) "
                "ORDER BY id DESC LIMIT ?",
                (conversation, after, before, before, QUOTES_OUTSIDE, limit),
            ).fetchall()
        return tuple(message_of(row) for row in reversed(rows))

    def conversations(self, limit: int = 50) -> tuple[Conversation, ...]:
        """The conversations with the newest message first. An untitled one is called by the
        learner's first words."""
        with self._database.reading() as connection:
            rows = connection.execute(_CONVERSATIONS, (None, None, max(limit, 0))).fetchall()
            return tuple(_conversation(connection, row) for row in rows)

    def conversation(self, conversation: str) -> Conversation | None:
        """The one conversation, None where nothing was said in it."""
        with self._database.reading() as connection:
            row = connection.execute(_CONVERSATIONS, (conversation, conversation, 1)).fetchone()
            return None if row is None else _conversation(connection, row)

    def rename(self, conversation: str, title: str) -> None:
        """Give the conversation a title; an empty one brings back the learner's first words.

        Raises:
            NotFound: there is no such conversation.
        """
        with self._database.writing() as connection:
            changed = connection.execute(
                "UPDATE conversations SET title = ? WHERE id = ?",
                (one_line(title) or None, conversation),
            )
            if not changed.rowcount:
                raise NotFound(f"There is no conversation “{one_line(conversation)}”.")

    def delete(self, conversation: str) -> int:
        """Really delete the conversation: rows, index, and what is left of them in the file's
        bytes. Returns how many messages went."""
        with self._database.writing() as connection:
            gone = connection.execute(
                "DELETE FROM messages WHERE conversation = ?", (conversation,)
            ).rowcount
            connection.execute("DELETE FROM conversations WHERE id = ?", (conversation,))
            if gone:
                mark_for_scrub(connection)
        if gone:
            self._database.scrub()
        return gone

    def recall(self, query: str, limit: int = 10) -> list[Recalled]:
        """The messages that match any word of `query`, the best first (bm25, then the newest)."""
        expression = match_expression(query)
        if not expression or limit < 1:
            return []
        with self._database.reading() as connection:
            rows = connection.execute(_RANKED, (expression, limit)).fetchall()
        return [
            Recalled(
                source=row["id"],
                conversation=row["conversation"],
                role=row["role"],
                text=row["text"],
                score=row["score"],
                at=moment(row["at"]),
            )
            for row in rows
        ]


def insert_message(connection: sqlite3.Connection, message: Message) -> None:
    """Add a row for `message` under its own id."""
    add_message(
        connection, message.id, message.conversation, message.role, message.text, message.at
    )


def add_message(
    connection: sqlite3.Connection,
    message_id: int | None,
    conversation: str,
    role: Role,
    text: str,
    at: datetime,
) -> int:
    """Add a row, under `message_id` or the next id, and return its id."""
    connection.execute("INSERT OR IGNORE INTO conversations (id) VALUES (?)", (conversation,))
    added = connection.execute(
        "INSERT INTO messages VALUES (?, ?, ?, ?, ?)",
        (message_id, conversation, role, text, stamp(at)),
    )
    return int(added.lastrowid or 0)


def message_of(row: sqlite3.Row) -> Message:
    return Message(
        id=row["id"],
        conversation=row["conversation"],
        role=row["role"],
        text=row["text"],
        at=moment(row["at"]),
    )


def _conversation(connection: sqlite3.Connection, row: sqlite3.Row) -> Conversation:
    times = dict(
        connection.execute(
            "SELECT id, at FROM messages WHERE id IN (?, ?)", (row["first"], row["last"])
        ).fetchall()
    )
    return Conversation(
        id=row["conversation"],
        title=one_line(row["title"] or "") or one_line(row["opening"] or "Untitled", _TITLE_LENGTH),
        messages=row["messages"],
        started_at=moment(times[row["first"]]),
        updated_at=moment(times[row["last"]]),
    )
