"""`waymark busy`: calendars and days off."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import RunWaymark

BROKEN = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
SUMMARY:Backwards
DTSTART:20261201T180000Z
DTEND:20261201T170000Z
END:VEVENT
"""
GOOD = """BEGIN:VEVENT
UID:2
SUMMARY:Choir
DTSTART:20261201T180000Z
DTEND:20261201T210000Z
END:VEVENT
"""


def test_a_broken_event_is_named_by_its_line_and_the_rest_is_used(
    run_waymark: RunWaymark, tmp_path: Path
) -> None:
    (tmp_path / "home.ics").write_text(BROKEN + GOOD + "END:VCALENDAR\n", "utf-8")
    said = run_waymark("busy", "import", "home.ics")
    assert said.returncode == 0
    assert "home.ics: 1 busy time from 1 event" in said.stdout
    assert "Line 3: the event “Backwards” was left out, its end is before its start." in said.stdout
    assert "Choir" in run_waymark("busy", "list").stdout


def test_a_file_of_which_nothing_can_be_used_leaves_what_was_known(
    run_waymark: RunWaymark, tmp_path: Path
) -> None:
    calendar = tmp_path / "home.ics"
    calendar.write_text("BEGIN:VCALENDAR\n" + GOOD + "END:VCALENDAR\n", "utf-8")
    run_waymark("busy", "import", "home.ics")
    calendar.write_text(BROKEN + "END:VCALENDAR\n", "utf-8")
    said = run_waymark("busy", "import", "home.ics")
    assert said.returncode == 2
    assert "Line 3: its end is before its start" in said.stderr
    assert "Choir" in run_waymark("busy", "list").stdout


def test_planned_blocks_that_become_busy_are_named(run_waymark: RunWaymark) -> None:
    run_waymark("profile", "set", "--availability", "tue 19:00-21:00", "--timezone", "UTC")
    run_waymark("plan", "--hours", "1", "--commit")
    said = run_waymark("busy", "off", "2026-11-30", "2026-12-03", "--title", "Skiing")
    assert "No study is planned on Mon 30 Nov to Thu 3 Dec 2026" in said.stdout
    assert "1 planned block lies in a busy time" in said.stdout
    assert "Skiing" in run_waymark("busy", "list").stdout
    plan = json.loads(run_waymark("plan", "--json").stdout)
    assert plan["status"] == "infeasible"
    assert run_waymark("busy", "clear", "days off").returncode == 0
    assert json.loads(run_waymark("plan", "--json").stdout)["unchanged"]


def test_days_off_are_checked(run_waymark: RunWaymark) -> None:
    assert "before 2026-12-24" in run_waymark("busy", "off", "2026-12-24", "2026-12-02").stderr
    assert "not a day off" in run_waymark("busy", "off", "christmas").stderr
