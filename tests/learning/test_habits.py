"""Wishes that hold in every week: kept in the profile, overridden by a week's own wishes."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter

import pytest

from base.errors import InvalidInput
from learning.day_limits import DayLimit, joined_limits
from learning.habits import habits
from learning.plan_model import WeekPlan
from learning.study import Study
from learning.wishes import Wishes
from memory.archive import LearnerArchive
from memory.records import Profile


@pytest.fixture
def learner(study: Study) -> Study:
    study.profile.update(
        timezone="Europe/Berlin", hours=6, availability="mon-fri 18:00-21:30; sat 09:00-13:00"
    )
    return study


def lengths(plan: WeekPlan) -> set[int]:
    return {block.minutes for block in plan.blocks}


def test_they_shape_every_week_and_the_plan_names_them(learner: Study) -> None:
    learner.profile.update(
        energy="Mornings", block_minutes="50 min", break_minutes=15, slack_percent="20 %"
    )
    for week in ("next", "2026-12-07"):
        plan = learner.week.draft(week)
        assert lengths(plan) == {50}
        assert plan.kept_wishes == (
            "blocks of 50 min, as always",
            "breaks of 15 min, as always",
            "what is hard in the morning, as always",
            "20 % of the free time left free, as always",
        )


def test_a_weeks_own_wish_goes_before_them_and_leaves_them_alone(learner: Study) -> None:
    learner.profile.update(block_minutes=50, break_minutes=15)
    plan = learner.week.draft("next", wishes=Wishes(block_minutes=30, break_minutes=0))
    assert lengths(plan) == {30}
    assert plan.kept_wishes == ("blocks of 30 min", "breaks of 0 min")
    assert learner.profile.show().block_minutes == 50
    assert lengths(learner.week.draft("2026-12-07")) == {50}


def test_a_draft_follows_when_they_change(learner: Study) -> None:
    learner.profile.update(block_minutes=50)
    learner.week.draft("next")
    learner.profile.update(block_minutes="none")
    plan = learner.week.draft("next")
    assert not plan.unchanged
    assert plan.kept_wishes == ()


def test_a_limit_of_a_day_holds_and_the_weeks_own_goes_before_it(learner: Study) -> None:
    learner.profile.update(at_most="90 min a day, 1 block on fri", block_minutes=45)
    plan = learner.week.draft("next", hours=10, wishes=Wishes(at_most=("45 min on mon",)))
    minutes: Counter[str] = Counter()
    for block in plan.blocks:
        minutes[f"{block.start:%a}"] += block.minutes
    assert minutes == {"Mon": 45, "Tue": 90, "Wed": 90, "Thu": 90, "Fri": 45, "Sat": 90}


def test_each_is_taken_back_by_none(learner: Study) -> None:
    before = learner.profile.show()
    learner.profile.update(
        energy="evening", block_minutes=45, break_minutes=5, slack_percent=10, at_most="2 h a day"
    )
    cleared = learner.profile.update(
        energy="none", block_minutes="none", break_minutes="", slack_percent="none", at_most="none"
    )
    assert cleared == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"energy": "midnight"},
        {"block_minutes": 5},
        {"block_minutes": "a while"},
        {"break_minutes": "-3"},
        {"slack_percent": "95"},
        {"at_most": "a lot"},
        {"at_most": "5 min a day"},
        {"at_most": "0 blocks on fri"},
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_kept(
    learner: Study, wrong: dict[str, str]
) -> None:
    before = learner.profile.show()
    with pytest.raises(InvalidInput) as caught:
        learner.profile.update(hours=9, **wrong)
    assert caught.value.hint
    assert learner.profile.show() == before


def test_an_export_without_them_is_read(learner: Study) -> None:
    archive = json.loads(learner.memory.export().to_json())
    fields = {field.name for field in dataclasses.fields(Profile)}
    for name in ("energy", "block_minutes", "break_minutes", "slack_percent", "at_most"):
        assert name in fields
        del archive["profile"]["profile"][name]
    read = LearnerArchive.from_json(json.dumps(archive)).profile
    assert read is not None
    assert read.profile == learner.profile.show()
    assert habits(read.profile) == Wishes()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("2h", "2 h a day"),
        ("at most two hours daily", "2 h a day"),
        ("2h30 per day", "2 h 30 a day"),
        ("no more than one block on Fridays", "1 block on fri"),
        ("90 min on weekdays", "1 h 30 on mon-fri"),
        ("1.5 h on sat and sun", "1 h 30 on sat-sun"),
    ],
)
def test_limits_as_people_write_them(said: str, kept: str) -> None:
    assert str(DayLimit.parse(said)) == kept
    assert str(DayLimit.parse(kept)) == kept


def test_of_two_limits_of_a_day_the_later_counts() -> None:
    assert joined_limits(("2 h a day", "1 block on fri"), ("1 h on wed-fri",)) == (
        "2 h on mon-tue,sat-sun",
        "1 block on fri",
        "1 h on wed-fri",
    )


def test_energy_that_no_free_time_has_is_told(learner: Study) -> None:
    learner.profile.update(energy="afternoon")
    plan = learner.week.draft("next")
    (conflict,) = plan.conflicts
    assert conflict.wishes == ("energy",)
    assert conflict.says.endswith("outside the afternoon.")
    assert "Free more time in the afternoon" in conflict.helps
    learner.profile.update(availability="mon-fri 13:00-16:30")
    assert learner.week.draft("next").conflicts == ()
