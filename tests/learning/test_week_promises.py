"""What every planned week keeps, for any learner, calendar and zone."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from base.paths import Home
from learning.availability import Availability
from learning.intervals import Interval
from learning.plan_model import WeekPlan
from learning.study import Study
from learning.wishes import Wishes
from memory.records import BusyTime

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "UTC",
)
MONDAYS = (
    date(2027, 3, 8),
    date(2027, 3, 22),
    date(2027, 3, 29),
    date(2027, 4, 5),
    date(2027, 6, 7),
)
"""Weeks in which the clocks of one zone or another change, and one in which none does."""
AVAILABILITIES = (
    "mon-fri 19:00-21:30; sat 09:00-13:00",
    "daily 23:00-02:00",
    "sat-sun 00:00-06:00; wed 12:00-13:00",
    "mon,wed,fri 06:30-08:00, 20:15-22:00; sun 22:30-03:30",
)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

wishes = st.builds(
    Wishes,
    days_off=st.sets(st.sampled_from(DAYS), max_size=2).map(tuple),
    block_minutes=st.sampled_from([None, 25, 45, 60]),
    break_minutes=st.sampled_from([None, 0, 20]),
    energy=st.sampled_from([None, "morning", "evening"]),
    slack_percent=st.sampled_from([None, 25]),
)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_NOW", "2027-03-01T09:00:00+00:00")


@settings(max_examples=20)
@given(
    zone=st.sampled_from(ZONES),
    monday=st.sampled_from(MONDAYS),
    availability=st.sampled_from(AVAILABILITIES),
    hours=st.sampled_from([0.5, 3, 8]),
    wished=wishes,
    busy=st.lists(st.tuples(st.integers(0, 7 * 24), st.integers(1, 12)), max_size=4),
    known=st.integers(0, 40),
    deadline=st.sampled_from([None, 3, 20]),
)
@pytest.mark.usefixtures("now")
def test_every_week_keeps_its_promises(
    zone: str, monday: date, availability: str, hours: float, wished: Wishes,
    busy: list[tuple[int, int]], known: int, deadline: int | None,
) -> None:  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        study = Study.open(Home(Path(folder)))
        try:
            study.profile.update(
                timezone=zone,
                hours=hours,
                availability=availability,
                deadline=None if deadline is None else monday + timedelta(days=deadline),
            )
            for topic in study.roadmap.order[:known]:
                study.progress.set_status(topic, "done")
            midnight = datetime(monday.year, monday.month, monday.day, tzinfo=UTC)
            for number, (start, length) in enumerate(busy):
                begins = midnight + timedelta(hours=start)
                ends = begins + timedelta(hours=length)
                study.memory.busy.add(BusyTime("b.ics", str(number), begins, ends, "Busy"))
            plan = study.week.draft(monday, wishes=wished)
            check(study, plan, monday, wished)
            if plan.status != "infeasible":
                study.week.commit()
                assert study.week.draft(monday).unchanged
        finally:
            study.close()


def check(study: Study, plan: WeekPlan, monday: date, wished: Wishes) -> None:
    profile = study.profile.show()
    zone = ZoneInfo(profile.timezone or "UTC")
    free = Availability.parse(profile.availability or "").without_days(wished.days_off)
    windows = free.expand(monday, zone)
    for block in plan.blocks:
        assert any(window.holds(block.interval) for window in windows)
        assert study.memory.busy.between(block.start, block.end) == ()
        assert block.reason
    rest = timedelta(minutes=10 if wished.break_minutes is None else wished.break_minutes)
    for one, following in pairwise(plan.blocks):
        assert one.end + rest <= following.start
    assert plan.minutes <= round((profile.hours_per_week or 0) * 60)
    if plan.blocks and profile.deadline is not None:
        last = max(block.end for block in plan.blocks if block.kind != "review")
        assert last.astimezone(zone).date() <= profile.deadline or last.astimezone(zone).hour == 0
    keeps_prerequisites(study, plan)
    assert plan.objective <= plan.bound
    assert plan.status in ("optimal", "feasible", "infeasible")
    for conflict in plan.conflicts:
        assert conflict.wishes
        assert conflict.says
        assert conflict.helps


def keeps_prerequisites(study: Study, plan: WeekPlan) -> None:
    done = {name for name, state in study.memory.topics.all().items() if state.status == "done"}
    spans: dict[str, Interval] = {}
    for block in plan.blocks:
        if block.kind == "learn" and block.topic is not None:
            known = spans.get(block.topic)
            first = block.start if known is None else known.start
            spans[block.topic] = Interval(first, block.end)
    for name, span in spans.items():
        for before in study.roadmap.topics[name].prerequisites:
            assert before in done or spans[before].end <= span.start
