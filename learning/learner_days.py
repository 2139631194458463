"""Days and weeks as the learner lives them: in their own zone, weeks from Monday."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Period = Literal["today", "tomorrow", "week", "next"]


def bounds(period: Period, now: datetime, timezone: str | None) -> tuple[datetime, datetime]:
    """Start and end of today, tomorrow, this week or next week; UTC where no zone is said."""
    zone = ZoneInfo(timezone or "UTC")
    first = now.astimezone(zone).date()
    days = 1
    if period == "tomorrow":
        first += timedelta(days=1)
    elif period != "today":
        first += timedelta(days=7 * (period == "next") - first.weekday())
        days = 7
    start = datetime.combine(first, time.min, zone)
    return start, datetime.combine(first + timedelta(days=days), time.min, zone)


def on_day(moment: datetime, now: datetime, timezone: str | None) -> str:
    """The day of `moment` in words: "today", "tomorrow", "on Friday 27 November", "since
    Friday 20 November" for a day gone by."""
    zone = ZoneInfo(timezone or "UTC")
    day = moment.astimezone(zone).date()
    days = (day - now.astimezone(zone).date()).days
    if days in (0, 1):
        return "tomorrow" if days else "today"
    return f"{'on' if days > 0 else 'since'} {day:%A} {day.day} {day:%B}"
