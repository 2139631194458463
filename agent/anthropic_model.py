"""Anthropic's chat model, with its stream watched and its prefix cached."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from langchain_anthropic import ChatAnthropic
from langchain_core.outputs import ChatGenerationChunk

from agent.stream_watch import watched


class WatchedAnthropic(ChatAnthropic):
    """`idle_seconds` is how long it may stay silent."""

    idle_seconds: float = 60.0

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        async for chunk in watched(super()._astream(*args, **kwargs), self.idle_seconds):
            yield chunk
