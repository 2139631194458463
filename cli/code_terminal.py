"""A coding question of an interview at the terminal: the draft in the learner's editor, visible
tests at will, and handing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from base.errors import WaymarkError
from cli.editor import open_in_editor

if TYPE_CHECKING:
    from learning.coding import CodingService, Draft

_HOW_TO = (
    "Your draft: {path}\n"
    "“edit” opens it in your editor, “test” runs the visible tests, “submit” hands it in. Or "
    "answer in words, or paste code between two lines of ```."
)
COMMANDS = frozenset({"edit", "test", "tests", "run", "run tests", "run the tests", "submit"})
"""Each is followed at once, without an empty line after it."""


def listen_for_code(
    coding: CodingService, listen: Callable[[], str], screen: TextIO, *, first: bool
) -> str:
    """The next answer to a coding question: what was typed, or the draft once it is handed in.

    `listen` reads what the learner types; with `first` they are told what they can do.
    """
    draft = coding.current()
    if first:
        print(_HOW_TO.format(path=draft.path) + "\n", file=screen, flush=True)
    while True:
        text = listen()
        said = text.strip().strip("/.!").casefold()
        if said not in COMMANDS:
            return text
        try:
            handed_in = _follow(coding, draft, said, screen)
        except WaymarkError as error:  # a draft that cannot be read, an editor that is not there
            print(f"{error.message} {error.hint}".rstrip(), file=screen, flush=True)
            continue
        if handed_in:
            return handed_in


def _follow(coding: CodingService, draft: Draft, said: str, screen: TextIO) -> str:
    """Do what was asked; the code where that was to hand it in, else ""."""
    from learning.coding_wording import visible_in_words

    if said == "edit":
        open_in_editor(draft.path)
        print("Back from the editor. “test” it, “submit” it, or “edit” again.", file=screen)
    elif said == "submit":
        return coding.handed_in(said)
    else:
        print(visible_in_words(coding.test(draft.problem, coding.code_of(draft))), file=screen)
    screen.flush()
    return ""
