"""OpenAI's two APIs: which is spoken where, and that over Responses nothing rests on the server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent.events import Notice, TurnFinished, Usage
from agent.providers import speaks_responses
from base.settings import Settings
from learning.study import Study
from tests.agent.providers import PROVIDERS, Provider, one_turn, said
from tests.servers import responses_events
from tests.servers.loopback import Answer, json_answer
from tests.servers.replies import Call, Reply

CHAT = PROVIDERS["openai"]
RESPONSES = replace(PROVIDERS["openai responses"], spec="openai:gpt-6.1-terra")


@pytest.mark.parametrize(
    ("url", "setting", "expected"),
    [
        ("https://api.openai.com/v1", "auto", True),
        ("https://eu.api.openai.com/v1", "auto", True),
        ("https://openrouter.ai/api/v1", "auto", False),
        ("https://api.openai.com.evil.example/v1", "auto", False),
        ("http://127.0.0.1:8000/v1", "responses", True),
        ("https://api.openai.com/v1", "chat", False),
    ],
)
def test_responses_is_spoken_at_openais_own_address_or_where_it_is_set(
    url: str, setting: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYMARK_OPENAI_API", setting)
    assert speaks_responses(url, Settings.load()) is expected


async def test_over_responses_the_history_is_sent_whole_and_nothing_is_stored(
    study: Study,
) -> None:
    with RESPONSES.playing([Reply("Hello."), Reply("Hello again.")]) as server:
        await one_turn(study, RESPONSES, "hi")
        await one_turn(study, RESPONSES, "hi again")
    body = server.chats[-1].body
    assert server.chats[-1].path == "/v1/responses"
    assert body["store"] is False
    assert "previous_response_id" not in body
    assert [item["role"] for item in body["input"]] == ["system", "user", "assistant", "user"]


async def test_reasoning_goes_back_sealed_as_it_came_between_two_tool_calls(study: Study) -> None:
    script = [
        Reply("", (Call("next_topics", id="a"),), reasoning="They ask what is next.", seal="gAA1"),
        Reply("", (Call("show_progress", id="b"),), reasoning="One more look.", seal="gAA2"),
        Reply("Linear algebra."),
    ]
    with RESPONSES.playing(script) as server:
        events = await one_turn(study, RESPONSES, "what next?")
    assert isinstance(events[-1], TurnFinished)
    assert not [event for event in events if isinstance(event, Notice)]
    assert server.chats[0].body["include"] == ["reasoning.encrypted_content"]
    items = server.chats[-1].body["input"][2:]
    assert [(item["type"], item.get("encrypted_content")) for item in items] == [
        ("reasoning", "gAA1"),
        ("function_call", None),
        ("function_call_output", None),
        ("reasoning", "gAA2"),
        ("function_call", None),
        ("function_call_output", None),
    ]


async def test_calls_that_are_numbered_anew_in_each_answer_are_told_apart(study: Study) -> None:
    script = [
        Reply("", (Call("next_topics", id="call_0"),)),
        Reply("", (Call("show_progress", id="call_0"),)),
        Reply("Linear algebra."),
    ]
    with RESPONSES.playing(script) as server:
        await one_turn(study, RESPONSES, "what next?")
    items = server.chats[-1].body["input"]
    calls = [item["call_id"] for item in items if item["type"] == "function_call"]
    results = [item["call_id"] for item in items if item["type"] == "function_call_output"]
    assert len(set(calls)) == 2
    assert calls == results


async def test_cached_and_reasoning_tokens_are_counted_within_input_and_output(
    study: Study,
) -> None:
    reply = Reply("Hello.", input_tokens=900, cached_tokens=700, output_tokens=60)
    with RESPONSES.playing([replace(reply, reasoning="Hm.", reasoning_tokens=40)]):
        events = await one_turn(study, RESPONSES, "hi")
    usage = next(event for event in events if isinstance(event, Usage))
    assert (usage.input_tokens, usage.output_tokens, usage.cached_tokens) == (900, 60, 700)


async def test_an_answer_that_reaches_the_limit_is_kept_and_said_to_be_cut(study: Study) -> None:
    with RESPONSES.playing([Reply("It goes on and", finish="max_output_tokens")]):
        events = await one_turn(study, RESPONSES, "explain")
    assert said(events).strip() == "It goes on and"
    assert [event.text for event in events if isinstance(event, Notice)] == [
        "The answer reached the model's limit and ends there. Ask for the rest of it."
    ]


UNVERIFIED = responses_events.error(
    "Your organization must be verified to generate reasoning summaries. Please go to: "
    "https://platform.openai.com/settings/organization/general and click on Verify Organization.",
    param="reasoning.summary",
    code="unsupported_value",
)
NOT_SEALED = responses_events.error(
    "Encrypted content is not supported with this model.", param="include"
)


async def test_what_a_model_refuses_and_can_do_without_is_left_out(study: Study) -> None:
    with RESPONSES.playing([UNVERIFIED, NOT_SEALED, Reply("Hello.")]) as server:
        events = await one_turn(study, RESPONSES, "hi")
    assert said(events).strip() == "Hello."
    assert not [event for event in events if isinstance(event, Notice)]
    first, second, third = (asked.body for asked in server.chats)
    assert {"reasoning", "include"} <= set(first)
    assert "reasoning" not in second
    assert not {"reasoning", "include"} & set(third)


VLLM = json_answer(
    400,
    {
        "object": "error",
        "message": "[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options'), 'msg': "
        "'Extra inputs are not permitted', 'input': {}}]",
        "type": "BadRequestError",
        "param": None,
        "code": 400,
    },
)
MISTRAL = json_answer(
    422,
    {
        "object": "error",
        "message": {
            "detail": [
                {
                    "type": "extra_forbidden",
                    "loc": ["body", "stream_options", "include_usage"],
                    "msg": "Extra inputs are not permitted",
                    "input": True,
                }
            ]
        },
        "type": "invalid_request_error",
        "param": None,
        "code": None,
    },
)


@pytest.mark.parametrize("refusal", [VLLM, MISTRAL], ids=["vLLM", "Mistral"])
async def test_a_server_that_cannot_count_while_it_streams_is_not_asked_to(
    study: Study, refusal: Answer
) -> None:
    with CHAT.playing([refusal, Reply("Hello.")]) as server:
        events = await one_turn(study, CHAT, "hi")
    assert said(events).strip() == "Hello."
    assert "stream_options" in server.chats[0].body
    assert "stream_options" not in server.chats[1].body


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS)
async def test_no_request_holds_what_reasoning_models_refuse(
    study: Study, provider: Provider
) -> None:
    with provider.playing([Reply("Hello.")]) as server:
        await one_turn(study, provider, "hi")
    refused = {"temperature", "top_p", "presence_penalty", "frequency_penalty", "stop"}
    assert not refused & set(server.chats[0].body)
