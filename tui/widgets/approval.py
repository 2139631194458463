"""A tool waits for the learner's yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Button, Static

from tui.display import shown, shown_line
from tui.wording import tool_in_words

ARMING_SECONDS = 0.4
"""A key pressed before this is one that was on its way already, and answers nothing."""


class ApprovalCard(Vertical, can_focus=True):
    """Says what will happen; y or n, or its buttons. Only an explicit yes is one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes, do it", id="approval.yes"),
        Binding("n", "answer(False)", "No, leave it", id="approval.no"),
    ]
    armed = reactive(False)

    @dataclass
    class Answered(Message):
        approved: bool

    def __init__(self, tool: str, preview: str) -> None:
        super().__init__()
        self._tool, self._preview = tool, preview
        self._answered = False

    @property
    def answered(self) -> bool:
        return self._answered

    def compose(self) -> ComposeResult:
        yield Static(shown_line(f"{tool_in_words(self._tool)}: may I?"), classes="title")
        yield Static(shown(self._preview), classes="preview")
        with Horizontal(classes="buttons"):
            yield Button("Yes (y)", id="yes", variant="success", compact=True)
            yield Button("No (n)", id="no", compact=True)

    def on_mount(self) -> None:
        self.set_timer(ARMING_SECONDS, self._arm)

    def _arm(self) -> None:
        self.armed = True

    def action_answer(self, approved: bool) -> None:
        if self.armed:
            self._answer(approved)

    def refuse(self) -> None:
        """The learner turned away: that is a no, at any moment."""
        self._answer(False)

    def _answer(self, approved: bool) -> None:
        if self._answered:
            return
        self._answered = True
        self.query(Button).set(disabled=True)
        self.query_one(".title", Static).update(
            shown_line(f"{tool_in_words(self._tool)}: you said {'yes' if approved else 'no'}.")
        )
        self.add_class("-answered")
        self.post_message(self.Answered(approved))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_answer(event.button.id == "yes")


def preview_of(preview: str, args: Mapping[str, object]) -> str:
    """What to show as what will happen: the preview, or the bare arguments where there is none."""
    return preview or "\n".join(f"{name}: {value}" for name, value in args.items())
