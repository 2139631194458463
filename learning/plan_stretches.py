"""The free stretches of a week, as the solver fills them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from learning.intervals import Interval, merge, on_grid
from learning.plan_model import GRID_MINUTES, PlanRequest

LONG = timedelta(hours=6)
_BORDERS = (time(5), time(12), time(17))
"""When morning, afternoon and evening begin, on the clock on the wall."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A free stretch: the local day it begins on and how many units it holds."""

    interval: Interval
    day: date
    units: int


CLOSE = timedelta(hours=1)
"""Stretches of a day that are closer than this follow one another."""


def follows_closely(before: Stretch, after: Stretch) -> bool:
    """Whether what is studied in `after` comes right upon what is studied in `before`."""
    return before.day == after.day and after.interval.start - before.interval.end < CLOSE


def stretches(request: PlanRequest) -> tuple[Stretch, ...]:
    """The free time on the grid, with a break's length between one stretch and the next.

    It is cut where something must begin or be over, and where a day with a limit begins and ends,
    so that what fits is whole stretches; and a long one where morning, afternoon and evening
    meet, so that a day can have something in each. Those too short for any candidate's shortest
    block are left out.
    """
    shortest = min((c.shortest for c in request.candidates), default=0)
    zone = ZoneInfo(request.timezone)
    rest = timedelta(minutes=request.break_minutes)
    found: list[Stretch] = []
    free = list(on_grid(_cut(merge(request.free), request), GRID_MINUTES))
    for index, (before, after) in enumerate(pairwise(list(free)), start=1):
        if after.start - before.end < rest:
            free[index] = Interval(before.end + rest, max(after.end, before.end + rest))
    for interval in on_grid(free, GRID_MINUTES):
        if interval.minutes >= max(shortest, GRID_MINUTES):
            day = interval.start.astimezone(zone).date()
            found.append(Stretch(interval, day, interval.minutes // GRID_MINUTES))
    return tuple(found)


def _cut(free: tuple[Interval, ...], request: PlanRequest) -> Iterator[Interval]:
    moments = {c.not_before for c in request.candidates} | {c.not_after for c in request.candidates}
    moments |= {midnight for room in request.rooms for midnight in _midnights(room.day, request)}
    marks = sorted(moment for moment in moments if moment is not None)
    for interval in free:
        start = interval.start
        for mark in sorted({*marks, *_parts_meet(interval, request)}):
            if start < mark < interval.end:
                yield Interval(start, mark)
                start = mark
        yield Interval(start, interval.end)


def _parts_meet(interval: Interval, request: PlanRequest) -> Iterator[datetime]:
    """Where the parts of a day meet inside a long interval, an hour from its ends at least."""
    if interval.end - interval.start <= LONG:
        return
    zone, hour = ZoneInfo(request.timezone), timedelta(hours=1)
    day = interval.start.astimezone(zone).date()
    while day <= interval.end.astimezone(zone).date():
        for border in _BORDERS:
            mark = datetime.combine(day, border, zone).astimezone(UTC)
            if interval.start + hour <= mark <= interval.end - hour:
                yield mark
        day += timedelta(days=1)


def _midnights(day: date, request: PlanRequest) -> Iterator[datetime]:
    """When the local day begins and ends."""
    for own in (day, day + timedelta(days=1)):
        yield datetime.combine(own, time(), ZoneInfo(request.timezone)).astimezone(UTC)
