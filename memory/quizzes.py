"""Runs of questions, quizzes and reviews: what they ask, how far they are, and each move.

A move is one transaction: the answer, the card it makes or puts off, and the run's new place are
kept together or not at all. It is made only from the step it was meant for.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace

from memory.attempts import insert_attempt
from memory.database import Database
from memory.records import Attempt, AttemptSource, QuizRun, ReviewCard, ReviewLog
from memory.reviews import put_card, put_log
from memory.times import moment, moment_or_none, stamp, stamp_or_none

_RUNNING = (
    "SELECT * FROM quiz_runs WHERE status = 'running' ORDER BY started_at DESC, rowid DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a given answer leaves behind, besides the run's next place.

    `attempt` takes the place of an earlier one at its position. `card` and `log` are the card as
    the answer leaves it and the review that the answer was. `undone` is the review that an earlier
    answer at this position had been; `withdrawn` is the card that only such an answer had called
    for.
    """

    attempt: Attempt
    card: ReviewCard | None = None
    log: ReviewLog | None = None
    undone: ReviewLog | None = None
    withdrawn: str | None = None


class QuizStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, run: QuizRun, open_before: QuizRun | None = None) -> bool:
        """Keep `run` as the one that is open, in the place of `open_before`, which is paused.

        False, with nothing changed, where its id is taken, or where another run is open than the
        caller saw: a second process may have begun the same one.
        """
        with self._database.writing() as connection:
            taken = connection.execute("SELECT 1 FROM quiz_runs WHERE id = ?", (run.id,))
            if taken.fetchone() is not None:
                return False
            row = connection.execute(_RUNNING).fetchone()
            if (row and row["id"]) != (open_before and open_before.id):
                return False
            _set_aside(connection)
            put_quiz(connection, run)
            return True

    def move(self, before: QuizRun, after: QuizRun, answered: Answered | None = None) -> bool:
        """Take a run from the step it has in `before` to `after`, with what an answer leaves.

        False, with nothing kept, where the run is no longer at that step. Where `after` is
        running, any other open run is paused.
        """
        with self._database.writing() as connection:
            row = connection.execute(
                "SELECT step, status FROM quiz_runs WHERE id = ?", (before.id,)
            ).fetchone()
            if row is None or (row["step"], row["status"]) != (before.step, before.status):
                return False
            if before.status != "running" and after.status == "running":
                _set_aside(connection)
            put_quiz(connection, replace(after, step=before.step + 1))
            if answered is not None:
                _put_answered(connection, answered)
            return True

    def note_hint(self, run: QuizRun) -> None:
        """Note that a hint was taken on the question that is open in `run`, if it still is."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE quiz_runs SET hinted = 1 WHERE id = ? AND step = ?", (run.id, run.step)
            )

    def get(self, run_id: str) -> QuizRun | None:
        with self._database.reading() as connection:
            row = connection.execute("SELECT * FROM quiz_runs WHERE id = ?", (run_id,)).fetchone()
        return None if row is None else quiz_of(row)

    def running(self) -> QuizRun | None:
        """The run that is open: the newest with status running."""
        with self._database.reading() as connection:
            row = connection.execute(_RUNNING).fetchone()
        return None if row is None else quiz_of(row)

    def newest(self) -> QuizRun | None:
        """The run begun last, whatever became of it."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM quiz_runs ORDER BY started_at DESC, rowid DESC LIMIT 1"
            ).fetchone()
        return None if row is None else quiz_of(row)

    def paused(self, kind: AttemptSource) -> tuple[QuizRun, ...]:
        """The paused runs of a kind, the one answered in last first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM quiz_runs AS run WHERE status = 'paused' AND id LIKE ? || '-%' "
                "ORDER BY coalesce((SELECT max(at) FROM attempts "
                "WHERE source = ? AND attempts.run = run.id), started_at) DESC, rowid DESC",
                (kind, kind),
            ).fetchall()
        return tuple(quiz_of(row) for row in rows)


def put_quiz(connection: sqlite3.Connection, run: QuizRun) -> None:
    connection.execute(
        "INSERT INTO quiz_runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET "
        "topic = excluded.topic, items = excluded.items, status = excluded.status, "
        "started_at = excluded.started_at, conversation = excluded.conversation, "
        "ended_at = excluded.ended_at, position = excluded.position, step = excluded.step, "
        "hinted = excluded.hinted, skipped = excluded.skipped",
        (
            run.id,
            run.topic,
            json.dumps(run.items),
            run.status,
            stamp(run.started_at),
            run.conversation,
            stamp_or_none(run.ended_at),
            run.position,
            run.step,
            run.hinted,
            run.skipped,
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
        position=row["position"],
        step=row["step"],
        hinted=bool(row["hinted"]),
        skipped=row["skipped"],
    )


def _set_aside(connection: sqlite3.Connection) -> None:
    """Pause what is open; abandon it where nothing of it was answered."""
    connection.execute(
        "UPDATE quiz_runs SET step = step + 1, "
        "status = CASE WHEN EXISTS (SELECT 1 FROM attempts WHERE attempts.run = quiz_runs.id "
        "AND source IN ('quiz', 'review')) THEN 'paused' ELSE 'abandoned' END "
        "WHERE status = 'running'"
    )


def _put_answered(connection: sqlite3.Connection, answered: Answered) -> None:
    """Keep an answer and its card, in the place of what an earlier answer left."""
    attempt = answered.attempt
    place = (attempt.source, attempt.run, attempt.position)
    if answered.undone is not None:
        connection.execute(
            "DELETE FROM review_logs WHERE card = ? AND at = ?",
            (answered.undone.card, stamp(answered.undone.at)),
        )
    if answered.withdrawn is not None:
        connection.execute("DELETE FROM review_cards WHERE id = ?", (answered.withdrawn,))
    connection.execute("DELETE FROM attempts WHERE source = ? AND run = ? AND position = ?", place)
    insert_attempt(connection, attempt)
    if answered.card is not None:
        put_card(connection, answered.card)
    if answered.log is not None:
        put_log(connection, answered.log)
