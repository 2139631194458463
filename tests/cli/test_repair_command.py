"""`waymark repair`, as a command."""

from __future__ import annotations

import json

import pytest

from tests.conftest import RunWaymark

WEDNESDAY = {"WAYMARK_NOW": "2026-11-25T12:00:00+00:00"}


@pytest.fixture
def waymark(run_waymark: RunWaymark) -> RunWaymark:
    """The command, with this week's plan committed."""
    run_waymark(
        "profile", "set", "--timezone", "Europe/Berlin", "--hours", "6",
        "--availability", "mon-fri 19:00-21:00; sat 09:00-12:00",
    )  # fmt: skip
    run_waymark("plan", "--week", "this", "--commit")
    return run_waymark


def test_a_repair_is_shown_applied_on_yes_and_taken_back(waymark: RunWaymark) -> None:
    before = json.loads(waymark("week", "--json", env=WEDNESDAY).stdout)
    shown = waymark("repair", env=WEDNESDAY)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "missed" in shown.stdout
    assert "Nothing is changed yet" in shown.stdout
    assert json.loads(waymark("week", "--json", env=WEDNESDAY).stdout) == before
    applied = json.loads(waymark("repair", "--yes", "--json", env=WEDNESDAY).stdout)
    assert applied["applied"]
    after = json.loads(waymark("week", "--json", env=WEDNESDAY).stdout)
    places = {block["id"]: block["start"] for block in after["blocks"]}
    for fate in applied["blocks"]:
        if fate["place"] is not None:
            assert places[fate["id"]] == fate["place"]["start"]
    assert "stands again" in waymark("repair", "--undo", env=WEDNESDAY).stdout
    assert json.loads(waymark("week", "--json", env=WEDNESDAY).stdout) == before


def test_an_illness_is_said_by_its_last_day_and_another_week_by_name(waymark: RunWaymark) -> None:
    applied = json.loads(
        waymark("repair", "--until", "fri", "--yes", "--json", env=WEDNESDAY).stdout
    )
    assert applied["days_off"] == ["wed", "thu", "fri"]
    places = [fate["place"]["start"] for fate in applied["blocks"] if fate["place"]]
    assert all(place >= "2026-11-28" for place in places)
    none = waymark("repair", "--week", "next", env=WEDNESDAY)
    assert "waymark plan --week 2026-11-30 --commit" in none.stderr
    assert waymark("repair", "--until", "someday").returncode == 2


def test_what_was_left_unfinished_is_offered_another_day(waymark: RunWaymark) -> None:
    said = waymark("block", "done", "next", "--minutes", "15", "--unfinished").stdout
    assert "For the rest of it, on another day: waymark repair" in said
    (rest,) = [b for b in json.loads(waymark("repair", "--json").stdout)["blocks"] if b["cut_off"]]
    assert (rest["fate"], rest["place"]["start"] > "2026-11-24") == ("moved", True)


def test_without_a_plan_the_way_to_one_is_named(run_waymark: RunWaymark) -> None:
    said = run_waymark("repair")
    assert said.returncode != 0
    assert "waymark plan --week this --commit" in said.stderr
    assert "Traceback" not in said.stderr
