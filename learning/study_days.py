"""The days a learner studied, was to study, or was off, as memory has them; and the streak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from base.clock import Clock
from learning.streaks import LivedDays, Streak, streak
from learning.week import WeekService
from learning.week_plans import wished_off
from memory.learner import LearnerMemory
from memory.records import BusyTime, StoredBlock, StoredPlan

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
        busy = self._memory.busy.between(begin, max(begin, now))
        lived = LivedDays(
            studied=frozenset((*_done(plans, now), *_answered(answers, plans, self._week.zone))),
            planned=frozenset(_planned(plans, busy, now)),
            off=frozenset(day for plan in plans for day in wished_off(plan)),
        )
        return streak(lived, self.today())


def _done(plans: Iterable[StoredPlan], now: datetime) -> Iterator[date]:
    for plan in plans:
        for block in plan.blocks:
            if block.status == "done" and block.start <= now:
                yield _day(block, plan)


def _planned(
    plans: Iterable[StoredPlan], busy: tuple[BusyTime, ...], now: datetime
) -> Iterator[date]:
    for plan in plans:
        for block in plan.blocks:
            if block.end <= now and not any(_meets(block, time_) for time_ in busy):
                yield _day(block, plan)


def _answered(
    answers: Iterable[datetime], plans: Iterable[StoredPlan], zone: ZoneInfo
) -> Iterator[date]:
    """The day of each answer in the zone the learner was in: that of the week's plan, if any.

    So a move to another zone does not make another day of an evening that is past.
    """
    weeks = [(*_span(plan), ZoneInfo(plan.timezone)) for plan in plans]
    for at in answers:
        there = next((zone_ for start, end, zone_ in weeks if start <= at < end), zone)
        yield at.astimezone(there).date()


def _span(plan: StoredPlan) -> tuple[datetime, datetime]:
    zone = ZoneInfo(plan.timezone)
    start = datetime.combine(plan.week_start, time(), zone)
    return start.astimezone(UTC), (start + _WEEK).astimezone(UTC)


def _day(block: StoredBlock, plan: StoredPlan) -> date:
    return block.start.astimezone(ZoneInfo(plan.timezone)).date()


def _meets(block: StoredBlock, busy: BusyTime) -> bool:
    return busy.start < block.end and block.start < busy.end
