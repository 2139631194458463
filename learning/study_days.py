"""The days a learner studied, was to study, or was off, as memory has them; and the streak."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from base.clock import Clock
from learning.intervals import Interval, merge
from learning.streaks import LivedDays, Streak, streak
from learning.week import WeekService
from learning.week_plans import wished_off
from memory.learner import LearnerMemory
from memory.records import StoredBlock, StoredPlan

_WEEK = timedelta(days=7)


class StreakService:
    def __init__(self, memory: LearnerMemory, clock: Clock, week: WeekService) -> None:
        self._memory = memory
        self._clock = clock
        self._week = week

    def today(self) -> date:
        """The learner's own date."""
        return self._clock().astimezone(self._week.zone).date()

    def streak(self) -> Streak:
        """The streak as it stands now.

        A block counts on the day for which it was planned, whenever it is marked; a missed block
        that was given another time is not missed. A block the calendar had a busy time for could
        not be done, and is not missed either.
        """
        now = self._clock()
        plans = self._memory.plans.lived()
        answers = [at for at in self._memory.study_times.answers() if at <= now]
        begin = min((block.start for plan in plans for block in plan.blocks), default=now)
        busy = merge(
            Interval(time_.start, time_.end)
            for time_ in self._memory.busy.between(begin, max(begin, now))
        )
        lived = LivedDays(
            studied=frozenset((*_done(plans, now), *_answered(answers, plans, self._week.zone))),
            planned=frozenset(_undone(plans, busy, now)),
            off=frozenset(day for plan in plans for day in wished_off(plan)),
        )
        return streak(lived, self.today())


def _done(plans: Iterable[StoredPlan], now: datetime) -> Iterator[date]:
    for plan in plans:
        for block in plan.blocks:
            if block.status == "done" and block.start <= now:
                yield _day(block, plan)


def _undone(plans: Iterable[StoredPlan], busy: Sequence[Interval], now: datetime) -> Iterator[date]:
    """The days of blocks that are over and not done, though no busy time came over them."""
    for plan in plans:
        for block in plan.blocks:
            if block.status != "done" and block.end <= now and not _is_under(block, busy):
                yield _day(block, plan)


def _is_under(block: StoredBlock, busy: Sequence[Interval]) -> bool:
    """Whether the block meets one of the `busy` times, which are in order and apart."""
    before = bisect_left(busy, block.end, key=lambda interval: interval.start)
    return before > 0 and busy[before - 1].end > block.start


def _answered(
    answers: Iterable[datetime], plans: Iterable[StoredPlan], zone: ZoneInfo
) -> Iterator[date]:
    """The day of each answer in the zone the learner was in: that of the week's plan, if any.

    So a move to another zone does not make another day of an evening that is past.
    """
    weeks = [(*_span(plan), ZoneInfo(plan.timezone)) for plan in plans]
    for at in answers:
        number = bisect_right(weeks, at, key=lambda week: week[0]) - 1
        there = weeks[number][2] if number >= 0 and at < weeks[number][1] else zone
        yield at.astimezone(there).date()


def _span(plan: StoredPlan) -> tuple[datetime, datetime]:
    zone = ZoneInfo(plan.timezone)
    start = datetime.combine(plan.week_start, time(), zone)
    return start.astimezone(UTC), (start + _WEEK).astimezone(UTC)


def _day(block: StoredBlock, plan: StoredPlan) -> date:
    return block.start.astimezone(ZoneInfo(plan.timezone)).date()
