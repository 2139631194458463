"""How much work the repetitions of an event would make, told before they are worked out.

Whoever sends a calendar chooses its rules; a few characters can stand for millions of dates, or
for a search that never ends. Each series is therefore weighed first.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from icalendar import Event

OFTENEST_A_DAY = 24
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_A_DAY = {"HOURLY": 24.0, "DAILY": 1.0, "WEEKLY": 1 / 7, "MONTHLY": 1 / 30, "YEARLY": 1 / 365}
_STEPS_AN_OCCURRENCE = 20
"""Making an occurrence takes about as long as passing over so many dates."""
_TO_THE_LAST_YEAR = 8_000 * 365
"""Days until the year 9999, which a search for a date that never comes goes through."""
MOST_STEPS = 1_500_000
"""For one file; about four seconds."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The time that is looked at: occurrences outside it are not wanted."""

    begin: datetime
    end: datetime


def rule_problem(event: Event) -> str | None:
    """Why the event's rule cannot be used, or None."""
    rule: Any = event.get("RRULE")
    if not rule:
        return None
    if _interval(rule) < 1:
        return "its interval is less than one"
    frequency = _frequency(rule)
    if frequency not in _A_DAY or _a_day(rule) > OFTENEST_A_DAY:
        return "it repeats more than once an hour"
    return None if _ever(rule) else "no day fits its rule"


def steps(event: Event, looked: Looked) -> int:
    """About how many dates are passed over to find the occurrences in the time looked at."""
    listed = len(_listed(event))
    rule: Any = event.get("RRULE")
    if not rule:
        return 1 + listed * _STEPS_AN_OCCURRENCE
    start = instant(_start(event))
    begun = max(start, looked.begin)
    passed = max(0.0, (looked.end - start) / timedelta(days=1))
    inside = max(0.0, (looked.end - begun) / timedelta(days=1))
    every = 24.0 / _interval(rule) if _frequency(rule) == "HOURLY" else 1.0
    occurrences = inside * _a_day(rule)
    if rule.get("BYSETPOS"):
        passed = _TO_THE_LAST_YEAR * min(1.0, _A_DAY[_frequency(rule)])
    dates = passed * max(every, _a_day(rule))
    return 1 + round(dates + (occurrences + listed) * _STEPS_AN_OCCURRENCE)


def instant(moment: date) -> datetime:
    """A date or time as a moment to compare; what names no zone is taken as UTC."""
    whole = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    return whole.astimezone(UTC) if whole.tzinfo else whole.replace(tzinfo=UTC)


def _start(event: Event) -> date:
    start = getattr(event["DTSTART"], "dt", None)
    if not isinstance(start, date):
        raise ValueError("the event has no start")
    return start


def _ever(rule: Any) -> bool:
    """Whether any day is in the months, of the number and on the weekday that the rule names.

    From 1901 to 2099 the calendar repeats every 28 years.
    """
    months, of_month = set(rule.get("BYMONTH", ())), set(rule.get("BYMONTHDAY", ()))
    of_year = set(rule.get("BYYEARDAY", ()))
    if not of_year and not (of_month and (months or rule.get("BYDAY"))):
        return not of_month or any(1 <= abs(day) <= 31 for day in of_month)
    weekdays = {_WEEKDAYS.index(str(day)[-2:]) for day in rule.get("BYDAY", ())}
    first = date(2001, 1, 1)
    return any(
        (not months or day.month in months)
        and (not of_month or of_month & {day.day, day.day - monthrange(day.year, day.month)[1] - 1})
        and (not of_year or of_year & {day.timetuple().tm_yday, _from_the_end(day)})
        and (not weekdays or day.weekday() in weekdays)
        for day in (first + timedelta(days=number) for number in range(28 * 365 + 7))
    )


def _from_the_end(day: date) -> int:
    return day.toordinal() - date(day.year, 12, 31).toordinal() - 1


def _frequency(rule: Any) -> str:
    return str(next(iter(rule.get("FREQ", ("",))))).upper()


def _interval(rule: Any) -> int:
    return int(next(iter(rule.get("INTERVAL", (1,)))))


def _a_day(rule: Any) -> float:
    """The most occurrences a day, on average."""
    frequency = _frequency(rule)
    base = _A_DAY.get(frequency, 0.0) / _interval(rule)
    for name in ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYSETPOS"):
        if frequency in ("WEEKLY", "MONTHLY", "YEARLY"):
            base *= max(1, len(rule.get(name, ())))
    if frequency == "YEARLY":
        base *= max(1, len(rule.get("BYMONTH", ())) + len(rule.get("BYWEEKNO", ())))
    if frequency != "HOURLY":
        base = min(base, 1.0) * max(1, len(rule.get("BYHOUR", ())))
    return base * max(1, len(rule.get("BYMINUTE", ()))) * max(1, len(rule.get("BYSECOND", ())))


def _listed(event: Event) -> list[Any]:
    """The single dates that a series has besides its rule."""
    found: list[Any] = []
    for name in ("RDATE", "EXDATE"):
        values = event.get(name, [])
        for value in values if isinstance(values, list) else [values]:
            found.extend(getattr(value, "dts", ()))
    return found
