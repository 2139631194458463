"""`waymark` with nothing but `--home` and `--model`: the chat, without the command line framework.

Typer and the families of commands take about as long to load as the whole chat, and the chat needs
none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BareOptions:
    """What was said before the chat opens."""

    home: str | None = None
    model: str | None = None


def bare_options(arguments: Sequence[str]) -> BareOptions | None:
    """The options, where `arguments` hold nothing else; None where a command has to be found.

    Whatever is not plainly an option with its value is left to the command line to judge.
    """
    said: dict[str, str] = {}
    left = list(arguments)
    while left:
        name, equals, value = left.pop(0).partition("=")
        if name not in ("--home", "--model"):
            return None
        if not equals:
            if not left or left[0].startswith("-"):
                return None
            value = left.pop(0)
        said[name.removeprefix("--")] = value
    return BareOptions(**said)
