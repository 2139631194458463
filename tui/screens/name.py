"""A new name for a conversation."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from base.text import one_line

LONGEST_NAME = 80


class NameScreen(ModalScreen[str | None]):
    """Asks for the name; None where the learner turned away or left it empty."""

    CSS_PATH = "../styles/windows.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave the name", id="name.leave"),
    ]

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name_now = one_line(name, LONGEST_NAME)

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static("Name of the conversation (Enter keeps it)", classes="title")
            yield Input(self._name_now, max_length=LONGEST_NAME)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(one_line(event.value, LONGEST_NAME) or None)
