"""What was asked of language models for the learner: one row a request that brought tokens.

Rows are numbered in the order in which they were written, whatever the clock said. Money that was
spent stays spent: nothing here is ever changed or deleted.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from memory.database import Database
from memory.times import moment, stamp

Purpose = Literal["answer", "grading", "summary"]
"""What a model was asked for: the answer of a turn, to read a free answer, to sum up old turns."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Counts of tokens. `cached` (read from the provider's cache) and `cache_write` are part of
    `input`; `reasoning` is part of `output`."""

    input: int = 0
    cached: int = 0
    cache_write: int = 0
    output: int = 0
    reasoning: int = 0

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(
            self.input + other.input,
            self.cached + other.cached,
            self.cache_write + other.cache_write,
            self.output + other.output,
            self.reasoning + other.reasoning,
        )

    def at_least(self, other: Tokens) -> Tokens:
        """The greater of each count."""
        return Tokens(
            max(self.input, other.input),
            max(self.cached, other.cached),
            max(self.cache_write, other.cache_write),
            max(self.output, other.output),
            max(self.reasoning, other.reasoning),
        )


@dataclass(frozen=True, slots=True)
class ModelCall:
    """One request. `model` is the name the provider gave; `turn` is the id of the learner's
    message, None outside of a turn. With `guessed`, the provider did not tell all tokens, and
    those missing were reckoned from characters."""

    at: datetime
    provider: str
    model: str
    purpose: Purpose
    tokens: Tokens
    turn: int | None = None
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class ModelTokens:
    """What one model was asked for in all."""

    provider: str
    model: str
    tokens: Tokens
    guessed: bool


class UsageStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, call: ModelCall) -> None:
        """Keep a request, as soon as its end is known."""
        with self._database.writing() as connection:
            put_call(connection, call)

    def of_turn(self, turn: int) -> tuple[ModelCall, ...]:
        """The requests of a turn, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM model_calls WHERE turn = ? ORDER BY id", (turn,)
            ).fetchall()
        return tuple(map(call_of, rows))

    def all(self) -> tuple[ModelCall, ...]:
        """Every request, in the order in which they were written."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM model_calls ORDER BY id").fetchall()
        return tuple(map(call_of, rows))

    def counted_in(self, start: datetime, end: datetime) -> tuple[ModelTokens, ...]:
        """What counts against a budget in the month that runs, from `start` up to `end`, a model at
        a time.

        Rows dated in that time count. So that a clock which was wrong for a while hides nothing,
        so do rows written after the first of them, and rows dated later than `end` that were
        written after the last one dated before `start`.
        """
        with self._database.reading() as connection:
            rows = connection.execute(
                _COUNTED, {"start": stamp(start), "end": stamp(end)}
            ).fetchall()
        return tuple(
            ModelTokens(row["provider"], row["model"], _tokens(row), bool(row["guessed"]))
            for row in rows
        )

    def warn_once(self, month: str, about: str) -> bool:
        """Whether nobody was warned in `month` about something yet; asked once, somebody was. Of
        two processes that ask at once, one is told yes."""
        with self._database.writing() as connection:
            noted = connection.execute(
                "INSERT OR IGNORE INTO budget_warnings VALUES (?, ?)", (month, about)
            )
            return noted.rowcount == 1


_COUNTED = """
    SELECT provider, model, max(guessed) AS guessed,
        sum(input_tokens) AS input_tokens, sum(cached_tokens) AS cached_tokens,
        sum(cache_write_tokens) AS cache_write_tokens, sum(output_tokens) AS output_tokens,
        sum(reasoning_tokens) AS reasoning_tokens
    FROM model_calls
    WHERE id >= (SELECT min(id) FROM model_calls WHERE at >= :start AND at < :end)
        OR at >= :end
            AND id > (SELECT coalesce(max(id), 0) FROM model_calls WHERE at < :start)
    GROUP BY provider, model ORDER BY provider, model
    """


def put_call(connection: sqlite3.Connection, call: ModelCall) -> None:
    tokens = call.tokens
    connection.execute(
        "INSERT INTO model_calls (at, turn, purpose, provider, model, input_tokens, cached_tokens, "
        "cache_write_tokens, output_tokens, reasoning_tokens, guessed) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            stamp(call.at),
            call.turn,
            call.purpose,
            call.provider,
            call.model,
            tokens.input,
            tokens.cached,
            tokens.cache_write,
            tokens.output,
            tokens.reasoning,
            call.guessed,
        ),
    )


def call_of(row: sqlite3.Row) -> ModelCall:
    return ModelCall(
        at=moment(row["at"]),
        provider=row["provider"],
        model=row["model"],
        purpose=row["purpose"],
        tokens=_tokens(row),
        turn=row["turn"],
        guessed=bool(row["guessed"]),
    )


def with_what_was_spent(
    imported: Sequence[ModelCall], here: Sequence[ModelCall]
) -> tuple[ModelCall, ...]:
    """The requests of an import and those of the file it goes into, by time: money that was spent
    here is not unspent by an import. The turns of those here are not the import's."""
    kept = (Counter(here) - Counter(imported)).elements()
    alone = [replace(call, turn=None) for call in kept]
    return tuple(sorted((*imported, *alone), key=lambda call: call.at))


def _tokens(row: sqlite3.Row) -> Tokens:
    return Tokens(
        input=row["input_tokens"],
        cached=row["cached_tokens"],
        cache_write=row["cache_write_tokens"],
        output=row["output_tokens"],
        reasoning=row["reasoning_tokens"],
    )
