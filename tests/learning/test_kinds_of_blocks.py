"""More or less of a kind of block: theory, practice, projects, reviews, interviews."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from learning.plan_model import WeekPlan
from learning.study import Study
from learning.wishes import Wishes
from memory.records import Attempt, ReviewCard

MONDAY = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.fixture
def learner(study: Study) -> Study:
    """Someone with weak answers, cards that are due, and enough done for a project."""
    study.profile.update(timezone="UTC", hours=4, availability="daily 18:00-21:00")
    for topic in study.roadmap.order[:30]:
        study.progress.set_status(topic, "done")
    for number in range(3):
        at = study.clock() - timedelta(days=1)
        topic = "linear-algebra"
        study.memory.attempts.add(
            Attempt(None, at, "quiz", "r", number, "i", topic, topic, 2, "?", 0.1, False, "")
        )
    for card in range(30):
        due = MONDAY - timedelta(days=3)
        study.memory.reviews.add(ReviewCard(f"c{card}", "git", None, "f", "b", "{}", due, due))
    return study


def minutes(plan: WeekPlan) -> Counter[str]:
    counted: Counter[str] = Counter()
    for block in plan.blocks:
        counted[block.kind] += block.minutes
    return counted


def test_less_theory_leaves_more_time_for_all_the_rest(learner: Study) -> None:
    before = minutes(learner.week.draft("next"))
    after = minutes(learner.week.draft("next", wishes=Wishes(less=("theory",))))
    assert after["learn"] < before["learn"]
    assert after["project"] >= before["project"]


def test_more_practice_is_more_practice_and_says_so(learner: Study) -> None:
    before = learner.week.draft("next")
    plan = learner.week.draft("next", wishes=Wishes(more=("practice",)))
    assert minutes(plan)["practice"] > minutes(before)["practice"]
    assert all("you asked for more" in b.reason for b in plan.blocks if b.kind == "practice")
    assert "more of practice" in plan.kept_wishes


def test_fewer_reviews_take_one_sitting_and_clash_with_nothing(learner: Study) -> None:
    before = minutes(learner.week.draft("next"))
    plan = learner.week.draft("next", wishes=Wishes(less=("reviews",)))
    assert minutes(plan)["review"] < before["review"]
    assert plan.conflicts == ()


def test_what_there_is_none_of_is_told_with_how_to_come_by_it(study: Study) -> None:
    plan = study.week.draft("next", wishes=Wishes(more=("practice", "projects")))
    said = {conflict.says: conflict.helps for conflict in plan.conflicts}
    assert "a quiz shows them" in said["Nothing of practice could be planned."]
    assert "most of the topics" in said["Nothing of projects could be planned."]
