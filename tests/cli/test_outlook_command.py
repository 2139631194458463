"""`waymark outlook` as people and programs run it."""

from __future__ import annotations

import json

from tests.conftest import RunWaymark


def test_it_says_when_one_will_be_done_and_what_the_next_weeks_hold(
    run_waymark: RunWaymark,
) -> None:
    run_waymark("profile", "set", "--hours", "8", "--timezone", "Europe/Berlin")
    found = run_waymark("outlook", "--weeks", "3")
    assert found.returncode == 0, found.stderr
    assert "You will be done between" in found.stdout
    assert "█" in found.stdout
    weeks = found.stdout.split("Week by week:\n")[1].splitlines()
    assert len(weeks) == 3
    assert weeks[1].split() == "Mon 30 Nov 2026 8 h Linear Algebra 8 h".split()


def test_its_json_holds_every_week_and_the_days_that_were_asked_for(
    run_waymark: RunWaymark,
) -> None:
    run_waymark("profile", "set", "--hours", "8", "--timezone", "Europe/Berlin")
    data = json.loads(run_waymark("outlook", "--days", "--json").stdout)
    placed = sum(sum(week["minutes"].values()) for week in data["weeks"])
    assert placed == data["minutes_left"]
    assert [week["source"] for week in data["days"]] == ["proposed", "proposed"]
    assert data["days"][0]["blocks"][0]["start"].endswith("+01:00")
    assert run_waymark("plan", "--week", "this", "--json").returncode == 0


def test_what_it_cannot_take_is_said(run_waymark: RunWaymark) -> None:
    assert run_waymark("outlook", "--weeks", "0").returncode == 2
    unknown = run_waymark("outlook", "--section", "zzqqxx")
    assert unknown.returncode == 2
    assert "Traceback" not in unknown.stderr
