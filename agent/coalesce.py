"""Gathers what streams in tiny pieces, so that nobody downstream works once a token."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.outputs.chat_generation import merge_chat_generation_chunks

PACE_SECONDS = 0.05
"""Twenty a second read as a flow."""


async def coalesced(
    chunks: AsyncIterator[ChatGenerationChunk], pace_seconds: float = PACE_SECONDS
) -> AsyncGenerator[ChatGenerationChunk, None]:
    """`chunks` in order, those that come within `pace_seconds` of the last one put together.

    The first goes out at once, and none waits longer than `pace_seconds`, whether more comes or
    not. What came before an error is given before it is raised.
    """
    arrived: list[ChatGenerationChunk] = []
    news = asyncio.Event()

    async def read() -> None:
        try:
            async for chunk in chunks:
                arrived.append(chunk)
                news.set()
        finally:
            news.set()

    # One task reads the whole stream: what a provider's client opens, the same task closes.
    reading = asyncio.create_task(read())
    try:
        while not reading.done() or arrived:
            await news.wait()
            news.clear()
            together, arrived[:] = _together(arrived), []
            if together is not None:
                yield together
                await asyncio.wait([reading], timeout=pace_seconds)
            if reading.done():
                news.set()
        await reading
    finally:
        reading.cancel()
        await asyncio.wait([reading])
        if not reading.cancelled():
            reading.exception()  # raised above where it is news; else nobody waits for it


def _together(chunks: list[ChatGenerationChunk]) -> ChatGenerationChunk | None:
    """One chunk of them all. Counts of tokens grow in a stream: where several tell them, the last
    is the count, and LangChain would add them up."""
    told = [
        chunk.message.usage_metadata
        for chunk in chunks
        if isinstance(chunk.message, AIMessageChunk) and chunk.message.usage_metadata
    ]
    together = merge_chat_generation_chunks(chunks)
    if together is not None and isinstance(together.message, AIMessageChunk) and told:
        together.message.usage_metadata = told[-1]
    return together
