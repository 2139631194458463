"""`waymark plan`, as a command."""

from __future__ import annotations

import json
from datetime import datetime, time
from itertools import pairwise
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.conftest import RunWaymark

REAL = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:choir
SUMMARY:Choir
DTSTART;TZID=America/New_York:20270105T130000
DTEND;TZID=America/New_York:20270105T170000
RRULE:FREQ=WEEKLY;BYDAY=TU,TH
EXDATE;TZID=America/New_York:20270325T130000
END:VEVENT
END:VCALENDAR
"""
"""Evenings in Berlin; in this week New York's clocks have changed already and Berlin's have not."""


@pytest.fixture
def waymark(run_waymark: RunWaymark) -> RunWaymark:
    """The command, with a profile set."""
    run_waymark(
        "profile", "set", "--timezone", "Europe/Berlin", "--hours", "6",
        "--availability", "mon-fri 19:00-21:00; sat 09:00-12:00",
    )  # fmt: skip
    return run_waymark


def test_a_week_in_which_the_clocks_change_is_planned_and_exported(
    waymark: RunWaymark, tmp_path: Path
) -> None:
    said = waymark("plan", "--week", "2027-03-22", "--json", "--ics", "week.ics")
    assert (said.returncode, said.stderr) == (0, "")
    plan = json.loads(said.stdout)
    assert (plan["week_start"], plan["timezone"]) == ("2027-03-22", "Europe/Berlin")
    spans = [(datetime.fromisoformat(b["start"]), datetime.fromisoformat(b["end"]))
             for b in plan["blocks"]]  # fmt: skip
    assert sum(block["minutes"] for block in plan["blocks"]) == 360
    for start, end in spans:
        first, last = (time(9), time(12)) if start.weekday() == 5 else (time(19), time(21))
        assert first <= start.time() < end.time() <= last
        assert start.weekday() <= 5
    assert all(end < start for (_, end), (start, _) in pairwise(spans))
    calendar = Calendar.from_ical((tmp_path / "week.ics").read_bytes())
    events = {str(e["UID"]).partition("@")[0]: (e.start, e.end) for e in calendar.events}
    assert events == {b["id"]: span for b, span in zip(plan["blocks"], spans, strict=True)}


def test_after_a_commit_planning_again_changes_nothing(waymark: RunWaymark) -> None:
    drafted = json.loads(waymark("plan", "--json").stdout)
    committed = json.loads(waymark("plan", "--commit", "--json").stdout)
    again = json.loads(waymark("plan", "--json").stdout)
    assert (drafted["committed"], committed["committed"], again["committed"]) == (False, True, True)
    assert drafted["blocks"] == committed["blocks"] == again["blocks"]
    assert again["unchanged"]


def test_a_week_round_a_calendar_is_planned_committed_and_stays(
    waymark: RunWaymark, tmp_path: Path
) -> None:
    (tmp_path / "real.ics").write_text(REAL, "utf-8")
    assert waymark("busy", "import", "real.ics").returncode == 0
    said = waymark("plan", "--week", "2027-03-22", "--json", "--ics", "out.ics")
    plan = json.loads(said.stdout)
    assert (said.returncode, plan["status"], plan["minutes"]) == (0, "optimal", 360)
    days = {datetime.fromisoformat(block["start"]).strftime("%a") for block in plan["blocks"]}
    assert "Tue" not in days  # choir, in the evening of another zone
    assert "Thu" in days  # choir is cancelled
    committed = json.loads(waymark("plan", "--week", "2027-03-22", "--commit", "--json").stdout)
    again = json.loads(waymark("plan", "--week", "2027-03-22", "--json").stdout)
    assert (committed["committed"], again["unchanged"]) == (True, True)
    assert plan["blocks"] == committed["blocks"] == again["blocks"]


def test_wishes_are_options_and_what_cannot_be_kept_is_told_with_ways_out(
    waymark: RunWaymark,
) -> None:
    asked = ("--only", "mornings", "--break", "20", "--energy", "morning", "--leave-free", "10")
    plan = json.loads(waymark("plan", *asked, "--json").stdout)
    days = {datetime.fromisoformat(block["start"]).strftime("%a") for block in plan["blocks"]}
    assert days == {"Sat"}
    (conflict,) = plan["conflicts"]
    assert {"parts of the day", "hours"} <= {*conflict["wishes"]}
    assert "allow the evening too" in [way["says"] for way in conflict["ways_out"]]
    assert "allow the evening too" in waymark("plan").stdout.lower()


def test_a_week_is_written_as_a_document_and_as_a_calendar(
    waymark: RunWaymark, tmp_path: Path
) -> None:
    said = waymark(
        "plan", "--keep-free", "before 19:30", "--at-most", "1 block on mon",
        "--markdown", "week.md", "--ics", "week.ics",
    )  # fmt: skip
    assert said.returncode == 0
    assert "week.ics and " in said.stdout
    written = (tmp_path / "week.md").read_text("utf-8")
    assert "- nothing before 19:30\n- at most 1 block on mon" in written
    assert written.count("- [ ] ") == (tmp_path / "week.ics").read_text().count("BEGIN:VEVENT")


def test_a_person_reads_days_times_reasons_and_what_was_assumed(run_waymark: RunWaymark) -> None:
    said = run_waymark("plan", "--hours", "2").stdout
    assert "Mon 30 Nov" in said
    assert "nothing stands before it" in said
    assert "Assumed:" in said
    assert "waymark profile set --availability" in said
    assert "waymark plan --week 2026-11-30 --commit" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--hours", "0"), "0 hours a week cannot be planned"),
        (("--week", "someday"), "not a week"),
        (("--focus", "underwater basket weaving"), "no topic called"),
        (("--day-off", "someday"), "day off"),
        (("--block", "5"), "15 to 180 minutes"),
        (("--ics", "missing/week.ics"), "cannot be written"),
    ],
)
def test_what_does_not_fit_is_a_clear_message(
    waymark: RunWaymark, arguments: tuple[str, ...], says: str
) -> None:
    said = waymark("plan", *arguments)
    assert said.returncode in (2, 5)
    assert says in said.stderr
    assert "Traceback" not in said.stderr


def test_a_file_that_cannot_be_written_leaves_the_draft_as_it_was(waymark: RunWaymark) -> None:
    before = json.loads(waymark("plan", "--json").stdout)
    refused = waymark("plan", "--day-off", "wed", "--ics", "missing/week.ics")
    assert refused.returncode == 2
    assert "learner files" not in refused.stderr
    assert json.loads(waymark("plan", "--json").stdout)["plan"] == before["plan"]


def test_what_cannot_be_planned_is_not_committed(waymark: RunWaymark) -> None:
    waymark("profile", "set", "--availability", "mon 19:00-19:20")
    shown = waymark("plan", "--json")
    assert shown.returncode == 0
    plan = json.loads(shown.stdout)
    assert (plan["status"], plan["blocks"]) == ("infeasible", [])
    (conflict,) = plan["conflicts"]
    assert set(conflict["wishes"]) == {"availability", "block length"}
    assert conflict["ways_out"][0] == {
        "change": "block length",
        "says": "ask for blocks of 20 min",
        "minutes": 20,
    }
    asked = waymark("plan", "--commit")
    assert asked.returncode == 3
    assert "what was planned before stands" in asked.stdout
