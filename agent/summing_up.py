"""A chat model that sums up what is not shown to it any more.

What was said is data: it stands between markers that it cannot know. Answers that quote text from
outside are not given to the model at all, so that a hostile page cannot live on in a summary, which
is shown without a fence.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import TYPE_CHECKING
from uuid import uuid4

from langchain_core.messages import AIMessageChunk, HumanMessage, SystemMessage

from agent.answer_check import is_declined, see_that_it_is_whole
from agent.meter import Meter
from agent.models import ModelChoice
from agent.room import Room
from agent.spending import Spending
from agent.stream_watch import UnreadableAnswer
from agent.tokens import shortened
from agent.trace import Recorder
from agent.window import answers_that_quote
from base.text import clean
from memory.records import Message
from prompts.loader import load_prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

SECONDS = 120.0
"""A local model may take long; nobody waits for it."""
_TOKENS = 600
_QUOTED = "[an answer that quoted a page or a paper]"


def summary_tokens(room: Room) -> int:
    """How long a summary may be, in tokens: it stands in the window."""
    return min(_TOKENS, room.window // 4)


class Summariser:
    """Sums up with the model of a session, within its budget and counted as all it is asked."""

    def __init__(
        self, choice: ModelChoice, model: BaseChatModel, recorder: Recorder, spending: Spending
    ) -> None:
        self._choice = choice
        self._model = model
        self._spending = spending
        self._meter = Meter(choice, "summary", recorder)
        model.callbacks = [self._meter]

    async def sum_up(self, before: str, said: Sequence[Message], room: Room) -> str:
        """The summary of `before`, which is the one so far, and of what was `said` after it.

        Raises:
            OverBudget: the budget lets no request out.
            TimeoutError: the model took too long.
            UnreadableAnswer: it gave no summary.
            Exception: whatever its client raises.
        """
        self._spending.check(self._choice.provider, self._choice.name)
        messages = [SystemMessage(load_prompt("summary")), HumanMessage(asked(before, said, room))]
        try:
            async with asyncio.timeout(SECONDS):
                chunks = [chunk async for chunk in self._model.astream(messages)]
        finally:
            self._meter.settle()  # one that is let go is paid for as well
        message: AIMessageChunk = reduce(add, chunks, AIMessageChunk(content=""))
        see_that_it_is_whole(message)
        text = clean(message.text).strip()
        if is_declined(message) or not text:
            raise UnreadableAnswer
        return shortened(text, summary_tokens(room), "[…]")


def asked(before: str, said: Sequence[Message], room: Room) -> str:
    """What the model is given: the summary so far and the messages, between markers."""
    quoting = answers_that_quote(said)
    lines = [f"Summary so far:\n{before}"] if before else []
    for message in said:
        if message.role in ("learner", "mentor"):
            text = shortened(message.text, room.message, "[…]")
            lines.append(f"{message.role}: {_QUOTED if message.id in quoting else text}")
    marker = f"=== {uuid4().hex} ==="
    return f"{marker}\n{chr(10).join(lines)}\n{marker}"
