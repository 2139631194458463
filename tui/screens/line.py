"""One line asked of the learner: a name, a time."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from base.text import one_line
from tui.display import shown_line

LONGEST_LINE = 80


class LineScreen(ModalScreen[str | None]):
    """Asks for it; None where the learner turned away or left it empty."""

    CSS_PATH = "../styles/windows.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave it", id="name.leave"),
    ]

    def __init__(self, question: str, value: str = "") -> None:
        super().__init__()
        self._question = question
        self._value = one_line(value, LONGEST_LINE)

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(shown_line(self._question), classes="title")
            yield Input(self._value, max_length=LONGEST_LINE)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(one_line(event.value, LONGEST_LINE) or None)
