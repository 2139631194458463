"""Today's plan and the way travelled, beside the conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from tui.display import shown

if TYPE_CHECKING:
    from tui.overview import Overview

NOTHING_PLANNED = "Nothing is planned for today. Say “plan my week”."


class SidePanel(VerticalScroll, can_focus=False):
    """Shown on wide terminals; empty until the learner's files are open."""

    async def show(self, overview: Overview) -> None:
        """Show the plan and the progress as they stand now."""
        from tui.widgets.plan_block import PlanBlock
        from tui.widgets.progress_bars import ProgressBars

        blocks: list[Widget] = [PlanBlock(block, overview.zone) for block in overview.blocks]
        await self._fill(
            Static("Today", classes="title"),
            *(blocks or [Static(NOTHING_PLANNED, classes="quiet", markup=False)]),
            Static("Progress", classes="title"),
            ProgressBars(overview.phases),
        )

    async def show_trouble(self, text: str) -> None:
        """Say why there is nothing to show."""
        await self._fill(Static(shown(text), classes="quiet"))

    async def _fill(self, *widgets: Widget) -> None:
        with self.app.batch_update():
            await self.remove_children()
            await self.mount_all(widgets)
