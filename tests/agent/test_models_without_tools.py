"""A model that takes no tools is told apart from one that fails, in whatever words its server has,
and the learner reads what to do."""

from __future__ import annotations

from typing import Any

import pytest

from agent.events import Notice, TurnFinished
from learning.study import Study
from tests.agent.providers import PROVIDERS, one_turn, said
from tests.servers.loopback import json_answer

CHOOSE = "this model cannot use tools, and a mentor needs them: choose another with --model."


def wrapped(message: str, **more: object) -> dict[str, Any]:
    return {"error": {"message": message, **more}}


WORDINGS: dict[str, tuple[str, int, dict[str, Any], str]] = {
    "Ollama": (
        "ollama",
        400,
        wrapped(
            "registry.ollama.ai/library/gemma3:4b does not support tools",
            type="api_error",
            param=None,
            code=None,
        ),
        CHOOSE,
    ),
    "OpenRouter": (
        "openai",
        404,
        wrapped(
            "No endpoints found that support tool use. To learn more about provider routing, "
            "visit: https://openrouter.ai/docs/provider-routing",
            code=404,
        ),
        CHOOSE,
    ),
    "OpenAI": (
        "openai",
        400,
        wrapped(
            "tools is not supported in this model. For a list of supported models, refer to "
            "https://platform.openai.com/docs/guides/function-calling.",
            type="invalid_request_error",
        ),
        CHOOSE,
    ),
    "Groq": (
        "openai",
        400,
        wrapped("`tool calling` is not supported with this model", type="invalid_request_error"),
        CHOOSE,
    ),
    "xAI": (
        "openai",
        400,
        {
            "code": "Client specified an invalid argument",
            "error": "Invalid request content: The model does not support tool use or function "
            "calling but tools or tool_choice have been specified on the request.",
        },
        CHOOSE,
    ),
    "vLLM": (
        "openai",
        400,
        {
            "object": "error",
            "message": '"auto" tool choice requires --enable-auto-tool-choice and '
            "--tool-call-parser to be set",
            "type": "BadRequestError",
            "param": None,
            "code": 400,
        },
        "its server was started without tools: start it with --enable-auto-tool-choice and "
        "--tool-call-parser.",
    ),
    "llama.cpp": (
        "openai",
        500,
        wrapped("tools param requires --jinja flag", code=500, type="server_error"),
        "its server was started without tools: start it with --jinja.",
    ),
    "llama.cpp of 2024": (
        "openai",
        500,
        wrapped("Unsupported param: tools", code=500, type="server_error"),
        CHOOSE,
    ),
}


@pytest.mark.parametrize(
    ("provider", "status", "body", "advice"), WORDINGS.values(), ids=WORDINGS.keys()
)
async def test_the_learner_is_told_what_to_do_and_the_offline_mentor_answers(
    study: Study, provider: str, status: int, body: dict[str, Any], advice: str
) -> None:
    with PROVIDERS[provider].playing([json_answer(status, body)]) as server:
        events = await one_turn(study, PROVIDERS[provider], "what is overfitting?")
    [notice] = [event.text for event in events if isinstance(event, Notice)]
    assert advice in notice
    assert len(server.chats) == 1, "asking again would not help"
    assert "Overfitting" in said(events)
    assert isinstance(events[-1], TurnFinished)


async def test_a_failure_that_only_mentions_a_tool_is_no_lack_of_tools(study: Study) -> None:
    body = wrapped("Invalid schema for function 'plan_week' in tools[3]")
    with PROVIDERS["openai"].playing([json_answer(400, body)]):
        events = await one_turn(study, PROVIDERS["openai"], "hi")
    [notice] = [event.text for event in events if isinstance(event, Notice)]
    assert "it refused the request" in notice
