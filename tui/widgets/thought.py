"""What the model thought before it spoke, folded to a line."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from base.text import clean, one_line

SHOWN_SECONDS = 0.1
MOST_CHARACTERS = 20_000


class ThoughtLine(Static, can_focus=True):
    """Grows while the model thinks, dim and on one line. Enter opens it; it is not kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "expand", "Show what the model thought", id="thought.expand"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._done = False
        self._expanded = False
        self._due: Timer | None = None

    @property
    def shown(self) -> Content:
        """What stands on the line."""
        text = clean("".join(self._parts)).strip()
        if not self._expanded:
            return Content(f"· Thought: {one_line(text, 70)}" if self._done else "○ Thinking…")
        if len(text) > MOST_CHARACTERS:
            text = f"{text[:MOST_CHARACTERS]}…"
        return Content(f"· Thought:\n{text}" if self._done else f"○ Thinking…\n{text}")

    def on_mount(self) -> None:
        self.update(self.shown)

    def write(self, text: str) -> None:
        """More of the thought has arrived."""
        self._parts.append(text)
        if self._expanded and self._due is None:
            self._due = self.set_timer(SHOWN_SECONDS, self._renew)

    def finish(self) -> None:
        """The model speaks, or acts, or the turn is over."""
        self._done = True
        self._renew()

    def action_expand(self) -> None:
        self._expanded = not self._expanded
        self._renew()

    def on_click(self) -> None:
        self.action_expand()

    def _renew(self) -> None:
        self._due = None
        self.update(self.shown)
