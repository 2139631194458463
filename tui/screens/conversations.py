"""The conversations held, and a search through what was said in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from base.text import one_line
from learning.study import Study
from memory.records import Conversation, Recalled
from tui.backstage import Backstage, Closed
from tui.overview import learner_zone
from tui.screens.confirm import ConfirmScreen
from tui.screens.line import LineScreen
from tui.wording import moment_in_words

MOST_SHOWN = 50
_SPEAKERS = {"learner": "you", "mentor": "mentor", "tool": "step", "notice": "notice"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The conversation to open; None is a new one."""

    conversation: str | None


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What the learner can choose from, in the learner's zone."""

    now: datetime
    zone: tzinfo | None
    conversations: tuple[Conversation, ...]
    found: tuple[Recalled, ...]


def _look(study: Study, query: str) -> _Shelf:
    return _Shelf(
        now=study.clock(),
        zone=learner_zone(study),
        conversations=study.memory.transcripts.conversations(limit=MOST_SHOWN),
        found=tuple(study.memory.recall(query, limit=MOST_SHOWN)) if query else (),
    )


class ConversationsScreen(ModalScreen[Chosen | None]):
    """Newest first; writing searches all that was said, and Enter opens the one marked."""

    CSS_PATH = "../styles/windows.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", id="list.close"),
        Binding("down", "into_list", "To the list", id="list.down"),
        Binding("f2", "rename", "Rename", id="list.rename"),
        Binding("f8", "delete", "Delete", id="list.delete"),
    ]

    def __init__(self, backstage: Backstage, current: str | None) -> None:
        super().__init__()
        self._backstage = backstage
        self._current = current
        self._shelf: _Shelf | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static("Conversations", classes="title")
            yield Input(placeholder="Search all that was said")
            yield OptionList(markup=False)
            yield Static("Enter opens · F2 renames · F8 deletes · Esc closes", classes="quiet")

    def on_mount(self) -> None:
        self._fill()

    def on_input_changed(self) -> None:
        self._fill()

    @work(exclusive=True, group="shelf")
    async def _fill(self) -> None:
        query = self.query_one(Input).value.strip()
        try:
            shelf = await self._backstage.ask(lambda study: _look(study, query))
        except Closed:
            self.query_one(OptionList).add_option(Option("Your files are still being opened."))
            return
        self._shelf = shelf
        self._show(shelf, searching=bool(query))

    def _show(self, shelf: _Shelf, *, searching: bool) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        if searching:
            titles = {one.id: one.title for one in shelf.conversations}
            rows = [self._found_row(one, titles.get(one.conversation, "")) for one in shelf.found]
        else:
            rows = [self._row(one) for one in shelf.conversations]
        nothing = "Nothing like that was said." if searching else "There are none yet."
        options.add_options(rows or [Option(nothing, disabled=True)])
        if rows:
            options.highlighted = 0

    def _row(self, one: Conversation) -> Option:
        words = "message" if one.messages == 1 else "messages"
        return Option(
            Content.assemble(
                one_line(one.title, 60),
                (f"\n  {self._when(one.updated_at)} · {one.messages} {words}", "$foreground-muted"),
                (" · open here" if one.id == self._current else "", "$accent"),
            ),
            id=one.id,
        )

    def _found_row(self, one: Recalled, title: str) -> Option:
        where = f"\n  {self._when(one.at)} · {_SPEAKERS[one.role]} · {one_line(title, 40)}"
        # An option's id is unique in the list, and a conversation can be found more than once.
        return Option(
            Content.assemble(one_line(one.text, 120), (where, "$foreground-muted")),
            id=f"{one.conversation}#{one.source}",
        )

    def _when(self, moment: datetime) -> str:
        shelf = self._shelf
        return moment_in_words(moment, shelf.now, shelf.zone) if shelf is not None else ""

    def _marked(self) -> str | None:
        option = self.query_one(OptionList).highlighted_option
        return option.id.partition("#")[0] if option is not None and option.id else None

    def on_option_list_option_selected(self) -> None:
        self._choose()

    def on_input_submitted(self) -> None:
        self._choose()

    def _choose(self) -> None:
        if (marked := self._marked()) is not None:
            self.dismiss(Chosen(marked))

    def action_into_list(self) -> None:
        self.query_one(OptionList).focus()

    @work
    async def action_rename(self) -> None:
        if (marked := self._marked()) is None:
            return
        name = await self.app.push_screen_wait(
            LineScreen("Name of the conversation (Enter keeps it)", self._title_of(marked))
        )
        if name is not None:
            await self._backstage.ask(lambda s: s.memory.transcripts.rename(marked, name))
            self._fill()

    @work
    async def action_delete(self) -> None:
        if (marked := self._marked()) is None:
            return
        question = "Delete this conversation? It cannot be brought back."
        if await self.app.push_screen_wait(ConfirmScreen(question, self._title_of(marked))):
            await self._backstage.ask(lambda s: s.memory.transcripts.delete(marked))
            if marked == self._current:
                self.dismiss(Chosen(None))
            else:
                self._fill()

    def _title_of(self, conversation: str) -> str:
        known = self._shelf.conversations if self._shelf is not None else ()
        return next((one.title for one in known if one.id == conversation), "")
