"""Progress that follows the content: rows moved from ids that are gone to what took their place."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from memory.database import Database

_MARK = "content-"
"""In `upkeep`: the content versions this file has followed."""


@dataclass(frozen=True, slots=True)
class Move:
    """Ids in `new` take the place of `old`; none where it was removed."""

    kind: Literal["topic", "project", "quiz-item", "interview-question"]
    old: str
    new: tuple[str, ...]


class ContentStore:
    """Which version of the content this learner's rows speak of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def version(self) -> int:
        """The content version that was followed last; 0 where none was."""
        with self._database.reading() as connection:
            return _version(connection)

    def follow(self, version: int, moves: Sequence[Move], topics: Mapping[str, str]) -> None:
        """Make `moves` in one transaction and note that `version` has been followed.

        `topics` gives the topic of each quiz item, by which attempts and cards of a topic that
        was split find their part. Moves that were made before change nothing.
        """
        with self._database.writing() as connection:
            if _version(connection) >= version:
                return
            connection.execute("PRAGMA defer_foreign_keys = ON")
            # Topics last: by then attempts and cards name items that `topics` knows.
            for move in sorted(moves, key=lambda move: move.kind == "topic"):
                _MOVERS[move.kind](connection, move, topics)
            connection.execute(
                "INSERT OR IGNORE INTO upkeep (name) VALUES (?)", (f"{_MARK}{version}",)
            )


def forget_versions(connection: sqlite3.Connection) -> None:
    """Within a transaction: rows of an unknown content version came in; follow all moves again."""
    connection.execute("DELETE FROM upkeep WHERE name LIKE ?", (f"{_MARK}%",))


def _version(connection: sqlite3.Connection) -> int:
    rows = connection.execute("SELECT name FROM upkeep WHERE name LIKE ?", (f"{_MARK}%",))
    return max((int(row["name"].removeprefix(_MARK)) for row in rows), default=0)


def _move_topic(connection: sqlite3.Connection, move: Move, topics: Mapping[str, str]) -> None:
    if not move.new:
        return  # what was learned stays on record under the name it had
    first = move.new[0]
    history = connection.execute(
        "SELECT status, at, undone FROM topic_history WHERE topic = ? ORDER BY id", (move.old,)
    ).fetchall()
    for topic in move.new:
        connection.executemany(
            "INSERT INTO topic_history (topic, status, at, undone) VALUES (?, ?, ?, ?)",
            [(topic, row["status"], row["at"], row["undone"]) for row in history],
        )
    connection.execute("DELETE FROM topic_history WHERE topic = ?", (move.old,))
    for table in ("attempts", "review_cards"):
        rows = connection.execute(
            f"SELECT id, item FROM {table} WHERE topic = ?",  # noqa: S608  # fixed names
            (move.old,),
        ).fetchall()
        connection.executemany(
            f"UPDATE {table} SET topic = ? WHERE id = ?",  # noqa: S608  # fixed names
            [(topics.get(row["item"] or "", first), row["id"]) for row in rows],
        )
    connection.execute("UPDATE attempts SET skill = ? WHERE skill = ?", (first, move.old))
    connection.execute("UPDATE quiz_runs SET topic = ? WHERE topic = ?", (first, move.old))
    connection.execute("UPDATE plan_blocks SET topic = ? WHERE topic = ?", (first, move.old))
    _rename_card(connection, f"topic-{move.old}", f"topic-{first}")


def _move_project(connection: sqlite3.Connection, move: Move, _: Mapping[str, str]) -> None:
    if move.new:
        connection.execute(
            "UPDATE plan_blocks SET topic = ? WHERE topic = ?", (move.new[0], move.old)
        )


def _move_quiz_item(connection: sqlite3.Connection, move: Move, _: Mapping[str, str]) -> None:
    if not move.new:
        return
    new = move.new[0]
    connection.execute("UPDATE attempts SET item = ? WHERE item = ?", (new, move.old))
    connection.execute("UPDATE review_cards SET item = ? WHERE item = ?", (new, move.old))
    _rename_card(connection, f"quiz-{move.old}", f"quiz-{new}")
    _rename_in_lists(connection, "quiz_runs", "items", move.old, new)


def _move_question(connection: sqlite3.Connection, move: Move, _: Mapping[str, str]) -> None:
    if not move.new:
        return
    new = move.new[0]
    connection.execute("UPDATE attempts SET item = ? WHERE item = ?", (new, move.old))
    connection.execute(
        "UPDATE interview_exchanges SET question = ? WHERE question = ?", (new, move.old)
    )
    _rename_in_lists(connection, "interview_runs", "questions", move.old, new)


_MOVERS: Mapping[str, Callable[[sqlite3.Connection, Move, Mapping[str, str]], None]] = {
    "topic": _move_topic,
    "project": _move_project,
    "quiz-item": _move_quiz_item,
    "interview-question": _move_question,
}


def _rename_card(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Give a review card another id; where that card is there already, it takes the reviews."""
    taken = connection.execute("SELECT 1 FROM review_cards WHERE id = ?", (new,)).fetchone()
    connection.execute("UPDATE review_logs SET card = ? WHERE card = ?", (new, old))
    if taken is None:
        connection.execute("UPDATE review_cards SET id = ? WHERE id = ?", (new, old))
    else:
        connection.execute("DELETE FROM review_cards WHERE id = ?", (old,))


def _rename_in_lists(
    connection: sqlite3.Connection, table: str, column: str, old: str, new: str
) -> None:
    """Change `old` to `new` in a column that holds JSON lists of ids."""
    rows = connection.execute(
        f"SELECT id, {column} AS ids FROM {table} WHERE {column} LIKE ?",  # noqa: S608  # fixed names
        (f'%"{old}"%',),
    ).fetchall()
    for row in rows:
        ids = [new if one == old else one for one in json.loads(row["ids"])]
        connection.execute(
            f"UPDATE {table} SET {column} = ? WHERE id = ?",  # noqa: S608  # fixed names
            (json.dumps(ids), row["id"]),
        )
