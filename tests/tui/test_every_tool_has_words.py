"""Each of the agent's tools is named in words on its card."""

from __future__ import annotations

from tui.wording import TOOL_WORDS


def test_the_words_are_those_of_the_tools_that_are_there() -> None:
    from agent.toolbox import TOOLS

    assert set(TOOL_WORDS) == {tool.name for tool in TOOLS}
