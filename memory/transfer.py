"""Taking everything out of a learner file, and putting everything into one."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from base.errors import InvalidInput, NotNow
from memory.archive import (
    ConversationTitle,
    DeletedAttempt,
    ForgottenFact,
    LearnerArchive,
    ProfileEntry,
    TopicChange,
)
from memory.attempts import attempt_of, insert_attempt
from memory.busy import busy_of, insert_busy
from memory.calendar_entries import entry_of, put_entry
from memory.content_moves import forget_versions
from memory.database import Database, mark_for_scrub
from memory.facts import fact_of, insert_fact
from memory.forecasts import forecast_of, put_forecast
from memory.interviews import exchange_of, interview_of, put_exchange, put_interview
from memory.library import item_of, put_item
from memory.plans import plan_of, put_plan
from memory.profile import load_profile, put_profile
from memory.quizzes import put_quiz, quiz_of
from memory.reviews import card_of, fit_of, log_of, put_card, put_fit, put_log
from memory.summaries import put_summary, summary_of
from memory.times import moment, stamp
from memory.transcripts import insert_message, message_of
from memory.usage import call_of, put_call, with_what_was_spent

# Those that are referred to come after those that refer to them, so that they can be emptied in
# this order. The first two hold what is under way, the third what can be taken back; they are not
# exported.
_TABLES = (
    "finished_calls",
    "open_turns",
    "changes",
    "interview_exchanges",
    "interview_runs",
    "quiz_runs",
    "review_logs",
    "review_cards",
    "review_fits",
    "plan_blocks",
    "plans",
    "facts",
    "forgotten_facts",
    "summaries",
    "messages",
    "conversations",
    "profile",
    "topic_history",
    "attempts",
    "deleted_attempts",
    "busy_times",
    "calendar_entries",
    "forecasts",
    "library_items",
    "model_calls",
)


def collect(database: Database) -> LearnerArchive:
    """Everything in the file, as it stands at one moment."""
    with database.reading() as connection:
        return _all_of(connection)


def _all_of(connection: sqlite3.Connection) -> LearnerArchive:
    profile, saved_at = load_profile(connection)
    return LearnerArchive(
        profile=None if saved_at is None else ProfileEntry(profile=profile, saved_at=saved_at),
        titles=_rows(
            connection,
            "SELECT * FROM conversations WHERE title IS NOT NULL ORDER BY rowid",
            lambda row: ConversationTitle(id=row["id"], title=row["title"]),
        ),
        messages=_rows(connection, "SELECT * FROM messages ORDER BY id", message_of),
        summaries=_rows(connection, "SELECT * FROM summaries ORDER BY conversation", summary_of),
        facts=_rows(connection, "SELECT * FROM facts ORDER BY id", fact_of),
        forgotten_facts=_rows(
            connection,
            "SELECT * FROM forgotten_facts ORDER BY forgotten_at, digest",
            lambda row: ForgottenFact(
                digest=row["digest"], forgotten_at=moment(row["forgotten_at"])
            ),
        ),
        topics=_rows(connection, "SELECT * FROM topic_history ORDER BY id", _topic_change),
        attempts=_rows(connection, "SELECT * FROM attempts ORDER BY id", attempt_of),
        deleted_attempts=_tombstones(connection),
        quizzes=_rows(connection, "SELECT * FROM quiz_runs ORDER BY rowid", quiz_of),
        interviews=_rows(connection, "SELECT * FROM interview_runs ORDER BY rowid", interview_of),
        exchanges=_rows(
            connection, "SELECT * FROM interview_exchanges ORDER BY run, position", exchange_of
        ),
        plans=_rows(
            connection,
            "SELECT * FROM plans ORDER BY rowid",
            lambda row: plan_of(connection, row),
        ),
        busy=_rows(connection, "SELECT * FROM busy_times ORDER BY id", busy_of),
        calendar_entries=_rows(
            connection, "SELECT * FROM calendar_entries ORDER BY block", entry_of
        ),
        forecasts=_rows(
            connection, "SELECT * FROM forecasts ORDER BY made_on, target", forecast_of
        ),
        reviews=_rows(connection, "SELECT * FROM review_cards ORDER BY rowid", card_of),
        review_logs=_rows(connection, "SELECT * FROM review_logs ORDER BY id", log_of),
        review_fits=_rows(connection, "SELECT * FROM review_fits ORDER BY id", fit_of),
        library=_rows(connection, "SELECT * FROM library_items ORDER BY rowid", item_of),
        model_calls=_rows(connection, "SELECT * FROM model_calls ORDER BY id", call_of),
    )


def restore(database: Database, archive: LearnerArchive, *, replace: bool) -> Path | None:
    """Fill the file with `archive` in one transaction.

    Returns the copy made of what was there before, None where the file was empty.

    Raises:
        NotNow: the file is not empty and `replace` is False.
        InvalidInput: the archive contradicts itself; the file is as it was.
    """
    archive = _with_places(archive)
    with database.writing() as connection:
        filled = not _is_empty(connection)
        archive = _without_the_deleted(archive, _tombstones(connection))
        archive = _with_what_was_spent(archive, connection)
        if filled and not replace:
            raise NotNow(
                f"{database.path} already holds a learner's memory.",
                hint="Add --replace to put the file in its place (a copy of what is there goes "
                "into backups/ first), or choose an empty folder with --home DIR.",
            )
        copy = database.backup_beside("before-import") if filled else None
        for table in _TABLES:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608  # names of this file
        _fill(connection, archive)
        forget_versions(connection)
        _see_that_all_is_in(connection, archive)
        if filled:
            mark_for_scrub(connection)
    if filled:
        database.scrub()
    return copy


def _fill(connection: sqlite3.Connection, archive: LearnerArchive) -> None:
    # A fact may refer to a later one; foreign keys are looked at when all is in.
    connection.execute("PRAGMA defer_foreign_keys = ON")
    if archive.profile is not None:
        put_profile(connection, archive.profile.profile, archive.profile.saved_at)
    _put_all(connection, "messages", archive.messages, insert_message)
    _put_all(connection, "titles", archive.titles, _put_title)
    _put_all(connection, "summaries", archive.summaries, put_summary)
    _put_all(connection, "facts", archive.facts, insert_fact)
    _put_all(connection, "forgotten_facts", archive.forgotten_facts, _put_forgotten)
    _put_all(connection, "topics", archive.topics, _put_topic_change)
    _put_all(connection, "attempts", archive.attempts, insert_attempt)
    _put_all(connection, "deleted_attempts", archive.deleted_attempts, _put_deleted)
    _put_all(connection, "quizzes", archive.quizzes, put_quiz)
    _put_all(connection, "interviews", archive.interviews, put_interview)
    _put_all(connection, "exchanges", archive.exchanges, put_exchange)
    _put_all(connection, "plans", archive.plans, put_plan)
    _put_all(connection, "busy", archive.busy, insert_busy)
    _put_all(connection, "calendar_entries", archive.calendar_entries, put_entry)
    _put_all(connection, "forecasts", archive.forecasts, put_forecast)
    _put_all(connection, "reviews", archive.reviews, put_card)
    _put_all(connection, "review_logs", archive.review_logs, put_log)
    _put_all(connection, "review_fits", archive.review_fits, put_fit)
    _put_all(connection, "library", archive.library, put_item)
    _put_all(connection, "model_calls", archive.model_calls, put_call)
    dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    if dangling is not None:
        raise _contradiction(
            f"an entry of {dangling['table']} refers to one of {dangling['parent']} that is "
            "not there"
        )


def _tombstones(connection: sqlite3.Connection) -> tuple[DeletedAttempt, ...]:
    return _rows(connection, "SELECT * FROM deleted_attempts ORDER BY id", _deleted_attempt)


def _without_the_deleted(
    archive: LearnerArchive, tombstones: tuple[DeletedAttempt, ...]
) -> LearnerArchive:
    """What the learner deleted here does not come back from an export that is older.

    The tombstones of the file stay; where the export uses the number of one for something else,
    it gets one below zero.
    """
    deleted = {(t.source, t.run, t.position): t.deleted_at for t in tombstones}
    attempts = tuple(
        attempt
        for attempt in archive.attempts
        if (at := deleted.get((attempt.source, attempt.run, attempt.position))) is None
        or attempt.at > at
    )
    kept = list(archive.deleted_attempts)
    places = {(t.source, t.run, t.position, t.deleted_at) for t in kept}
    taken = {t.id for t in kept} | {attempt.id for attempt in attempts}
    below = min((number for number in taken if number is not None), default=0)
    for tombstone in tombstones:
        place = (tombstone.source, tombstone.run, tombstone.position, tombstone.deleted_at)
        if place in places:
            continue
        below = min(below, 0) - 1
        free = below if tombstone.id in taken else tombstone.id
        taken.add(free)
        kept.append(tombstone.model_copy(update={"id": free}))
    return archive.model_copy(update={"attempts": attempts, "deleted_attempts": tuple(kept)})


def _with_what_was_spent(archive: LearnerArchive, connection: sqlite3.Connection) -> LearnerArchive:
    here = _rows(connection, "SELECT * FROM model_calls ORDER BY id", call_of)
    return archive.model_copy(
        update={"model_calls": with_what_was_spent(archive.model_calls, here)}
    )


def _with_places(archive: LearnerArchive) -> LearnerArchive:
    """An export may say no place for its runs: it follows from what was answered in them."""
    reached: dict[str, int] = {}
    for attempt in archive.attempts:
        if attempt.source in ("quiz", "review"):
            reached[attempt.run] = max(reached.get(attempt.run, 0), attempt.position + 1)
    quizzes = tuple(
        run
        if run.step
        else dataclasses.replace(run, position=max(run.position, reached.get(run.id, 0)))
        for run in archive.quizzes
    )
    return archive.model_copy(update={"quizzes": quizzes})


def _see_that_all_is_in(connection: sqlite3.Connection, archive: LearnerArchive) -> None:
    """Entries with the same id, or two committed plans of one week, would lose something."""
    kept = _all_of(connection)
    for name in LearnerArchive.model_fields:
        given = getattr(archive, name)
        if isinstance(given, tuple) and Counter(given) != Counter(getattr(kept, name)):
            raise _contradiction(f"{name} holds entries that cannot all be kept")


_Entry = TypeVar("_Entry")


def _put_all(
    connection: sqlite3.Connection,
    name: str,
    entries: Iterable[_Entry],
    put: Callable[[sqlite3.Connection, _Entry], object],
) -> None:
    for number, entry in enumerate(entries):
        try:
            put(connection, entry)
        except (sqlite3.IntegrityError, InvalidInput, OverflowError) as error:
            raise _contradiction(f"{name}.{number}: {error}") from error


def _rows(
    connection: sqlite3.Connection, select: str, read: Callable[[sqlite3.Row], _Entry]
) -> tuple[_Entry, ...]:
    return tuple(read(row) for row in connection.execute(select).fetchall())


def _is_empty(connection: sqlite3.Connection) -> bool:
    return not any(
        connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608  # names of this file
        for table in _TABLES
    )


def _put_title(connection: sqlite3.Connection, entry: ConversationTitle) -> None:
    connection.execute(
        "INSERT INTO conversations (id, title) VALUES (?, ?) "
        "ON CONFLICT (id) DO UPDATE SET title = excluded.title",
        (entry.id, entry.title),
    )


def _topic_change(row: sqlite3.Row) -> TopicChange:
    return TopicChange(
        topic=row["topic"], status=row["status"], at=moment(row["at"]), undone=bool(row["undone"])
    )


def _put_topic_change(connection: sqlite3.Connection, change: TopicChange) -> None:
    connection.execute(
        "INSERT INTO topic_history (topic, status, at, undone) VALUES (?, ?, ?, ?)",
        (change.topic, change.status, stamp(change.at), change.undone),
    )


def _deleted_attempt(row: sqlite3.Row) -> DeletedAttempt:
    return DeletedAttempt(
        id=row["id"],
        source=row["source"],
        run=row["run"],
        position=row["position"],
        deleted_at=moment(row["deleted_at"]),
    )


def _put_deleted(connection: sqlite3.Connection, entry: DeletedAttempt) -> None:
    connection.execute(
        "INSERT INTO deleted_attempts VALUES (?, ?, ?, ?, ?)",
        (entry.id, entry.source, entry.run, entry.position, stamp(entry.deleted_at)),
    )


def _put_forgotten(connection: sqlite3.Connection, entry: ForgottenFact) -> None:
    connection.execute(
        "INSERT INTO forgotten_facts VALUES (?, ?)", (entry.digest, stamp(entry.forgotten_at))
    )


def _contradiction(what: str) -> InvalidInput:
    return InvalidInput(
        f"The export contradicts itself ({what}).",
        hint="Nothing was changed. Export again with: waymark memory export FILE.json",
    )
