"""Today's plan and the way travelled, beside the conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from base.errors import WaymarkError
from tui.backstage import Backstage, Closed
from tui.display import shown

if TYPE_CHECKING:
    from tui.overview import Overview
    from tui.widgets.plan_block import PlanBlock

NOTHING_PLANNED = "Nothing is planned for today. Say “plan my week”."


class SidePanel(VerticalScroll, can_focus=False):
    """Shown on wide terminals; empty until the learner's files are open."""

    def __init__(self, backstage: Backstage, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name for it
        super().__init__(id=id)
        self._backstage = backstage

    @work(group="panel", exclusive=True)
    async def renew(self) -> None:
        """Show the plan and the progress as they stand now."""
        from tui.overview import overview

        try:
            await self._show(await self._backstage.ask(overview))
        except WaymarkError as error:
            await self._fill(Static(shown(error.message), classes="quiet"))
        except Closed:
            return

    @work
    async def on_plan_block_done(self, event: PlanBlock.Done) -> None:
        await self._backstage.ask(lambda s: s.week.update_block(event.block, "done"))
        self.renew()

    async def _show(self, overview: Overview) -> None:
        from tui.widgets.plan_block import PlanBlock
        from tui.widgets.progress_bars import ProgressBars

        blocks: list[Widget] = [PlanBlock(block, overview.zone) for block in overview.blocks]
        await self._fill(
            Static("Today", classes="title"),
            *(blocks or [Static(NOTHING_PLANNED, classes="quiet", markup=False)]),
            *self._missed(overview),
            *self._streak(overview),
            Static("Progress", classes="title"),
            ProgressBars(overview.phases),
        )

    def _missed(self, overview: Overview) -> list[Widget]:
        """An offer where blocks were missed; the week itself shows which."""
        if not overview.missed:
            return []
        noun = "1 block was" if overview.missed == 1 else f"{overview.missed} blocks were"
        said = f"{noun} not marked. F2 shows the week, and offers a repair."
        return [Static(said, classes="quiet", markup=False)]

    def _streak(self, overview: Overview) -> list[Widget]:
        """The streak, where there is one: its absence is not rubbed in."""
        from learning.streaks import streak_words

        if not overview.streak.days:
            return []
        today = overview.now.astimezone(overview.zone).date()
        return [Static(streak_words(overview.streak, today), classes="quiet", markup=False)]

    async def _fill(self, *widgets: Widget) -> None:
        with self.app.batch_update():
            await self.remove_children()
            await self.mount_all(widgets)
