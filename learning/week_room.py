"""How many minutes of study each week to come can hold."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from learning.availability import Availability
from learning.day_limits import DayLimit
from learning.intervals import Interval, merge
from learning.plan_model import GRID_MINUTES
from learning.week_candidates import REHEARSAL_LENGTH, rehearsals_before
from learning.week_request import BREAK_MINUTES
from learning.week_time import WeekTime
from learning.week_topics import BlockLength
from learning.wishes import Wishes

MOST_WEEKS = 520
"""Ten years; what would take longer is not drawn."""
_WHOLE_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class WeekRoom:
    """`minutes` of study go into the week of the Monday `start`: the learner's hours, or what its
    `free` time can hold where that is less. `rehearsals` of them are for interviews."""

    start: date
    minutes: int
    free: int
    rehearsals: int = 0


@dataclass(frozen=True, slots=True)
class Life:
    """What decides how much of a week is free: the week planner's facts, with the `wishes` of every
    week.

    `used` are minutes of the present week's hours that are spent, `more` those that every week is
    taken to be free for beyond the availability, where it is free at all.
    """

    availability: Availability
    zone: ZoneInfo
    now: datetime
    minutes_a_week: int
    busy: tuple[Interval, ...] = ()
    used: int = 0
    more: int = 0
    wishes: Wishes = field(default_factory=Wishes)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def block(self) -> BlockLength:
        """How long a block of study is."""
        wished = self.wishes.block_minutes
        return BlockLength(wished, wished) if wished else BlockLength()

    @property
    def monday(self) -> date:
        return self.today - timedelta(days=self.today.weekday())


def rooms(life: Life, deadline: date | None, weeks: int = MOST_WEEKS) -> tuple[WeekRoom, ...]:
    """The room of each week from the present one on, what is left of that included."""
    time_alone = dataclasses.replace(life, minutes_a_week=0, used=0, more=0)
    found = []
    for number, free in enumerate(_free_weeks(time_alone)[:weeks]):
        start = life.monday + timedelta(weeks=number)
        hours = life.minutes_a_week - (life.used if not number else 0)
        minutes = min(hours, free + life.more if free else 0)
        if minutes < life.block.shortest:
            minutes = 0
        called_for = rehearsals_before(deadline, max(start, life.today))
        rehearsals = min(called_for * REHEARSAL_LENGTH.longest, minutes)
        found.append(WeekRoom(start, minutes, free, rehearsals))
    return tuple(found)


def holds(free: Sequence[Interval], length: BlockLength, rest: int) -> int:
    """The most minutes of study that blocks can make of `free` time, `rest` minutes apart: n blocks
    take n - 1 breaks, and none is shorter or longer than `length` says."""
    return sum(_stretch_holds(interval.minutes, length, rest) for interval in free)


def _stretch_holds(minutes: int, length: BlockLength, rest: int) -> int:
    minutes -= minutes % GRID_MINUTES
    most = (minutes + rest) // (length.shortest + rest)
    counts = range(1, most + 1)
    return max((min(n * length.longest, minutes - (n - 1) * rest) for n in counts), default=0)


@lru_cache(maxsize=4)
def _free_weeks(life: Life) -> tuple[int, ...]:
    """The minutes that the free time of each week holds. A week that the calendar does not reach is
    like any other; that clocks change does not count there."""
    busy = merge(life.busy)
    starts, ends = [b.start for b in busy], [b.end for b in busy]
    found: list[int] = []
    for number in range(MOST_WEEKS):
        start = life.monday + timedelta(weeks=number)
        begin, end = (_midnight(start + timedelta(days=days), life.zone) for days in (0, 7))
        first = bisect_right(ends, begin)
        found.append(_free(life, start, busy[first : bisect_left(starts, end)]))
        if number and first == len(busy):
            break
    return tuple(found + found[-1:] * (MOST_WEEKS - len(found)))


def free_in(life: Life, monday: date) -> int:
    """The minutes of study that the free time of any week holds, be it over or not."""
    begin, end = (_midnight(monday + timedelta(days=days), life.zone) for days in (0, 7))
    touching = tuple(b for b in life.busy if b.start < end and b.end > begin)
    return _free(dataclasses.replace(life, now=begin), monday, touching)


def _free(life: Life, start: date, busy: tuple[Interval, ...]) -> int:
    """The minutes that a week holds, each day up to its limits, and with some of its time left free
    where that is wished for."""
    wishes = life.wishes
    time_ = WeekTime(
        availability=life.availability,
        wishes=wishes,
        week_start=start,
        zone=life.zone,
        now=life.now,
        busy=busy,
    )
    length = life.block
    rest = BREAK_MINUTES if wishes.break_minutes is None else wishes.break_minutes
    free = time_.free()
    days: dict[int, list[Interval]] = {}
    for interval in free:
        days.setdefault(interval.start.astimezone(life.zone).weekday(), []).append(interval)
    limits = [DayLimit.parse(text) for text in wishes.at_most]
    held = sum(
        min(holds(own, length, rest), *(_most(limit, day, length) for limit in limits), _WHOLE_DAY)
        for day, own in days.items()
    )
    there = sum(interval.minutes for interval in free)
    return min(held, there * (100 - (wishes.slack_percent or 0)) // 100)


def _most(limit: DayLimit, day: int, length: BlockLength) -> int:
    """The most minutes that a limit leaves a day of the week (0 is Monday)."""
    if day not in limit.days:
        return _WHOLE_DAY
    return limit.minutes if limit.minutes is not None else (limit.blocks or 0) * length.longest


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
