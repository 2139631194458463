"""Blocks that are moved, and drafts that are overtaken by what happens before the yes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from base.errors import InvalidInput, NotNow
from learning.intervals import Interval
from learning.plan_model import WeekPlan
from learning.study import Study
from learning.time_off import days_off
from memory.records import BusyTime

NEXT_MONDAY = datetime(2026, 11, 30, tzinfo=UTC)
WEEK_AFTER = "2026-12-07"


@pytest.fixture
def learner(study: Study) -> Study:
    study.profile.update(
        timezone="Europe/Berlin", hours=6, availability="mon-fri 19:00-21:00; sat 09:00-12:00"
    )
    return study


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the clock."""
    return lambda moment: monkeypatch.setenv("WAYMARK_NOW", moment)


def make_busy(study: Study, start: datetime, hours: int, title: str = "Concert") -> None:
    entry = BusyTime("work.ics", title, start, start + timedelta(hours=hours), title)
    study.memory.busy.add(entry)


def committed(study: Study, week: str = "next") -> WeekPlan:
    study.week.draft(week)
    return study.week.commit()


def test_a_block_moved_into_another_week_is_planned_round_and_counted_there(
    learner: Study,
) -> None:
    block = committed(learner).blocks[0]
    moved = learner.week.update_block(block.id, "move", f"{WEEK_AFTER} 19:30")
    plan = learner.week.draft(WEEK_AFTER)
    assert all(not b.interval.overlaps(Interval(moved.start, moved.end)) for b in plan.blocks)
    assert plan.minutes <= 360 - block.minutes
    learner.week.commit()
    day = [b.id for b in learner.week.blocks(WEEK_AFTER)]
    assert moved.id in day


def test_a_block_moved_away_is_still_there_when_its_own_week_is_planned_again(
    learner: Study,
) -> None:
    block = committed(learner).blocks[0]
    moved = learner.week.update_block(block.id, "move", f"{WEEK_AFTER} 19:30")
    again = committed(learner)
    assert moved.start in {b.start for b in again.blocks}
    assert learner.memory.plans.block(block.id) == moved


def test_two_blocks_of_a_draft_are_not_moved_onto_each_other(learner: Study) -> None:
    first, second, *_ = learner.week.draft("next").blocks
    with pytest.raises(InvalidInput, match="there is already"):
        learner.week.update_block(first.id, "move", second.start.isoformat())


def test_a_draft_is_not_committed_over_what_became_busy(learner: Study) -> None:
    drafted = learner.week.draft("next")
    make_busy(learner, drafted.blocks[0].start, 2)
    with pytest.raises(NotNow, match="your calendar has “Concert”") as caught:
        learner.week.commit()
    assert "waymark plan --week 2026-11-30" in caught.value.hint
    assert learner.week.blocks("next") == ()
    assert committed(learner).blocks[0].start != drafted.blocks[0].start


def test_a_draft_is_not_committed_over_a_block_that_was_moved_since(learner: Study) -> None:
    block = committed(learner).blocks[0]
    learner.week.draft(WEEK_AFTER)
    other = learner.week.draft_of(WEEK_AFTER)
    assert other is not None
    learner.week.update_block(block.id, "move", other.blocks[0].start.isoformat())
    with pytest.raises(NotNow, match=f"“{block.title}” is already at"):
        learner.week.commit()


def test_a_draft_does_not_undo_a_move_that_came_after_it(learner: Study) -> None:
    block = committed(learner).blocks[0]
    learner.week.draft("next", hours=7)
    learner.week.update_block(block.id, "move", "sun 10:00")
    with pytest.raises(NotNow, match="was moved after this was drafted"):
        learner.week.commit()
    assert committed(learner).committed
    moved = learner.memory.plans.block(block.id)
    assert moved is not None
    assert f"{moved.start:%a}" == "Sun"


def test_a_draft_whose_time_is_over_is_not_committed(
    learner: Study, at: Callable[[str], None]
) -> None:
    learner.week.draft("this")
    at("2026-11-26T08:00:00+00:00")
    with pytest.raises(NotNow, match="is over"):
        learner.week.commit()
    assert committed(learner, "this").committed


def test_a_block_the_learner_placed_gives_way_to_a_busy_time(learner: Study) -> None:
    block = committed(learner).blocks[0]
    moved = learner.week.update_block(block.id, "move", "sun 10:00")
    make_busy(learner, moved.start, 2)
    assert [b.id for b in learner.week.clashes()] == [moved.id]
    again = committed(learner)
    assert "Sun" not in {f"{b.start:%a}" for b in again.blocks}
    assert learner.week.clashes() == ()


def test_days_off_are_kept_free(learner: Study) -> None:
    days = days_off(
        NEXT_MONDAY.date(),
        NEXT_MONDAY.date() + timedelta(days=3),
        "Skiing",
        learner.week.zone,
        learner.clock(),
    )
    learner.memory.busy.add(days)
    learner.memory.busy.add(days)
    assert len(learner.memory.busy.between(days.start, days.end)) == 1
    assert {f"{b.start:%a}" for b in learner.week.draft("next").blocks} == {"Fri", "Sat"}


@pytest.mark.parametrize(("first", "last"), [(3, 1), (-9, -8), (0, 400)])
def test_days_off_that_cannot_be_are_refused(learner: Study, first: int, last: int) -> None:
    monday = NEXT_MONDAY.date()
    with pytest.raises(InvalidInput) as caught:
        days_off(
            monday + timedelta(days=first), monday + timedelta(days=last), "x",
            learner.week.zone, learner.clock(),
        )  # fmt: skip
    assert caught.value.hint


def test_a_finished_project_is_not_planned_again(learner: Study) -> None:
    project = learner.roadmap.projects[0]
    for topic in project.topics:
        learner.progress.set_status(topic, "done")
    block = next(b for b in learner.week.draft("next").blocks if b.kind == "project")
    noted = learner.progress.set_status(block.title, "done")
    assert noted.topic == project.id
    assert learner.progress.title_of(noted.topic) == project.title
    assert project.id not in {b.topic for b in learner.week.draft("next").blocks}
