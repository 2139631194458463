"""Turns that have begun and are not over: what a crash or a stop leaves to be taken up again.

A row stands from the learner's words until the answer is in the transcript. Beside it stand the
results of the calls that wrote something, each kept in the transaction of what it wrote, so that
no call is ever done twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from base.text import clean
from memory.database import Database
from memory.records import Role
from memory.transcripts import add_message
from memory.unit_of_work import Gate

Line = tuple[Role, str]
"""Something to be added to the transcript: who says it, and what."""


@dataclass(frozen=True, slots=True)
class FinishedCall:
    """A writing tool call that is done. `content` is its result, `summary` one line of it."""

    call: str
    tool: str
    content: str
    summary: str


@dataclass(frozen=True, slots=True)
class OpenTurn:
    """A turn that is not over. `id` is the id of the learner's message; `owner` names the process
    that runs it, None once it was stopped; `said` is what a running one has said so far, and
    `outside` whether it read text from outside; `asked` is the token of the question that was open
    when it began."""

    id: int
    conversation: str
    text: str
    owner: str | None
    said: str = ""
    outside: bool = False
    asked: str | None = None


class TurnStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(
        self, conversation: str, text: str, owner: str, at: datetime, asked: str | None = None
    ) -> int:
        """Keep the learner's words and open a turn for them. Returns the id of both. What was
        open in the conversation before is dropped. `asked` is the token of the question that
        the words may answer."""
        with self._database.writing() as connection:
            _drop(connection, conversation)
            turn = add_message(connection, None, conversation, "learner", clean(text), at)
            connection.execute(
                "INSERT INTO open_turns (id, owner, asked) VALUES (?, ?, ?)", (turn, owner, asked)
            )
            return turn

    def save_said(self, turn: int, said: str, *, outside: bool) -> None:
        """Keep what a running turn has said so far, in case its process dies."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE open_turns SET said = ?, outside = ? WHERE id = ?",
                (clean(said), outside, turn),
            )

    def take_up(self, turn: int, owner: str) -> bool:
        """Make a stopped turn a running one of `owner`; False where it is not there or runs."""
        with self._database.writing() as connection:
            taken = connection.execute(
                "UPDATE open_turns SET owner = ? WHERE id = ? AND owner IS NULL", (owner, turn)
            )
            return taken.rowcount == 1

    def stop(self, turn: OpenTurn, lines: Sequence[Line], at: datetime) -> bool:
        """Leave a running turn to be taken up again, with `lines` added to the transcript. False,
        and nothing is added, where it does not run any more."""
        with self._database.writing() as connection:
            stopped = connection.execute(
                "UPDATE open_turns SET owner = NULL, said = '' WHERE id = ? AND owner IS ?",
                (turn.id, turn.owner),
            )
            if stopped.rowcount and turn.owner is not None:
                _add_all(connection, turn.conversation, lines, at)
            return bool(stopped.rowcount)

    def finish(self, turn: int, conversation: str, lines: Sequence[Line], at: datetime) -> None:
        """End the turn: `lines` go into the transcript and its finished calls are let go."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM open_turns WHERE id = ?", (turn,))
            _add_all(connection, conversation, lines, at)

    def drop(self, conversation: str) -> None:
        """Let go of what is open in the conversation; what was said and done stays."""
        with self._database.writing() as connection:
            _drop(connection, conversation)

    def open_turns(self, conversation: str | None = None) -> tuple[OpenTurn, ...]:
        """The turns that are not over, of one conversation or of all, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT open_turns.*, conversation, text FROM open_turns "
                "JOIN messages USING (id) WHERE ? IS NULL OR conversation = ? ORDER BY id",
                (conversation, conversation),
            ).fetchall()
        return tuple(
            OpenTurn(
                id=row["id"],
                conversation=row["conversation"],
                text=row["text"],
                owner=row["owner"],
                said=row["said"],
                outside=bool(row["outside"]),
                asked=row["asked"],
            )
            for row in rows
        )

    def calls(self, turn: int) -> CallLedger:
        """The finished calls of a turn."""
        return CallLedger(self._database, turn)


class CallLedger:
    """The calls of one turn that wrote something: each is done once, whatever happens."""

    def __init__(self, database: Database, turn: int) -> None:
        self._database = database
        self._turn = turn
        self._gate = Gate()

    def once(self, call: str, tool: str, run: Callable[[], tuple[str, str]]) -> tuple[str, str]:
        """The (content, summary) of `run`, which is run only where `call` has no result yet.

        What it writes and its result are kept in one transaction.

        Raises:
            GateShut: the turn was stopped before the end; nothing of it is kept.
        """
        done = self._find(call)
        if done is not None:
            return done.content, done.summary
        with self._database.as_one(self._gate):
            content, summary = run()
            with self._database.writing() as connection:
                connection.execute(
                    "INSERT INTO finished_calls VALUES (?, ?, ?, ?, ?)",
                    (self._turn, call, tool, clean(content), clean(summary)),
                )
        return content, summary

    def shut(self) -> None:
        """Stop: no call that is still running keeps anything of what it does."""
        self._gate.shut()

    def finished(self) -> tuple[FinishedCall, ...]:
        """The calls that are done, in the order in which they were."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM finished_calls WHERE turn = ? ORDER BY rowid", (self._turn,)
            ).fetchall()
        return tuple(
            FinishedCall(row["call"], row["tool"], row["content"], row["summary"]) for row in rows
        )

    def _find(self, call: str) -> FinishedCall | None:
        return next((done for done in self.finished() if done.call == call), None)


def _drop(connection: sqlite3.Connection, conversation: str) -> None:
    connection.execute(
        "DELETE FROM open_turns WHERE id IN (SELECT id FROM messages WHERE conversation = ?)",
        (conversation,),
    )


def _add_all(
    connection: sqlite3.Connection, conversation: str, lines: Sequence[Line], at: datetime
) -> None:
    for role, text in lines:
        if text:
            add_message(connection, None, conversation, role, clean(text), at)
