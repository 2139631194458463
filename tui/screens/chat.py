"""The chat: it paints at once, and its mentor arrives behind it."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import Worker

from base.errors import WaymarkError
from tui.backstage import Backstage, Closed
from tui.widgets.composer import Composer
from tui.widgets.conversation import ConversationView
from tui.widgets.outbox import Outbox
from tui.widgets.status_line import StatusLine
from tui.wording import cost_in_words, mentor_in_words

if TYPE_CHECKING:
    from textual.widgets import Markdown

    from tui.mentor import Mentor
    from tui.turn import TurnOnScreen
    from tui.widgets.approval import ApprovalCard
    from tui.widgets.side_panel import SidePanel
    from tui.widgets.welcome import Suggestion, Welcome

ANSWERING = "answering · Esc stops"
ANSWER_NEEDED = "your answer is needed: Shift+Tab, then y or n · Esc stops"
CUT_OFF = "The last answer is not whole. Ctrl+R goes on with it; or just write."
PANEL_COLUMNS = 100


class ChatScreen(Screen[None]):
    """One conversation at a time, with what was sent early waiting in sight."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # declared so by Textual
        (0, "-narrow"),
        (PANEL_COLUMNS, "-wide"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "stop", "Stop the answer, or take a waiting message back", id="turn.stop"
        ),
        Binding("ctrl+r", "go_on", "Go on with an answer that was cut off", id="turn.continue"),
        Binding("ctrl+n", "new", "New conversation", id="conversation.new"),
        Binding("ctrl+o", "conversations", "Conversations and search", id="conversation.list"),
        Binding("ctrl+b", "panel", "Plan and progress beside the chat", id="panel.toggle"),
    ]

    def __init__(self, backstage: Backstage, *, first_time: bool) -> None:
        super().__init__()
        self._backstage = backstage
        self._first_time = first_time
        self._mentor: Mentor | None = None
        self._answering: Worker[None] | None = None
        self._turn: TurnOnScreen | None = None
        self._opening = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """What the first paint needs, and no more: each widget costs the first key time."""
        yield ConversationView(self._backstage, id="conversation")
        yield Outbox(id="outbox")
        yield Composer(id="composer")
        yield StatusLine(id="status")

    def on_mount(self) -> None:
        self.composer.focus()
        self.call_after_refresh(self._settle)

    async def _settle(self) -> None:
        """After the first paint: the rest of the screen, then the learner's files."""
        from tui.widgets.side_panel import SidePanel

        if not self._is_here:
            return
        await self.mount(SidePanel(self._backstage, id="panel"))
        if self._first_time:
            await self._greet()
        self._begin()

    async def _greet(self) -> None:
        from tui.widgets.welcome import Welcome

        if not self.query(Welcome):
            await self.view.clear()
            await self.view.mount(Welcome())

    @property
    def composer(self) -> Composer:
        return self.query_one(Composer)

    @property
    def view(self) -> ConversationView:
        return self.query_one(ConversationView)

    @property
    def outbox(self) -> Outbox:
        return self.query_one(Outbox)

    @property
    def panel(self) -> SidePanel:
        return cast("SidePanel", self.query_one("#panel"))

    @property
    def status(self) -> StatusLine:
        return self.query_one(StatusLine)

    @property
    def is_answering(self) -> bool:
        """A turn is running."""
        return self._answering is not None

    @property
    def _is_here(self) -> bool:
        """Not yet left: there is something to draw on."""
        return self.is_attached and self.app.is_running

    # ── opening ──────────────────────────────────────────────────────────────────────────────

    @work
    async def _begin(self) -> None:
        self._backstage.start()
        try:
            await self._backstage.open_study()
        except WaymarkError as error:
            self.app.exit(error)
            return
        last = await self._backstage.ask(lambda s: s.memory.transcripts.conversations(limit=1))
        await self._open(last[0].id if last else None)

    async def _open(self, conversation: str | None) -> None:
        """Put the screen and the mentor on a conversation, or on a new one for None."""
        async with self._opening:
            self._mentor = None
            self.status.show_model("loading the mentor…")
            await self._show_conversation(conversation)
            try:
                self._mentor = await self._backstage.open_mentor(conversation)
            except WaymarkError as error:
                await self._show_no_mentor(error)
            else:
                self._show_model(self._mentor)
        self.panel.renew()
        await self._show_title()
        await self._show_cut_off()
        self._send_next()

    async def _show_cut_off(self) -> None:
        """Say so where the last answer can be gone on with."""
        from tui.widgets.notice import NoticeLine

        if await self._backstage.is_cut_off() and self._mentor is not None:
            # With what a process that died in the middle of it had said.
            await self.view.show_latest(self._mentor.conversation)
            await self.view.add(NoticeLine(CUT_OFF))

    async def _show_conversation(self, conversation: str | None) -> None:
        if conversation is None:
            await self._greet()
        else:
            await self.view.show_latest(conversation)

    def _show_model(self, mentor: Mentor) -> None:
        words = mentor_in_words(mentor.model.spec)
        self.status.show_model(words)
        for greeting in self.query(".greeting").results():
            cast("Welcome", greeting).show_mentor(f"The {words} answers: {mentor.model.reason}")

    async def _show_no_mentor(self, error: WaymarkError) -> None:
        from tui.widgets.notice import FailureCard

        self.status.show_model("no mentor")
        await self.view.add(FailureCard(error.message, error.hint))
        self._take_everything_back()

    async def _show_title(self) -> None:
        if (mentor := self._mentor) is None:
            return
        known = await self._backstage.ask(
            lambda s: s.memory.transcripts.conversation(mentor.conversation)
        )
        self.status.show_title("new conversation" if known is None else known.title)

    # ── sending ──────────────────────────────────────────────────────────────────────────────

    @on(Composer.Submitted)
    def _queue(self, event: Composer.Submitted) -> None:
        self.outbox.put(event.text)
        self._send_next()

    def _send_next(self) -> None:
        ready = self._mentor is not None and self._answering is None and not self._opening.locked()
        if ready and (text := self.outbox.take()) is not None:
            self._answering = self._run_turn(text)

    @work
    async def action_go_on(self) -> None:
        """Take up the answer that was cut off."""
        ready = self._mentor is not None and self._answering is None
        if not ready or not await self._backstage.is_cut_off():
            self.composer.say("no answer was cut off here")
        elif self._answering is None:
            self._answering = self._run_turn(None)

    @work(group="turn")
    async def _run_turn(self, text: str | None) -> None:
        from tui.turn import TurnOnScreen
        from tui.widgets.messages import LearnerMessage

        self._turn = turn = TurnOnScreen(self.view)
        self.view.is_live = True
        self.composer.say(ANSWERING)
        try:
            if self.view.newest_let_go and self._mentor is not None:
                await self.view.show_latest(self._mentor.conversation)
            if text is not None:
                await self.view.add(LearnerMessage(text))
            self.view.anchor()
            await self._play(turn, text)
        except asyncio.CancelledError:
            if self._is_here:
                await turn.stop()
            raise
        finally:
            if self._is_here:
                await turn.end()
                self.view.is_live = False
                self.composer.say("")
                self.call_later(self._after_turn)
            self._turn = self._answering = None

    async def _play(self, turn: TurnOnScreen, text: str | None) -> None:
        from agent.events import Usage
        from tui.widgets.notice import FailureCard

        try:
            async with aclosing(self._backstage.turn(text)) as events:
                async for event in events:
                    await turn.show(event)
                    if event.type == "approval":
                        self._ask(turn)
                    elif isinstance(event, Usage):
                        self.status.show_cost(cost_in_words(event))
        except WaymarkError as error:
            await self.view.add(FailureCard(error.message, error.hint))
            if text is not None:
                self.composer.put_back(text)

    async def _after_turn(self) -> None:
        self.panel.renew()
        try:
            await self._show_title()
            if self.view.is_full and self._mentor is not None and self._answering is None:
                await self.view.show_latest(self._mentor.conversation)
        except Closed:
            return
        self._send_next()

    def action_stop(self) -> None:
        """Stop the answer, also where it asks for something; else take back what waits."""
        if self._answering is not None:
            self._answering.cancel()
            self.composer.focus()
        elif (text := self.outbox.take_back()) is not None:
            self.composer.put_back(text)

    def _take_everything_back(self) -> None:
        while (text := self.outbox.take_back()) is not None:
            self.composer.put_back(text)

    # ── approval ─────────────────────────────────────────────────────────────────────────────

    def _ask(self, turn: TurnOnScreen) -> None:
        """Go to the card, unless the learner is writing: a letter of theirs is not an answer."""
        self.view.anchor()
        if self.composer.text or turn.approval is None:
            self.composer.say(ANSWER_NEEDED)
        else:
            turn.approval.focus()

    def on_approval_card_answered(self, event: ApprovalCard.Answered) -> None:
        from agent.events import Decision

        if self._turn is not None:
            self._backstage.decide(Decision(event.approved, event.reason, event.args, event.always))
            self.composer.say(ANSWERING)
        self.composer.focus()

    # ── conversations ────────────────────────────────────────────────────────────────────────

    def action_new(self) -> None:
        """Start a new conversation; what is written stays in the input."""
        self._switch(None)

    @work
    async def action_conversations(self) -> None:
        """List the conversations and open the one chosen."""
        from tui.screens.conversations import ConversationsScreen

        current = self._mentor.conversation if self._mentor is not None else None
        chosen = await self.app.push_screen_wait(ConversationsScreen(self._backstage, current))
        if chosen is not None and chosen.conversation != current:
            self._switch(chosen.conversation)
        elif current is not None:
            await self._show_title()

    @work
    async def _switch(self, conversation: str | None) -> None:
        self._take_everything_back()
        if (running := self._answering) is not None:
            running.cancel()
            await asyncio.wait([asyncio.ensure_future(ended(running))])
        try:
            await self._open(conversation)
        except Closed:
            self.composer.say("your files are still being opened")
        self.composer.focus()

    # ── beside the conversation ──────────────────────────────────────────────────────────────

    def action_panel(self) -> None:
        """Show or hide the side panel."""
        if self.has_class("-narrow"):
            self.composer.say(
                f"the panel needs {PANEL_COLUMNS} columns; here are {self.size.width}"
            )
        else:
            self.toggle_class("-no-panel")

    def on_suggestion_chosen(self, event: Suggestion.Chosen) -> None:
        self.composer.show_text(event.text)
        self.composer.focus()

    @on(Composer.ScrollMessages)
    def _scroll_messages(self, event: Composer.ScrollMessages) -> None:
        if event.pages < 0:
            self.view.scroll_page_up()
        else:
            self.view.scroll_page_down()

    @work
    async def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """Show where a link leads, and go there only after a yes."""
        from tui.screens.confirm import ConfirmScreen, leads_outside

        if not leads_outside(event.href):
            self.composer.say("that link leads to nothing a browser opens")
        elif await self.app.push_screen_wait(ConfirmScreen("Open this address?", event.href)):
            self.app.open_url(event.href)


async def ended(worker: Worker[Any]) -> None:
    """Return when the worker has ended, however it ended."""
    from textual.worker import WorkerError

    try:
        await worker.wait()
    except WorkerError:
        return
