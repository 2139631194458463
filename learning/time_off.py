"""Days on which there is no study at all: holidays, and whatever else keeps the learner away."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from base.errors import InvalidInput
from base.text import one_line
from memory.records import BusyTime

SOURCE = "days off"
LONGEST = timedelta(days=366)


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
