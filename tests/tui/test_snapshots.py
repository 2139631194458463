"""Six screens, as they are meant to look. `pytest --snapshot-update` redraws them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from textual.pilot import Pilot

from agent.events import ApprovalAsked, TextDelta, ToolFinished, ToolStarted
from base.paths import Home
from learning.study import Study
from tests.tui.scripted import Gate, ScriptedMentor, Step
from tests.tui.stage import Stage, StudyKeeper
from tui.app import WaymarkApp
from tui.backstage import Backstage
from tui.widgets.approval import ApprovalCard

SnapCompare = Callable[..., bool]
SIZE = (110, 34)
ANSWER: list[Step] = [
    ToolStarted("show_progress", {}, "a"),
    ToolFinished("show_progress", "a", True, "3 of 116 topics done"),
    ToolStarted("plan_week", {"week": "next", "hours": 6}, "b"),
    ToolFinished("plan_week", "b", False, "there are no free hours on Friday"),
    TextDelta(
        "## Next week\n\nYou have **6 hours**. I would begin with\n\n- *Linear Algebra*, 3 h\n"
        "- `numpy` practice, 3 h\n\n```python\nx = np.eye(3)\n```\n\nShall I plan it like that?"
    ),
]


def draw(
    snap_compare: SnapCompare,
    home: Home,
    script: list[Step],
    play: Callable[[Stage], Awaitable[None]],
    *,
    first_time: bool = True,
    size: tuple[int, int] = SIZE,
) -> bool:
    """Play on a real app with a scripted mentor, and compare what is then on the screen."""
    mentors: list[ScriptedMentor] = []

    async def open_mentor(study: Study, conversation: str | None) -> ScriptedMentor:
        mentors.append(ScriptedMentor(study, conversation or "new", [script]))
        return mentors[-1]

    backstage = Backstage(StudyKeeper(home), open_mentor)
    app = WaymarkApp(backstage, first_time=first_time)

    async def run_before(pilot: Pilot[Any]) -> None:
        stage = Stage(pilot, app, mentors)
        stage.composer.cursor_blink = False
        await stage.until_ready()
        await stage.until(lambda: "Specialization" in stage.text or size[0] < 100)
        await play(stage)
        await pilot.pause()

    try:
        return snap_compare(app, run_before=run_before, terminal_size=size)
    finally:
        backstage.close()


def test_the_first_start(snap_compare: SnapCompare, home: Home) -> None:
    async def play(stage: Stage) -> None:
        await stage.until(lambda: "no key is set" in stage.text)

    assert draw(snap_compare, home, [], play)


async def _ask(stage: Stage) -> None:
    await stage.say("Plan my next week.\nI have 6 hours.")
    await stage.until_answered()
    await stage.until(lambda: "Plan my next" in stage.text.splitlines()[-1])


def test_a_conversation_with_steps_and_the_panel(snap_compare: SnapCompare, home: Home) -> None:
    assert draw(snap_compare, home, [*ANSWER], _ask)


def test_a_conversation_in_a_small_terminal(snap_compare: SnapCompare, home: Home) -> None:
    assert draw(snap_compare, home, [*ANSWER], _ask, size=(60, 20))


def test_an_approval(snap_compare: SnapCompare, home: Home) -> None:
    async def play(stage: Stage) -> None:
        await stage.say("Make it so.")
        await stage.until(lambda: stage.chat.query(ApprovalCard))
        card = stage.chat.query_one(ApprovalCard)
        await stage.until(lambda: card.armed and card.has_focus)

    preview = "The week of 30 Nov becomes your plan: 6 h in 8 blocks.\nIt replaces nothing."
    script: list[Step] = [
        TextDelta("One moment."),
        ApprovalAsked("commit_plan", {"plan": "p1"}, preview),
    ]
    assert draw(snap_compare, home, [*script], play)


def test_the_week_with_a_missed_block(
    snap_compare: SnapCompare, home: Home, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.profile.update("Europe/Berlin", 6, "mon-fri 19:00-21:00; sat-sun 09:00-12:00")
    study.week.draft("this")
    study.week.commit()
    monkeypatch.setenv("WAYMARK_NOW", "2026-11-25T12:00:00+01:00")
    study.week.update_block(study.week.blocks("this")[0].id, "done", minutes=50)

    async def play(stage: Stage) -> None:
        await stage.pilot.press("f2")
        await stage.until(lambda: "r offers a repair" in stage.text)

    assert draw(snap_compare, home, [], play, first_time=False)


@pytest.fixture
def talked(home: Home, study: Study) -> Home:
    for day, text in (
        (3, "What is a gradient?"),
        (20, "Quiz me on [python]"),
        (23, "Plan my week"),
    ):
        at = datetime(2026, 11, day, 8, 0, tzinfo=UTC)
        study.memory.transcripts.append(f"c{day}", "learner", text, at)
        study.memory.transcripts.append(f"c{day}", "mentor", "Gladly.", at)
    study.profile.update(timezone="Europe/Berlin")
    return home


def test_the_list_of_conversations(snap_compare: SnapCompare, talked: Home) -> None:
    async def play(stage: Stage) -> None:
        await stage.pilot.press("ctrl+o")
        await stage.until(lambda: "What is a gradient?" in stage.text)

    assert draw(snap_compare, talked, [Gate()], play, first_time=False)
