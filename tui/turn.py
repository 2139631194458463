"""One turn on the screen: each event shown where and when it happened."""

from __future__ import annotations

from agent.events import (
    ApprovalAsked,
    Event,
    Notice,
    ReasoningDelta,
    TextDelta,
    ToolFinished,
    ToolStarted,
    TurnFailed,
    TurnFinished,
)
from tui.answer import GrowingAnswer
from tui.widgets.approval import ApprovalCard, preview_of
from tui.widgets.conversation import ConversationView
from tui.widgets.messages import MentorMessage
from tui.widgets.notice import FailureCard, NoticeLine
from tui.widgets.thought import ThoughtLine
from tui.widgets.tool_card import ToolCard

STOPPED = "You stopped this answer."


class TurnOnScreen:
    """Answer text grows in one message, and thought on one line, until something comes between."""

    def __init__(self, view: ConversationView) -> None:
        self._view = view
        self._answer: GrowingAnswer | None = None
        self._thought: ThoughtLine | None = None
        self._cards: dict[str, ToolCard] = {}
        self._said = False
        self.approval: ApprovalCard | None = None

    async def show(self, event: Event) -> None:
        """Show what happened."""
        match event:
            case TextDelta(text):
                await self._say(text)
            case ReasoningDelta(text):
                await self._think(text)
            case ToolStarted(tool, args, call_id):
                self._cards[call_id] = ToolCard(tool, args)
                await self._add(self._cards[call_id])
            case ToolFinished():
                await self._finish_card(event)
            case ApprovalAsked(tool, args, preview):
                self.approval = ApprovalCard(tool, preview_of(preview, args), args)
                await self._add(self.approval)
            case Notice(level, text):
                await self._add(NoticeLine(text, level))
            case TurnFailed(error, hint):
                await self._add(FailureCard(error, hint))
            case TurnFinished(_, message):
                if not self._said:
                    await self._say(message)
                await self.end()

    async def stop(self) -> None:
        """The learner stopped the turn: what was said stays, and is marked."""
        await self._add(NoticeLine(STOPPED))
        await self.end()

    async def end(self) -> None:
        """Nothing more will come: the text is whole and no card goes on running."""
        await self._end_flow()
        for card in self._cards.values():
            if card.state == "running":
                card.finish("stopped", "stopped")
        if self.approval is not None:
            self.approval.withdraw()

    async def _say(self, text: str) -> None:
        if self._answer is None:
            if not text.strip():
                return
            await self._end_flow()
            text, self._said = text.lstrip("\n"), True
            message = MentorMessage()
            await self._view.add(message)
            self._answer = GrowingAnswer(message)
        self._answer.write(text)

    async def _think(self, text: str) -> None:
        if self._thought is None:
            if not text.strip():
                return
            thought = ThoughtLine()
            await self._add(thought)
            self._thought = thought
        self._thought.write(text)

    async def _finish_card(self, event: ToolFinished) -> None:
        card = self._cards.get(event.call_id)
        if card is None:
            card = self._cards[event.call_id] = ToolCard(event.tool, {})
            await self._add(card)
        card.finish("done" if event.ok else "failed", event.summary)

    async def _add(
        self, widget: ToolCard | ApprovalCard | NoticeLine | FailureCard | ThoughtLine
    ) -> None:
        await self._end_flow()
        await self._view.add(widget)

    async def _end_flow(self) -> None:
        """What grew so far is whole: what comes next stands below it."""
        if self._thought is not None:
            self._thought.finish()
            self._thought = None
        if self._answer is not None:
            answer, self._answer = self._answer, None
            await answer.finish()
