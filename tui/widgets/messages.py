"""What the learner and the mentor said, as Markdown."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Markdown, Static

from tui.display import learner_markdown, mentor_markdown


class MentorMessage(Markdown):
    """An answer, or a part of one. Links are never opened without asking."""

    def __init__(self, text: str = "") -> None:
        super().__init__(mentor_markdown(text), open_links=False)


class LearnerMessage(Vertical):
    """What the learner sent."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        yield Static("You", classes="label")
        yield Markdown(learner_markdown(self.text), open_links=False)
