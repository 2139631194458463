"""The bare command goes straight to the chat; anything else is a command."""

from __future__ import annotations

import pytest

from cli.shared import Chosen, without_a_command


@pytest.mark.parametrize(
    ("arguments", "chosen"),
    [
        ([], Chosen()),
        (["--home", "here"], Chosen(home="here")),
        (["--model=offline", "--home", "here"], Chosen(home="here", model="offline")),
    ],
)
def test_nothing_but_shared_options_is_the_chat(arguments: list[str], chosen: Chosen) -> None:
    assert without_a_command(arguments) == chosen


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "hi"],
        ["--help"],
        ["--home"],
        ["--home", "--model", "x"],
        ["--home="],
        ["--hom", "x"],
    ],
)
def test_whatever_else_is_left_to_the_command_line(arguments: list[str]) -> None:
    assert without_a_command(arguments) is None
