"""`waymark profile` and `waymark busy`, as commands."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import RunWaymark


def test_a_profile_is_set_and_shown(run_waymark: RunWaymark) -> None:
    said = run_waymark(
        "profile", "set", "--timezone", "Europe/Berlin", "--hours", "6",
        "--availability", "mon-fri 19:00-21:00; sat 09:00-12:00",
    )  # fmt: skip
    assert (said.returncode, said.stderr) == (0, "")
    assert "Europe/Berlin" in said.stdout
    shown = run_waymark("profile", "show", "--json")
    assert json.loads(shown.stdout) == {
        "timezone": "Europe/Berlin",
        "hours_per_week": 6.0,
        "availability": "mon-fri 19:00-21:00; sat 09:00-12:00",
        "role": None,
        "deadline": None,
        "energy": None,
        "block_minutes": None,
        "break_minutes": None,
        "slack_percent": None,
        "at_most": None,
    }


def test_wishes_for_every_week_are_set_shown_and_taken_back(run_waymark: RunWaymark) -> None:
    said = run_waymark(
        "profile", "set", "--energy", "morning", "--block", "50", "--break", "0",
        "--leave-free", "20", "--at-most", "2 h a day; 1 block on fri",
    )  # fmt: skip
    assert (said.returncode, said.stderr) == (0, "")
    for line in (
        "Energy       what is hard in the morning",
        "Blocks       50 min",
        "Breaks       0 min",
        "Left free    20 % of the free time",
        "At most      2 h a day; 1 block on fri",
    ):
        assert line in said.stdout.splitlines()
    wrong = run_waymark("profile", "set", "--block", "500")
    assert wrong.returncode == 2
    assert "“500” cannot be the length of a block." in wrong.stderr
    assert "Blocks       not set" in run_waymark("profile", "set", "--block", "none").stdout


def test_what_does_not_fit_is_said_and_nothing_is_kept(run_waymark: RunWaymark) -> None:
    wrong = run_waymark("profile", "set", "--hours", "8", "--timezone", "Europe/Berln")
    assert wrong.returncode == 2
    assert "Did you mean Europe/Berlin?" in wrong.stderr
    assert json.loads(run_waymark("profile", "show", "--json").stdout)["hours_per_week"] is None
    nothing = run_waymark("profile", "set")
    assert nothing.returncode == 2
    assert "waymark profile set --hours 6" in nothing.stderr


def test_a_calendar_is_imported_listed_and_cleared(run_waymark: RunWaymark, tmp_path: Path) -> None:
    (tmp_path / "work.ics").write_text(
        "BEGIN:VCALENDAR\n"
        "BEGIN:VEVENT\nUID:1\nSUMMARY:Standup\nDTSTART:20261124T080000Z\n"
        "DTEND:20261124T083000Z\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:2\nSUMMARY:Backwards\nDTSTART:20261124T080000Z\n"
        "DTEND:20261124T070000Z\nEND:VEVENT\n"
        "END:VCALENDAR\n"
    )
    said = run_waymark("busy", "import", "work.ics")
    assert said.returncode == 0
    assert "1 busy time from 1 event" in said.stdout
    assert "Line 8: the event “Backwards” was left out, its end is before its start." in said.stdout
    listed = json.loads(run_waymark("busy", "list", "--json").stdout)
    assert (listed["calendars"], len(listed["times"])) == (["work.ics"], 1)
    assert run_waymark("busy", "clear", "home.ics").returncode == 2
    assert "work.ics" in run_waymark("busy", "clear").stdout
    assert "No calendar" in run_waymark("busy", "list").stdout


def test_a_file_that_is_no_calendar_is_refused(run_waymark: RunWaymark, tmp_path: Path) -> None:
    (tmp_path / "notes.ics").write_text("milk, eggs")
    said = run_waymark("busy", "import", "notes.ics")
    assert said.returncode == 2
    assert "BEGIN:VCALENDAR" in said.stderr
