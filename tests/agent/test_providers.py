"""Anthropic, OpenAI and Ollama, each met as a real HTTP server with a stream cut to pieces."""

from __future__ import annotations

import pytest

from agent.brief import split
from agent.events import Notice, ToolFinished, ToolStarted, TurnFinished, Usage
from agent.prefix import slim
from agent.toolbox import TOOLS
from learning.study import Study
from tests.agent.providers import PROVIDERS, Provider, one_turn, said
from tests.servers.loopback import Answer, json_answer
from tests.servers.replies import Call, Reply


@pytest.fixture(params=PROVIDERS)
def provider(request: pytest.FixtureRequest) -> Provider:
    return PROVIDERS[request.param]


async def test_a_split_tool_call_runs_and_its_result_reaches_the_model(
    study: Study, provider: Provider
) -> None:
    script = [
        Reply("Let me look.", (Call("show_topic", {"topic": "phase 3"}),), cached_tokens=40),
        Reply("Phase 3 takes 2 to 3 months. Viel Spaß 🙂"),
    ]
    with provider.playing(script) as server:
        events = await one_turn(study, provider, "how long is phase 3?")

    assert not [event for event in events if isinstance(event, Notice)]
    started = next(event for event in events if isinstance(event, ToolStarted))
    assert (started.tool, started.args) == ("show_topic", {"topic": "phase 3"})
    finished = next(event for event in events if isinstance(event, ToolFinished))
    assert finished.ok
    assert finished.call_id == started.call_id
    assert "2 to 3 months. Viel Spaß 🙂" in said(events)
    assert isinstance(events[-1], TurnFinished)
    assert events[-1].message == " ".join(said(events).split(" ")).strip().replace(" \n", "\n")
    told = str(server.chats[-1].body)
    assert "LLM Fundamentals" in told, "the tool's result went back to the model"


async def test_tokens_are_counted_over_all_calls_of_the_turn(
    study: Study, provider: Provider
) -> None:
    script = [
        Reply("", (Call("next_topics", {}),), input_tokens=100, output_tokens=10),
        Reply("Start with linear algebra.", input_tokens=200, output_tokens=30),
    ]
    with provider.playing(script):
        events = await one_turn(study, provider, "what next?")
    usage = next(event for event in events if isinstance(event, Usage))
    assert (usage.input_tokens, usage.output_tokens) == (300, 40)


async def test_parallel_calls_each_get_their_result(study: Study, provider: Provider) -> None:
    calls = (
        Call("show_topic", {"topic": "cnn"}, id="call_a"),
        Call("show_topic", {"topic": "svm"}, id="call_b"),
    )
    with provider.playing([Reply("", calls), Reply("Both are in the roadmap.")]):
        events = await one_turn(study, provider, "compare CNNs and SVMs")
    finished = [event for event in events if isinstance(event, ToolFinished)]
    assert {event.call_id for event in finished} == {"call_a", "call_b"}
    assert all(event.ok for event in finished)


async def test_a_wrong_argument_comes_back_to_the_model_as_words(
    study: Study, provider: Provider
) -> None:
    script = [
        Reply("", (Call("set_topic_status", {"topic": "cnn", "status": "finished"}),)),
        Reply("That is not a status."),
    ]
    with provider.playing(script) as server:
        events = await one_turn(study, provider, "mark CNN finished")
    finished = next(event for event in events if isinstance(event, ToolFinished))
    assert not finished.ok
    assert "skipped" in str(server.chats[-1].body), "the message says what would be right"
    assert study.memory.topics.all() == {}


async def test_the_prefix_stays_the_same_and_the_brief_stands_with_the_newest_message(
    study: Study,
) -> None:
    provider = PROVIDERS["openai"]
    with provider.playing([Reply("Hello."), Reply("Hello again.")]) as server:
        await one_turn(study, provider, "hi")
        await one_turn(study, provider, "hi again")
    first, second = (request.body["messages"] for request in server.chats)
    assert first[0] == second[0]
    assert server.chats[0].body["tools"] == server.chats[1].body["tools"]
    assert [message["role"] for message in second] == ["system", "user", "assistant", "user"]
    assert second[1]["content"] == "hi"
    brief, words = split(second[-1]["content"])
    assert words == "hi again"
    assert "2026-11-23" in brief.now


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (json_answer(401, {"error": {"message": "bad key sk-secret-1234567890"}}), "the key"),
        (json_answer(404, {"error": {"message": "no such model"}}), "does not know this model"),
        (json_answer(500, {"error": {"message": "boom"}}), "trouble of its own"),
        (
            Answer(200, "text/event-stream", (b'data: {"choices": [{"delta": {"cont',), cut=True),
            "broke off",
        ),
    ],
    ids=["401", "404", "500", "cut stream"],
)
async def test_a_provider_that_fails_hands_the_turn_to_the_offline_mentor(
    study: Study, provider: Provider, failure: Answer, reason: str
) -> None:
    with provider.playing([failure]):
        events = await one_turn(study, provider, "how long is phase 3 and what is in it?")
    notice = next(event for event in events if isinstance(event, Notice))
    assert provider.spec in notice.text
    assert "sk-secret" not in str(events)
    assert "2 to 3 months" in said(events)
    assert isinstance(events[-1], TurnFinished)
    transcript = study.memory.transcripts.messages("c")
    assert transcript[0].text == "how long is phase 3 and what is in it?"
    assert reason in notice.text


async def test_the_prefix_is_marked_for_anthropics_cache_and_has_all_tools(study: Study) -> None:
    with PROVIDERS["anthropic"].playing([Reply("Hello.")]) as server:
        await one_turn(study, PROVIDERS["anthropic"], "hi")
    body = server.chats[0].body
    assert body["system"][-1]["cache_control"] == {"type": "ephemeral"}
    assert [tool["name"] for tool in body["tools"]] == [tool.name for tool in TOOLS]


def test_a_schema_is_sent_without_what_it_does_well_without() -> None:
    argument = {
        "anyOf": [{"type": "string", "maxLength": 9}, {"type": "null"}],
        "default": None,
        "title": "Role",
        "description": "A job\n    title",
    }
    schema = {"type": "object", "properties": {"title": argument, "anyOf": {"type": "integer"}}}
    assert slim(schema) == {
        "type": "object",
        "properties": {
            "title": {"type": "string", "description": "A job title"},
            "anyOf": {"type": "integer"},
        },
    }
