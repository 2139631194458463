"""Watches a model's answer while it streams: that it moves, that it ends, that it can be read."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import cast

from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk

from agent.reasoning import reasoning_in

ANSWER_CHARACTERS = 200_000
"""A longer answer is cut off: nobody reads it, and it would never end."""


THINKING_PATIENCE = 3
"""So many times as long may a model be silent that has begun and not yet spoken: it thinks, and
not every provider shows that."""


class SilentModel(TimeoutError):
    """Nothing came for as long as a model may stay silent."""


class UnreadableAnswer(ValueError):
    """The answer is no answer: cut off where it may not be, or its tool call cannot be read."""


class FailedInStream(RuntimeError):
    """The provider said in its stream that the answer failed. `code` is its own word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class EndlessAnswer(ValueError):
    """The answer is longer than any answer should be."""


@dataclass
class Heard:
    """Whether the learner has seen something of the answer."""

    text: bool = False


heard: ContextVar[Heard | None] = ContextVar("heard", default=None)


async def watched(
    chunks: AsyncIterator[ChatGenerationChunk], idle_seconds: float
) -> AsyncIterator[ChatGenerationChunk]:
    """`chunks` as they come.

    The clients' own read timeouts do not see a server that sends keep-alives for ever, and their
    parsers complete a tool call that was cut off; so neither is left to them.

    Raises:
        SilentModel: no chunk came for `idle_seconds`; or, between the first chunk and the first
            word or call, for THINKING_PATIENCE times that.
        EndlessAnswer: more than ANSWER_CHARACTERS came, reasoning included.
        UnreadableAnswer: the arguments of a tool call are not whole.
    """
    arguments: defaultdict[int | str, str] = defaultdict(str)
    characters, spoken = 0, False
    patience = idle_seconds
    while True:
        try:
            async with asyncio.timeout(patience):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            break
        except TimeoutError:
            raise SilentModel from None
        characters += len(chunk.text) + len(reasoning_in(chunk.message))
        if chunk.text and (listener := heard.get()) is not None:
            listener.text = True
        if characters > ANSWER_CHARACTERS:
            raise EndlessAnswer
        pieces = cast("AIMessageChunk", chunk.message).tool_call_chunks
        for piece in pieces:
            # A piece without a number is a call of its own, and whole.
            number = f"whole {len(arguments)}" if piece["index"] is None else piece["index"]
            arguments[number] += piece["args"] or ""
        spoken = spoken or bool(chunk.text or pieces)
        patience = idle_seconds if spoken else idle_seconds * THINKING_PATIENCE
        yield chunk
    for text in filter(None, arguments.values()):
        try:
            json.loads(text)
        except ValueError:
            raise UnreadableAnswer from None
