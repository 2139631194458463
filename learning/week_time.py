"""The time a week has for study, and what stands in the way where it has too little."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from learning.availability import Availability
from learning.availability_text import DAYS
from learning.intervals import Interval, subtract
from learning.kept_free import kept_free_times
from learning.plan_model import GRID_MINUTES, Conflict, hours_text
from learning.wishes import LEAST_BLOCK, Wishes

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
        windows = Availability.parse(wishes.free) if wishes.free else self.availability
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

    def blame(self, shortest: int) -> Conflict:
        """Why no free stretch holds `shortest` minutes, naming the wishes that could give way."""
        longest = max((interval.minutes for interval in self.free()), default=0)
        says = (
            f"Your longest free stretch is {hours_text(longest)}; a block takes "
            f"{hours_text(shortest)}."
            if longest
            else "That leaves no free time in the week."
        )
        ways = [
            (wish, help_)
            for wish, help_, relaxed in self._relaxed()
            if any(interval.minutes >= shortest for interval in relaxed.free())
        ]
        if LEAST_BLOCK <= longest < shortest:
            ways.append(
                ("block length", f"ask for blocks of {longest - longest % GRID_MINUTES} min")
            )
        if not ways:
            return Conflict(
                ("availability",), says, "Widen your availability, or plan another week."
            )
        options = "; or ".join(help_ for _, help_ in ways)
        return Conflict(
            tuple(wish for wish, _ in ways), says, f"{options[0].upper()}{options[1:]}."
        )

    def _relaxed(self) -> Iterator[tuple[str, str, WeekTime]]:
        if self.wishes.days_off:
            days = " or ".join(day for day in DAYS if day in self.wishes.days_off)
            free = self.wishes.model_copy(update={"days_off": ()})
            yield "days off", f"allow some study on {days}", replace(self, wishes=free)
        if self.wishes.parts:
            parts = " and ".join(self.wishes.parts)
            free = self.wishes.model_copy(update={"parts": ()})
            yield "parts of the day", f"allow more than the {parts}", replace(self, wishes=free)
        if self.busy:
            yield "busy times", "free some time in your calendar", replace(self, busy=())
