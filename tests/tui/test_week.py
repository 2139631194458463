"""The week in the interface: marked, moved and repaired by key."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.widgets import OptionList, Static

from base.paths import Home
from learning.study import Study
from memory.records import StoredBlock
from tests.tui.stage import Stage, staged
from tui.screens.confirm import ConfirmScreen
from tui.screens.line import LineScreen
from tui.screens.week import WeekScreen

TUESDAY_NOON = "2026-11-24T12:00:00+01:00"


@pytest.fixture
def blocks(study: Study) -> tuple[StoredBlock, ...]:
    """This week's plan, committed on Monday morning."""
    study.profile.update("Europe/Berlin", 6, "mon-fri 19:00-21:00; sat-sun 09:00-12:00")
    study.week.draft("this")
    study.week.commit()
    return study.week.blocks("this")


async def open_week(stage: Stage) -> OptionList:
    await stage.until_ready()
    await stage.pilot.press("f2")
    await stage.until(lambda: isinstance(stage.app.screen, WeekScreen))
    await stage.until(lambda: stage.app.screen.query_one(OptionList).highlighted is not None)
    return stage.app.screen.query_one(OptionList)


def note(stage: Stage) -> str:
    return str(stage.app.screen.query_one("#week-note", Static).content)


async def test_a_block_is_marked_done_and_that_is_taken_back(
    home: Home, study: Study, blocks: tuple[StoredBlock, ...]
) -> None:
    async with staged(home, first_time=False, size=(110, 40)) as stage:
        await open_week(stage)
        assert "Mon 23 Nov" in stage.text
        assert blocks[0].title in stage.text
        await stage.pilot.press("d")
        await stage.until(lambda: "✓ 19:00" in stage.text)
        assert study.week.blocks("this")[0].status == "done"
        await stage.pilot.press("d")
        await stage.until(lambda: "is done already" in note(stage))
        await stage.pilot.press("u")
        await stage.until(lambda: study.week.blocks("this") == blocks)


async def test_a_block_is_moved_to_where_the_learner_says(
    home: Home, study: Study, blocks: tuple[StoredBlock, ...]
) -> None:
    async with staged(home, first_time=False, size=(110, 40)) as stage:
        await open_week(stage)
        await stage.pilot.press("m")
        await stage.until(lambda: isinstance(stage.app.screen, LineScreen))
        await stage.pilot.press(*"sometime", "enter")
        await stage.until(lambda: "does not say when" in note(stage))
        await stage.pilot.press("m")
        await stage.until(lambda: isinstance(stage.app.screen, LineScreen))
        await stage.pilot.press(*"sun 15:00", "enter")
        await stage.until(lambda: "15:00" in stage.text)
        moved = study.memory.plans.block(blocks[0].id)
        assert moved is not None
        assert f"{moved.start:%a}" == "Sun"


async def test_missed_blocks_are_told_and_repaired_only_on_a_yes(
    home: Home,
    study: Study,
    blocks: tuple[StoredBlock, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WAYMARK_NOW", TUESDAY_NOON)
    async with staged(home, first_time=False, size=(110, 40)) as stage:
        await stage.until_ready()
        await stage.until(lambda: "1 block was not marked" in stage.text)
        await open_week(stage)
        await stage.until(lambda: "1 block is not marked" in note(stage))
        await stage.pilot.press("r")
        await stage.until(lambda: isinstance(stage.app.screen, ConfirmScreen))
        await stage.until(lambda: "moved" in stage.text)
        await stage.pilot.press("n")
        await stage.until(lambda: "Nothing was changed" in note(stage))
        assert study.week.blocks("this") == blocks
        await stage.pilot.press("r")
        await stage.until(lambda: isinstance(stage.app.screen, ConfirmScreen))
        await stage.pilot.press("y")
        await stage.until(lambda: "Repaired" in note(stage))
        mended = study.memory.plans.block(blocks[0].id)
        assert mended is not None
        assert mended.start - blocks[0].start >= timedelta(hours=12)
        await stage.pilot.press("u")
        await stage.until(lambda: study.week.blocks("this") == blocks)


async def test_in_a_small_terminal_the_keys_and_the_yes_stay_in_sight(
    home: Home, blocks: tuple[StoredBlock, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert blocks
    monkeypatch.setenv("WAYMARK_NOW", "2026-11-26T22:00:00+01:00")
    async with staged(home, first_time=False, size=(60, 20)) as stage:
        await open_week(stage)
        await stage.until(lambda: "r offers a repair" in note(stage))
        await stage.until(lambda: "Esc closes" in stage.text)
        await stage.pilot.press("r")
        await stage.until(lambda: isinstance(stage.app.screen, ConfirmScreen))
        await stage.until(lambda: "Yes (y)" in stage.text)


async def test_the_next_week_and_an_empty_one_say_what_to_do(
    home: Home, blocks: tuple[StoredBlock, ...]
) -> None:
    async with staged(home, first_time=False, size=(110, 40)) as stage:
        await open_week(stage)
        await stage.pilot.press("n")
        await stage.until(lambda: "30 Nov to 6 Dec 2026" in stage.text)
        assert "plan next week" in stage.text
        await stage.pilot.press("r")
        await stage.until(lambda: "nothing to repair" in note(stage))
        await stage.pilot.press("escape")
        await stage.until(lambda: stage.app.screen is stage.chat)
