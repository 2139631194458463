"""What goes with every command: the home folder and the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass
class Chosen:
    """What `--home` and `--model` said."""

    home: str | None = None
    model: str | None = None


def without_a_command(arguments: Sequence[str]) -> Chosen | None:
    """The shared options where nothing else is on the command line, else None.

    This is the start of the chat: it is worth the fifth of a second that the whole command line
    takes to load. Whatever is not plainly right is left to the whole command line to judge.
    """
    chosen = Chosen()
    rest = list(arguments)
    while rest:
        option, equals, value = rest.pop(0).partition("=")
        if option not in ("--home", "--model") or not (equals or rest):
            return None
        value = value if equals else rest.pop(0)
        if not value or value.startswith("-"):
            return None
        setattr(chosen, option.removeprefix("--"), value)
    return chosen
