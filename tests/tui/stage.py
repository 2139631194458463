"""The interface on a stage: a real app and a real study, with a mentor of the test's choice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from textual.pilot import Pilot
from textual.widgets import Static

from base.errors import WaymarkError
from base.paths import Home
from learning.study import Study
from tests.tui.scripted import Gate, ScriptedMentor, ScriptedModel, Step
from tui.app import WaymarkApp
from tui.backstage import Backstage
from tui.screens.chat import ChatScreen
from tui.widgets.composer import Composer
from tui.widgets.conversation import ConversationView
from tui.widgets.messages import LearnerMessage, MentorMessage

_PATIENCE = 6000


async def wait_until(pilot: Pilot[WaymarkError], predicate: Callable[[], object]) -> None:
    """Let the app run until `predicate()`; fail when it does not come."""
    for _ in range(_PATIENCE):
        if predicate():
            return
        await pilot.pause(0.01)
    raise AssertionError(f"it did not come to pass; on the screen:\n{screen_text(pilot)}")


def screen_text(pilot: Pilot[WaymarkError]) -> str:
    """What stands on the screen, row by row."""
    return "\n".join(
        "".join(segment.text for segment in strip).rstrip()
        for strip in pilot.app.screen._compositor.render_strips()
    )


@dataclass
class Stage:
    """One run of the interface and everything a test looks at or turns."""

    pilot: Pilot[WaymarkError]
    app: WaymarkApp
    mentors: list[ScriptedMentor] = field(default_factory=list)

    @property
    def chat(self) -> ChatScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, ChatScreen)
        return screen

    @property
    def composer(self) -> Composer:
        return self.chat.query_one(Composer)

    @property
    def view(self) -> ConversationView:
        return self.chat.query_one(ConversationView)

    @property
    def mentor(self) -> ScriptedMentor:
        return self.mentors[-1]

    @property
    def text(self) -> str:
        return screen_text(self.pilot)

    def shown(self) -> list[str]:
        """The conversation from top to foot, each message or card as one string."""
        return [_words(child) for child in self.view.children]

    async def until(self, predicate: Callable[[], object]) -> None:
        await wait_until(self.pilot, predicate)

    async def until_ready(self) -> None:
        await self.until(lambda: self.mentors and "offline mentor" in self.text)

    async def say(self, text: str) -> None:
        """Write `text` and send it."""
        self.composer.focus()
        self.composer.show_text(text)
        await self.pilot.press("enter")

    async def until_answered(self) -> None:
        await self.until(lambda: not self.chat.is_answering and not self.chat.outbox.waiting)


def _words(widget: object) -> str:
    if isinstance(widget, LearnerMessage):
        return f"You: {widget.text}"
    if isinstance(widget, MentorMessage):
        return widget.source
    return str(widget.content) if isinstance(widget, Static) else type(widget).__name__


class StudyKeeper:
    """Opens the study as the app does, on the thread where the app opens it."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def __call__(self) -> Study:
        return Study.open(self._home)


@asynccontextmanager
async def staged(
    home: Home,
    *scripts: Sequence[Step],
    size: tuple[int, int] = (100, 30),
    first_time: bool = True,
    hold: Gate | None = None,
    refuse: WaymarkError | None = None,
    keymap: Mapping[str, str] | None = None,
    model: ScriptedModel | None = None,
) -> AsyncIterator[Stage]:
    """Run the interface; `hold` keeps the mentor from being ready, `refuse` from being opened."""
    mentors: list[ScriptedMentor] = []

    async def open_mentor(study: Study, conversation: str | None) -> ScriptedMentor:
        if hold is not None:
            await hold.passed()
        if refuse is not None:
            raise refuse
        name = conversation or f"conversation-{len(mentors) + 1}"
        mentors.append(ScriptedMentor(study, name, scripts, model or ScriptedModel()))
        return mentors[-1]

    backstage = Backstage(StudyKeeper(home), open_mentor)
    app = WaymarkApp(backstage, first_time=first_time, keymap=keymap)
    try:
        async with app.run_test(size=size) as pilot:
            yield Stage(pilot, app, mentors)
            await app.action_quit()
    finally:
        if hold is not None:
            hold.open()
        backstage.close()
