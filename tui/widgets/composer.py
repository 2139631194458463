"""Where the learner writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.message import Message
from textual.widgets import TextArea

from base.text import clean
from tui.recent import RecentMessages

EMPTY_HINT = "Write something first, then Enter."


class Composer(TextArea):
    """A small editor: Enter sends, Up and Down at its edges walk through what was sent before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Send", id="composer.send"),
        Binding("shift+enter,ctrl+j", "newline", "New line", id="composer.newline"),
        Binding("pageup", "scroll_messages(-1)", "Messages up", id="messages.up"),
        Binding("pagedown", "scroll_messages(1)", "Messages down", id="messages.down"),
    ]

    @dataclass
    class Submitted(Message):
        """The learner sent `text`; it is not empty."""

        text: str

    @dataclass
    class ScrollMessages(Message):
        """The learner wants to read a page up (-1) or down (1)."""

        pages: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name for it
        super().__init__(id=id, show_line_numbers=False, soft_wrap=True, placeholder="Ask anything")
        self._recent = RecentMessages()
        self._hint = ""

    def say(self, hint: str) -> None:
        """Show `hint` on the lower edge until something else is said; it is text of ours."""
        self._hint = hint
        self.border_subtitle = hint

    def remember(self, text: str) -> None:
        """Make `text` the newest of the messages that Up brings back."""
        self._recent.add(text)

    def put_back(self, text: str) -> None:
        """Place `text` before what is written already, and the cursor at the end."""
        self.show_text(f"{text}\n{self.text}".strip("\n") if self.text else text)

    def show_text(self, text: str) -> None:
        """Replace what is written, and place the cursor at the end."""
        self.text = text
        self.move_cursor(self.document.end)

    async def _on_key(self, event: Key) -> None:
        """Obey keys of this widget here, in the order they were pressed.

        Left to Textual, a binding runs when its key has bubbled to the app, behind letters pressed
        later; with priority it runs at once, before letters pressed earlier.
        """
        if event.is_printable:
            return
        active = self.screen.active_bindings.get(event.key)
        if active is not None and active.node is self:
            event.stop()
            event.prevent_default()
            await self.run_action(active.binding.action)

    def action_submit(self) -> None:
        text = clean(self.text).strip()
        if not text:
            self.say(EMPTY_HINT)
            return
        self._recent.add(text)
        self.text = ""
        self.say("")
        self.post_message(self.Submitted(text))

    def action_newline(self) -> None:
        self.insert("\n")

    def action_scroll_messages(self, pages: int) -> None:
        self.post_message(self.ScrollMessages(pages))

    def action_cursor_up(self, select: bool = False) -> None:
        at_edge = self.navigator.is_first_wrapped_line(self.cursor_location)
        if select or not at_edge or (older := self._recent.older(self.text)) is None:
            super().action_cursor_up(select)
        else:
            self.show_text(older)

    def action_cursor_down(self, select: bool = False) -> None:
        at_edge = self.navigator.is_last_wrapped_line(self.cursor_location)
        if select or not at_edge or (newer := self._recent.newer()) is None:
            super().action_cursor_down(select)
        else:
            self.show_text(newer)

    def on_text_area_changed(self) -> None:
        if self._hint == EMPTY_HINT and self.text:
            self.say("")
