"""What every planned week keeps, for any learner, calendar file and zone.

Each promise is checked on the clock on the wall, from what was written down for the learner: not
with the planner's own arithmetic.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from base.paths import Home
from learning.calendar_import import read_calendar
from learning.intervals import Interval
from learning.plan_model import PlannedBlock, WeekPlan
from learning.study import Study
from learning.week_topics import BlockLength, whole_blocks
from learning.wishes import Wishes
from memory.records import ReviewCard

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
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIMES = ((120, 270), (390, 480), (540, 780), (720, 765), (1080, 1320), (1350, 1530))
"""Minutes of a day from and to which someone may be free; the last goes on past midnight."""
PARTS = {"morning": (300, 720), "afternoon": (720, 1020), "evening": (1020, 1740)}
KEPT_FREE = {
    "before 07:30": (DAYS, 300, 450),
    "after 20:30": (DAYS, 1230, 1740),
    "sat morning": (("sat",), 300, 720),
    "wed 18:30-19:30": (("wed",), 1110, 1170),
}
AT_MOST = {"1 h 30 a day": (DAYS, 90, None), "1 block on mon-fri": (DAYS[:5], None, 1)}

Window = tuple[int, int, int]
"""A day from 0 for Monday, and the minutes of it from and to which it lasts."""


@dataclass(frozen=True)
class Entry:
    """An entry of a calendar: from a day and a time of `zone` on, every week where `weekly`.
    Without a zone it takes the whole day. In the week that is planned it may have been left out
    (EXDATE), cancelled or moved by a day, all by its own calendar; a free one takes no time."""

    day: int
    start: int
    minutes: int
    zone: str | None
    weekly: bool
    fate: str

    def spans(self, monday: date, home: ZoneInfo) -> Iterator[Interval]:
        """When it takes time in the week of `monday` and on the days around it."""
        for week in (-1, 0, 1) if self.weekly else (0,):
            fate = self.fate if week == 0 else ""
            if fate in ("left out", "cancelled") or self.fate == "free":
                continue
            day = monday + timedelta(days=7 * week + self.day + (fate == "moved"))
            yield self._on(day, home)

    def _on(self, day: date, home: ZoneInfo) -> Interval:
        if self.zone is None:
            begin = datetime.combine(day, time(), home)
            end = datetime.combine(day + timedelta(days=1), time(), home)
            return Interval(begin.astimezone(UTC), end.astimezone(UTC))
        begin = datetime.combine(day, time(), ZoneInfo(self.zone)) + timedelta(minutes=self.start)
        begin = begin.astimezone(UTC)
        return Interval(begin, begin + timedelta(minutes=self.minutes))

    def lines(self, number: int, monday: date) -> Iterator[str]:
        """The entry as events of a calendar file."""
        own = monday + timedelta(days=self.day)
        first = own - timedelta(days=28 if self.weekly else 0)
        yield from ("BEGIN:VEVENT", f"UID:{number}", f"DTSTART{self._at(first)}")
        yield "DURATION:P1D" if self.zone is None else f"DURATION:PT{self.minutes}M"
        if self.weekly:
            yield "RRULE:FREQ=WEEKLY"
            if self.fate == "left out":
                yield f"EXDATE{self._at(own)}"
        if self.fate == "free":
            yield "TRANSP:TRANSPARENT"
        if self.fate == "cancelled" and not self.weekly:
            yield "STATUS:CANCELLED"
        yield "END:VEVENT"
        if self.weekly and self.fate in ("cancelled", "moved"):
            day = own + timedelta(days=self.fate == "moved")
            yield from ("BEGIN:VEVENT", f"UID:{number}", f"RECURRENCE-ID{self._at(own)}")
            yield f"DTSTART{self._at(day)}"
            yield "DURATION:P1D" if self.zone is None else f"DURATION:PT{self.minutes}M"
            yield from ("STATUS:CANCELLED",) if self.fate == "cancelled" else ()
            yield "END:VEVENT"

    def _at(self, day: date) -> str:
        if self.zone is None:
            return f";VALUE=DATE:{day:%Y%m%d}"
        return f";TZID={self.zone}:{day:%Y%m%d}T{self.start // 60:02d}{self.start % 60:02d}00"


entries = st.builds(
    Entry,
    day=st.integers(0, 6),
    start=st.sampled_from([0, 125, 450, 600, 1110, 1200, 1380]),
    minutes=st.sampled_from([20, 60, 150]),
    zone=st.sampled_from([None, "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC"]),
    weekly=st.booleans(),
    fate=st.sampled_from(["", "", "left out", "cancelled", "moved", "free"]),
).filter(lambda entry: entry.weekly or entry.fate in ("", "cancelled", "free"))
windows = st.sets(
    st.tuples(st.integers(0, 6), st.sampled_from(TIMES)).map(lambda pair: (pair[0], *pair[1])),
    min_size=1,
    max_size=8,
).map(lambda found: tuple(sorted(found)))
wishes = st.builds(
    Wishes,
    days_off=st.sets(st.sampled_from(DAYS), max_size=2).map(tuple),
    parts=st.sampled_from([(), (), ("morning", "evening"), ("evening",)]),
    keep_free=st.sets(st.sampled_from(sorted(KEPT_FREE)), max_size=2).map(tuple),
    at_most=st.sampled_from([(), (), *((text,) for text in AT_MOST)]),
    block_minutes=st.sampled_from([None, 25, 45, 60]),
    break_minutes=st.sampled_from([None, 0, 20]),
    energy=st.sampled_from([None, "morning", "evening"]),
    slack_percent=st.sampled_from([None, 25]),
    less=st.sampled_from([(), ("theory",), ("reviews",)]),
)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_NOW", "2027-03-01T09:00:00+00:00")


@settings(max_examples=14)
@given(
    zone=st.sampled_from(ZONES),
    monday=st.sampled_from(MONDAYS),
    free=windows,
    hours=st.sampled_from([0.5, 3, 8]),
    wished=wishes,
    calendar=st.lists(entries, max_size=4),
    known=st.integers(0, 40),
    begun=st.sets(st.integers(0, 60), max_size=3),
    cards=st.sampled_from([0, 20]),
    deadline=st.sampled_from([None, 3, 20]),
)
@pytest.mark.usefixtures("now")
def test_every_week_keeps_its_promises(
    zone: str, monday: date, free: tuple[Window, ...], hours: float, wished: Wishes,
    calendar: list[Entry], known: int, begun: set[int], cards: int, deadline: int | None,
) -> None:  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        study = Study.open(Home(Path(folder)))
        try:
            study.profile.update(
                timezone=zone,
                hours=hours,
                availability=written(free),
                deadline=None if deadline is None else monday + timedelta(days=deadline),
            )
            for topic in study.roadmap.order[:known]:
                study.progress.set_status(topic, "done")
            for number in begun:
                if number >= known:
                    study.progress.set_status(study.roadmap.order[number], "learning")
            for number in range(cards):
                due = study.clock() + timedelta(days=number)
                card = ReviewCard(f"c{number}", "git", None, "front", "back", "{}", due, due)
                study.memory.reviews.add(card)
            imported(study, Path(folder) / "work.ics", calendar, monday)
            plan = study.week.draft(monday, wishes=wished)
            check_times(plan, free, wished, ZoneInfo(zone), monday)
            for entry in calendar:
                for span in entry.spans(monday, ZoneInfo(zone)):
                    assert not any(span.overlaps(block.interval) for block in plan.blocks)
            check_amounts(study, plan, wished)
            keeps_prerequisites(study, plan, wished)
            check_words(plan)
            if plan.status == "infeasible":
                assert study.week.latest_draft() is None
                return
            study.week.commit()
            assert study.week.draft(monday).unchanged
            written_out = study.week.export(Path(folder) / "out.ics", study.week.draft(monday).id)
            events = Calendar.from_ical(written_out.read_bytes()).events
            assert sorted((e.start, e.end) for e in events) == [
                (block.start, block.end) for block in plan.blocks
            ]
        finally:
            study.close()


def written(free: tuple[Window, ...]) -> str:
    return "; ".join(
        f"{DAYS[day]} {start // 60}:{start % 60:02d}-{end // 60 % 24}:{end % 60:02d}"
        for day, start, end in free
    )


def imported(study: Study, path: Path, calendar: list[Entry], monday: date) -> None:
    lines = [line for number, e in enumerate(calendar) for line in e.lines(number, monday)]
    path.write_text("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]))
    found = read_calendar(path, study.week.zone, study.clock())
    assert found.troubles == ()
    study.memory.busy.replace(path.name, found.times)


def moments(block: PlannedBlock, zone: ZoneInfo) -> Iterator[datetime]:
    """Every fifth minute of a block on the clock on the wall."""
    for step in range(0, block.minutes, 5):
        yield (block.start + timedelta(minutes=step)).astimezone(zone)


def lies_in(moment: datetime, window: Window) -> bool:
    """Whether the clock shows a time inside the window, which may go on past midnight."""
    day, start, end = window
    minute = (moment.weekday() - day) % 7 * 1440 + moment.hour * 60 + moment.minute
    return start <= minute < end


def check_times(
    plan: WeekPlan, free: tuple[Window, ...], wished: Wishes, zone: ZoneInfo, monday: date
) -> None:
    allowed = [window for window in free if DAYS[window[0]] not in wished.days_off]
    kept_free = [
        (DAYS.index(day), start, end)
        for text in wished.keep_free
        for days, start, end in [KEPT_FREE[text]]
        for day in days
    ]
    parts = [(day, *PARTS[part]) for part in wished.parts for day in range(7)]
    for block in plan.blocks:
        for moment in moments(block, zone):
            assert monday <= moment.date() < monday + timedelta(days=7)
            assert any(lies_in(moment, window) for window in allowed)
            assert not any(lies_in(moment, window) for window in kept_free)
            assert not parts or any(lies_in(moment, window) for window in parts)
    rest = timedelta(minutes=10 if wished.break_minutes is None else wished.break_minutes)
    for one, following in pairwise(plan.blocks):
        assert one.end + rest <= following.start
    for text in wished.at_most:
        days, minutes, blocks = AT_MOST[text]
        held: Counter[date] = Counter()
        count: Counter[date] = Counter()
        for block in plan.blocks:
            held[block.start.astimezone(zone).date()] += block.minutes
            count[block.start.astimezone(zone).date()] += 1
        for day in held:
            if DAYS[day.weekday()] in days:
                assert minutes is None or held[day] <= minutes
                assert blocks is None or count[day] <= blocks


def check_amounts(study: Study, plan: WeekPlan, wished: Wishes) -> None:
    profile = study.profile.show()
    assert plan.minutes <= round((profile.hours_per_week or 0) * 60)
    if wished.block_minutes is not None:
        assert {b.minutes for b in plan.blocks if b.kind != "review"} <= {wished.block_minutes}
    others = [block for block in plan.blocks if block.kind != "review"]
    if profile.deadline is not None and others:
        over = datetime.combine(profile.deadline + timedelta(days=1), time(), study.week.zone)
        assert max(block.end for block in others) <= over
    assert len({block.id for block in plan.blocks}) == len(plan.blocks)


def keeps_prerequisites(study: Study, plan: WeekPlan, wished: Wishes) -> None:
    states = {name: state.status for name, state in study.memory.topics.all().items()}
    blocks: dict[str, list[PlannedBlock]] = {}
    for block in plan.blocks:
        if block.kind == "learn" and block.topic is not None:
            blocks.setdefault(block.topic, []).append(block)
    length = wished.block_minutes
    lengths = BlockLength(length, length) if length else BlockLength()
    for name, own in blocks.items():
        if states.get(name) == "learning":
            continue  # the learner began it already
        for before in study.roadmap.topics[name].prerequisites:
            if states.get(before) == "done":
                continue
            first = blocks[before]
            assert max(block.end for block in first) <= min(block.start for block in own)
            whole = whole_blocks(round(study.roadmap.topics[before].hours.expected * 60), lengths)
            assert sum(block.minutes for block in first) >= whole


def check_words(plan: WeekPlan) -> None:
    assert all(block.reason for block in plan.blocks)
    assert plan.status in ("optimal", "feasible", "infeasible")
    assert plan.objective <= plan.bound
    assert bool(plan.blocks) == (plan.status != "infeasible")
    for conflict in plan.conflicts:
        assert conflict.wishes
        assert conflict.says
        assert conflict.helps
    if plan.status == "infeasible":
        assert plan.conflicts
