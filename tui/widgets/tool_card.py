"""One line for one thing the mentor did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from base.text import one_line
from tui.wording import tool_in_words

State = Literal["running", "done", "failed", "stopped"]

_SIGNS: Mapping[State, tuple[str, str]] = {
    "running": ("○", "$warning"),
    "done": ("✓", "$success"),
    "failed": ("✗", "$error"),
    "stopped": ("·", "$foreground-muted"),
}


class ToolCard(Static, can_focus=True):
    """A tool call: running, then done or failed with its summary. Enter shows what it was given."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "expand", "Show what a step was given", id="card.expand"),
    ]

    def __init__(
        self,
        tool: str,
        args: Mapping[str, object],
        *,
        state: State = "running",
        summary: str = "",
    ) -> None:
        self._tool, self._args = tool, args
        self._state: State = state
        self._summary = summary
        self._expanded = False
        super().__init__(self._words())

    @property
    def state(self) -> State:
        return self._state

    @property
    def shown(self) -> Content:
        """What stands on the card."""
        return self._words()

    def finish(self, state: State, summary: str) -> None:
        """The call has ended."""
        self._state, self._summary = state, summary
        self.update(self._words())

    def action_expand(self) -> None:
        self._expanded = not self._expanded
        self.update(self._words())

    def on_click(self) -> None:
        self.action_expand()

    def _words(self) -> Content:
        sign, colour = _SIGNS[self._state]
        line: list[str | tuple[str, str]] = [
            (f"{sign} ", colour),
            tool_in_words(one_line(self._tool, 60)),
        ]
        if self._state == "running":
            line.append(("…", "$foreground-muted"))
        elif self._summary:
            line.append((f" — {one_line(self._summary)}", "$foreground-muted"))
        if self._expanded:
            line.append((self._given(), "$foreground-muted"))
        return Content.assemble(*line)

    def _given(self) -> str:
        given = [
            f"\n    {one_line(name, 40)}: {one_line(str(value), 400)}"
            for name, value in self._args.items()
            if value is not None
        ]
        return "".join(given) or "\n    (nothing was given)"
