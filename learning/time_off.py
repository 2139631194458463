"""Days on which there is no study at all: holidays, and whatever else keeps the learner away."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from base.clock import Clock
from base.errors import InvalidInput
from base.text import one_line
from learning.plan_wording import day_words
from learning.week import WeekService
from memory.learner import LearnerMemory
from memory.records import BusyTime

SOURCE = "days off"
LONGEST = timedelta(days=366)
_SPAN = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?:\s*(?:to|-|–|/|until|,)\s*(\d{4}-\d{2}-\d{2}))?\s*")


class TimeOffService:
    def __init__(self, memory: LearnerMemory, clock: Clock, week: WeekService) -> None:
        self._memory = memory
        self._clock = clock
        self._week = week

    def add(self, first: date, last: date, title: str = "") -> BusyTime:
        """Keep the days from `first` to `last` free of study, both included.

        Raises:
            InvalidInput: they end before they begin, are over, or are more than a year.
        """
        taken = days_off(first, last, title, self._week.zone, self._clock())
        self._memory.busy.add(taken)
        return taken

    def coming(self) -> tuple[BusyTime, ...]:
        """The days off that are not over, the next ones first."""
        now = self._clock()
        ahead = self._memory.busy.between(now, now + 5 * LONGEST)
        return tuple(time_ for time_ in ahead if time_.source == SOURCE)


def days_off(first: date, last: date, title: str, zone: ZoneInfo, now: datetime) -> BusyTime:
    """The days from `first` to `last`, both included, as the learner's zone has them.

    Raises:
        InvalidInput: they end before they begin, are over, or are more than a year.
    """
    if last < first:
        raise InvalidInput(
            f"{last.isoformat()} is before {first.isoformat()}.",
            hint="Name the first day off, then the last.",
        )
    if last - first > LONGEST:
        raise InvalidInput("More than a year cannot be off.", hint="Name a nearer last day.")
    if last < now.astimezone(zone).date():
        raise InvalidInput(f"{last.isoformat()} is over.", hint="Name days to come.")
    return BusyTime(
        source=SOURCE,
        uid=f"{first.isoformat()}/{last.isoformat()}",
        start=datetime.combine(first, time(), zone).astimezone(UTC),
        end=datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC),
        title=one_line(title, 120) or "Holiday",
    )


def days_named(text: str) -> tuple[date, date]:
    """The first and the last day of "2026-12-24 to 2027-01-02", or one day twice.

    Raises:
        InvalidInput: it names no such days.
    """
    match = _SPAN.fullmatch(text)
    try:
        if match is not None:
            first = date.fromisoformat(match[1])
            return first, date.fromisoformat(match[2]) if match[2] else first
    except ValueError:
        pass
    raise InvalidInput(
        f"“{one_line(text, 40)}” names no days off.",
        hint="Write the dates like 2026-12-24 to 2027-01-02.",
    )


def off_words(taken: BusyTime, zone: ZoneInfo) -> str:
    """Such as "Thu 24 Dec to Sat 2 Jan 2027"."""
    first = taken.start.astimezone(zone).date()
    last = (taken.end - timedelta(seconds=1)).astimezone(zone).date()
    span = day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}"
    return f"{span} {last.year}"
