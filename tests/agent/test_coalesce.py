"""What streams in thousands of pieces arrives in few, whole and in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import StringIO

import pytest
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk

from agent.coalesce import coalesced
from agent.events import TextDelta
from learning.study import Study
from tests.agent.providers import PROVIDERS, Provider, one_turn, said
from tests.servers.replies import Reply

WORDS = [f"word{n} " for n in range(1_000)]


def chunk(text: str) -> ChatGenerationChunk:
    return ChatGenerationChunk(message=AIMessageChunk(content=text))


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS)
async def test_a_thousand_deltas_are_no_thousand_events(study: Study, provider: Provider) -> None:
    text = "".join(WORDS).strip()
    with provider.playing([Reply(text)]):
        events = await one_turn(study, provider, "say a lot")
    deltas = [event for event in events if isinstance(event, TextDelta)]
    assert said(events).strip() == text
    assert len(deltas) < len(WORDS) / 10


async def test_what_has_come_is_given_while_the_stream_is_silent() -> None:
    silent = asyncio.Event()

    async def stream() -> AsyncIterator[ChatGenerationChunk]:
        for text in ("one ", "two ", "three"):
            yield chunk(text)
        await silent.wait()
        yield chunk("!")

    heard = ""
    async for part in coalesced(stream(), pace_seconds=0.01):
        heard += part.text
        if heard == "one two three":
            silent.set()
    assert heard == "one two three!"


async def test_what_came_before_an_error_is_given_before_it_is_raised() -> None:
    async def stream() -> AsyncIterator[ChatGenerationChunk]:
        yield chunk("one ")
        yield chunk("two")
        raise ConnectionError

    heard = StringIO()

    async def listen() -> None:
        async for part in coalesced(stream(), pace_seconds=60):
            heard.write(part.text)

    with pytest.raises(ConnectionError):
        await listen()
    assert heard.getvalue() == "one two"


async def test_a_reader_that_leaves_closes_the_stream() -> None:
    closed = asyncio.Event()

    async def stream() -> AsyncIterator[ChatGenerationChunk]:
        try:
            yield chunk("one")
            await asyncio.Event().wait()
        finally:
            closed.set()

    reading = coalesced(stream())
    assert (await anext(reading)).text == "one"
    await reading.aclose()
    assert closed.is_set()
