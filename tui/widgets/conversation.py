"""The messages of a conversation, the newest at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.containers import VerticalScroll
from textual.widget import Widget

from tui.backstage import Backstage

if TYPE_CHECKING:
    from memory.records import Message as StoredMessage

PAGE = 20
"""How many stored messages are mounted at once."""
CAP = 80
"""How many widgets may be mounted: past this, every key costs the layout of all of them."""
FROM_THE_TOP = 1
"""Rows from the top at which the page before is fetched."""


class ConversationView(VerticalScroll):
    """Shows a page of stored messages and what is said live; fetches more when scrolled up.

    Scrolled far up, the newest pages are let go, and fetched again at the foot.
    """

    def __init__(self, backstage: Backstage, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name for it
        super().__init__(id=id)
        self._backstage = backstage
        self._conversation: str | None = None
        self._oldest: int | None = None
        self._may_have_older = False
        self._newest_let_go = False
        self._fetching = False
        self.is_live = False
        """Whether something is being said: then nothing at the foot is let go."""

    @property
    def newest_let_go(self) -> bool:
        return self._newest_let_go

    @property
    def is_full(self) -> bool:
        """More is mounted than should be."""
        return len(self.children) > CAP

    async def clear(self) -> None:
        """Take everything away."""
        self._conversation = None
        self._oldest = None
        self._may_have_older = self._newest_let_go = self._fetching = False
        await self.remove_children()

    async def add(self, *widgets: Widget) -> None:
        """Add at the foot what has just been said or done. A greeting gives way to it."""
        await self.query(".greeting").remove()
        await self.mount(*widgets)

    async def show_latest(self, conversation: str) -> None:
        """Show the newest page of a stored conversation, in place of everything."""
        from tui.stored import widget_for

        messages = await self._backstage.ask(
            lambda s: s.memory.transcripts.messages(conversation, limit=PAGE)
        )
        with self.app.batch_update():
            await self.clear()
            self._conversation = conversation
            await self.mount_all([widget_for(message) for message in messages])
        self._note_oldest(messages)
        self._fetching = False
        self.anchor()
        self.call_after_refresh(self._look_around)

    async def _show_older(self, messages: Sequence[StoredMessage]) -> None:
        """Put a page before the first message and stay where the learner was reading.

        As many go at the foot as are over the cap, unless the view is live.
        """
        from tui.stored import widget_for

        self._note_oldest(messages)
        if messages:
            first = self.children[0] if self.children else None
            rows_above = first.virtual_region.y - self.scroll_y if first is not None else 0
            await self.mount_all([widget_for(message) for message in messages], before=0)
            if first is not None:
                self.call_after_refresh(self._stay_at, first, rows_above)
        if not self.is_live and self.is_full:
            self._newest_let_go = True
            self.anchor(False)  # an anchored view moves to its foot without a word to its watchers
            await self.remove_children(list(self.children)[CAP:])
        self._fetching = False
        self.call_after_refresh(self._look_around)

    def _look_around(self) -> None:
        """Fetch what the learner has reached while a page was fetched, or what fits beside it."""
        if self.scroll_y <= FROM_THE_TOP:
            self._look_up()
        self._look_down()

    def _look_up(self) -> None:
        if self._may_have_older and not self._fetching:
            self._fetching = True
            self._fetch_older()

    def _look_down(self) -> None:
        at_the_foot = self.scroll_y >= self.max_scroll_y
        if self._newest_let_go and at_the_foot and not self._fetching:
            self._fetching = True
            self._fetch_latest()

    @work(group="older")
    async def _fetch_older(self) -> None:
        conversation, before = self._conversation, self._oldest
        if conversation is None:
            return
        messages = await self._backstage.ask(
            lambda s: s.memory.transcripts.messages(conversation, limit=PAGE, before=before)
        )
        if conversation == self._conversation:
            await self._show_older(messages)

    @work(group="older")
    async def _fetch_latest(self) -> None:
        if self._conversation is not None:
            await self.show_latest(self._conversation)

    def _stay_at(self, widget: Widget, rows_above: float) -> None:
        """Scroll so that `widget` stands `rows_above` rows below the upper edge again."""
        self.release_anchor()
        self.scroll_to(y=widget.virtual_region.y - rows_above, animate=False, immediate=True)

    def _note_oldest(self, messages: Sequence[StoredMessage]) -> None:
        if messages:
            self._oldest = messages[0].id
        self._may_have_older = len(messages) >= PAGE

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if new_value < old_value and new_value <= FROM_THE_TOP:
            self._look_up()
        else:
            self._look_down()
