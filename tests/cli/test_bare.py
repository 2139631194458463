"""The bare `waymark` and what still goes through the command line."""

from __future__ import annotations

import pytest

from cli.bare import BareOptions, bare_options


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ([], BareOptions()),
        (["--home", "/tmp/x"], BareOptions(home="/tmp/x")),  # noqa: S108  # no file is made
        (["--model=offline", "--home=a b"], BareOptions(home="a b", model="offline")),
        (["--model", "openai:x", "--model", "offline"], BareOptions(model="offline")),
        (["--home="], BareOptions(home="")),
    ],
)
def test_home_and_model_alone_open_the_chat(arguments: list[str], options: BareOptions) -> None:
    assert bare_options(arguments) == options


@pytest.mark.parametrize(
    "arguments",
    [["plan"], ["--help"], ["-h"], ["--home"], ["--home", "--model"], ["--home", "x", "ask", "hi"]],
)
def test_anything_else_is_left_to_the_command_line(arguments: list[str]) -> None:
    assert bare_options(arguments) is None
