"""What a model thinks before it speaks: shown apart, never taken for the answer, and sent back
between two tool calls as its provider wants it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from io import StringIO
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk

from agent.events import (
    Notice,
    ReasoningDelta,
    TextDelta,
    ToolFinished,
    ToolStarted,
    TurnFinished,
    Usage,
    as_json,
)
from agent.reasoning import ThinkTags, reasoning_in
from agent.session import MentorSession
from agent.stream_watch import SilentModel, watched
from learning.study import Study
from tests.agent.providers import PROVIDERS, Provider, one_turn, said
from tests.servers import responses_events
from tests.servers.loopback import Answer
from tests.servers.replies import Call, Reply

RESPONSES = replace(PROVIDERS["openai responses"], spec="openai:gpt-6.1-terra")
ANTHROPIC = replace(PROVIDERS["anthropic"], spec="anthropic:claude-sonnet-5-5")
WAYS = {
    "anthropic": (ANTHROPIC, ""),
    "responses": (RESPONSES, ""),
    "reasoning_content": (PROVIDERS["openai"], "reasoning_content"),
    "reasoning": (PROVIDERS["ollama"], "reasoning"),
    "think tags": (PROVIDERS["ollama"], "think"),
}


@pytest.mark.parametrize(("provider", "place"), WAYS.values(), ids=WAYS)
async def test_reasoning_comes_before_the_answer_and_is_no_part_of_it(
    study: Study, provider: Provider, place: str
) -> None:
    reply = Reply(
        "Gradients tell the way.",
        reasoning="They ask for gradients. Ich überlege 🤔",
        reasoning_as=place,
        output_tokens=50,
        reasoning_tokens=30,
    )
    with provider.playing([reply]):
        events = await one_turn(study, provider, "what are gradients?")
    thought = "".join(event.text for event in events if isinstance(event, ReasoningDelta))
    assert thought.strip() == reply.reasoning
    assert said(events).strip() == reply.text
    kinds = [type(event) for event in events if isinstance(event, ReasoningDelta | TextDelta)]
    assert kinds.index(TextDelta) == kinds.count(ReasoningDelta)
    assert isinstance(events[-1], TurnFinished)
    assert events[-1].message == reply.text
    kept = [message.text for message in study.memory.transcripts.messages("c")]
    assert not [text for text in kept if "gradients. Ich" in text]
    usage = next(event for event in events if isinstance(event, Usage))
    assert usage.output_tokens == 50


@pytest.mark.parametrize(("provider", "place"), WAYS.values(), ids=WAYS)
async def test_a_tool_step_keeps_what_was_thought_before_it(
    study: Study, provider: Provider, place: str
) -> None:
    thought = "What comes next for them?"
    script = [
        Reply("", (Call("next_topics", id="a"),), reasoning=thought, reasoning_as=place),
        Reply("", (Call("show_progress", id="b"),), reasoning="And now?", reasoning_as=place),
        Reply("Linear algebra."),
    ]
    with provider.playing(script) as server:
        events = await one_turn(study, provider, "what next?")
    assert not [event for event in events if isinstance(event, Notice)]
    assert said(events).strip() == "Linear algebra."
    sent_back = str(server.chats[-1].body)
    assert (thought in sent_back) is (place != "think"), "tags are the one form that stays here"
    if place in ("reasoning", "reasoning_content"):
        calling = [m for m in server.chats[-1].body["messages"] if m.get("tool_calls")]
        assert [message[place].strip() for message in calling] == [thought, "And now?"]


async def test_geminis_calls_have_no_number_and_go_back_with_their_seals(study: Study) -> None:
    calls = (
        Call("show_topic", {"topic": "cnn"}, id="a", signature="EjQK1"),
        Call("show_topic", {"topic": "svm"}, id="b", signature="EjQK2"),
    )
    with PROVIDERS["openai"].playing([Reply("", calls), Reply("Both are there.")]) as server:
        events = await one_turn(study, PROVIDERS["openai"], "compare CNNs and SVMs")
    assert said(events).strip() == "Both are there."
    assert [event.ok for event in events if isinstance(event, ToolFinished)] == [True, True]
    [calling] = [m for m in server.chats[-1].body["messages"] if m.get("tool_calls")]
    assert [call["extra_content"] for call in calling["tool_calls"]] == [
        {"google": {"thought_signature": "EjQK1"}},
        {"google": {"thought_signature": "EjQK2"}},
    ]


async def test_openrouters_details_go_back_put_together(study: Study) -> None:
    details = (
        {"type": "reasoning.text", "text": "What is ", "index": 0, "format": "anthropic"},
        {"type": "reasoning.text", "text": "next?", "index": 0, "signature": None},
        {"type": "reasoning.text", "text": "", "index": 0, "signature": "sig"},
        {"type": "reasoning.encrypted", "data": "gAAA", "index": 1},
    )
    script = [Reply("", (Call("next_topics"),), details=details), Reply("Linear algebra.")]
    with PROVIDERS["openai"].playing(script) as server:
        events = await one_turn(study, PROVIDERS["openai"], "what next?")
    thought = "".join(event.text for event in events if isinstance(event, ReasoningDelta))
    assert thought == "What is next?"
    [calling] = [m for m in server.chats[-1].body["messages"] if m.get("tool_calls")]
    assert calling["reasoning_details"] == [
        {
            "type": "reasoning.text",
            "text": "What is next?",
            "index": 0,
            "format": "anthropic",
            "signature": "sig",
        },
        {"type": "reasoning.encrypted", "data": "gAAA", "index": 1},
    ]


async def test_thinking_is_asked_to_be_shown_only_of_models_that_know_how(study: Study) -> None:
    for name, thinking in (
        ("claude-sonnet-5-5", {"type": "adaptive", "display": "summarized"}),
        ("claude-haiku-4-5", None),
    ):
        provider = replace(ANTHROPIC, spec=f"anthropic:{name}")
        with provider.playing([Reply("Hello.")]) as server:
            await one_turn(study, provider, "hi")
        assert server.chats[0].body.get("thinking") == thinking


def test_a_reasoning_event_is_a_line_of_json_like_the_others() -> None:
    assert as_json(ReasoningDelta("Hm.")) == '{"type": "reasoning", "text": "Hm."}'


def test_further_paragraphs_of_a_summary_are_set_apart() -> None:
    def piece(index: int, text: str) -> AIMessageChunk:
        part = {"type": "summary_text", "index": index, "text": text}
        return AIMessageChunk(content=[{"type": "reasoning", "summary": [part], "index": 0}])

    pieces = [piece(0, ""), piece(0, "One."), piece(1, ""), piece(1, "Two.")]
    assert "".join(map(reasoning_in, pieces)) == "One.\n\nTwo."


def taken_apart(pieces: list[str]) -> tuple[str, str]:
    tags = ThinkTags()
    both = [tags.feed(piece) for piece in pieces] + [tags.end()]
    return "".join(thought for thought, _ in both), "".join(answer for _, answer in both)


@pytest.mark.parametrize(
    ("text", "thought", "answer"),
    [
        ("<think>\nHm.</think>\n\nYes.", "\nHm.", "Yes."),
        ("\n<think></think>Yes.", "", "Yes."),
        ("Use <think> tags.", "", "Use <think> tags."),
        ("<thin ice", "", "<thin ice"),
        ("<think>a < b</thin> c</think>Yes.", "a < b</thin> c", "Yes."),
        ("<think>cut o", "cut o", ""),
        ("<think>x</think>In HTML, </think> is nothing.", "x", "In HTML, </think> is nothing."),
    ],
)
@settings(max_examples=20)
@given(cuts=st.lists(st.integers(0, 60), max_size=12))
def test_tags_are_taken_off_wherever_the_text_is_cut(
    text: str, thought: str, answer: str, cuts: list[int]
) -> None:
    places = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
    pieces = [text[a:b] for a, b in pairwise(places)]
    assert taken_apart(pieces) == (thought, answer)


THINKING = responses_events.first_thought({"model": "m"}, "They ask")


async def test_a_turn_stopped_while_the_model_thinks_keeps_no_thought(study: Study) -> None:
    with RESPONSES.playing(
        [Answer(200, "text/event-stream", (THINKING,), stall="after"), Reply("Here I am.")]
    ):
        session = await MentorSession.open(study, model=RESPONSES.spec, conversation="c")
        async with aclosing(session.send("hi")) as events:
            async for event in events:
                if isinstance(event, ReasoningDelta):
                    break
        after = [event async for event in session.send("are you there?")]
        await session.aclose()
    assert said(after).strip() == "Here I am."
    kept = [message.text for message in study.memory.transcripts.messages("c")]
    assert not [text for text in kept if "They ask" in text]


@pytest.mark.parametrize(("provider", "place"), list(WAYS.values())[:4], ids=list(WAYS)[:4])
async def test_what_was_thought_before_a_step_outlives_a_turn_that_is_stopped(
    study: Study, provider: Provider, place: str
) -> None:
    look = Reply("", (Call("next_topics"),), reasoning="What is next?", reasoning_as=place)
    with provider.playing([look, Reply("Linear algebra.")]) as server:
        session = await MentorSession.open(study, model=provider.spec, conversation="c")
        async with aclosing(session.send("what next?")) as events:
            async for event in events:
                if isinstance(event, ToolStarted):
                    break
        await session.aclose()
        session = await MentorSession.open(study, model=provider.spec, conversation="c")
        resumed = [event async for event in session.resume()]
        await session.aclose()
    assert said(resumed).strip() == "Linear algebra."
    assert not [event for event in resumed if isinstance(event, Notice)]
    assert "What is next?" in str(server.chats[-1].body)


async def test_a_model_that_has_begun_may_think_in_silence_for_longer() -> None:
    silent = asyncio.Event()

    async def stream() -> AsyncIterator[ChatGenerationChunk]:
        yield ChatGenerationChunk(message=AIMessageChunk(content=""))
        await asyncio.sleep(0.2)
        yield ChatGenerationChunk(message=AIMessageChunk(content="Here."))
        await silent.wait()

    heard = StringIO()

    async def listen() -> None:
        async for chunk in watched(stream(), idle_seconds=0.1):
            heard.write(chunk.text)

    with pytest.raises(SilentModel):
        await listen()
    assert heard.getvalue() == "Here."
