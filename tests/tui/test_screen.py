"""The screen around the conversation: panel, help, themes, keys, and terminals of any size."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from agent.events import ApprovalAsked, TextDelta, ToolFinished, ToolStarted
from base.errors import WaymarkError
from base.paths import Home
from learning.study import Study
from memory.records import StoredBlock, StoredPlan
from tests.tui.scripted import ScriptedModel, Step
from tests.tui.stage import staged
from tui.app import LIGHT
from tui.screens.help import HelpScreen
from tui.widgets.plan_block import PlanBlock
from tui.widgets.welcome import THINGS_TO_TRY

HELLO: list[Step] = [TextDelta("Hello.")]


@pytest.fixture
def planned(home: Home, study: Study) -> Home:
    """A home with one block today, Monday 23 November 2026, for a learner in Berlin."""
    study.profile.update(timezone="Europe/Berlin")
    block = StoredBlock(
        id="b1",
        start=datetime(2026, 11, 23, 18, 0, tzinfo=UTC),
        end=datetime(2026, 11, 23, 18, 45, tzinfo=UTC),
        kind="learn",
        topic="linear-algebra",
        title="Linear [Algebra]",
        reason="next in phase 0",
    )
    plan = StoredPlan(
        id="p1",
        week_start=date(2026, 11, 23),
        timezone="Europe/Berlin",
        status="draft",
        created_at=study.clock(),
        blocks=(block,),
        detail="{}",
    )
    study.memory.plans.save(plan)
    study.memory.plans.commit("p1", study.clock())
    return home


async def test_a_first_start_welcomes_and_says_who_answers_and_why(home: Home) -> None:
    async with staged(home, HELLO, model=ScriptedModel("offline", "no key is set")) as stage:
        await stage.until(lambda: "The offline mentor answers: no key is set" in stage.text)
        for thing in THINGS_TO_TRY:
            assert thing in stage.text


async def test_a_suggestion_is_written_into_the_input_to_be_changed_or_sent(home: Home) -> None:
    async with staged(home, HELLO) as stage:
        await stage.until_ready()
        await stage.pilot.click("Suggestion")
        await stage.until(lambda: stage.composer.text == THINGS_TO_TRY[0])
        assert stage.composer.has_focus
        assert stage.mentor.heard == []


async def test_the_panel_shows_today_in_the_learners_zone_and_how_far_each_phase_is(
    planned: Home,
) -> None:
    async with staged(planned, HELLO) as stage:
        await stage.until(lambda: "○ 19:00–19:45 Linear" in stage.text)
        assert "[Algebra]" in stage.text
        assert "░░░░░░░░░░ 0/" in stage.text


async def test_enter_on_a_block_marks_it_done(planned: Home, study: Study) -> None:
    async with staged(planned, HELLO) as stage:
        await stage.until(lambda: stage.chat.query(PlanBlock))
        stage.chat.query_one(PlanBlock).focus()
        await stage.pilot.press("enter")
        await stage.until(lambda: "✓ 19:00–19:45" in stage.text)
        stored = study.memory.plans.block("b1")
        assert stored is not None
        assert stored.status == "done"


async def test_the_panel_is_fresh_after_each_turn(home: Home, study: Study) -> None:
    async with staged(home, HELLO) as stage:
        await stage.until(lambda: "░░░░░░░░░░ 0/" in stage.text)
        study.memory.topics.set("calculus", "done", study.clock())
        await stage.say("done with it")
        await stage.until(lambda: "█░░░░░░░░░ 1/" in stage.text)


async def test_ctrl_b_hides_the_panel_and_a_narrow_terminal_has_none(home: Home) -> None:
    async with staged(home, HELLO) as stage:
        await stage.until(lambda: "Progress" in stage.text)
        await stage.pilot.press("ctrl+b")
        await stage.until(lambda: "Progress" not in stage.text)
        await stage.pilot.press("ctrl+b")
        await stage.until(lambda: "Progress" in stage.text)
        await stage.pilot.resize_terminal(90, 30)
        await stage.until(lambda: "Progress" not in stage.text)
        await stage.pilot.press("ctrl+b")
        await stage.until(lambda: "the panel needs 100 columns; here are 90" in stage.text)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (30, 8), (200, 60)])
async def test_everything_can_be_done_in_a_terminal_of_any_size(
    home: Home, size: tuple[int, int]
) -> None:
    script: list[Step] = [
        ToolStarted("plan_week", {"hours": 6}, "a"),
        ToolFinished("plan_week", "a", True, "Draft: 6 h in 8 blocks"),
        TextDelta("| a | b |\n|---|---|\n| 1 | 2 |\n\n```\n" + "x" * 300 + "\n```\n"),
        ApprovalAsked("commit_plan", {}, "It becomes binding. " * 20),
    ]
    async with staged(home, script, size=size) as stage:
        await stage.until_ready()
        for key in ("f1", "ctrl+o"):
            await stage.pilot.press(key)
            await stage.until(lambda: len(stage.app.screen_stack) == 2)
            await stage.pilot.press("escape")
            await stage.until(lambda: len(stage.app.screen_stack) == 1)
        await stage.say("plan")
        await stage.until(lambda: stage.chat.query("ApprovalCard"))
        await stage.pilot.press("escape")
        await stage.until_answered()
        assert not any(decision.approved for decision in stage.mentor.decisions)


@pytest.mark.parametrize("key", ["f1", "ctrl+p"])
async def test_help_lists_the_keys_and_their_names(home: Home, key: str) -> None:
    async with staged(home, HELLO, size=(100, 40)) as stage:
        await stage.until_ready()
        await stage.pilot.press(key)
        await stage.until(lambda: isinstance(stage.app.screen, HelpScreen))
        await stage.until(lambda: "Ctrl+J" in stage.text)
        for name in ("composer.send", "turn.stop", "conversation.list", "panel.toggle", "quit"):
            assert name in stage.text


async def test_a_key_is_changed_by_the_name_of_what_it_does(home: Home) -> None:
    keymap = {"composer.send": "ctrl+s", "panel.toggle": "f9"}
    async with staged(home, HELLO, keymap=keymap) as stage:
        await stage.until_ready()
        await stage.until(lambda: "Progress" in stage.text)
        await stage.pilot.press("f9")
        await stage.until(lambda: "Progress" not in stage.text)
        await stage.pilot.press(*"hi", "ctrl+s")
        await stage.until(lambda: stage.shown() == ["You: hi", "Hello."])


async def test_light_and_dark(home: Home) -> None:
    async with staged(home, HELLO) as stage:
        await stage.until_ready()
        await stage.say("hi")
        await stage.until_answered()
        await stage.pilot.press("f3")
        await stage.until(lambda: stage.app.theme == LIGHT)
        assert "Hello." in stage.text


async def test_files_that_cannot_be_opened_end_the_interface_with_the_reason(home: Home) -> None:
    home.root.mkdir()
    home.learner_db.write_bytes(b"not a database at all" * 100)
    async with staged(home, HELLO) as stage:
        await stage.until(lambda: stage.app.return_value is not None)
        assert isinstance(stage.app.return_value, WaymarkError)
