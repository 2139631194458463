"""What stands in front of every request is small, and still tells each tool from the others."""

from __future__ import annotations

from agent.prefix import MOST_TOKENS, SYSTEM_PROMPT, prefix_tokens, tool_schemas
from agent.toolbox import TOOLS


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
