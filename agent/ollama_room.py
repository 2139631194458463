"""Tells the learner where Ollama lets a model read less than is sent to it.

Unless it is told otherwise, Ollama gives a model four thousand tokens on most machines and cuts
off what is more, beginning with the instructions, without a word. Over the address that speaks as
OpenAI does, a request cannot ask for more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse

from agent.events import Notice
from agent.ollama import context_of
from tools.context import MentorContext

_LOOKS = 3
"""A server that has not said it by then is not Ollama."""


class OllamaRoom(AgentMiddleware[AgentState[Any], MentorContext, Any]):
    """Looks after the first answer, when the model is loaded, until the server has said it once.
    `reckoned` is how many tokens the model is taken to read."""

    def __init__(self, name: str, reckoned: int) -> None:
        super().__init__()
        self._name = name
        self._reckoned = reckoned
        self._looks_left = _LOOKS

    async def awrap_model_call(
        self,
        request: ModelRequest[MentorContext],
        handler: Callable[[ModelRequest[MentorContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        response = await handler(request)
        if self._looks_left:
            read = await asyncio.to_thread(context_of, self._name)
            self._looks_left = self._looks_left - 1 if read is None else 0
            if read is not None and read < self._reckoned:
                told = Notice("warning", _in_words(self._name, read, self._reckoned))
                request.runtime.stream_writer(told)
        return response


def _in_words(name: str, read: int, reckoned: int) -> str:
    return (
        f"Ollama lets {name} read {read:,} tokens at once, and up to {reckoned:,} are sent: what "
        f"is more it cuts off unseen. Start it with OLLAMA_CONTEXT_LENGTH={reckoned}."
    )
