"""What a model is given of what was said before, and the summary that stands for the rest.

The summary is made by the model of the session shortly before the window is full, after a turn and
beside whatever comes next; it is kept together with the place where the window then begins. Where
it fails, or there is no model, the window moves on without it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextvars import Context
from dataclasses import replace

from langchain_core.messages import BaseMessage

from agent.earlier import block, named, with_summary
from agent.room import Room
from agent.summing_up import Summariser, summary_tokens
from agent.tokens import shortened, tokens_in
from agent.window import WINDOW_MESSAGES, Window, as_shown, window
from memory.learner import LearnerMemory
from memory.records import Message
from memory.summaries import Summary

log = logging.getLogger("waymark.agent")

_ALMOST_FULL = 7 / 8
_TURNS_TO_REST = 5
"""After a failed summary; the model may be down, or out of credit."""
_ROWS = 3 * WINDOW_MESSAGES
"""More than a window holds, notes on quoting answers included."""


class Past:
    """The past of one conversation; with no `summariser`, nobody sums up."""

    def __init__(
        self,
        memory: LearnerMemory,
        conversation: str,
        room: Room,
        summariser: Summariser | None,
    ) -> None:
        self._memory = memory
        self._conversation = conversation
        self._room = room
        self._summariser = summariser
        self._rest = 0
        self._task: asyncio.Task[None] | None = None

    def shown(self, before: int) -> tuple[list[BaseMessage], str]:
        """What was said before the message `before`, as far as there is room for it, and the line
        that names what is left out, empty where nothing is. A full window is moved on."""
        standing = self._memory.summaries.of(self._conversation)
        view = self._view(standing, before)
        if view.begins_after > standing.begins_after:
            self._memory.summaries.move(self._conversation, view.begins_after)
        left_out = self._left_out(replace(standing, begins_after=view.begins_after))
        return with_summary(view.messages, self._fitted(standing.text)), left_out

    def go_on(self) -> None:
        """Sum up what is due, beside what comes next."""
        if self._summariser is None or self.sums_up:
            return
        if self._rest:
            self._rest -= 1
            return
        # In a context of its own: nothing of it streams to the learner.
        self._task = asyncio.create_task(self._keep_up(self._summariser), context=Context())

    @property
    def sums_up(self) -> bool:
        """Whether a summary is being made."""
        return self._task is not None and not self._task.done()

    async def settle(self, seconds: float) -> None:
        """Wait for the summary that is being made, but no longer than that."""
        if self._task is not None:
            await asyncio.wait([self._task], timeout=seconds)

    async def aclose(self) -> None:
        """Let go of a summary that is being made: it will be made another time."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _keep_up(self, summariser: Summariser) -> None:
        try:
            standing = self._memory.summaries.of(self._conversation)
            view = self._view(standing, None, _ALMOST_FULL)
            said = self._to_sum_up(standing, view.begins_after)
            if not said:
                return
            text = await summariser.sum_up(self._fitted(standing.text), said, self._room)
            new = Summary(self._conversation, view.begins_after, said[-1].id, text)
            self._memory.summaries.replace(standing, new)
        except Exception as error:  # the line that names what is left out stands
            self._rest = _TURNS_TO_REST
            log.warning("no summary was made: %s", type(error).__name__)

    def _view(self, standing: Summary, before: int | None, full: float = 1.0) -> Window:
        said = self._spoken(standing.begins_after, before)
        beside = tokens_in(block(self._fitted(standing.text)))
        return window(said, standing.begins_after, self._room, beside, full)

    def _to_sum_up(self, standing: Summary, until: int) -> Sequence[Message]:
        """What lies behind the summary and before the window, from a message of the learner's on:
        the answer to one that is covered belongs to it. The newest of it that fit."""
        said = self._spoken(standing.covers, until + 1)
        room = self._room.window
        first = len(said)
        tokens = {part.id: part.tokens for part in as_shown(said, self._room)}
        while first > 0 and (room := room - tokens.get(said[first - 1].id, 0)) >= 0:
            first -= 1
        while first < len(said) and said[first].role != "learner":
            first += 1
        return said[first:]

    def _left_out(self, standing: Summary) -> str:
        """The line that names what neither the window nor the summary shows."""
        covered = standing.text and standing.covers >= standing.begins_after
        if covered or not standing.begins_after:
            return ""
        return named(self._spoken(standing.covers, standing.begins_after + 1, 12))

    def _fitted(self, summary: str) -> str:
        """The summary, where it was made for a model that reads more at once, cut to what fits."""
        return shortened(summary, summary_tokens(self._room), "[…]")

    def _spoken(self, after: int, before: int | None, limit: int = _ROWS) -> Sequence[Message]:
        return self._memory.transcripts.spoken(self._conversation, after, before, limit)
