"""The line at the foot: who answers and at what cost, which talk, which keys to know."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from base.text import one_line

KEYS = "Enter sends · F1 keys · Ctrl+Q leaves"
SHORT_KEYS = "F1 keys"
ROOM_FOR_KEYS = 72
"""Columns from which all of `KEYS` are shown."""


def status_words(width: int, model: str, title: str, cost: str = "") -> tuple[str, str, str]:
    """Model with cost, title and keys as they fit into `width` columns; the title gives way first,
    then most of the keys, then the cost."""
    keys = KEYS if width >= ROOM_FOR_KEYS else SHORT_KEYS
    priced = f"{model} · {cost}"
    if cost and len(priced) + len(SHORT_KEYS) + 2 <= width:
        model = priced
        keys = keys if len(priced) + len(keys) + 2 <= width else SHORT_KEYS
    who = one_line(model, max(width - len(keys) - 2, 8))
    room = width - len(who) - len(keys) - 4
    what = one_line(title, room) if title and room >= 8 else ""
    gap = " " * max(width - len(who) - len(what) - len(keys) - 2, 1)
    return who, f"  {what}{gap}", keys


class StatusLine(Static):
    """One widget, because every one more is paid for at the start."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name for it
        super().__init__(id=id)
        self._model, self._title, self._cost = "opening your files…", "", ""

    def show_model(self, words: str) -> None:
        """Who answers, or what is being waited for."""
        self._model, self._cost = words, ""
        self.refresh()

    def show_cost(self, words: str) -> None:
        """What the last answer cost."""
        self._cost = words
        self.refresh()

    def show_title(self, title: str) -> None:
        """The name of the conversation."""
        self._title = title
        self.refresh()

    def render(self) -> Content:
        who, what, keys = status_words(self.size.width, self._model, self._title, self._cost)
        return Content.assemble((who, "$text-primary"), what, keys)
