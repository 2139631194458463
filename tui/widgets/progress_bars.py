"""How far each phase of the roadmap is."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from base.text import one_line
from tui.overview import PhaseBar

BAR_CELLS = 10


def bar(done: int, total: int, cells: int = BAR_CELLS) -> str:
    """A bar of `cells` characters. Something done shows, and only all of it fills the bar."""
    if total <= 0 or done <= 0:
        return "░" * cells
    full = cells if done >= total else min(max(1, cells * done // total), cells - 1)
    return "█" * full + "░" * (cells - full)


class ProgressBars(Static):
    """A bar and a count for each phase."""

    def __init__(self, phases: Sequence[PhaseBar]) -> None:
        lines: list[str | tuple[str, str]] = []
        for phase in phases:
            lines += [
                f"{one_line(phase.title, 28)}\n",
                (bar(phase.done, phase.total), "$success"),
                (f" {phase.done}/{phase.total}\n", "$foreground-muted"),
            ]
        super().__init__(Content.assemble(*lines))
