"""The learner's week: drafted, revised, committed, lived."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from base.errors import InvalidInput, NotFound, NotNow
from learning.plan_model import PlannedBlock, WeekPlan, hours_text
from learning.study import Study
from learning.wishes import Wishes
from memory.records import Attempt, BusyTime, ReviewCard

NEXT_MONDAY = datetime(2026, 11, 30, tzinfo=UTC)


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


def weekdays(plan: WeekPlan) -> set[str]:
    return {f"{block.start:%a}" for block in plan.blocks}


def topics(plan: WeekPlan) -> set[str | None]:
    return {block.topic for block in plan.blocks}


def test_a_new_learners_week_fits_and_every_block_says_why(learner: Study) -> None:
    plan = learner.week.draft("next")
    assert plan.status == "optimal"
    assert plan.minutes == 360
    assert all(block.reason for block in plan.blocks)
    for block in plan.blocks:
        opens, closes = (8, 11) if block.start.weekday() == 5 else (18, 20)
        assert opens <= block.start.hour < closes
    assert plan.assumptions == ()


def test_what_was_not_said_is_assumed_aloud(study: Study) -> None:
    said = " ".join(study.week.draft("next").assumptions)
    assert "zone" in said
    assert "mon-fri 19:00-21:00; sat-sun 10:00-13:00" in said
    assert "6 hours" in said
    for option in ("--timezone", "--availability", "--hours"):
        assert f"waymark profile set {option}" in said


def test_hours_for_one_week_leave_the_profile_alone(learner: Study) -> None:
    assert learner.week.draft("next", hours=3).minutes == 180
    assert learner.profile.show().hours_per_week == 6.0


def test_busy_times_are_kept_free(learner: Study) -> None:
    tuesday = NEXT_MONDAY + timedelta(days=1, hours=17)
    busy = BusyTime("work.ics", "1", tuesday, tuesday + timedelta(hours=5), "Dinner")
    learner.memory.busy.replace("work.ics", [busy])
    assert "Tue" not in weekdays(learner.week.draft("next"))


def test_wishes_gather_over_revisions(learner: Study) -> None:
    learner.week.draft("next", wishes=Wishes(days_off=("Wednesday",)))
    revised = learner.week.draft("next", wishes=Wishes(block_minutes=50))
    assert "Wed" not in weekdays(revised)
    assert {block.minutes for block in revised.blocks} == {50}
    assert revised.kept_wishes == ("nothing on wed", "blocks of 50 min")


def test_a_later_wish_replaces_the_one_it_contradicts(learner: Study) -> None:
    learner.week.draft("next", wishes=Wishes(days_off=("wed", "2026-12-03"), more=("Git",)))
    revised = learner.week.draft("next", wishes=Wishes(days_on=("wed",), less=("Git",)))
    assert revised.kept_wishes == ("nothing on thu", "less of Git")


def test_wishes_can_be_started_over(learner: Study) -> None:
    first = learner.week.draft("next")
    learner.week.draft("next", hours=2, wishes=Wishes(days_off=("mon", "tue")))
    again = learner.week.draft("next", wishes=Wishes(start_over=True))
    assert again.kept_wishes == ()
    assert again.blocks == first.blocks


def test_only_in_the_morning(learner: Study) -> None:
    plan = learner.week.draft("next", hours=2, wishes=Wishes(parts=("morning",)))
    assert weekdays(plan) == {"Sat"}


def test_a_focus_that_can_be_begun_is_favoured(learner: Study) -> None:
    plan = learner.week.draft("next", focus=["terminal"])
    asked = [block for block in plan.blocks if block.topic == "terminal"]
    assert sum(block.minutes for block in asked) >= 180
    assert "you asked for terminal" in asked[0].reason


def test_a_focus_that_has_to_wait_is_prepared_and_said_to_wait(learner: Study) -> None:
    plan = learner.week.draft("next", focus=["vector databases"])
    assert any("on the way to vector databases" in block.reason for block in plan.blocks)
    (waiting,) = [item for item in plan.dropped if item.topic == "vector-databases"]
    assert "waits for" in waiting.reason


def test_what_is_known_opens_what_was_asked_for(learner: Study) -> None:
    for topic in learner.roadmap.prerequisites("vector-databases"):
        learner.progress.set_status(topic.id, "done")
    plan = learner.week.draft("next", focus=["vector databases"])
    assert "vector-databases" in topics(plan)


def test_prerequisites_within_the_week_come_first(learner: Study) -> None:
    for name in ("learning-paradigms", "data-splits", "python"):
        for topic in learner.roadmap.prerequisites(name):
            learner.progress.set_status(topic.id, "done")
        learner.progress.set_status(name, "done")
    learner.profile.update(availability="daily 17:00-22:00")
    plan = learner.week.draft("next", hours=20, focus=["bias-variance"])
    last = max(b.end for b in plan.blocks if b.topic == "overfitting-regularization")
    assert last <= min(b.start for b in plan.blocks if b.topic == "bias-variance")


def test_done_and_skipped_topics_are_not_planned(learner: Study) -> None:
    learner.progress.set_status("linear-algebra", "done")
    learner.progress.set_status("calculus", "skipped")
    assert topics(learner.week.draft("next")).isdisjoint({"linear-algebra", "calculus"})


def test_due_cards_are_reviewed_when_they_are_due(learner: Study) -> None:
    for number, day in enumerate((0, 4)):
        due = NEXT_MONDAY + timedelta(days=day, hours=10)
        learner.memory.reviews.add(
            ReviewCard(f"c{number}", "git", None, "front", "back", "{}", due, NEXT_MONDAY)
        )
    reviews = [b for b in learner.week.draft("next").blocks if b.kind == "review"]
    assert [f"{block.start:%a}" for block in reviews] == ["Mon", "Fri"]
    assert all("due for review" in block.reason for block in reviews)


def test_weak_topics_are_practised_with_the_score_as_the_reason(learner: Study) -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    for position in range(4):
        attempt = Attempt(
            None, at, "quiz", "r", position, f"i{position}", "git", "git", 2, "?", 0.25, False, ""
        )
        learner.memory.attempts.add(attempt)
    (practice,) = [b for b in learner.week.draft("next").blocks if b.kind == "practice"]
    assert practice.topic == "git"
    assert practice.reason == "your last 4 answers on it scored 25%"


def test_a_project_is_planned_once_its_topics_are_far_enough(learner: Study) -> None:
    project = learner.roadmap.projects[0]
    assert "project" not in {b.kind for b in learner.week.draft("next").blocks}
    for topic in project.topics:
        learner.progress.set_status(topic, "done")
    blocks = learner.week.draft("next").blocks
    assert f"Project: {project.title}" in {b.title for b in blocks}


def test_a_deadline_near_brings_interview_rehearsals(learner: Study) -> None:
    learner.profile.update(deadline="2027-01-11")
    (rehearsal,) = [b for b in learner.week.draft("next").blocks if b.kind == "interview"]
    assert "6 weeks away" in rehearsal.reason


def test_committed_blocks_are_todays_and_the_weeks(
    learner: Study, at: Callable[[str], None]
) -> None:
    learner.week.draft("next")
    assert learner.week.blocks("next") == ()
    committed = learner.week.commit()
    assert [b.id for b in learner.week.blocks("next")] == [b.id for b in committed.blocks]
    at("2026-12-01T08:00:00+00:00")
    assert {f"{b.start:%a}" for b in learner.week.today()} == {"Tue"}
    assert learner.week.blocks("tomorrow") == learner.week.blocks("2026-12-02")


def test_planning_again_with_nothing_new_changes_nothing(learner: Study) -> None:
    drafted = learner.week.draft("next")
    assert learner.week.draft("next").unchanged
    committed = learner.week.commit()
    again = learner.week.draft("next")
    assert again.unchanged
    assert again.committed
    assert again.id == committed.id == drafted.id
    assert again.blocks == drafted.blocks
    assert learner.week.latest_draft() is None


def test_a_revision_takes_the_place_of_the_draft_before(learner: Study) -> None:
    first = learner.week.draft("next")
    second = learner.week.draft("next", hours=4)
    waiting = learner.week.latest_draft()
    assert waiting is not None
    assert waiting.id == second.id
    with pytest.raises(NotNow, match="newer plan"):
        learner.week.commit(first.id)


def test_what_does_not_fit_leaves_the_old_plan_untouched(learner: Study) -> None:
    learner.week.draft("next")
    committed = learner.week.commit()
    days: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    impossible = learner.week.draft("next", wishes=Wishes(days_off=days))
    assert impossible.status == "infeasible"
    assert impossible.conflicts[0].wishes == ("days off",)
    assert learner.week.latest_draft() is None
    assert [b.id for b in learner.week.blocks("next")] == [b.id for b in committed.blocks]
    assert learner.week.draft("next").unchanged


def test_an_availability_too_short_for_a_block_says_what_would_help(learner: Study) -> None:
    learner.profile.update(availability="mon 19:00-19:25")
    plan = learner.week.draft("next")
    assert plan.status == "infeasible"
    assert plan.conflicts[0].helps.startswith("Ask for blocks of 25 min; or ")
    assert learner.week.draft("next", wishes=Wishes(block_minutes=25)).minutes == 25


def test_hours_that_do_not_fit_are_named(learner: Study) -> None:
    plan = learner.week.draft("next", hours=30)
    assert plan.blocks
    assert "hours" in plan.conflicts[0].wishes
    assert "of 30 h" in plan.conflicts[0].says


@pytest.mark.parametrize(
    ("week", "hours", "wishes"),
    [
        ("someday", None, Wishes()),
        ("2026-11-16", None, Wishes()),
        ("next", 0, Wishes()),
        ("next", 81, Wishes()),
        ("next", None, Wishes(days_off=("2026-12-24",))),
        ("next", None, Wishes(more=("underwater basket weaving",))),
    ],
)
def test_what_is_not_understood_is_refused(
    learner: Study, week: str, hours: float | None, wishes: Wishes
) -> None:
    with pytest.raises(InvalidInput) as caught:
        learner.week.draft(week, hours, wishes=wishes)
    assert caught.value.hint
    assert learner.week.latest_draft() is None


def test_nothing_is_planned_into_the_past(learner: Study, at: Callable[[str], None]) -> None:
    at("2026-11-26T18:31:00+00:00")
    plan = learner.week.draft("this")
    assert min(block.start for block in plan.blocks) >= datetime(2026, 11, 26, 18, 35, tzinfo=UTC)
    assert weekdays(plan) == {"Thu", "Fri", "Sat"}


def test_a_week_planned_again_keeps_what_was_lived(
    learner: Study, at: Callable[[str], None]
) -> None:
    committed = learner.week.draft("this")
    learner.week.commit()
    done, missed = committed.blocks[0], committed.blocks[1]
    learner.week.update_block(done.id, "done", minutes=40)
    at("2026-11-25T08:00:00+00:00")
    again = learner.week.draft("this")
    status = {block.id: block.status for block in again.blocks}
    assert status[done.id] == "done"
    assert status[missed.id] == "missed"
    assert all(b.start > learner.clock() for b in again.blocks if b.status == "planned")
    assert again.minutes <= 360
    learner.week.commit()
    assert learner.memory.plans.block(done.id) is not None


def test_blocks_that_took_longer_than_planned_use_the_hours_of_the_week(learner: Study) -> None:
    committed = learner.week.draft("this", hours=3)
    learner.week.commit()
    learner.week.update_block(committed.blocks[0].id, "done", minutes=165)
    again = learner.week.draft("this")
    assert [block.status for block in again.blocks] == ["done"]
    (conflict,) = again.conflicts
    over = 165 - committed.blocks[0].minutes
    assert conflict.wishes == ("hours",)
    assert conflict.says.startswith("The 3 h of this week are used: what is done took ")
    assert hours_text(over) in conflict.says
    assert "the 15 min that are left are too short for another block" in conflict.says
    assert "availability" not in conflict.helps


def test_a_date_names_its_day_and_its_week(learner: Study) -> None:
    drafted = learner.week.draft("2026-11-30")
    assert learner.week.draft_of("2026-12-02") == learner.week.latest_draft()
    assert learner.week.draft_of("this") is None
    learner.week.commit()
    assert learner.week.monday_of("2026-12-02") == NEXT_MONDAY.date()
    assert learner.week.draft_of("2026-12-02") is None
    assert len(learner.week.blocks_of_week("2026-12-06")) == len(drafted.blocks)
    assert len(learner.week.blocks("2026-12-06")) == 0
    assert learner.week.blocks_of_week("2026-11-16") == ()


def test_minutes_done_count_towards_a_topic(learner: Study, at: Callable[[str], None]) -> None:
    learner.progress.set_status("editors", "learning")
    for _ in range(2):
        plan = learner.week.draft("this", hours=8, focus=["editors"])
    learner.week.commit()
    for block in [b for b in plan.blocks if b.topic == "editors"]:
        learner.week.update_block(block.id, "done", minutes=180)
    at("2026-11-30T08:00:00+00:00")
    again = learner.week.draft("this", focus=["editors"])
    assert sum(b.minutes for b in again.blocks if b.topic == "editors") <= 60


def first_block(study: Study) -> PlannedBlock:
    plan = study.week.draft("next")
    study.week.commit()
    return plan.blocks[0]


def test_a_block_is_moved_and_stays_where_it_was_put(learner: Study) -> None:
    block = first_block(learner)
    moved = learner.week.update_block(block.id, "move", "fri 20:10")
    assert f"{moved.start:%a %H:%M}" == "Fri 19:10"
    again = learner.week.draft("next")
    assert (moved.start, moved.end) in {(b.start, b.end) for b in again.blocks}
    assert again.minutes <= 360


@pytest.mark.parametrize(
    ("when", "start"),
    [
        ("2026-12-04T20:10", "Fri 19:10"),
        ("2026-12-04 20:10+00:00", "Fri 20:10"),
        ("friday at 8:10pm", "Fri 19:10"),
        ("2026-12-05", "Sat 18:00"),
        ("20:10", "Mon 19:10"),
        ("sunday", "Sun 18:00"),
    ],
)
def test_when_as_people_say_it(learner: Study, when: str, start: str) -> None:
    learner.week.draft("next", hours=1)
    learner.week.commit()
    assert f"{learner.week.update_block('next', 'move', when).start:%a %H:%M}" == start


@pytest.mark.parametrize(
    "when", ["2026-11-20 19:00", "someday", "25:00", "", None, "2026-13-45", "fri 19:00 or so"]
)
def test_a_block_is_not_moved_to_where_it_cannot_be(learner: Study, when: str | None) -> None:
    block = first_block(learner)
    with pytest.raises(InvalidInput) as caught:
        learner.week.update_block(block.id, "move", when)
    assert caught.value.hint


def test_a_block_is_not_moved_onto_another_or_a_busy_time(learner: Study) -> None:
    first, second, *_ = learner.week.draft("next").blocks
    learner.week.commit()
    with pytest.raises(InvalidInput, match=second.title):
        learner.week.update_block(first.id, "move", second.start.isoformat())
    sunday = NEXT_MONDAY + timedelta(days=6, hours=10)
    busy = BusyTime("home.ics", "1", sunday, sunday + timedelta(hours=2), "Brunch")
    learner.memory.busy.replace("home.ics", [busy])
    with pytest.raises(InvalidInput, match="Brunch"):
        learner.week.update_block(first.id, "move", "sun 11:30")


def test_a_block_is_shortened_but_not_lengthened(learner: Study) -> None:
    block = first_block(learner)
    shorter = learner.week.update_block(block.id, "shorten", "30 min")
    assert shorter.end - shorter.start == timedelta(minutes=30)
    with pytest.raises(InvalidInput, match="would not shorten"):
        learner.week.update_block(block.id, "shorten", "1 h")


def test_a_block_is_named_by_its_id_its_day_or_its_title(learner: Study) -> None:
    first, *_ = blocks = learner.week.draft("next").blocks
    saturdays = [b.id for b in blocks if f"{b.start:%a}" == "Sat"]
    learner.week.commit()
    names = (first.id, first.id[:5], "next", "2026-11-30", first.title.lower())
    for minutes, name in zip((40, 35, 30, 25, 20), names, strict=True):
        assert learner.week.update_block(name, "shorten", minutes=minutes).id == first.id
    assert learner.week.update_block("2026-12-05", "skip").id == saturdays[0]
    with pytest.raises(NotFound):
        learner.week.update_block("knitting", "skip")


def test_skipped_work_is_planned_again_elsewhere(learner: Study) -> None:
    block = first_block(learner)
    assert learner.week.update_block(block.id, "skip").status == "skipped"
    again = learner.week.draft("next")
    planned = [b for b in again.blocks if b.status == "planned"]
    assert sum(b.minutes for b in planned) == 360
    assert all(not b.interval.overlaps(block.interval) for b in planned)


def test_there_is_nothing_to_commit_before_a_plan(learner: Study) -> None:
    with pytest.raises(NotNow, match="no draft"):
        learner.week.commit()
    with pytest.raises(NotFound):
        learner.week.commit("p123")


def test_nothing_planned_is_nothing_to_export(learner: Study, tmp_path: Path) -> None:
    with pytest.raises(NotNow):
        learner.week.export(tmp_path / "week.ics")


@pytest.mark.parametrize("part", [0, 1])
def test_whichever_part_of_a_topic_was_moved_the_next_draft_goes_round_it(
    study: Study, part: int
) -> None:
    study.week.draft(week="next", hours=5)
    study.week.commit(None)
    parts = [b for b in study.week.blocks("next") if b.topic == "linear-algebra"]
    moved = study.week.update_block(parts[part].id, "move", "sun 10:00")
    again = study.week.draft(week="next", hours=7)
    ids = [block.id for block in again.blocks]
    assert len(set(ids)) == len(ids)
    assert moved.start in {block.start for block in again.blocks}
