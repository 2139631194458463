"""The time a week has for study."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from learning.availability import Availability
from learning.intervals import Interval, subtract
from learning.kept_free import kept_free_times
from learning.wishes import Wishes

DEFAULT_AVAILABILITY = "mon-fri 19:00-21:00; sat-sun 10:00-13:00"
"""Assumed, and said, where the learner named no times."""
_AWAKE = "daily 07:00-23:00"
DEFAULT_HOURS = 6.0
"""Hours a week, assumed and said where the learner named none."""


@dataclass(frozen=True, slots=True)
class WeekTime:
    """What decides which time of a week is free. `taken` is time of blocks that stay."""

    availability: Availability
    wishes: Wishes
    week_start: date
    zone: ZoneInfo
    now: datetime
    busy: tuple[Interval, ...] = ()
    taken: tuple[Interval, ...] = ()

    def free(self) -> tuple[Interval, ...]:
        """Inside the availability and the wishes, outside busy and taken time, still to come."""
        wishes = self.wishes
        windows = Availability.parse(wishes.free) if wishes.free else self.availability.awake()
        windows = windows.without_days(wishes.days_off)
        for text in wishes.keep_free:
            windows = windows.without(kept_free_times(text))
        if wishes.parts:
            windows = windows.only(wishes.parts)
        past = Interval(datetime.min.replace(tzinfo=UTC), self.now)
        return subtract(windows.expand(self.week_start, self.zone), (*self.busy, *self.taken, past))

    def all_day(self) -> WeekTime:
        """The same with every hour that people are awake in the availability."""
        wishes = self.wishes.model_copy(update={"free": None})
        return replace(self, availability=Availability.parse(_AWAKE), wishes=wishes)

    @property
    def week(self) -> Interval:
        """From Monday midnight to the next, on the clock of the zone."""
        start = datetime.combine(self.week_start, time(), self.zone)
        end = datetime.combine(self.week_start + timedelta(days=7), time(), self.zone)
        return Interval(start.astimezone(UTC), end.astimezone(UTC))
