"""Lines and cards that are not part of an answer."""

from __future__ import annotations

from typing import Literal

from textual.content import Content
from textual.widgets import Static

from base.text import clean
from tui.display import shown

Level = Literal["info", "warning", "error"]


class NoticeLine(Static):
    """Something the learner should know, on a quiet line."""

    def __init__(self, text: str, level: Level = "info") -> None:
        super().__init__(shown(text), classes=f"-{level}")


class FailureCard(Static):
    """A turn that failed: what happened, and what to do."""

    def __init__(self, error: str, hint: str) -> None:
        lines: list[str | tuple[str, str]] = [(clean(error), "bold $error")]
        if hint:
            lines.append((f"\n{clean(hint)}", "$foreground-muted"))
        super().__init__(Content.assemble(*lines))
