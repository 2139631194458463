"""All keys, as they are bound here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from base.text import one_line

KEY_COLUMN = 22


class HelpScreen(ModalScreen[None]):
    """What each key does; the name beside it is the one keys.toml knows it by."""

    CSS_PATH = "../styles/windows.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,ctrl+p,q", "dismiss", "Close", id="help.close"),
    ]

    def __init__(self, bindings: Iterable[Binding]) -> None:
        super().__init__()
        self._keys = list(bindings)

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="window"):
            yield Static("Keys", classes="title")
            yield Static(self._table())
            yield Static(
                "Up and Down at the edges of the input bring back what you sent. Enter or a click "
                "on a step shows what it was given. To change a key, put its name into keys.toml "
                'beside your settings file: "turn.stop" = "ctrl+s".',
                classes="quiet",
                markup=False,
            )

    def _table(self) -> Content:
        lines: list[str | tuple[str, str]] = []
        for binding in self._keys:
            keys = ", ".join(_key_in_words(key) for key in binding.key.split(","))
            lines += [
                (one_line(keys, KEY_COLUMN).ljust(KEY_COLUMN), "bold"),
                binding.description,
                (f"  {binding.id}\n", "$foreground-muted"),
            ]
        return Content.assemble(*lines)


def _key_in_words(key: str) -> str:
    return "+".join(part.capitalize() for part in key.strip().split("+"))
