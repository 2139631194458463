"""What a learner looks at in the morning: today or a week as it was planned and as it is lived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from base.clock import Clock
from learning.intervals import Interval
from learning.streaks import Streak
from learning.study_days import StreakService
from learning.week import WeekService
from learning.week_candidates import minutes_of
from learning.week_plans import shown_block, week_of
from memory.learner import LearnerMemory
from memory.records import StoredBlock

if TYPE_CHECKING:
    from learning.reviews import ReviewService

_WEEK = timedelta(days=7)
_LOOK_AHEAD = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """The committed blocks of one day, with the minutes that were planned and those done."""

    day: date
    blocks: tuple[StoredBlock, ...]

    @property
    def planned_minutes(self) -> int:
        return sum(Interval(b.start, b.end).minutes for b in self.blocks)

    @property
    def done_minutes(self) -> int:
        return sum(minutes_of(block) for block in self.blocks if block.status == "done")


@dataclass(frozen=True, slots=True)
class Agenda:
    """`days` are the one day, or the seven of the week, that are looked at from `now`.

    `missed` are this week's blocks (or the shown week's) whose time is over and that nobody
    marked; `following` the next block after `now`, on whatever day. `plans` says of this week and
    the next whether each is committed. `reviews_due` are the cards that today asks for.
    """

    now: datetime
    zone: ZoneInfo
    days: tuple[AgendaDay, ...]
    missed: tuple[StoredBlock, ...]
    following: StoredBlock | None
    plans: tuple[bool, bool]
    reviews_due: int
    streak: Streak

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def blocks(self) -> tuple[StoredBlock, ...]:
        return tuple(block for day in self.days for block in day.blocks)

    @property
    def planned_minutes(self) -> int:
        return sum(day.planned_minutes for day in self.days)

    @property
    def done_minutes(self) -> int:
        return sum(day.done_minutes for day in self.days)

    def as_json(self) -> dict[str, Any]:
        """JSON types alone; times in the learner's zone with their offset."""
        return {
            "timezone": self.zone.key,
            "blocks": [self.block_json(block) for block in self.blocks],
            "days": [
                {
                    "date": day.day.isoformat(),
                    "planned_minutes": day.planned_minutes,
                    "done_minutes": day.done_minutes,
                }
                for day in self.days
            ],
            "planned_minutes": self.planned_minutes,
            "done_minutes": self.done_minutes,
            "missed": [block.id for block in self.missed],
            "next": None if self.following is None else self.block_json(self.following),
            "reviews_due": self.reviews_due,
            "streak": self.streak.as_json(),
        }

    def block_json(self, block: StoredBlock) -> dict[str, Any]:
        row = shown_block(block, self.now).as_json(self.zone)
        return {**row, "actual_minutes": block.actual_minutes}


class AgendaService:
    def __init__(
        self,
        memory: LearnerMemory,
        clock: Clock,
        week: WeekService,
        streaks: StreakService,
        reviews: ReviewService,
    ) -> None:
        self._memory = memory
        self._clock = clock
        self._week = week
        self._streaks = streaks
        self._reviews = reviews

    def today(self) -> Agenda:
        """Today, with what was missed in this week so far."""
        today = self._clock().astimezone(self._week.zone).date()
        blocks = self._week.blocks(today)
        return self._agenda(_by_day(blocks, self._week.zone, [today]), week_of(today))

    def week(self, period: str | date = "this") -> Agenda:
        """The whole week that `period` lies in.

        Raises:
            InvalidInput: it is no such period.
        """
        monday = self._week.monday_of(period)
        days = [monday + timedelta(days=number) for number in range(7)]
        blocks = self._week.blocks_of_week(monday)
        return self._agenda(_by_day(blocks, self._week.zone, days), monday)

    def _agenda(self, days: tuple[AgendaDay, ...], monday: date) -> Agenda:
        now, zone = self._clock(), self._week.zone
        this_week = week_of(now.astimezone(zone).date())
        plans = [
            self._memory.plans.latest(week, "committed") is not None
            for week in (this_week, this_week + _WEEK)
        ]
        due = self._reviews.due("today")
        return Agenda(
            now=now,
            zone=zone,
            days=days,
            missed=tuple(b for b in self._week.blocks_of_week(monday) if is_missed(b, now)),
            following=self._following(now),
            plans=(plans[0], plans[1]),
            reviews_due=len(due.overdue) + len(due.cards),
            streak=self._streaks.streak(),
        )

    def _following(self, now: datetime) -> StoredBlock | None:
        coming = self._memory.plans.blocks(now, now + _LOOK_AHEAD)
        return next((block for block in coming if block.status == "planned"), None)


def is_missed(block: StoredBlock, now: datetime) -> bool:
    """Whether its time is over and nobody said what became of it."""
    return block.status == "planned" and block.end <= now


def _by_day(
    blocks: Iterable[StoredBlock], zone: ZoneInfo, days: Iterable[date]
) -> tuple[AgendaDay, ...]:
    """The blocks of each of `days`, the day on which a block begins; of the first day also what
    began before it."""
    days = list(days)
    placed = {
        day: tuple(of_day)
        for day, of_day in groupby(
            blocks, key=lambda block: max(days[0], block.start.astimezone(zone).date())
        )
    }
    return tuple(AgendaDay(day, placed.get(day, ())) for day in days)
