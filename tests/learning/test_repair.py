"""A week in which something was missed, moved or fell through, mended with the least change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from base.errors import InvalidInput, NotNow
from base.paths import Home
from learning.block_undo import rest_id
from learning.plan_model import WeekPlan
from learning.repair_diff import repair_lines
from learning.study import Study
from learning.wishes import Wishes
from memory.records import BusyTime

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the clock."""
    return lambda moment: monkeypatch.setenv("WAYMARK_NOW", moment)


def commit_this_week(study: Study) -> WeekPlan:
    study.profile.update(
        timezone="Europe/Berlin", hours=6, availability="mon-fri 19:00-21:00; sat-sun 09:00-12:00"
    )
    study.week.draft("this")
    return study.week.commit()


def placed(plan: WeekPlan) -> dict[str, tuple[datetime, datetime]]:
    return {block.id: (block.start, block.end) for block in plan.blocks}


def test_a_plan_in_which_nothing_happened_needs_no_repair(study: Study) -> None:
    plan = commit_this_week(study)
    repair = study.repairs.propose()
    assert repair.changes == ()
    assert repair.draft is None
    assert study.repairs.apply(repair) is None
    assert len(repair.fates) == len(plan.blocks)
    assert "needs no repair" in repair_lines(repair)[0]


def test_a_missed_block_finds_a_place_and_is_applied_only_on_yes(
    study: Study, at: Callable[[str], None]
) -> None:
    plan = commit_this_week(study)
    first = plan.blocks[0]
    at((first.end + timedelta(hours=1)).isoformat())
    repair = study.repairs.propose()
    missed = next(fate for fate in repair.fates if fate.id == first.id)
    assert (missed.fate, missed.missed) == ("moved", True)
    assert placed(study.week.plan_of("this") or plan) == placed(plan)
    mended = study.repairs.apply(repair)
    assert mended is not None
    assert mended.committed
    changed = {fate.id for fate in repair.changes}
    for block_id, span in placed(plan).items():
        assert block_id in changed or placed(mended)[block_id] == span
    assert study.repairs.propose().changes == ()


def test_a_missed_block_whose_topic_is_done_meanwhile_is_not_brought_back(
    study: Study, at: Callable[[str], None]
) -> None:
    plan = commit_this_week(study)
    learn = next(block for block in plan.blocks if block.kind == "learn")
    assert learn.topic is not None
    for block in plan.blocks:
        if block.end < learn.start:
            study.week.update_block(block.id, "done")
    study.memory.topics.set(learn.topic, "done", MONDAY)
    at((learn.end + timedelta(minutes=5)).isoformat())
    assert learn.id not in {fate.id for fate in study.repairs.propose().fates}


def test_days_that_are_lost_are_kept_free_and_what_has_no_place_is_named(study: Study) -> None:
    plan = commit_this_week(study)
    off = ("mon", "tue", "wed", "thu", "fri", "sat")
    repair = study.repairs.propose(Wishes(days_off=off))
    for fate in repair.fates:
        assert fate.place is None or f"{fate.place.start:%a}" == "Sun"
    left_out = [fate for fate in repair.fates if fate.fate == "left out"]
    assert left_out
    assert all(fate.reason for fate in left_out)
    mended = study.repairs.apply(repair)
    assert mended is not None
    assert {b.id for b in mended.blocks} == {b.id for b in plan.blocks} - {f.id for f in left_out}


def test_a_block_in_a_new_busy_time_moves_and_no_other(study: Study) -> None:
    plan = commit_this_week(study)
    block = plan.blocks[-1]
    study.memory.busy.add(BusyTime("x.ics", "1", block.start, block.end, "Concert"))
    repair = study.repairs.propose()
    assert block.id in {fate.id for fate in repair.changes}
    assert "its time is no longer free" in "\n".join(repair_lines(repair))
    assert study.repairs.apply(repair) is not None
    assert study.week.clashes() == ()


def test_a_block_the_learner_placed_stays(study: Study, at: Callable[[str], None]) -> None:
    plan = commit_this_week(study)
    moved = study.week.update_block(plan.blocks[-1].id, "move", "sun 15:00")
    first = next(b for b in plan.blocks if b.id != moved.id)
    at((first.end + timedelta(hours=1)).isoformat())
    mended = study.repairs.apply(study.repairs.propose())
    assert mended is not None
    assert placed(mended)[moved.id] == (moved.start, moved.end)


def test_undo_brings_back_what_stood_and_keeps_what_was_done_since(
    study: Study, at: Callable[[str], None]
) -> None:
    plan = commit_this_week(study)
    first = plan.blocks[0]
    at((first.end + timedelta(hours=1)).isoformat())
    study.repairs.apply(study.repairs.propose())
    done = study.week.update_block(first.id, "done", minutes=40)
    restored = study.repairs.undo()
    others = {k: v for k, v in placed(restored).items() if k != first.id}
    assert others == {k: v for k, v in placed(plan).items() if k != first.id}
    assert study.memory.plans.block(first.id) == done
    with pytest.raises(NotNow, match="no repair to undo"):
        study.repairs.undo()


def test_what_was_cut_off_a_block_finds_a_place_on_a_later_day(study: Study) -> None:
    plan = commit_this_week(study)
    first = plan.blocks[0]
    study.week.update_block(first.id, "shorten", "half")
    repair = study.repairs.propose()
    (rest,) = repair.changes
    assert (rest.cut_off, rest.title, rest.was.minutes) == (True, first.title, rest.place.minutes)  # type: ignore[union-attr]  # it found one
    assert rest.place is not None
    assert rest.place.start.date() > first.start.date()
    mended = study.repairs.apply(repair)
    assert mended is not None
    assert {b.id for b in mended.blocks} == {b.id for b in plan.blocks} | {rest.id}
    assert study.repairs.propose().draft is None
    with pytest.raises(NotNow, match="has a place of its own"):
        study.week.update_block(first.id, "undo")
    study.repairs.undo()
    study.week.update_block(first.id, "undo")
    assert placed(study.week.plan_of("this") or plan) == placed(plan)


def test_half_a_block_done_leaves_the_other_half_to_a_repair_and_a_quick_one_nothing(
    study: Study,
) -> None:
    plan = commit_this_week(study)
    first, second = plan.blocks[:2]
    study.week.update_block(first.id, "done", "half of it")
    study.week.update_block(second.id, "done", minutes=20)
    (rest,) = study.repairs.propose().changes
    half = first.minutes - first.minutes // 2
    assert (rest.cut_off, rest.was.minutes) == (True, half - half % 5)


def test_what_is_too_short_for_a_block_is_not_looked_a_place_for(study: Study) -> None:
    plan = commit_this_week(study)
    study.week.update_block(plan.blocks[0].id, "shorten", minutes=plan.blocks[0].minutes - 10)
    assert study.repairs.propose().draft is None


def test_days_of_illness_are_noted_even_where_no_block_can_change(
    study: Study, at: Callable[[str], None]
) -> None:
    plan = commit_this_week(study)
    at("2026-11-29T22:00:00+00:00")
    repair = study.repairs.propose(Wishes(days_off=("tue", "wed")))
    assert repair.noted_off == ("tue", "wed")
    assert all(fate.place is None for fate in repair.changes)
    mended = study.repairs.apply(repair)
    assert mended is not None
    assert placed(mended) == placed(plan)
    assert study.repairs.propose(Wishes(days_off=("tue", "wed"))).draft is None


def test_a_coming_week_is_mended_round_a_calendar_that_came_later(study: Study) -> None:
    commit_this_week(study)
    study.week.draft("next")
    plan = study.week.commit()
    block = plan.blocks[1]
    study.memory.busy.add(BusyTime("x.ics", "1", block.start, block.end, "Concert"))
    repair = study.repairs.propose(week="next")
    assert block.id in {fate.id for fate in repair.changes}
    mended = study.repairs.apply(repair)
    assert mended is not None
    assert study.week.clashes() == ()
    study.memory.busy.replace("x.ics", ())
    study.repairs.undo("next")
    assert placed(study.week.plan_of("next") or mended) == placed(plan)


def test_days_until_are_those_left_of_the_week(study: Study, at: Callable[[str], None]) -> None:
    at("2026-11-25T09:00:00+00:00")
    assert study.repairs.days_until("fri") == ("wed", "thu", "fri")
    assert study.repairs.days_until("tuesday") == ("wed", "thu", "fri", "sat", "sun")
    assert study.repairs.days_until("2026-12-01", "next") == ("mon", "tue")
    with pytest.raises(InvalidInput, match="before"):
        study.repairs.days_until("2026-11-24")


def test_without_a_committed_plan_there_is_nothing_to_repair(study: Study) -> None:
    with pytest.raises(NotNow, match="nothing to repair") as caught:
        study.repairs.propose()
    assert "waymark plan" in caught.value.hint


# A block that is shortened runs while a busy time comes over it.
@example(hours=9, marks=[*["done"] * 5, "shorten", "done", "done"], off=set(), busy=0)
@settings(max_examples=15)
@given(
    hours=st.integers(0, 6 * 24),
    marks=st.lists(
        st.sampled_from(["done", "skip", "leave", "half", "shorten"]), min_size=8, max_size=8
    ),
    off=st.sets(st.sampled_from(["tue", "thu", "sat", "sun"]), max_size=2),
    busy=st.integers(0, 6),
)
def test_whatever_happened_a_repair_keeps_its_promises(
    hours: int, marks: list[str], off: set[str], busy: int
) -> None:
    clock = [MONDAY]
    with TemporaryDirectory() as folder:
        study = Study.open(Home(Path(folder)), lambda: clock[0])
        plan = commit_this_week(study)
        now = clock[0] = MONDAY + timedelta(hours=hours)
        for block, mark in zip(plan.blocks, marks, strict=False):
            if mark == "shorten":
                study.week.update_block(block.id, "shorten", "half")
            elif mark != "leave" and block.end <= now:
                when = mark if mark == "half" else None
                study.week.update_block(block.id, "skip" if mark == "skip" else "done", when)
        start = MONDAY.replace(hour=18) + timedelta(days=busy)
        end = start + timedelta(hours=1)
        study.memory.busy.add(BusyTime("x.ics", "1", start, end, "Concert"))
        before = {block.id: block for block in study.week.blocks("this")}
        repair = study.repairs.propose(Wishes(days_off=tuple(sorted(off))))
        assert study.repairs.propose(Wishes(days_off=tuple(sorted(off)))) == repair
        study.repairs.apply(repair)
        after = {block.id: block for block in study.week.blocks("this")}
        assert set(after) <= {*before, *map(rest_id, before)}
        for stood in before.values():
            if stood.status != "planned" or stood.start <= now < stood.end:
                assert after[stood.id] == stood
        coming = sorted(
            (b for b in after.values() if b.status == "planned" and b.start > now),
            key=lambda b: b.start,
        )
        assert all(a.end <= b.start for a, b in pairwise(coming))
        for stands in coming:
            assert stands.end <= start or end <= stands.start
            assert f"{stands.start:%a}".lower() not in off
            builds_on = study.roadmap.prerequisites(stands.topic) if stands.topic else ()
            before_it = {topic.id for topic in builds_on}
            assert all(b.end <= stands.start for b in coming if b.topic in before_it)
        for cut in before.values():
            if (rest := after.get(rest_id(cut.id))) is not None:
                assert rest.start.date() > cut.start.date()
        left_out = {fate.id for fate in repair.fates if fate.place is None}
        again = study.repairs.propose()
        assert {fate.id for fate in again.fates if fate.place is None} <= left_out
        study.close()
