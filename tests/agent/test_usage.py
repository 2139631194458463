"""Every request to a model is counted once, with what its provider told of it."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import signal
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path

import pytest

from agent.events import Event, TextDelta, TurnFinished, Usage
from agent.session import MentorSession
from agent.trace_log import newest, tree
from base.paths import Home
from learning.study import Study
from memory.records import QuizRun
from memory.usage import ModelCall, Tokens
from roadmap.questions import ShortAnswer
from tests.agent.killing import killed
from tests.agent.providers import PROVIDERS, Provider, one_turn
from tests.servers.loopback import Answer, json_answer
from tests.servers.replies import Call, Reply

LOOK = Call("next_topics", {})
PRICED = dataclasses.replace(PROVIDERS["openai"], spec="openai:gpt-4o")
"""2.50 dollars a million tokens in, 1.25 from the cache, 10 out."""


@pytest.fixture(params=PROVIDERS)
def provider(request: pytest.FixtureRequest) -> Provider:
    return PROVIDERS[request.param]


def usage_of(events: Sequence[Event]) -> Usage:
    return next(event for event in events if isinstance(event, Usage))


async def test_each_call_of_a_turn_is_kept_with_its_tokens_and_the_name_of_its_model(
    study: Study, provider: Provider
) -> None:
    script = [
        Reply("", (LOOK,), input_tokens=900, output_tokens=10, cache_write_tokens=600),
        Reply("Start with it.", input_tokens=1_200, output_tokens=30, cached_tokens=600),
    ]
    with provider.playing(script):
        await one_turn(study, provider, "what next?")
    name, _, model = provider.spec.partition(":")
    assert study.memory.usage.all() == (
        ModelCall(
            study.clock(), name, model, "answer", Tokens(900, cache_write=600, output=10), turn=1
        ),
        ModelCall(study.clock(), name, model, "answer", Tokens(1_200, 600, 0, 30), turn=1),
    )


async def test_a_turn_tells_what_it_and_its_month_cost(study: Study) -> None:
    replies = [
        Reply("", (LOOK,), input_tokens=10_000, output_tokens=100),
        Reply("Start.", input_tokens=12_000, cached_tokens=8_000, output_tokens=50),
    ]
    with PRICED.playing(replies):
        events = await one_turn(study, PRICED, "what next?")
    # 10,000 x 2.50 + 100 x 10, then 4,000 x 2.50 + 8,000 x 1.25 + 50 x 10, a million at a time
    assert usage_of(events).cost == pytest.approx(0.026 + 0.0205)
    with PRICED.playing([Reply("Again.", input_tokens=1_000, output_tokens=0)]):
        events = await one_turn(study, PRICED, "and then?")
    assert usage_of(events).cost == pytest.approx(0.0025)
    assert usage_of(events).month_cost == pytest.approx(0.049)


async def test_a_model_without_a_price_has_no_cost_and_ones_own_price_gives_it_one(
    study: Study, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    openai = PROVIDERS["openai"]
    with openai.playing([Reply("Hello.", input_tokens=1_000, output_tokens=100)]):
        events = await one_turn(study, openai, "hello")
        assert usage_of(events).cost is None
        config = tmp_path / "config.toml"
        config.write_text('[prices."openai:gpt-test"]\ninput = 1.0\noutput = 2.0\n')
        events = await one_turn(study, openai, "hello")
    assert usage_of(events).cost == pytest.approx(0.0012)
    assert usage_of(events).month_cost == pytest.approx(0.0024), "the first one as well"


async def test_the_offline_mentor_costs_nothing_and_writes_nothing(study: Study) -> None:
    session = await MentorSession.open(study, model="offline")
    events = [event async for event in session.send("what should I learn next?")]
    await session.aclose()
    assert usage_of(events) == Usage(0, 0, 0, cost=0.0, month_cost=None)
    assert study.memory.usage.all() == ()
    [trace] = newest(study.home, 1)
    models = [span for span in trace.spans if span.kind == "model"]
    assert [span.provider for span in models] == ["offline", "offline"]
    assert "$" not in tree(trace)


async def test_a_call_that_is_asked_again_is_counted_where_it_was_answered(
    study: Study, provider: Provider
) -> None:
    broken = json_answer(500, {"error": {"message": "boom"}})
    with provider.playing([broken, Reply("Hello.")]) as server:
        events = await one_turn(study, provider, "hello")
    assert len(server.chats) == 2
    assert len(study.memory.usage.all()) == 1
    assert usage_of(events).input_tokens == 100
    [trace] = newest(study.home, 1)
    assert [span.ok for span in trace.spans] == [False, True]


BEGUN = Answer(
    200,
    "text/event-stream",
    (
        b'data: {"model": "gpt-test", "choices": [{"index": 0, "delta": {"role": "assistant", '
        b'"content": "one"}}]}\n\n',
    ),
    stall="after",
)
"""An answer of which nothing comes but its first word."""


async def stopped(study: Study, provider: Provider, words: str, reply: Reply | Answer) -> ModelCall:
    """The one call of a turn that is stopped at the first words of its answer."""
    with provider.playing([reply]):
        session = await MentorSession.open(study, model=provider.spec)
        async with aclosing(session.send(words)) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    break
        await session.aclose()
    (call,) = study.memory.usage.all()
    return call


async def test_an_answer_that_is_stopped_is_counted_with_what_was_told_by_then(
    study: Study,
) -> None:
    reply = Reply("one two three", input_tokens=4_321, cached_tokens=4_000)
    call = await stopped(study, PROVIDERS["anthropic"], "count", reply)
    assert (call.tokens.input, call.tokens.cached) == (4_321, 4_000)
    assert call.tokens.output > 0


async def test_and_by_its_characters_where_nothing_was(study: Study) -> None:
    call = await stopped(study, PROVIDERS["openai"], "count", BEGUN)
    assert call.guessed
    assert 2_000 < call.tokens.input < 8_000, "the prompt and the tools alone are thousands"
    assert 0 < call.tokens.output < 5


async def test_so_is_one_that_is_stopped_before_its_first_word(study: Study) -> None:
    silent = Answer(200, "text/event-stream", (), stall="before")
    with PROVIDERS["openai"].playing([silent]) as server:
        session = await MentorSession.open(study, model=PROVIDERS["openai"].spec)

        async def listen() -> None:
            async for _ in session.send("think about it"):
                pass

        turn = asyncio.create_task(listen())
        while not server.asked:  # noqa: ASYNC110  # it is asked in a thread
            await asyncio.sleep(0.01)
        turn.cancel()
        with pytest.raises(asyncio.CancelledError):
            await turn
        await session.aclose()
    (call,) = study.memory.usage.all()
    assert call.guessed
    assert call.tokens.input > 2_000
    assert call.tokens.output == 0


async def test_so_is_an_answer_of_a_server_that_tells_no_counts(study: Study) -> None:
    lines = [
        b'data: {"model": "local", "choices": [{"delta": {"content": "Hello there, learner."}}]}',
        b'data: {"model": "local", "choices": [{"delta": {}, "finish_reason": "stop"}]}',
        b"data: [DONE]",
    ]
    pieces = tuple(line + b"\n\n" for line in lines)
    with PROVIDERS["openai"].playing([Answer(200, "text/event-stream", pieces)]):
        events = await one_turn(study, PROVIDERS["openai"], "hello")
    assert isinstance(events[-1], TurnFinished)
    (call,) = study.memory.usage.all()
    assert (call.guessed, call.model, call.tokens.output) == (True, "local", 6)


async def test_counts_that_are_told_anew_with_every_piece_are_not_added_up(study: Study) -> None:
    pieces = [
        b'data: {"model": "m", "choices": [{"delta": {"content": "Hello "}%s}], "usage": '
        b'{"prompt_tokens": 90, "completion_tokens": %d, "total_tokens": 99}}\n\n' % (end, count)
        for count, end in ((1, b""), (2, b""), (3, b', "finish_reason": "stop"'))
    ]
    answer = Answer(200, "text/event-stream", (*pieces, b"data: [DONE]\n\n"))
    with PROVIDERS["openai"].playing([answer]):
        events = await one_turn(study, PROVIDERS["openai"], "hello")
    assert (usage_of(events).input_tokens, usage_of(events).output_tokens) == (90, 3)


async def test_a_failed_call_that_brought_nothing_is_not_counted(
    study: Study, provider: Provider
) -> None:
    with provider.playing([json_answer(401, {"error": {"message": "no"}})]):
        await one_turn(study, provider, "hello")
    assert study.memory.usage.all() == ()


async def test_reading_an_answer_is_counted_for_the_turn_that_asked_for_it(study: Study) -> None:
    item = next(one for one in study.roadmap.quiz_items() if isinstance(one, ShortAnswer))
    study.memory.quizzes.begin(QuizRun("q", None, (item.id,), "running", study.clock(), "c"))
    points = [{"id": point.id, "met": "missed"} for point in item.rubric.points]
    words = "It is a matter of what the layers learn from each other."
    script = [
        Reply("", (Call("answer_quiz", {"answer": words}),)),
        Reply(calls=(Call("GiveJudgement", {"points": points}),), input_tokens=700),
        Reply("Not quite."),
    ]
    with PROVIDERS["openai"].playing(script):
        events = await one_turn(study, PROVIDERS["openai"], words)
    calls = study.memory.usage.all()
    assert [(call.purpose, call.turn) for call in calls] == [
        ("answer", 1),
        ("grading", 1),
        ("answer", 1),
    ]
    assert usage_of(events).input_tokens == 100 + 700 + 100
    [trace] = newest(study.home, 1)
    assert [span.name for span in trace.spans] == [
        "gpt-test",
        "answer_quiz",
        "gpt-test",
        "gpt-test",
    ]
    assert "gpt-test (grading)" in tree(trace)


async def play_until_second_text(home: Path) -> None:
    """In a process of its own: die at the first word of the second answer."""
    session = await MentorSession.open(Study.open(Home(home)), model=PRICED.spec, conversation="c")
    async for event in session.send("what next?"):
        if isinstance(event, TextDelta):
            os.kill(os.getpid(), signal.SIGKILL)


async def test_a_killed_process_loses_the_call_under_way_and_a_resumed_turn_counts_once(
    home: Home,
) -> None:
    script = [
        Reply("", (LOOK,), input_tokens=1_000, output_tokens=10),
        Reply("Start with it.", input_tokens=2_000, output_tokens=20),
    ]
    with PRICED.playing([script[0], BEGUN, script[1]]) as server:
        await killed(play_until_second_text, home.root)
        study = Study.open(home)
        assert [call.tokens.input for call in study.memory.usage.all()] == [1_000]
        session = await MentorSession.open(study, model=PRICED.spec, conversation="c")
        events = [event async for event in session.resume()]
        await session.aclose()
    assert len(server.chats) == 3
    assert [call.tokens.input for call in study.memory.usage.all()] == [1_000, 2_000]
    assert (usage_of(events).input_tokens, usage_of(events).output_tokens) == (3_000, 30)
    study.close()


@pytest.mark.parametrize(
    ("priced", "counted"),
    [("", "gpt-4o-2024-11-20"), ("fast", "fast"), ("gpt-4o*", "gpt-4o-2024-11-20")],
)
async def test_a_model_that_answers_under_another_name_is_counted_under_the_one_with_a_price(
    study: Study, tmp_path: Path, priced: str, counted: str
) -> None:
    if priced:
        text = f'[prices."{priced}"]\ninput = 1\noutput = 1\n'
        (tmp_path / "config.toml").write_text(text)
    alias = dataclasses.replace(PROVIDERS["openai"], spec="openai:fast")
    chunk = (
        b'data: {"model": "gpt-4o-2024-11-20", "choices": [{"delta": {"content": "Hi."}, '
        b'"finish_reason": "stop"}], "usage": {"prompt_tokens": 9, "completion_tokens": 2, '
        b'"total_tokens": 11}}\n\n'
    )
    pieces = (chunk, b"data: [DONE]\n\n")
    with alias.playing([Answer(200, "text/event-stream", pieces)]):
        await one_turn(study, alias, "hello")
    (call,) = study.memory.usage.all()
    assert (call.model, call.tokens.input) == (counted, 9)
