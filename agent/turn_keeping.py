"""What is kept of a conversation's turns: while one runs, at its end, and where it was left.

Everything goes into the transcript and the table of open turns before anybody sees it, so that a
process that dies leaves a turn that can be read and taken up again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from time import monotonic
from typing import Literal

from agent.events import Event, Notice, ReasoningDelta, TextDelta, ToolFinished, Usage
from agent.presence import Presence, is_alive
from agent.prices import as_number, total
from agent.spending import Spending
from agent.telemetry import Telemetry
from agent.trace import Recorder
from agent.trace_log import Outcome, append
from agent.turn import Turn
from base.errors import NotNow, StorageError
from learning.study import Study
from memory.records import INTERRUPTED, QUOTES_OUTSIDE
from memory.turns import Line, OpenTurn
from memory.usage import Tokens

log = logging.getLogger("waymark.agent")

_SAVE_SECONDS = 0.25
"""How much of an answer a killed process may take with it."""


class TurnKeeping:
    """Keeps what the turns of one conversation say and do, for the process named by `presence`."""

    def __init__(
        self,
        study: Study,
        conversation: str,
        presence: Presence,
        recorder: Recorder,
        spending: Spending,
    ) -> None:
        self._study = study
        self._conversation = conversation
        self._presence = presence
        self._recorder = recorder
        self._spending = spending
        self.telemetry: Telemetry | None = None
        """The way to the learner's collector, where they named one."""
        self._turns = study.memory.turns

    def begin(self, turn: Turn) -> None:
        """A turn begins: what is timed and counted is so from here."""
        self._recorder.begin(turn.id)

    def note(self, turn: Turn, event: Event) -> None:
        """Keep what happened before anybody sees it."""
        if isinstance(event, ToolFinished):
            line = _tool_line(event.tool, event.summary, ok=event.ok)
            if turn.has_to_tell(event.call_id, line):
                self._store("tool", line)
        if isinstance(event, Notice):
            self._store("notice", event.text)
        flows = isinstance(event, TextDelta | ReasoningDelta)
        if not flows or monotonic() - turn.saved_at > _SAVE_SECONDS:
            self._turns.save_said(turn.id, turn.message, outside=turn.read_outside)
            turn.saved_at = monotonic()

    def finish(self, turn: Turn) -> None:
        """The answer is whole: it goes into the transcript, and the turn is over."""
        lines = _spoken(turn.message, outside=turn.read_outside)
        try:
            self._turns.finish(turn.id, self._conversation, lines, self._study.clock())
        except StorageError:
            log.exception("the answer could not be stored")

    def usage(self, turn: Turn) -> Usage:
        """The tokens of the turn so far, and what they and its month cost."""
        calls = [*turn.asked_before, *self._recorder.calls]
        tokens = sum((call.tokens for call in calls), Tokens())
        try:
            month = self._spending.this_month().known if calls else None
        except StorageError:
            month = None
        return Usage(
            input_tokens=tokens.input,
            output_tokens=tokens.output,
            cached_tokens=tokens.cached,
            cost=as_number(total(map(self._spending.cost, calls)).known),
            month_cost=as_number(month),
        )

    def warnings(self) -> Iterator[Notice]:
        """What the turn that is over makes worth saying of the budget, kept before it is said."""
        try:
            for text in self._spending.warnings(self._recorder.calls):
                self._store("notice", text)
                yield Notice("warning", text)
        except StorageError:
            log.exception("the budget could not be looked at")

    def leave(self, turn: Turn, why: str) -> None:
        """Leave the turn to be taken up again. A full disk must not hide what happened."""
        left = OpenTurn(turn.id, self._conversation, "", self._presence.name)
        try:
            done = ((c.call, _tool_line(c.tool, c.summary)) for c in turn.calls.finished())
            lines: list[Line] = [("tool", line) for c, line in done if turn.has_to_tell(c, line)]
            lines += [*_spoken(turn.message, outside=turn.read_outside), ("notice", why)]
            self._turns.stop(left, lines, self._study.clock())
        except StorageError:
            log.exception("the turn could not be left")

    def recover(self) -> None:
        """Put into the transcript what processes that died had said in this conversation."""
        for left in self._turns.open_turns(self._conversation):
            if left.owner is None or is_alive(self._study.home.running, left.owner):
                continue
            lines = [*_spoken(left.said, outside=left.outside), ("notice", INTERRUPTED)]
            self._turns.stop(left, lines, self._study.clock())

    def see_that_nobody_answers(self) -> None:
        """Recover, and refuse where another process is answering here.

        Raises:
            NotNow: one is.
        """
        self.recover()
        running = (turn.owner for turn in self._turns.open_turns(self._conversation))
        if any(owner not in (None, self._presence.name) for owner in running):
            raise NotNow(
                "This conversation is answering in another window.",
                hint="Wait until it is done, or start a new conversation here.",
            )

    def trace(self, turn: Turn, outcome: Outcome) -> None:
        """Keep what the turn spent its time and tokens on, and tell the learner's collector."""
        trace = self._recorder.end(turn.id, self._study.clock(), outcome)
        try:
            append(self._study.home, trace)
        except OSError:
            log.warning("the trace of turn %s was not kept", turn.id)
        if self.telemetry is not None:
            self.telemetry.send(trace, self._conversation)

    def _store(self, role: Literal["tool", "notice"], text: str) -> None:
        now = self._study.clock()
        self._study.memory.transcripts.append(self._conversation, role, text, now)


def _spoken(message: str, *, outside: bool) -> list[Line]:
    """The mentor's words, with a note behind them where they may quote text from outside."""
    if not message:
        return []
    lines: list[Line] = [("mentor", message)]
    return [*lines, ("notice", QUOTES_OUTSIDE)] if outside else lines


def _tool_line(tool: str, summary: str, *, ok: bool = True) -> str:
    return f"{tool}: {summary}" if ok else f"{tool} failed: {summary}"
