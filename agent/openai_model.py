"""OpenAI's chat model, and whatever speaks as it does, with its stream watched."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI

from agent.stream_watch import watched


class WatchedOpenAI(ChatOpenAI):
    """`idle_seconds` is how long it may stay silent."""

    idle_seconds: float = 60.0

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        async for chunk in watched(super()._astream(*args, **kwargs), self.idle_seconds):
            yield chunk

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], *args: Any, **kwargs: Any
    ) -> ChatGenerationChunk | None:
        """A refusal streams beside the text, where LangChain lets it go: it is kept."""
        generation = super()._convert_chunk_to_generation_chunk(chunk, *args, **kwargs)
        for choice in chunk.get("choices") or ():
            refusal = (choice.get("delta") or {}).get("refusal")
            if refusal and generation is not None:
                generation.message.additional_kwargs["refusal"] = refusal
        return generation
