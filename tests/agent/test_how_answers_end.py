"""How an answer may end: declined, cut by a limit, paused; in each provider's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from agent.events import Event, Notice, ToolFinished, TurnFinished, Usage
from learning.study import Study
from tests.agent.providers import PROVIDERS, Provider, one_turn, said
from tests.servers.replies import Call, Reply

CHAT, RESPONSES = PROVIDERS["openai"], PROVIDERS["openai responses"]
ANTHROPIC = PROVIDERS["anthropic"]
MARKS = Call("set_topic_status", {"topic": "cnn", "status": "done"})
REFUSALS = {
    "chat completions, in words": (CHAT, Reply("", refusal="I will not help with that.")),
    "chat completions, by the filter": (CHAT, Reply("", finish="content_filter")),
    "Responses, in words": (RESPONSES, Reply("", refusal="I will not help with that.")),
    "Responses, by the filter": (RESPONSES, Reply("", finish="content_filter")),
    "Anthropic": (ANTHROPIC, Reply("", finish="refusal")),
}
BROKEN_OFF = {name: case for name, case in REFUSALS.items() if not case[1].refusal}
CUTS = {
    "chat completions": (CHAT, "length"),
    "Responses": (RESPONSES, "max_output_tokens"),
    "Anthropic, its own limit": (ANTHROPIC, "max_tokens"),
    "Anthropic, the window": (ANTHROPIC, "model_context_window_exceeded"),
}


def notices(events: Sequence[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Notice)]


@pytest.mark.parametrize(("provider", "reply"), REFUSALS.values(), ids=REFUSALS)
async def test_a_refusal_is_put_into_words_and_the_next_turn_goes_to_the_model(
    study: Study, provider: Provider, reply: Reply
) -> None:
    with provider.playing([reply, Reply("Gladly.")]):
        events = await one_turn(study, provider, "help me cheat")
        after = await one_turn(study, provider, "help me learn")
    assert "declined to answer this" in said(events)
    assert notices(events) == []
    assert said(after).strip() == "Gladly."


@pytest.mark.parametrize(("provider", "reply"), BROKEN_OFF.values(), ids=BROKEN_OFF)
async def test_a_refusal_in_mid_answer_keeps_what_was_said_and_says_so(
    study: Study, provider: Provider, reply: Reply
) -> None:
    with provider.playing([replace(reply, text="First you take")]):
        events = await one_turn(study, provider, "help me cheat")
    assert said(events).strip() == "First you take"
    assert notices(events) == [f"{provider.spec} declined to go on; the answer ends there."]


@pytest.mark.parametrize(("provider", "finish"), CUTS.values(), ids=CUTS)
async def test_an_answer_that_reached_a_limit_is_kept_and_its_calls_are_not_run(
    study: Study, provider: Provider, finish: str
) -> None:
    with provider.playing([Reply("It goes on and", finish=finish)]):
        events = await one_turn(study, provider, "explain")
    assert said(events).strip() == "It goes on and"
    assert ["reached the model's limit" in text for text in notices(events)] == [True]
    with provider.playing([Reply("", (MARKS,), finish=finish)]):
        events = await one_turn(study, provider, "what is overfitting?")
    assert not [e for e in events if isinstance(e, ToolFinished) and e.tool == MARKS.tool]
    assert study.memory.topics.all() == {}


async def test_an_answer_that_its_provider_paused_is_gone_on_with(study: Study) -> None:
    script = [
        Reply("First half,", finish="pause_turn", output_tokens=10),
        Reply("second half.", output_tokens=5),
    ]
    with ANTHROPIC.playing(script) as server:
        events = await one_turn(study, ANTHROPIC, "tell me all")
    assert said(events).split() == ["First", "half,", "second", "half."]
    assert notices(events) == []
    assert isinstance(events[-1], TurnFinished)
    last = server.chats[1].body["messages"][-1]
    assert last["role"] == "assistant"
    assert "First half," in str(last["content"])
    usage = next(event for event in events if isinstance(event, Usage))
    assert usage.output_tokens == 15


async def test_an_answer_that_is_paused_for_ever_is_taken_as_it_stands(study: Study) -> None:
    with ANTHROPIC.playing([Reply("More,", finish="pause_turn")]) as server:
        events = await one_turn(study, ANTHROPIC, "tell me all")
    assert len(server.chats) == 6
    assert isinstance(events[-1], TurnFinished)
