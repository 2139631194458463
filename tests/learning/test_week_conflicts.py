"""Where not all can be kept: which wishes clash, and ways out that hold when they are taken."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.plan_core import smallest_conflict
from learning.plan_model import Conflict, WayOut, WeekPlan
from learning.study import Study
from learning.wishes import Wishes
from memory.records import BusyTime, ReviewCard

NEXT_MONDAY = datetime(2026, 11, 30, tzinfo=UTC)
NAMES = "abcdef"


@pytest.fixture
def learner(study: Study) -> Study:
    study.profile.update(
        timezone="Europe/Berlin", hours=6, availability="mon-fri 19:00-21:00; sat 09:00-12:00"
    )
    return study


def due_cards(study: Study, number: int) -> None:
    for card in range(number):
        due = NEXT_MONDAY - timedelta(days=3)
        study.memory.reviews.add(
            ReviewCard(f"c{card}", "git", None, "front", "back", "{}", due, due)
        )


def way(conflict: Conflict, change: str) -> WayOut:
    return next(way for way in conflict.ways_out if way.change == change)


def clashes(plan: WeekPlan) -> list[set[str]]:
    return [set(conflict.wishes) for conflict in plan.conflicts]


@given(st.lists(st.frozensets(st.sampled_from(NAMES), min_size=1, max_size=4), max_size=5))
def test_the_conflict_that_is_named_is_the_smallest(forbidden: list[frozenset[str]]) -> None:
    def kept(wishes: frozenset[str]) -> bool:
        return not any(clash <= wishes for clash in forbidden)

    found = smallest_conflict(NAMES, kept)
    if not forbidden:
        assert found == ()
        return
    assert not kept(frozenset(found))
    assert all(kept(frozenset(fewer)) for fewer in combinations(NAMES, len(found) - 1))


def test_what_fits_has_no_conflict(learner: Study) -> None:
    plan = learner.week.draft("next", wishes=Wishes(days_off=("wed",), block_minutes=45))
    assert plan.conflicts == ()


def test_a_day_off_that_leaves_too_little_time_clashes_with_the_hours(learner: Study) -> None:
    plan = learner.week.draft("next", hours=11, wishes=Wishes(days_off=("wed",)))
    (conflict,) = plan.conflicts
    assert set(conflict.wishes) == {"days off", "availability", "hours"}
    assert {w.change for w in conflict.ways_out} == {"days off", "availability", "hours"}
    less = way(conflict, "hours")
    assert less.minutes == 660 - plan.minutes
    assert learner.week.draft("next", hours=(660 - less.minutes) / 60).conflicts == ()


def test_a_day_given_back_solves_what_it_is_said_to_solve(learner: Study) -> None:
    plan = learner.week.draft("next", hours=11, wishes=Wishes(days_off=("wed",)))
    assert way(plan.conflicts[0], "days off").says == "allow some study on wed"
    assert learner.week.draft("next", wishes=Wishes(days_on=("wed",))).conflicts == ()


def test_the_time_that_is_missing_is_told_to_the_minute(learner: Study) -> None:
    learner.profile.update(availability="sat 09:00-12:00")
    plan = learner.week.draft("next", hours=4, wishes=Wishes(block_minutes=50))
    (conflict,) = plan.conflicts
    more = way(conflict, "availability")
    assert more.minutes is not None

    def with_more(minutes: int) -> list[set[str]]:
        hour, minute = divmod(9 * 60 + minutes, 60)
        learner.profile.update(availability=f"sat 09:00-12:00; sun 09:00-{hour:02d}:{minute:02d}")
        return clashes(learner.week.draft("next"))

    assert with_more(more.minutes) == []
    assert with_more(more.minutes - 5) != []


def test_reviews_that_take_more_than_the_hours_clash_with_them(learner: Study) -> None:
    due_cards(learner, 40)
    plan = learner.week.draft("next", hours=1, focus=["terminal"])
    (conflict,) = plan.conflicts
    assert set(conflict.wishes) == {"reviews", "a focus on terminal", "hours"}
    more = way(conflict, "hours")
    assert more.minutes is not None
    assert learner.week.draft("next", hours=(60 + more.minutes) / 60).conflicts == ()


def test_many_cards_take_several_sittings_up_to_half_of_the_week(learner: Study) -> None:
    due_cards(learner, 45)
    plan = learner.week.draft("next")
    reviews = [block for block in plan.blocks if block.kind == "review"]
    assert sum(block.minutes for block in reviews) == 90
    assert all(block.minutes <= 30 for block in reviews)
    due_cards(learner, 400)
    plan = learner.week.draft("next")
    reviews = [block for block in plan.blocks if block.kind == "review"]
    assert sum(block.minutes for block in reviews) <= 180
    assert "half of the week" in reviews[0].reason


def test_a_deadline_too_near_says_how_much_more_or_how_much_later(learner: Study) -> None:
    for topic in learner.roadmap.prerequisites("terminal"):
        learner.progress.set_status(topic.id, "done")
    learner.profile.update(deadline="2026-12-06")
    plan = learner.week.draft("next", hours=1, focus=["terminal"])
    (conflict,) = plan.conflicts
    assert set(conflict.wishes) == {"deadline", "hours"}
    assert conflict.helps.count("; or ") == len(conflict.ways_out) - 1
    later = way(conflict, "deadline")
    found = re.search(r"to (\d{4}-\d\d-\d\d)", later.says)
    assert found is not None
    day = date.fromisoformat(found[1])
    learner.profile.update(deadline=day - timedelta(days=1))
    assert clashes(learner.week.draft("next")) == [{"deadline", "hours"}]
    learner.profile.update(deadline=day)
    assert learner.week.draft("next").conflicts == ()


def test_work_for_a_deadline_is_over_by_then(learner: Study) -> None:
    learner.profile.update(deadline="2026-12-02")
    plan = learner.week.draft("next")
    assert plan.blocks
    assert max(b.end for b in plan.blocks).date() <= date(2026, 12, 2)


def test_an_appointment_that_is_in_the_way_is_named(learner: Study) -> None:
    learner.profile.update(availability="sat 09:00-13:00")
    start = NEXT_MONDAY + timedelta(days=5, hours=8, minutes=30)
    learner.memory.busy.add(BusyTime("work.ics", "1", start, start + timedelta(hours=2), "Plumber"))
    plan = learner.week.draft("next", hours=2)
    (conflict,) = plan.conflicts
    assert set(conflict.wishes) == {"busy times", "hours", "availability"}
    freed = way(conflict, "busy times")
    assert freed.says == "free Sat 5 Dec, 09:30–11:30 in your calendar"
    learner.memory.busy.replace("work.ics", ())
    assert learner.week.draft("next").conflicts == ()


def test_time_left_free_is_kept_free(learner: Study) -> None:
    plan = learner.week.draft("next", wishes=Wishes(slack_percent=50))
    assert plan.minutes == 360
    tight = learner.week.draft("next", hours=8)
    assert tight.minutes <= 13 * 60 / 2
    assert set(tight.conflicts[0].wishes) == {"time left free", "availability", "hours"}


def test_breaks_and_hours_of_energy_are_the_learners(learner: Study) -> None:
    plan = learner.week.draft("next", wishes=Wishes(break_minutes=30, energy="morning"))
    days: dict[date, list[datetime]] = {}
    for block in plan.blocks:
        days.setdefault(block.start.date(), []).extend([block.start, block.end])
    for moments in days.values():
        for end, start in zip(moments[1::2], moments[2::2], strict=False):
            assert start - end >= timedelta(minutes=30)
    assert "breaks of 30 min" in plan.kept_wishes
    assert "what is hard in the morning" in plan.kept_wishes


class TestAWeekInWhichNothingFits:
    """The fewest wishes that keep even one block away, and ways out that let one in."""

    def nothing(self, learner: Study, wishes: Wishes | None = None, **asked: float) -> Conflict:
        plan = learner.week.draft("next", wishes=wishes, **asked)  # type: ignore[arg-type]  # hours
        assert (plan.status, plan.blocks) == ("infeasible", ())
        assert learner.week.latest_draft() is None
        (conflict,) = plan.conflicts
        assert conflict.says.startswith("Not one block fits")
        assert conflict.ways_out
        return conflict

    def test_free_times_too_short_for_a_block(self, learner: Study) -> None:
        learner.profile.update(availability="sat 10:00-10:30")
        conflict = self.nothing(learner)
        assert set(conflict.wishes) == {"availability", "block length"}
        assert "30 min at the longest" in conflict.says
        assert way(conflict, "block length").says == "ask for blocks of 30 min"
        more = way(conflict, "availability")
        assert more.says == (
            "find 45 min more of free time, or 15 min right after Sat 5 Dec, 10:00–10:30"
        )
        learner.profile.update(availability="sat 10:00-10:40")
        assert learner.week.draft("next").status == "infeasible"
        learner.profile.update(availability="sat 10:00-10:45")
        assert learner.week.draft("next").blocks
        learner.profile.update(availability="sat 10:00-10:30", block_minutes=30)
        assert learner.week.draft("2026-12-07").blocks

    def test_hours_too_few_for_a_block(self, learner: Study) -> None:
        conflict = self.nothing(learner, hours=0.5)
        assert set(conflict.wishes) == {"hours", "block length"}
        assert way(conflict, "hours").says == "plan 45 min, 15 min more"
        assert learner.week.draft("next", hours=0.75).blocks

    def test_the_only_free_day_taken_off(self, learner: Study) -> None:
        learner.profile.update(availability="mon 19:00-21:00")
        conflict = self.nothing(learner, Wishes(days_off=("mon",)))
        assert set(conflict.wishes) == {"availability", "days off"}
        assert way(conflict, "days off").says == "allow some study on mon"

    def test_a_part_of_the_day_that_is_never_free(self, learner: Study) -> None:
        conflict = self.nothing(learner, Wishes(parts=("afternoon",)))
        assert set(conflict.wishes) == {"availability", "parts of the day"}
        assert way(conflict, "parts of the day").says == "allow the morning or evening too"

    def test_a_limit_of_a_day_below_a_block(self, learner: Study) -> None:
        conflict = self.nothing(learner, Wishes(at_most=("30 min a day",)))
        assert set(conflict.wishes) == {"limits of a day", "block length"}
        assert way(conflict, "limits of a day").says == "allow 45 min a day"

    def test_times_kept_free(self, learner: Study) -> None:
        wishes = Wishes(keep_free=("after 18:00", "before 13:00"))
        conflict = self.nothing(learner, wishes)
        assert set(conflict.wishes) == {"availability", "times kept free"}
        assert way(conflict, "times kept free").says == (
            "allow some study after 18:00 or before 13:00"
        )

    def test_a_week_of_holidays(self, learner: Study) -> None:
        start = NEXT_MONDAY - timedelta(hours=1)
        learner.memory.busy.add(
            BusyTime("days off", "1", start, start + timedelta(days=7), "Holiday")
        )
        conflict = self.nothing(learner)
        assert set(conflict.wishes) == {"busy times"}
        assert conflict.ways_out[0].says == "free Mon 30 Nov to Sun 6 Dec in your calendar"

    def test_a_deadline_before_the_first_free_time(self, learner: Study) -> None:
        learner.profile.update(
            availability="sat 09:00-12:00", deadline="2026-12-02", role="ML engineer"
        )
        conflict = self.nothing(learner)
        assert set(conflict.wishes) == {"availability", "deadline"}
        assert way(conflict, "deadline").says == "move the deadline 3 days, to 2026-12-05"
        learner.profile.update(deadline="2026-12-04")
        assert learner.week.draft("next").status == "infeasible"
        learner.profile.update(deadline="2026-12-05")
        assert learner.week.draft("next").blocks

    def test_a_week_that_is_all_but_over(
        self, learner: Study, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("WAYMARK_NOW", "2026-11-29T22:50:00+00:00")
        (conflict,) = learner.week.draft("this").conflicts
        assert "What is left of this week" in conflict.says
        assert "waymark plan --week next" in conflict.helps

    def test_what_was_planned_before_stands(self, learner: Study) -> None:
        before = learner.week.draft("next")
        refused = learner.week.draft("next", wishes=Wishes(parts=("afternoon",)))
        assert refused.status == "infeasible"
        kept = learner.week.latest_draft()
        assert kept is not None
        assert kept.id == before.id
        assert learner.week.draft("next").unchanged
