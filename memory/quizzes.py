"""Quizzes, with the items they were given at the start."""

from __future__ import annotations

import json
import sqlite3

from memory.database import Database
from memory.records import QuizRun
from memory.times import moment, moment_or_none, stamp, stamp_or_none


class QuizStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, run: QuizRun) -> None:
        """Keep `run`, in the place of an earlier state of it."""
        with self._database.writing() as connection:
            put_quiz(connection, run)

    def get(self, run_id: str) -> QuizRun | None:
        with self._database.reading() as connection:
            row = connection.execute("SELECT * FROM quiz_runs WHERE id = ?", (run_id,)).fetchone()
        return None if row is None else quiz_of(row)

    def running(self) -> QuizRun | None:
        """The quiz that is open: the newest with status running."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM quiz_runs WHERE status = 'running' "
                "ORDER BY started_at DESC, rowid DESC LIMIT 1"
            ).fetchone()
        return None if row is None else quiz_of(row)


def put_quiz(connection: sqlite3.Connection, run: QuizRun) -> None:
    connection.execute(
        "INSERT INTO quiz_runs VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "topic = excluded.topic, items = excluded.items, status = excluded.status, "
        "started_at = excluded.started_at, conversation = excluded.conversation, "
        "ended_at = excluded.ended_at",
        (
            run.id,
            run.topic,
            json.dumps(run.items),
            run.status,
            stamp(run.started_at),
            run.conversation,
            stamp_or_none(run.ended_at),
        ),
    )


def quiz_of(row: sqlite3.Row) -> QuizRun:
    return QuizRun(
        id=row["id"],
        topic=row["topic"],
        items=tuple(json.loads(row["items"])),
        status=row["status"],
        started_at=moment(row["started_at"]),
        conversation=row["conversation"],
        ended_at=moment_or_none(row["ended_at"]),
    )
