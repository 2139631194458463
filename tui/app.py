"""The Textual application: its screen, its themes and its keys."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App
from textual.binding import Binding, BindingType

from base.errors import WaymarkError
from tui.backstage import Backstage, Closed
from tui.screens.chat import ChatScreen, ended

if TYPE_CHECKING:
    from learning.study import Study

DARK, LIGHT = "textual-dark", "textual-light"
PRESENCE_SECONDS = 10.0
"""How often an interview held in the chat is told that the learner is here."""
LEAVING_SECONDS = 2.0
"""How long leaving waits for a turn to be stopped."""


class WaymarkApp(App[WaymarkError]):
    """The chat. It ends with the error that kept it from starting, or with None."""

    TITLE = "Waymark"
    CSS_PATH: ClassVar[str] = "styles/waymark.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,ctrl+p", "keys", "All keys", id="help"),
        Binding("f2", "week", "The week: its blocks, done, moved and repaired", id="week.show"),
        Binding("f4", "interviews", "Interviews held, and their reports", id="interview.list"),
        Binding("f3", "theme", "Light or dark", id="theme"),
        Binding("ctrl+q", "quit", "Leave", id="quit", priority=True),
    ]

    def __init__(
        self, backstage: Backstage, *, first_time: bool, keymap: Mapping[str, str] | None = None
    ) -> None:
        super().__init__()
        self._backstage = backstage
        self._first_time = first_time
        self._keys = dict(keymap or {})

    def get_default_screen(self) -> ChatScreen:
        return ChatScreen(self._backstage, first_time=self._first_time)

    def on_mount(self) -> None:
        if self._keys:
            self.set_keymap(self._keys)
        self.set_interval(PRESENCE_SECONDS, self.note_presence)

    @work(exclusive=True, group="presence")
    async def note_presence(self) -> None:
        """Keep the time of an open interview, so that a kill costs it a few seconds at most."""
        try:
            await self._backstage.ask(_attend)
        except (Closed, WaymarkError):  # not opened yet, or held elsewhere: the next sign will do
            return

    async def action_quit(self) -> None:
        """Leave: stop what runs first, so that nothing draws on a screen that is going away."""
        running = [asyncio.ensure_future(ended(worker)) for worker in self.workers]
        self.workers.cancel_all()
        if running:
            await asyncio.wait(running, timeout=LEAVING_SECONDS)
        self.exit()

    def action_keys(self) -> None:
        """Show all keys, those of the focused widget first."""
        from tui.screens.help import HelpScreen

        active = self.screen.active_bindings.values()
        named = {one.binding.id: one.binding for one in active if one.binding.id}
        self.push_screen(HelpScreen(named.values()))

    @work
    async def action_week(self) -> None:
        """Show the week, to mark, move and repair its blocks."""
        if isinstance(chat := self.screen, ChatScreen):
            from tui.screens.week import WeekScreen

            await self.push_screen_wait(WeekScreen(self._backstage))
            chat.panel.renew()

    def action_interviews(self) -> None:
        """List the interviews held, to read their reports."""
        if isinstance(self.screen, ChatScreen):
            from tui.screens.interviews import InterviewsScreen

            self.push_screen(InterviewsScreen(self._backstage))

    def action_theme(self) -> None:
        """Change between light and dark."""
        self.theme = LIGHT if self.theme == DARK else DARK


def _attend(study: Study) -> None:
    run = study.memory.interviews.running()
    if run is not None and run.conversation is not None:
        study.interviews.attend()
