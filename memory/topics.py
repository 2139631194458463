"""Where the learner stands with each topic, and how it came to be so."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from memory.changes import note_or_let_go
from memory.database import Database
from memory.records import Change, TopicState, TopicStatus
from memory.times import moment, stamp


class TopicStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def set(
        self, topic: str, state: TopicState, at: datetime, *, change: Change | None = None
    ) -> TopicStatus:
        """Note that `topic` is in `state`. What it was before is kept, and `change` noted; the
        same state again changes nothing."""
        with self._database.writing() as connection:
            standing = _standing(connection, topic)
            if standing is not None and standing.status == state:
                return standing
            connection.execute(
                "INSERT INTO topic_history (topic, status, at) VALUES (?, ?, ?)",
                (topic, state, stamp(at)),
            )
            note_or_let_go(connection, change, None)
            return TopicStatus(topic, state, moment(stamp(at)))

    def all(self) -> dict[str, TopicStatus]:
        """The latest state of every topic that has one."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT topic, status, at FROM topic_history WHERE id IN "
                "(SELECT max(id) FROM topic_history WHERE NOT undone GROUP BY topic) "
                "ORDER BY id"
            ).fetchall()
        return {row["topic"]: _status(row) for row in rows}

    def undo(self, topic: str, *, undoes: Change | None = None) -> TopicStatus | None:
        """Take back the last change of `topic` and return the state it has without it: None
        where there is none. The change stays in the history, marked as undone; `undoes` is let
        go."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE topic_history SET undone = 1 WHERE id = "
                "(SELECT max(id) FROM topic_history WHERE topic = ? AND NOT undone)",
                (topic,),
            )
            note_or_let_go(connection, None, undoes)
            return _standing(connection, topic)


def _standing(connection: sqlite3.Connection, topic: str) -> TopicStatus | None:
    row = connection.execute(
        "SELECT topic, status, at FROM topic_history WHERE topic = ? AND NOT undone "
        "ORDER BY id DESC LIMIT 1",
        (topic,),
    ).fetchone()
    return None if row is None else _status(row)


def _status(row: sqlite3.Row) -> TopicStatus:
    return TopicStatus(row["topic"], row["status"], moment(row["at"]))
