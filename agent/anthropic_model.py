"""Anthropic's chat model, with its stream watched and its prefix cached."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from langchain_anthropic import ChatAnthropic
from langchain_core.outputs import ChatGenerationChunk

from agent.anthropic_usage import AT_START, told_at_start
from agent.coalesce import coalesced
from agent.stream_watch import watched


class WatchedAnthropic(ChatAnthropic):
    """`idle_seconds` is how long it may stay silent."""

    idle_seconds: float = 60.0

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        raw = super()._astream(*args, **kwargs)
        async with aclosing(coalesced(watched(raw, self.idle_seconds))) as chunks:
            async for chunk in chunks:
                yield chunk

    def _make_message_chunk_from_anthropic_event(self, event: Any, **kwargs: Any) -> Any:
        """What the input comes to is told at the start, where LangChain lets it go: an answer that
        is stopped has no other count."""
        chunk, block_start = super()._make_message_chunk_from_anthropic_event(event, **kwargs)
        if chunk is not None and event.type == "message_start":
            chunk.response_metadata[AT_START] = told_at_start(event.message.usage)
        return chunk, block_start
