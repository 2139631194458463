"""What is known of a week and asked of it, as a request to the planner.

Everything here is a value: what the answer would be with a day more, or without a wish, is found
by asking again with one thing changed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from learning.day_limits import DayLimit
from learning.intervals import Interval
from learning.plan_model import DayRoom, Demand, PlanRequest
from learning.week_candidates import Gathered, Standing, gather
from learning.week_pace import Pace, pace
from learning.week_time import WeekTime
from learning.week_topics import BlockLength, TopicWork, asked_for, kind_named
from learning.wishes import LEAST_BLOCK, Ask
from memory.records import BlockKind, TopicState
from roadmap.catalogue import Roadmap

BREAK_MINUTES = 10
_ENERGY = {"morning": (5, 12), "afternoon": (12, 17), "evening": (17, 24)}

HOURS, DAYS_OFF, PARTS, LENGTH = "hours", "days off", "parts of the day", "block length"
SLACK, BUSY, AVAILABILITY = "time left free", "busy times", "availability"
REVIEWS, DEADLINE = "reviews", "deadline"
KEPT_FREE, DAY_LIMITS = "times kept free", "limits of a day"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that could be otherwise: wishes dropped, minutes more, the deadline later."""

    dropped: frozenset[str] = frozenset()
    ask: Ask | None = None
    minutes: int | None = None
    more_free: tuple[Interval, ...] = ()
    deadline: date | None = None
    without_busy: Interval | None = None


AS_IT_IS = Change()


@dataclass(frozen=True)
class WeekFacts:
    """What memory knows when a week is planned.

    `spent`, `placed` and `kept` are as in `TopicWork`; `used` are minutes of the week's hours
    that are spoken for already.
    """

    roadmap: Roadmap
    states: Mapping[str, TopicState]
    spent: Mapping[str, int]
    placed: Mapping[str, int]
    kept: Mapping[str, int]
    used: int
    wanted: int
    time: WeekTime
    standing: Standing
    ask: Ask
    held: Mapping[date, tuple[int, int]] = field(default_factory=dict)
    """Minutes, and blocks, that stay on a local day as they are."""
    hours_asked: bool = True
    """Whether the learner said how many hours; else they are assumed."""

    @cached_property
    def closed(self) -> frozenset[str]:
        return frozenset(t for t, state in self.states.items() if state in ("done", "skipped"))

    def request(self, change: Change = AS_IT_IS) -> PlanRequest:
        """The request to the planner, with the demands that are not dropped."""
        ask = change.ask or self.ask
        free = self._free(ask, change)
        minutes = self._minutes(ask, free, change)
        gathered = self.gathered(change)
        demands = self.demands(gathered, change)
        wishes = ask.wishes
        return PlanRequest(
            week_start=self.time.week_start,
            timezone=self.time.zone.key,
            free=free,
            minutes=minutes,
            candidates=gathered.candidates,
            break_minutes=self.rest(ask),
            demands=tuple(d for d in demands if d.wish not in change.dropped),
            energy=_ENERGY[wishes.energy] if wishes.energy else None,
            rooms=() if DAY_LIMITS in change.dropped else tuple(self._rooms(ask)),
        )

    def rest(self, ask: Ask) -> int:
        """Minutes of a break."""
        asked = ask.wishes.break_minutes
        return BREAK_MINUTES if asked is None else asked

    def gathered(self, change: Change = AS_IT_IS) -> Gathered:
        ask = change.ask or self.ask
        block = None if LENGTH in change.dropped else ask.wishes.block_minutes
        length = BlockLength(block, block) if block else BlockLength()
        if LENGTH in change.dropped:
            length = BlockLength(LEAST_BLOCK, max(length.longest, ask.wishes.block_minutes or 0))
        wanted = self.wanted if change.minutes is None else change.minutes
        if HOURS in change.dropped:
            wanted = sum(interval.minutes for interval in self._free(ask, change)) + self.used
        needed = self.pace(change)
        work = TopicWork(
            self.roadmap,
            self.states,
            self.spent,
            self.placed,
            self.kept,
            asked_for(self.roadmap, self.closed, ask.focus, ask.wishes.more, ask.wishes.less),
            max(0, wanted - self.used),
            length,
            needed.topics if needed is not None else frozenset(),
        )
        deadline = None if DEADLINE in change.dropped else change.deadline or self.standing.deadline
        standing = dataclasses.replace(self.standing, block_minutes=block, deadline=deadline)
        return gather(work, standing)

    def demands(self, gathered: Gathered, change: Change = AS_IT_IS) -> tuple[Demand, ...]:
        """What is wanted of the week besides its hours."""
        sizes = {c.id: c.minutes for c in gathered.candidates if not c.after or c.topic}
        return tuple(
            demand
            for demand in (
                *(() if "review" in self._less_of(change) else self._due(gathered)),
                *self._named(gathered, sizes, change),
                *self._in_time(sizes, change),
            )
            if demand.minutes > 0
        )

    def pace(self, change: Change = AS_IT_IS) -> Pace | None:
        ask = change.ask or self.ask
        asked = asked_for(self.roadmap, self.closed, ask.focus, (), ())
        return pace(
            self.roadmap,
            change.deadline or self.standing.deadline,
            self.standing.first_day,
            asked.focus,
            self.standing.role,
            self.closed,
            self.spent,
        )

    def free(self, change: Change = AS_IT_IS) -> tuple[Interval, ...]:
        """The time there is for study."""
        return self._free(change.ask or self.ask, change)

    def _free(self, ask: Ask, change: Change) -> tuple[Interval, ...]:
        wishes = ask.wishes.model_copy(
            update={
                **({"days_off": ()} if DAYS_OFF in change.dropped else {}),
                **({"parts": ()} if PARTS in change.dropped else {}),
                **({"keep_free": ()} if KEPT_FREE in change.dropped else {}),
            }
        )
        dropped = change.without_busy
        busy = () if BUSY in change.dropped else tuple(b for b in self.time.busy if b != dropped)
        time = dataclasses.replace(self.time, wishes=wishes, busy=busy)
        if AVAILABILITY in change.dropped:
            time = time.all_day()
        return (*time.free(), *change.more_free)

    def _rooms(self, ask: Ask) -> Iterable[DayRoom]:
        """What the days that have a limit may still take."""
        for limit in map(DayLimit.parse, ask.wishes.at_most):
            for number in limit.days:
                day = self.time.week_start + timedelta(days=number)
                minutes, blocks = self.held.get(day, (0, 0))
                yield DayRoom(
                    day,
                    None if limit.minutes is None else max(0, limit.minutes - minutes),
                    None if limit.blocks is None else max(0, limit.blocks - blocks),
                )

    def _minutes(self, ask: Ask, free: Iterable[Interval], change: Change) -> int:
        there = sum(interval.minutes for interval in free)
        wanted = self.wanted if change.minutes is None else change.minutes
        left = there if HOURS in change.dropped else max(0, wanted - self.used)
        slack = 0 if SLACK in change.dropped else ask.wishes.slack_percent or 0
        return min(left, there * (100 - slack) // 100) if slack else left

    def _due(self, gathered: Gathered) -> Iterable[Demand]:
        due = [c for c in gathered.candidates if c.kind == "review"]
        if due:
            minutes = sum(c.minutes for c in due)
            yield Demand(REVIEWS, "the reviews that are due", tuple(c.id for c in due), minutes)

    def _less_of(self, change: Change) -> frozenset[BlockKind | None]:
        return frozenset(map(kind_named, (change.ask or self.ask).wishes.less))

    def _named(
        self, gathered: Gathered, sizes: Mapping[str, int], change: Change
    ) -> Iterable[Demand]:
        """At least one block of everything that was asked for, or of the way to it."""
        ask = change.ask or self.ask
        length = ask.wishes.block_minutes or BlockLength().shortest
        for kind, names in (("a focus on", ask.focus), ("more of", ask.wishes.more)):
            for name in names:
                if (meant := kind_named(name)) is not None:
                    own = tuple(c for c in gathered.candidates if c.kind == meant)
                    least = min((c.shortest for c in own), default=0)
                    yield Demand(
                        f"{kind} {name}", f"{kind} {name}", tuple(c.id for c in own), least
                    )
                    continue
                asked = asked_for(self.roadmap, self.closed, (name,), (), ())
                ids = tuple(f"learn:{t}" for t in {**asked.focus, **asked.way})
                offered = tuple(name for name in ids if name in sizes)
                minutes = min(sum(sizes[name] for name in offered), length)
                yield Demand(f"{kind} {name}", f"{kind} {name}", offered, minutes)

    def _in_time(self, sizes: Mapping[str, int], change: Change) -> Iterable[Demand]:
        """The part of the work before the deadline that has to be done in this week."""
        if (needed := self.pace(change)) is not None:
            ids = tuple(c for c in sizes if c.removeprefix("learn:") in needed.topics)
            says = f"{needed.what} by {needed.deadline.isoformat()}"
            yield Demand(DEADLINE, says, ids, -(-needed.this_week() // 5) * 5 if ids else 0)
