"""A yes or no before something leaves the terminal or cannot be undone."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui.display import shown


def leads_outside(address: str) -> bool:
    """Whether a browser should open it: a web address with a host, and nothing else."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


class ConfirmScreen(ModalScreen[bool]):
    """Asks, and shows in full what it is about. Escape is a no, and No has the focus."""

    CSS_PATH = "../styles/windows.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="confirm.yes"),
        Binding("n,escape", "answer(False)", "No", id="confirm.no"),
    ]

    def __init__(self, question: str, about: str) -> None:
        super().__init__()
        self._question, self._about = question, about

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(shown(self._question), classes="title")
            with VerticalScroll(id="about"):
                yield Static(shown(self._about))
            with Horizontal(classes="buttons"):
                yield Button("Yes (y)", id="yes", compact=True)
                yield Button("No (n)", id="no", compact=True)

    def on_mount(self) -> None:
        self.query_one("#no", Button).focus()

    def action_answer(self, approved: bool) -> None:
        self.dismiss(approved)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")
