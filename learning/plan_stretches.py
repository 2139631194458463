"""The free stretches of a week, as the solver fills them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from learning.intervals import Interval, merge, on_grid
from learning.plan_model import GRID_MINUTES, PlanRequest


@dataclass(frozen=True, slots=True)
class Stretch:
    """A free stretch: the local day it begins on and how many units it holds."""

    interval: Interval
    day: date
    units: int


def stretches(request: PlanRequest) -> tuple[Stretch, ...]:
    """The free time on the grid, with a break's length between one stretch and the next.

    Stretches too short for any candidate's shortest block are left out.
    """
    shortest = min((c.shortest for c in request.candidates), default=0)
    zone = ZoneInfo(request.timezone)
    rest = timedelta(minutes=request.break_minutes)
    found: list[Stretch] = []
    free = list(on_grid(merge(request.free), GRID_MINUTES))
    for before, after in pairwise(list(free)):
        if after.start - before.end < rest:
            free[free.index(after)] = Interval(before.end + rest, max(after.end, before.end + rest))
    for interval in on_grid(free, GRID_MINUTES):
        if interval.minutes >= max(shortest, GRID_MINUTES):
            day = interval.start.astimezone(zone).date()
            found.append(Stretch(interval, day, interval.minutes // GRID_MINUTES))
    return tuple(found)
