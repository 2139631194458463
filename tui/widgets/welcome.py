"""What a conversation looks like before anything was said in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from tui.display import shown, shown_line

THINGS_TO_TRY = (
    "Plan my next week, I have 6 hours",
    "Quiz me on python",
    "Rehearse an interview with me",
)


class Suggestion(Static, can_focus=True):
    """Something to say; choosing it writes it into the input, where it can be changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "choose", "Take a suggestion", id="suggestion.choose"),
    ]

    @dataclass
    class Chosen(Message):
        text: str

    def __init__(self, text: str) -> None:
        super().__init__(shown_line(f"› {text}"))
        self._text = text

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self._text))

    def on_click(self) -> None:
        self.action_choose()


class Welcome(Vertical):
    """Who this is, three things to try, and which mentor answers."""

    def __init__(self) -> None:
        super().__init__(classes="greeting")

    def compose(self) -> ComposeResult:
        yield Static("Welcome to Waymark", classes="title")
        yield Static(
            "Your mentor for the road to AI engineer. It plans your week, quizzes you, rehearses "
            "interviews with you, and remembers. Three things to try (Tab or click):",
            markup=False,
        )
        for text in THINGS_TO_TRY:
            yield Suggestion(text)
        yield Static("", id="welcome-mentor", markup=False)

    def show_mentor(self, words: str) -> None:
        """Say which mentor answers, and why."""
        self.query_one("#welcome-mentor", Static).update(shown(words))
