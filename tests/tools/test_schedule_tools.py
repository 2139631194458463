"""The schedule tools: what the model reads and what they leave behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from base.errors import InvalidInput, NotNow
from learning.study import Study
from tests.tools.calling import call
from tools.schedule import (
    TOOLS,
    commit_plan,
    export_calendar,
    plan_week,
    show_schedule,
    update_block,
)


@pytest.fixture
def learner(study: Study) -> Study:
    study.profile.update(
        timezone="Europe/Berlin", hours=3, availability="mon-fri 19:00-21:00; sat 09:00-12:00"
    )
    return study


def test_the_names_and_arguments_are_the_designs() -> None:
    arguments = {tool.name: set(tool.args) - {"runtime"} for tool in TOOLS}
    assert arguments == {
        "show_schedule": {"period"},
        "plan_week": {"week", "hours", "focus", "constraints", "mend"},
        "update_block": {"block", "action", "when"},
        "commit_plan": {"plan"},
        "export_calendar": {"path"},
    }


def test_a_plan_is_a_draft_by_day_with_hours_reasons_and_what_is_assumed(study: Study) -> None:
    said = call(plan_week, study, week="next", hours=2)
    for part in ("30 Nov to 6 Dec 2026", "2 h in 2 blocks", "**Mon 30 Nov**", "**Assumed**"):
        assert part in said.content
    assert "nothing stands before it" in said.content
    assert "nothing is committed until you say so" in said.content
    assert said.summary == "Draft: 2 h in 2 blocks"
    assert study.week.blocks("next") == ()


def test_wishes_come_as_constraints_and_revise_the_draft(learner: Study) -> None:
    call(plan_week, learner, constraints={"days_off": ["Monday"], "block_minutes": 45})
    said = call(plan_week, learner, constraints={"more": ["git"]})
    assert "Mon 30 Nov" not in said.content
    assert "nothing on mon" in said.content
    assert "more of git" in said.content


@pytest.mark.parametrize(
    "constraints",
    [
        {"days_off": ["someday"]},
        {"block_minutes": 5},
        {"parts": ["teatime"]},
        {"hours": 3},
    ],
)
def test_wishes_that_do_not_fit_come_back_as_a_message(
    learner: Study, constraints: dict[str, object]
) -> None:
    with pytest.raises(ValidationError):
        call(plan_week, learner, constraints=constraints)


def test_what_cannot_be_planned_is_said_with_what_would_help(learner: Study) -> None:
    days = ["mon", "tue", "wed", "thu", "fri", "sat"]
    said = call(plan_week, learner, constraints={"days_off": days})
    assert "Nothing fits" in said.content
    assert "allow some study on mon, tue, wed" in said.content
    assert said.summary == "Nothing fits into that week"


def test_committing_makes_the_latest_draft_the_plan(learner: Study) -> None:
    with pytest.raises(NotNow):
        call(commit_plan, learner)
    call(plan_week, learner)
    said = call(commit_plan, learner)
    assert "is committed: 3 h in" in said.content
    assert "Mon 30 Nov" in said.content
    assert len(learner.week.blocks("next")) >= 3


def test_the_schedule_shows_what_is_committed_and_the_draft_that_waits(learner: Study) -> None:
    assert (
        "Nothing is committed for next week" in call(show_schedule, learner, period="next").content
    )
    call(plan_week, learner)
    waiting = call(show_schedule, learner, period="next").content
    assert "A draft waits" in waiting
    assert "**Mon 30 Nov**" in waiting
    call(commit_plan, learner)
    shown = call(show_schedule, learner, period="2026-11-30")
    assert "19:00–" in shown.content
    assert "draft" not in shown.content


def test_the_draft_that_is_shown_is_that_of_the_week_asked_for(learner: Study) -> None:
    call(plan_week, learner, week="this")
    call(plan_week, learner, week="next")
    for period, week in (
        ("this", "23 Nov to 29 Nov 2026"),
        ("today", "23 Nov to 29 Nov 2026"),
        ("next", "30 Nov to 6 Dec 2026"),
        ("2026-12-02", "30 Nov to 6 Dec 2026"),
    ):
        shown = call(show_schedule, learner, period=period).content
        assert f"A draft waits for the week of {week}:" in shown
        assert shown.count("A draft waits") == 1


def test_a_block_is_marked_moved_and_shortened(learner: Study) -> None:
    call(plan_week, learner)
    call(commit_plan, learner)
    first = learner.week.blocks("next")[0]
    assert (
        "Moved: “"
        in call(update_block, learner, block=first.id, action="move", when="sat 15:00").content
    )
    assert (
        "Sat 5 Dec 15:00–15:30"
        in call(update_block, learner, block=first.id, action="shorten", when="30 min").content
    )
    assert "Done in 30 min" in call(update_block, learner, block=first.id, action="done").content
    assert "Skipped" in call(update_block, learner, block="next", action="skip").content
    shown = call(show_schedule, learner, period="next").content
    assert "[done, 30 min]" in shown
    assert "[skipped]" in shown
    with pytest.raises(InvalidInput):
        call(update_block, learner, block="next", action="move")


def test_the_calendar_file_is_written_where_it_was_asked_for(
    learner: Study, tmp_path: Path
) -> None:
    call(plan_week, learner)
    said = call(export_calendar, learner, path=str(tmp_path / "week.ics"))
    assert str(tmp_path / "week.ics") in said.content
    assert (tmp_path / "week.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_a_missed_block_is_mended_as_a_draft_that_waits_for_the_yes(
    learner: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(plan_week, learner, week="this")
    call(commit_plan, learner)
    before = learner.week.blocks("this")
    monkeypatch.setenv("WAYMARK_NOW", "2026-11-24T09:00:00+00:00")
    said = call(plan_week, learner, week="this", mend=True)
    assert f"moved: {before[0].title}" in said.content
    assert "nothing is committed until you say so" in said.content
    assert learner.week.blocks("this") == before
    call(commit_plan, learner)
    assert learner.week.blocks("this") != before
    assert call(plan_week, learner, mend=True).summary == "The week stays as it is"
