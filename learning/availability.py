"""When the learner can study in a week: "mon-fri 19:00-21:00; sat 09:00-12:00".

The text is read forgivingly and written back in one canonical form. Windows are wall-clock time:
expanded into a week and a zone they become exactly the moments at which the clock on the wall
shows a time inside them, also in weeks in which that clock jumps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from base.errors import InvalidInput
from learning.availability_text import (
    DAY_MINUTES,
    DAYS,
    EXAMPLE,
    WEEK_MINUTES,
    by_day,
    read_windows,
    write_windows,
)
from learning.intervals import Interval, merge

PartOfDay = Literal["morning", "afternoon", "evening"]

_DAWN = 5 * 60
_UP, _TO_BED, _AROUND_THE_CLOCK = 7 * 60, 23 * 60, 20 * 60
# Evening runs on through the night, so that "fri 22:00-01:00" is an evening.
_PARTS: dict[PartOfDay, tuple[tuple[int, int], ...]] = {
    "morning": ((_DAWN, 12 * 60),),
    "afternoon": ((12 * 60, 17 * 60),),
    "evening": ((0, _DAWN), (17 * 60, DAY_MINUTES)),
}


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Minutes since Monday 00:00 on the wall clock; the end is not part of it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Availability:
    """The study windows of a week: sorted, merged, within Monday 00:00 to Sunday 24:00."""

    windows: tuple[Window, ...] = ()

    @classmethod
    def of(cls, windows: Iterable[Window]) -> Availability:
        """Any windows, put in order. One that runs past Sunday midnight goes on at Monday 00:00."""
        mask = bytearray(WEEK_MINUTES)
        for window in windows:
            for start, end in _on_the_circle(window):
                mask[start:end] = b"\x01" * (end - start)
        return cls(tuple(_runs(mask)))

    @classmethod
    def parse(cls, text: str) -> Availability:
        """Read a learner's words, such as "weekdays 7-9pm, sat 9-12".

        Raises:
            InvalidInput: a part is not understood; the message says which.
        """
        if not text.strip():
            raise InvalidInput("No availability was given.", hint=EXAMPLE)
        return cls.of(Window(start, end) for start, end in read_windows(text))

    def __str__(self) -> str:
        return write_windows(self._pairs())

    def _pairs(self) -> tuple[tuple[int, int], ...]:
        return tuple((window.start, window.end) for window in self.windows)

    @property
    def minutes(self) -> int:
        return sum(window.end - window.start for window in self.windows)

    def without_days(self, days: Collection[str]) -> Availability:
        """Without the windows that begin on `days`; a late Friday goes with Friday."""
        off = {number for number, day in enumerate(DAYS) if day in days}
        return Availability.of(
            Window(start, end)
            for start, end in _by_study_day(self._pairs())
            if start // DAY_MINUTES not in off
        )

    def without(self, taken: Availability) -> Availability:
        """Without the times that are in `taken` too."""
        mask = bytearray(WEEK_MINUTES)
        for window in self.windows:
            mask[window.start : window.end] = b"\x01" * (window.end - window.start)
        for window in taken.windows:
            mask[window.start : window.end] = bytes(window.end - window.start)
        return Availability(tuple(_runs(mask)))

    def only(self, parts: Collection[PartOfDay]) -> Availability:
        """Within these parts of the day alone: morning 5 to 12, afternoon 12 to 17, evening on."""
        kept = [
            (day * DAY_MINUTES + start, day * DAY_MINUTES + end)
            for day in range(7)
            for part in parts
            for start, end in _PARTS[part]
        ]
        return Availability.of(
            Window(max(window.start, start), min(window.end, end))
            for window in self.windows
            for start, end in kept
            if max(window.start, start) < min(window.end, end)
        )

    def awake(self) -> Availability:
        """The same where windows are shorter than 20 hours; of longer ones 7 to 23 on each day,
        since who is free around the clock sleeps all the same."""
        long = [window for window in self.windows if window.end - window.start >= _AROUND_THE_CLOCK]
        days = [Window(day * DAY_MINUTES + _UP, day * DAY_MINUTES + _TO_BED) for day in range(7)]
        kept = [
            Window(max(window.start, day.start), min(window.end, day.end))
            for window in long
            for day in days
            if max(window.start, day.start) < min(window.end, day.end)
        ]
        return Availability.of([*(w for w in self.windows if w not in long), *kept])

    def expand(self, week_start: date, zone: ZoneInfo) -> tuple[Interval, ...]:
        """The windows of the week of `week_start` (a Monday) as UTC intervals, merged.

        A moment is in the result exactly when the wall clock in `zone` then shows a time inside a
        window, so an hour that is skipped gives nothing and one that is repeated counts twice.
        """
        midnight = datetime.combine(week_start, time())
        spans = tuple(_constant_offsets(midnight, zone))
        return merge(
            Interval(max(start, span.start), min(end, span.end))
            for window in self.windows
            for span, offset in spans
            for start, end in [
                (_utc(midnight, window.start, offset), _utc(midnight, window.end, offset))
            ]
            if max(start, span.start) < min(end, span.end)
        )


def _by_study_day(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Windows cut so that each belongs to the day it begins on, its night included."""
    for start, end in by_day(pairs):
        dawn = (start // DAY_MINUTES + 1) * DAY_MINUTES + _DAWN
        yield start, min(end, dawn)
        if end > dawn:
            yield dawn, end


def _utc(midnight: datetime, minutes: int, offset: timedelta) -> datetime:
    return (midnight + timedelta(minutes=minutes) - offset).replace(tzinfo=UTC)


def _constant_offsets(midnight: datetime, zone: ZoneInfo) -> Iterator[tuple[Interval, timedelta]]:
    """The week's stretches of time over which the zone's offset does not change."""

    def offset(moment: datetime) -> timedelta:
        return moment.astimezone(zone).utcoffset() or timedelta()

    # No zone is further than 26 hours from UTC, and none changes twice within three hours.
    first = midnight.replace(tzinfo=UTC) - timedelta(hours=27)
    marks = [first + timedelta(hours=3 * step) for step in range((7 * 24 + 54) // 3 + 1)]
    start = first
    for low, high in pairwise(marks):
        if offset(low) == offset(high):
            continue
        before, after = low, high
        while after - before > timedelta(seconds=1):
            middle = before + (after - before) // 2
            before, after = (middle, after) if offset(middle) == offset(low) else (before, middle)
        change = after.replace(microsecond=0)
        yield Interval(start, change), offset(low)
        start = change
    yield Interval(start, marks[-1]), offset(marks[-1])


def _on_the_circle(window: Window) -> Iterator[tuple[int, int]]:
    yield window.start, min(window.end, WEEK_MINUTES)
    if window.end > WEEK_MINUTES:
        yield 0, window.end - WEEK_MINUTES


def _runs(mask: bytearray) -> Iterator[Window]:
    end = 0
    while (start := mask.find(1, end)) != -1:
        stop = mask.find(0, start)
        end = stop if stop != -1 else WEEK_MINUTES
        yield Window(start, end)
