"""The steps that make a learner file what this version expects, oldest first.

A step is never edited once it has been released: a change is a further step, and
`memory.database.SCHEMA_VERSION` counts them. This module loads sqlite_utils, which is slow, and
is imported only when a file is behind.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from memory.database import APPLICATION_ID
from memory.first_schema import THE_LEARNER

steps = Migrations("learner")


def apply(connection: sqlite3.Connection) -> None:
    """Take every step that is missing. The caller holds the write transaction, so that a file
    is upgraded whole or not at all."""
    steps.apply(Database(connection, execute_plugins=False))
    taken = connection.execute(
        "SELECT count(*) FROM _sqlite_migrations WHERE migration_set = 'learner'"
    ).fetchone()[0]
    connection.execute(f"PRAGMA user_version = {int(taken)}")


@steps(name="0001_the_learner")
def _the_learner(db: Database) -> None:
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for statement in THE_LEARNER:
        db.execute(statement)


@steps(name="0002_runs_and_reviews")
def _runs_and_reviews(db: Database) -> None:
    for statement in _RUNS_AND_REVIEWS:
        db.execute(statement)


_RUNS_AND_REVIEWS = (
    "ALTER TABLE quiz_runs ADD COLUMN position INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE quiz_runs ADD COLUMN step INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE quiz_runs ADD COLUMN hinted INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE quiz_runs ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0",
    """
    UPDATE quiz_runs SET position = (
        SELECT coalesce(max(attempts.position) + 1, 0) FROM attempts
        WHERE attempts.run = quiz_runs.id AND attempts.source IN ('quiz', 'review')
    )
    """,
    """
    UPDATE quiz_runs SET status = 'abandoned', ended_at = started_at
        WHERE status = 'paused' AND position = 0
    """,
    "ALTER TABLE attempts ADD COLUMN hinted INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE attempts ADD COLUMN changed_from TEXT",
    "ALTER TABLE review_cards ADD COLUMN status TEXT NOT NULL DEFAULT 'kept'",
    """
    CREATE TABLE review_fits (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        reviews INTEGER NOT NULL,
        held_out INTEGER NOT NULL,
        parameters TEXT NOT NULL,
        loss REAL NOT NULL,
        loss_before REAL NOT NULL,
        adopted INTEGER NOT NULL
    )
    """,
)


@steps(name="0003_seen_in_interviews")
def _seen_in_interviews(db: Database) -> None:
    db.execute("ALTER TABLE interview_runs ADD COLUMN seen_at TEXT")


@steps(name="0004_open_turns")
def _open_turns(db: Database) -> None:
    for statement in _OPEN_TURNS:
        db.execute(statement)


_OPEN_TURNS = (
    """
    CREATE TABLE open_turns (
        id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
        owner TEXT,
        asked TEXT,
        said TEXT NOT NULL DEFAULT '',
        outside INTEGER NOT NULL DEFAULT 0
    )
    """,
    """
    CREATE TABLE finished_calls (
        turn INTEGER NOT NULL REFERENCES open_turns (id) ON DELETE CASCADE,
        call TEXT NOT NULL,
        tool TEXT NOT NULL,
        content TEXT NOT NULL,
        summary TEXT NOT NULL,
        PRIMARY KEY (turn, call)
    )
    """,
)


@steps(name="0005_calendar_entries")
def _calendar_entries(db: Database) -> None:
    db.execute(_CALENDAR_ENTRIES)


_CALENDAR_ENTRIES = """
    CREATE TABLE calendar_entries (
        block TEXT PRIMARY KEY,
        week_start TEXT NOT NULL,
        start TEXT NOT NULL,
        "end" TEXT NOT NULL,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        reason TEXT NOT NULL,
        cancelled INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        stamped_at TEXT NOT NULL
    )
    """


@steps(name="0006_forecasts")
def _forecasts(db: Database) -> None:
    db.execute(_FORECASTS)


_FORECASTS = """
    CREATE TABLE forecasts (
        target TEXT NOT NULL,
        made_on TEXT NOT NULL,
        earliest TEXT NOT NULL,
        middle TEXT NOT NULL,
        latest TEXT NOT NULL,
        weeks_known INTEGER NOT NULL,
        PRIMARY KEY (target, made_on)
    )
    """


@steps(name="0007_wishes_of_every_week")
def _wishes_of_every_week(db: Database) -> None:
    for column in (
        "energy TEXT",
        "block_minutes INTEGER",
        "break_minutes INTEGER",
        "slack_percent INTEGER",
        "at_most TEXT",
    ):
        db.execute(f"ALTER TABLE profile ADD COLUMN {column}")


@steps(name="0008_model_calls")
def _model_calls(db: Database) -> None:
    for statement in _MODEL_CALLS:
        db.execute(statement)


_MODEL_CALLS = (
    """
    CREATE TABLE model_calls (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        turn INTEGER,
        purpose TEXT NOT NULL,
        provider TEXT NOT NULL,
        model TEXT NOT NULL,
        input_tokens INTEGER NOT NULL,
        cached_tokens INTEGER NOT NULL,
        cache_write_tokens INTEGER NOT NULL,
        output_tokens INTEGER NOT NULL,
        reasoning_tokens INTEGER NOT NULL,
        guessed INTEGER NOT NULL
    )
    """,
    "CREATE INDEX model_calls_by_time ON model_calls (at)",
    """
    CREATE TABLE budget_warnings (
        month TEXT NOT NULL,
        about TEXT NOT NULL,
        PRIMARY KEY (month, about)
    ) WITHOUT ROWID
    """,
)


@steps(name="0009_changes")
def _changes(db: Database) -> None:
    db.execute(_CHANGES)


_CHANGES = """
    CREATE TABLE changes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        what TEXT NOT NULL,
        "before" TEXT NOT NULL,
        "after" TEXT NOT NULL
    )
    """


@steps(name="0010_summaries")
def _summaries(db: Database) -> None:
    db.execute(_SUMMARIES)


_SUMMARIES = """
    CREATE TABLE summaries (
        conversation TEXT PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
        begins_after INTEGER NOT NULL,
        covers INTEGER NOT NULL,
        text TEXT NOT NULL
    )
    """
