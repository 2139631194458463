"""One block of today's plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from base.text import one_line
from memory.records import BlockStatus, StoredBlock

_SIGNS: dict[BlockStatus, str] = {"planned": "○", "done": "✓", "skipped": "–"}


def sign_of(block: StoredBlock) -> str:
    """One character for what became of a block."""
    return _SIGNS[block.status]


class PlanBlock(Static, can_focus=True):
    """Its time and title; Enter or a click marks it done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "done", "Mark a block done", id="block.done"),
    ]

    @dataclass
    class Done(Message):
        block: str

    def __init__(self, block: StoredBlock, zone: tzinfo | None) -> None:
        start, end = block.start.astimezone(zone), block.end.astimezone(zone)
        super().__init__(
            Content.assemble(
                (f"{sign_of(block)} {start:%H:%M}–{end:%H:%M} ", "$foreground-muted"),
                one_line(block.title, 80),
            ),
            classes=f"-{block.status}",
        )
        self._block = block

    def action_done(self) -> None:
        if self._block.status == "planned":
            self.post_message(self.Done(self._block.id))

    def on_click(self) -> None:
        self.action_done()
