"""`waymark today`, `week` and `block`, as commands."""

from __future__ import annotations

import json

import pytest

from tests.conftest import RunWaymark

MONDAY = {"WAYMARK_NOW": "2026-11-23T08:00:00+01:00"}
THURSDAY = {"WAYMARK_NOW": "2026-11-26T12:00:00+01:00"}
SUNDAY_EVENING = {"WAYMARK_NOW": "2026-11-29T20:00:00+01:00"}


@pytest.fixture
def waymark(run_waymark: RunWaymark) -> RunWaymark:
    """The command, with a profile set."""
    run_waymark(
        "profile", "set", "--timezone", "Europe/Berlin", "--hours", "6",
        "--availability", "mon-fri 19:00-21:00; sat 09:00-12:00",
    )  # fmt: skip
    return run_waymark


@pytest.fixture
def lived(waymark: RunWaymark) -> RunWaymark:
    """The command, with this week's plan committed."""
    waymark("plan", "--week", "this", "--commit")
    return waymark


def test_a_date_means_its_week_wherever_a_week_is_named(waymark: RunWaymark) -> None:
    to_commit = "waymark plan --week 2027-03-22 --commit"
    empty = waymark("week", "--week", "2027-03-24").stdout
    assert "Nothing is committed for the week of 22 Mar to 28 Mar 2027." in empty
    assert f"Plan it: {to_commit}" in empty
    waymark("plan", "--week", "2027-03-24")
    waiting = waymark("week", "--week", "2027-03-24").stdout
    assert "Nothing is committed" in waiting
    assert "A draft of it waits: 6 h in " in waiting
    assert f"To commit it: {to_commit}" in waiting
    assert "Plan it" not in waiting
    plan = json.loads(waymark(*to_commit.split()[1:], "--json").stdout)
    week = json.loads(waymark("week", "--week", "2027-03-22", "--json").stdout)
    assert [b["id"] for b in week["blocks"]] == [b["id"] for b in plan["blocks"]]
    assert "draft" not in waymark("week", "--week", "2027-03-22").stdout


def test_a_week_without_a_plan_says_how_to_plan_that_week(waymark: RunWaymark) -> None:
    assert "Plan it: waymark plan --week 2026-11-23 --commit" in waymark("week").stdout
    over = waymark("week", "--week", "2026-11-18").stdout
    assert "Nothing is committed for the week of 16 Nov to 22 Nov 2026." in over
    assert "Plan it" not in over


def test_a_week_is_lived(waymark: RunWaymark) -> None:
    tuesday = {"WAYMARK_NOW": "2026-12-01T08:00:00+00:00"}
    assert "Nothing is committed" in waymark("week").stdout
    waymark("plan", "--commit")
    week = json.loads(waymark("week", "--week", "next", "--json").stdout)["blocks"]
    today = json.loads(waymark("today", "--json", env=tuesday).stdout)["blocks"]
    assert today == [block for block in week if block["start"].startswith("2026-12-01")]
    done = waymark("block", "done", week[0]["id"], "--minutes", "40", "--json")
    assert json.loads(done.stdout)["blocks"][0]["actual_minutes"] == 40
    assert "Sat 5 Dec" in waymark("block", "move", "next", "sat 15:00").stdout
    moved = waymark("block", "shorten", week[1]["id"], "30 min").stdout
    assert "15:00–15:30" in moved
    assert "[skipped]" in waymark("block", "skip", "next").stdout
    unknown = waymark("block", "skip", "knitting")
    assert unknown.returncode == 2
    assert "waymark week" in unknown.stderr


def test_on_monday_morning_today_says_what_is_on_and_how_to_mark_it(lived: RunWaymark) -> None:
    said = lived("today", env=MONDAY).stdout
    assert said.startswith("Mon 23 Nov\n  19:00")
    assert "waymark block done next" in said
    assert "not marked" not in said


def test_on_thursday_today_says_what_was_missed_and_both_ways_on(lived: RunWaymark) -> None:
    week = json.loads(lived("week", "--json", env=MONDAY).stdout)["blocks"]
    lived("block", "done", week[0]["id"], "--minutes", "30", env=MONDAY)
    today = json.loads(lived("today", "--json", env=THURSDAY).stdout)
    before = [b["id"] for b in week if b["start"] < "2026-11-26"]
    assert today["missed"] == before[1:]
    assert today["next"]["id"] == today["blocks"][0]["id"]
    assert today["streak"]["longest"] == 1
    assert today["reviews_due"] == 0
    said = lived("today", env=THURSDAY).stdout
    assert "Not marked, from the days before" in said
    assert f"waymark block done {before[1]}" in said
    assert "waymark repair" in said


def test_yesterdays_block_is_marked_today(lived: RunWaymark) -> None:
    wednesday = {"WAYMARK_NOW": "2026-11-25T07:00:00+01:00"}
    lived("block", "done", "yesterday", "--minutes", "40", env=wednesday)
    week = json.loads(lived("week", "--json", env=wednesday).stdout)
    assert [day["done_minutes"] for day in week["days"]][:3] == [0, 40, 0]
    assert week["streak"]["last_day"] == "2026-11-24"


def test_on_sunday_evening_the_next_week_is_to_be_planned(lived: RunWaymark) -> None:
    said = lived("today", env=SUNDAY_EVENING).stdout
    assert "Nothing is planned for today." in said
    assert "the next plan brings it back" in said
    assert "Next week has no plan yet: waymark plan --week next" in said


def test_a_week_that_is_over_is_not_to_be_repaired(lived: RunWaymark) -> None:
    later = {"WAYMARK_NOW": "2026-12-02T08:00:00+01:00"}
    said = lived("week", "--week", "2026-11-23", env=later).stdout
    assert "its work comes back" in said
    assert "waymark repair" not in said


def test_a_day_without_a_block_says_what_comes_next(lived: RunWaymark) -> None:
    lived("block", "move", "today", "sat 15:00")
    said = lived("today").stdout
    assert "Nothing is planned for today. Next: Tue 24 Nov 19:00" in said


def test_without_a_plan_today_says_how_to_make_one(waymark: RunWaymark) -> None:
    said = waymark("today").stdout
    assert said.startswith("Nothing is planned for today.\n")
    assert "waymark plan --week this --commit" in said


def test_the_week_holds_planned_against_done_for_each_day(lived: RunWaymark) -> None:
    first = json.loads(lived("week", "--json").stdout)["blocks"][0]
    lived("block", "done", first["id"], "--minutes", "35")
    week = json.loads(lived("week", "--json").stdout)
    assert len(week["days"]) == 7
    assert week["days"][0] == {
        "date": "2026-11-23",
        "planned_minutes": first["minutes"],
        "done_minutes": 35,
    }
    assert week["planned_minutes"] == sum(block["minutes"] for block in week["blocks"])
    said = lived("week").stdout
    assert "done: 35 min." in said
    assert "done 35 min (today)" in said
    assert "Sun 29 Nov  free" in said


def test_a_wrong_mark_is_taken_back(lived: RunWaymark) -> None:
    before = json.loads(lived("week", "--json").stdout)["blocks"]
    marked = lived("block", "done", "next", "--minutes", "20").stdout
    assert f"waymark block undo {before[0]['id']}" in marked
    lived("block", "move", before[1]["id"], "sat 15:00")
    lived("block", "skip", before[2]["id"])
    assert "[skipped]" not in lived("block", "undo").stdout
    assert json.loads(lived("block", "undo", before[0]["id"], "--json").stdout)["blocks"] == [
        before[0]
    ]
    lived("block", "undo")
    assert json.loads(lived("week", "--json").stdout)["blocks"] == before
    nothing = lived("block", "undo")
    assert nothing.returncode == 2
    assert "nothing to take back" in nothing.stderr


def test_blocks_in_a_busy_time_are_told_with_the_way_to_move_them(lived: RunWaymark) -> None:
    told = lived("busy", "off", "2026-11-24").stdout
    assert "waymark repair --week 2026-11-23" in told
    assert "waymark repair --week 2026-11-23" in lived("today").stdout
