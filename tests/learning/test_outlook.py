"""The outlook of a learner: what is left in weeks and days, and when they will be done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from base.errors import NotFound
from base.paths import Home
from learning.outlook_wording import day_lines, outlook_lines, week_lines
from learning.study import Study
from learning.time_off import days_off

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""A Monday."""


def told(study: Study) -> str:
    return "\n".join(outlook_lines(study.outlooks.look()))


@pytest.fixture
def later(home: Home) -> Iterator[list[Study]]:
    """Studies of the same home, opened at other times."""
    opened: list[Study] = []
    yield opened
    for one in opened:
        one.close()


def test_without_history_the_forecast_is_wide_and_says_so(study: Study) -> None:
    outlook = study.outlooks.look()
    assert outlook.forecast is not None
    assert outlook.forecast.weeks_known == 0
    lines = "\n".join(outlook_lines(outlook))
    assert "no week of yours" in lines
    assert "assumed" in lines
    assert "of it projects" in lines


def test_weeks_that_were_lived_set_the_pace(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    study.profile.update(timezone="Europe/Berlin", hours=6)
    before = study.outlooks.look()
    study.week.draft("this")
    for block in study.week.commit().blocks[:2]:
        study.week.update_block(block.id, "done")
    monkeypatch.setenv("WAYMARK_NOW", "2026-12-01T09:00:00+00:00")
    after = study.outlooks.look()
    assert after.forecast is not None
    assert after.forecast.weeks_known == 1
    assert after.minutes_left < before.minutes_left


def test_an_unknown_section_is_named(study: Study) -> None:
    with pytest.raises(NotFound):
        study.outlooks.look(["zzqqxx"])


def test_planned_weeks_are_shown_by_day_and_hold_what_the_plan_says(study: Study) -> None:
    study.profile.update(timezone="Europe/Berlin", hours=6)
    study.week.draft("this")
    study.week.commit()
    draft = study.week.draft("next")
    outlook = study.outlooks.look()
    assert [week.source for week in outlook.near] == ["committed", "draft"]
    first, second = outlook.view.weeks[:2]
    assert first.planned
    assert second.planned
    assert second.total == draft.minutes
    lines = list(day_lines(outlook))
    assert any("as planned" in line for line in lines)
    assert any("waits for your yes" in line for line in lines)
    assert any(line.startswith("  Mon 30 Nov: 19:00") for line in lines)


def test_weeks_without_a_plan_are_planned_by_day_where_asked_and_nothing_is_kept(
    study: Study,
) -> None:
    study.profile.update(timezone="Europe/Berlin", hours=6)
    assert study.outlooks.look().near == ()
    outlook = study.outlooks.look(days=True)
    assert [week.source for week in outlook.near] == ["proposed", "proposed"]
    assert [sum(b.minutes for b in week.blocks) for week in outlook.near] == [360, 360]
    assert [week.planned for week in outlook.view.weeks[:3]] == [True, True, False]
    assert any("nothing is kept" in line for line in day_lines(outlook))
    assert study.week.plan_of("this") is None
    assert study.week.plan_of("next") is None
    assert study.week.draft("this").blocks == outlook.near[0].blocks


def test_a_week_that_cannot_be_planned_says_why(study: Study) -> None:
    study.profile.update(timezone="Europe/Berlin", availability="mon 06:00-07:00", hours=1)
    this, following = study.outlooks.look(days=True).near
    assert this.blocks == ()
    assert "free" in this.says
    assert following.blocks


def test_the_wishes_of_every_week_count_in_the_weeks_ahead(study: Study) -> None:
    study.profile.update(timezone="Europe/Berlin", hours=10)
    assert study.outlooks.look().view.weeks[1].total == 600
    study.profile.update(at_most="1 h a day")
    assert study.outlooks.look().view.weeks[1].total == 420
    study.profile.update(at_most="1 block a day", block_minutes=45)
    assert study.outlooks.look().view.weeks[1].total == 7 * 45


def test_each_week_has_a_line_of_what_it_holds(study: Study) -> None:
    study.profile.update(timezone="Europe/Berlin", hours=6)
    study.memory.busy.add(
        days_off(date(2026, 12, 7), date(2026, 12, 13), "Ski", study.week.zone, START)
    )
    lines = week_lines(study.outlooks.look(), 4)
    assert len(lines) == 4
    assert "Linear Algebra" in lines[0]
    assert "no free time" in lines[2]


def test_time_off_and_busy_times_put_the_end_off(study: Study) -> None:
    study.profile.update(timezone="Europe/Berlin", hours=6)
    before = study.outlooks.look().view.phases[0].week
    study.memory.busy.add(
        days_off(date(2026, 12, 7), date(2027, 1, 17), "Away", study.week.zone, START)
    )
    after = study.outlooks.look().view.phases[0].week
    assert after == before + timedelta(weeks=6)


def test_the_json_has_weeks_with_projects_reviews_and_what_is_free(study: Study) -> None:
    study.profile.update(timezone="Europe/Berlin", hours=10, deadline="2027-06-01")
    data = study.outlooks.look().as_json()
    week = data["weeks"][80]
    assert set(week) >= {"start", "minutes", "milestones", "reviews", "rehearsals", "free"}
    assert any(week["milestones"] for week in data["weeks"])
    assert data["cut_minutes"] == sum(item["minutes"] for item in data["late"]) > 0
    assert [way["change"] for way in data["ways_out"]] == ["hours", "deadline", "leave out"]
    assert data["phases"][0]["forecast"]["interval"] == 0.8


def test_what_is_late_for_the_deadline_is_named_with_what_would_be_enough(study: Study) -> None:
    study.profile.update(timezone="Europe/Berlin", hours=10, deadline="2027-06-01")
    said = told(study)
    assert "find no time" in said
    assert "Each of these would be enough:" in said
    assert "more a week" in said
    assert "move the deadline" in said
    assert "the chance of being done by then is below 1 %" in said


def test_a_deadline_is_for_the_role_where_there_is_one(study: Study) -> None:
    study.profile.update(hours=10, role="ML engineer", deadline="2029-06-01")
    outlook = study.outlooks.look()
    assert outlook.shortfall is None
    assert "all that ML engineer asks for is done by your deadline" in told(study)
    assert outlook.chance is not None
    assert outlook.forecast is not None
    assert outlook.chance > 0


def test_a_role_whose_topics_are_done_has_met_its_deadline(study: Study) -> None:
    study.profile.update(hours=1, role="ML engineer", deadline="2027-01-01")
    job = next(job for job in study.roadmap.job_titles if job.title == "Machine Learning Engineer")
    for topic in job.topics:
        for name in (topic, *(before.id for before in study.roadmap.prerequisites(topic))):
            study.memory.topics.set(name, "done", START)
    assert study.outlooks.look().shortfall is None
    assert "all that ML engineer asks for is done already" in told(study)


def test_a_deadline_that_has_passed_is_said(study: Study, home: Home, later: list[Study]) -> None:
    study.profile.update(hours=10, deadline="2027-01-01")
    later.append(Study.open(home, clock=lambda: START + timedelta(weeks=10)))
    assert "Your deadline, Fri 1 Jan 2027, has passed" in told(later[0])


def test_when_all_is_done_it_says_so(study: Study) -> None:
    for name in (*study.roadmap.order, *(p.id for p in study.roadmap.projects)):
        study.memory.topics.set(name, "done", START)
    outlook = study.outlooks.look()
    assert outlook.forecast is None
    assert outlook_lines(outlook)[0] == "Everything you chose of the roadmap is done."


def test_where_no_free_time_holds_a_block_it_says_so(study: Study) -> None:
    study.profile.update(availability="mon 19:00-19:20", hours=6)
    outlook = study.outlooks.look()
    assert outlook.forecast is None
    assert "no end can be foretold" in told(study)
    assert "find no time" not in told(study)


def test_hours_that_hold_no_block_are_said(study: Study) -> None:
    study.profile.update(hours=0.5)
    assert study.outlooks.look().forecast is None
    assert "Your 30 min a week hold no block of 45 min" in told(study)
    study.profile.update(block_minutes=30)
    assert study.outlooks.look().forecast is not None


def test_what_takes_longer_than_a_life_of_study_is_told_without_a_false_date(study: Study) -> None:
    study.profile.update(hours=1, deadline="2027-03-01")
    said = told(study)
    assert "hardly be done within thirty years" in said or "or later" in said
    assert "find no week in the next ten years" in said
    assert "leave out most of it" in said
    assert all(one.target != "roadmap" for one in study.memory.forecasts.all())


def test_hours_beyond_the_free_time_are_said(study: Study) -> None:
    study.profile.update(availability="mon 19:00-20:00", hours=6)
    assert "holds 1 h of study, less than the 6 h" in told(study)


def test_weeks_the_program_was_not_opened_count_and_are_said(
    study: Study, home: Home, later: list[Study]
) -> None:
    study.profile.update(timezone="Europe/Berlin", hours=6)
    study.week.draft("this")
    for block in study.week.commit().blocks:
        study.week.update_block(block.id, "done")
    later.append(Study.open(home, clock=lambda: START + timedelta(weeks=1)))
    later.append(Study.open(home, clock=lambda: START + timedelta(weeks=9)))
    soon, late = (one.outlooks.look() for one in later)
    assert soon.forecast is not None
    assert late.forecast is not None
    assert late.forecast.weeks_known == 9
    assert (late.forecast.middle - soon.forecast.middle).days > 8 * 7
    assert "In the last 8 weeks nothing was marked done." in "\n".join(outlook_lines(late))


def test_a_clock_that_went_back_is_told(study: Study, home: Home, later: list[Study]) -> None:
    study.outlooks.look()
    later.append(Study.open(home, clock=lambda: START - timedelta(weeks=60)))
    assert "see whether its clock is right" in told(later[0])


def test_a_clock_that_jumps_far_ahead_gives_an_answer(
    study: Study, home: Home, later: list[Study]
) -> None:
    study.profile.update(hours=6)
    study.week.draft("this")
    study.week.commit()
    later.append(Study.open(home, clock=lambda: START + timedelta(weeks=2_000)))
    outlook = later[0].outlooks.look()
    assert outlook.forecast is not None
    assert outlook.forecast.earliest > date(2065, 1, 1)


def test_hours_that_changed_count_from_this_week_on(study: Study) -> None:
    study.profile.update(timezone="Europe/Berlin", hours=3)
    slow = study.outlooks.look()
    study.profile.update(hours=9)
    fast = study.outlooks.look()
    assert slow.forecast is not None
    assert fast.forecast is not None
    assert fast.forecast.middle < slow.forecast.middle
    assert fast.view.weeks[1].total == 540
