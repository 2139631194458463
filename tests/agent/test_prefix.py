"""What stands in front of every request is small, and still tells each tool from the others."""

from __future__ import annotations

from typing import Any

import pytest

from agent.prefix import MOST_TOKENS, SYSTEM_PROMPT, prefix_tokens, tool_schemas
from agent.session import MentorSession
from agent.toolbox import TOOLS
from learning.study import Study
from tests.agent.providers import PROVIDERS
from tests.servers.replies import Call, Reply


def test_the_fixed_part_of_a_request_stays_small() -> None:
    tokens = prefix_tokens()
    assert sum(tokens.values()) < MOST_TOKENS, tokens
    assert set(tokens) == {SYSTEM_PROMPT, *(tool.name for tool in TOOLS)}


def test_every_tool_says_in_words_of_its_own_what_it_does() -> None:
    said = [schema["function"]["description"] for schema in tool_schemas()]
    openings = {" ".join(text.split()[:5]) for text in said}
    assert len(openings) == len(said)


def test_every_argument_tells_what_may_stand_in_it() -> None:
    for function in (schema["function"] for schema in tool_schemas()):
        parameters = function["parameters"]
        assert set(parameters.get("required", [])) <= set(parameters["properties"])
        for name, argument in parameters["properties"].items():
            assert {"type", "enum"} & set(argument), (function["name"], name)


def marks(body: Any) -> list[tuple[int, str]]:
    """The messages of a request that are marked for the cache, by number, with their words."""
    return [
        (number, str(block.get("text") or block.get("content")))
        for number, message in enumerate(body["messages"])
        if isinstance(message["content"], list)
        for block in message["content"]
        if "cache_control" in block
    ]


def without_marks(messages: Any) -> list[tuple[str, str]]:
    """The messages of a request as the model reads them."""
    read = []
    for message in messages:
        blocks = message["content"]
        if isinstance(blocks, str):
            blocks = [{"type": "text", "text": blocks}]
        read.append((message["role"], str([{**b, "cache_control": None} for b in blocks])))
    return read


async def test_anthropic_is_told_to_keep_the_window_and_the_turn_so_far(study: Study) -> None:
    script = [Reply("Hello."), Reply("", (Call("show_progress"),)), Reply("Far."), Reply("Yes.")]
    with PROVIDERS["anthropic"].playing(script) as server:
        session = await MentorSession.open(study, model="anthropic:claude-test")
        for words in ("hi", "how far am I?", "really?"):
            async for _ in session.send(words):
                pass
        await session.aclose()
    first, asks, reads, last = [one.body for one in server.chats]
    assert [number for number, _ in marks(first)] == [0]
    assert [number for number, _ in marks(asks)] == [1, 2]
    assert [number for number, _ in marks(reads)] == [1, 4]
    assert "topics done" in marks(reads)[1][1]
    assert without_marks(reads["messages"])[:3] == without_marks(asks["messages"])
    window = without_marks(last["messages"])[:-1]
    assert window[:2] == without_marks(asks["messages"])[:2]


@pytest.mark.parametrize("name", sorted(set(PROVIDERS) - {"anthropic"}))
async def test_nobody_else_is_sent_a_mark(study: Study, name: str) -> None:
    with PROVIDERS[name].playing([Reply("Hello.")]) as server:
        session = await MentorSession.open(study, model=PROVIDERS[name].spec)
        async for _ in session.send("hi"):
            pass
        await session.aclose()
    assert "cache_control" not in str(server.chats[-1].body)
