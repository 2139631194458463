"""Scripted interviews: the run, and every exchange in it."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from base.errors import NotFound
from memory.database import Database
from memory.records import InterviewExchange, InterviewRun
from memory.times import moment, moment_or_none, stamp, stamp_or_none


class InterviewStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, run: InterviewRun) -> None:
        """Keep `run`, in the place of an earlier state of it; its exchanges stay."""
        with self._database.writing() as connection:
            put_interview(connection, run)

    def get(self, run_id: str) -> InterviewRun | None:
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM interview_runs WHERE id = ?", (run_id,)
            ).fetchone()
        return None if row is None else interview_of(row)

    def running(self) -> InterviewRun | None:
        """The interview that is open: the newest with status running."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM interview_runs WHERE status = 'running' "
                "ORDER BY started_at DESC, rowid DESC LIMIT 1"
            ).fetchone()
        return None if row is None else interview_of(row)

    def finished(self, script: str | None = None) -> tuple[InterviewRun, ...]:
        """The interviews that came to their end, of one script or of all, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM interview_runs WHERE status = 'finished' "
                "AND (? IS NULL OR script = ?) ORDER BY started_at, rowid",
                (script, script),
            ).fetchall()
        return tuple(interview_of(row) for row in rows)

    def ask(self, exchange: InterviewExchange) -> None:
        """Keep what was asked. A position that is taken stays as it is.

        Raises:
            NotFound: the run was never saved.
        """
        with self._database.writing() as connection:
            known = connection.execute(
                "SELECT 1 FROM interview_runs WHERE id = ?", (exchange.run,)
            ).fetchone()
            if known is None:
                raise NotFound(f"There is no interview “{exchange.run}”.")
            put_exchange(connection, exchange)

    def answer(self, run: str, position: int, answer: str, at: datetime) -> None:
        """Keep the answer to what was asked at `position`. The first answer stands.

        Raises:
            NotFound: nothing was asked there.
        """
        with self._database.writing() as connection:
            changed = connection.execute(
                "UPDATE interview_exchanges SET answer = coalesce(answer, ?), "
                "answered_at = coalesce(answered_at, ?) WHERE run = ? AND position = ?",
                (answer, stamp(at), run, position),
            )
            if not changed.rowcount:
                raise NotFound(f"Interview “{run}” has no question {position}.")

    def seen(self, run: str, at: datetime) -> None:
        """Note that the learner is at the interview at `at`. Only the latest is kept."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE interview_runs SET seen_at = ? WHERE id = ?", (stamp(at), run)
            )

    def exchanges(self, run: str) -> tuple[InterviewExchange, ...]:
        """All that was asked in a run, in order."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM interview_exchanges WHERE run = ? ORDER BY position", (run,)
            ).fetchall()
        return tuple(exchange_of(row) for row in rows)


def put_interview(connection: sqlite3.Connection, run: InterviewRun) -> None:
    connection.execute(
        "INSERT INTO interview_runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET "
        "script = excluded.script, seed = excluded.seed, minutes = excluded.minutes, "
        "questions = excluded.questions, status = excluded.status, "
        "started_at = excluded.started_at, conversation = excluded.conversation, "
        "ended_at = excluded.ended_at, report = excluded.report, seen_at = excluded.seen_at",
        (
            run.id,
            run.script,
            run.seed,
            run.minutes,
            json.dumps(run.questions),
            run.status,
            stamp(run.started_at),
            run.conversation,
            stamp_or_none(run.ended_at),
            run.report,
            stamp_or_none(run.seen_at),
        ),
    )


def put_exchange(connection: sqlite3.Connection, exchange: InterviewExchange) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO interview_exchanges VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            exchange.run,
            exchange.position,
            exchange.question,
            exchange.kind,
            exchange.asked,
            stamp(exchange.asked_at),
            exchange.answer,
            stamp_or_none(exchange.answered_at),
        ),
    )


def interview_of(row: sqlite3.Row) -> InterviewRun:
    return InterviewRun(
        id=row["id"],
        script=row["script"],
        seed=row["seed"],
        minutes=row["minutes"],
        questions=tuple(json.loads(row["questions"])),
        status=row["status"],
        started_at=moment(row["started_at"]),
        conversation=row["conversation"],
        ended_at=moment_or_none(row["ended_at"]),
        report=row["report"],
        seen_at=moment_or_none(row["seen_at"]),
    )


def exchange_of(row: sqlite3.Row) -> InterviewExchange:
    return InterviewExchange(
        run=row["run"],
        position=row["position"],
        question=row["question"],
        kind=row["kind"],
        asked=row["asked"],
        asked_at=moment(row["asked_at"]),
        answer=row["answer"],
        answered_at=moment_or_none(row["answered_at"]),
    )
