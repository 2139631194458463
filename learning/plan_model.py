"""What the planner is asked and what it answers, as frozen values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from learning.intervals import Interval
from memory.records import BlockKind

PlanResult = Literal["optimal", "feasible", "infeasible"]
BlockState = Literal["planned", "done", "skipped", "missed"]
"""`missed` is a planned block whose time is over and that nobody marked."""

GRID_MINUTES = 5
"""Blocks begin and end on this grid of the clock."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that could be studied in the week.

    `minutes` is the most that is wanted of it; it is done in blocks of `shortest` to `longest`
    minutes. `rate` says what five minutes of it are worth beside the others. Everything in
    `after` (ids of candidates) must have all its minutes before this one begins. It lies between
    `not_before` and `not_after`. `hard` blocks do not follow each other where that can be had, and
    lie where the request says that energy is. Numbers of blocks begin at `numbered_from`.
    """

    id: str
    kind: BlockKind
    topic: str | None
    title: str
    reason: str
    minutes: int
    rate: int
    shortest: int
    longest: int
    after: tuple[str, ...] = ()
    not_before: datetime | None = None
    not_after: datetime | None = None
    hard: bool = False
    numbered_from: int = 1


@dataclass(frozen=True, slots=True)
class Demand:
    """What the learner wants of a week beyond what is worth most: `minutes` at least of some
    candidates together. It is kept where it can be; `wish` names it, `says` it in words."""

    wish: str
    says: str
    candidates: tuple[str, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class DayRoom:
    """What a local day may still take: at most so many minutes, so many blocks."""

    day: date
    minutes: int | None = None
    blocks: int | None = None


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """A week to plan. `free` is the time that is left: inside availability, outside busy times.

    `energy` are the hours of the day, from one up to the other on the clock of the zone, that are
    best for what is hard; without it the earlier in the day the better.
    """

    week_start: date
    timezone: str
    free: tuple[Interval, ...]
    minutes: int
    candidates: tuple[Candidate, ...]
    break_minutes: int = 10
    demands: tuple[Demand, ...] = ()
    energy: tuple[int, int] | None = None
    rooms: tuple[DayRoom, ...] = ()
    """The days that have a limit."""


@dataclass(frozen=True, slots=True)
class PlannedBlock:
    """A block of study. The times are aware; `id` stays the same when the block moves."""

    id: str
    start: datetime
    end: datetime
    kind: BlockKind
    topic: str | None
    title: str
    reason: str
    status: BlockState = "planned"

    @property
    def minutes(self) -> int:
        return self.interval.minutes

    @property
    def interval(self) -> Interval:
        return Interval(self.start, self.end)

    def as_json(self, zone: ZoneInfo) -> dict[str, Any]:
        """JSON types alone; times in `zone` with their offset."""
        return {
            "id": self.id,
            "start": self.start.astimezone(zone).isoformat(),
            "end": self.end.astimezone(zone).isoformat(),
            "minutes": self.minutes,
            "kind": self.kind,
            "topic": self.topic,
            "title": self.title,
            "reason": self.reason,
            "status": self.status,
        }


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that did not fit: how many minutes of it, and why."""

    topic: str | None
    title: str
    minutes: int
    reason: str


@dataclass(frozen=True, slots=True)
class WayOut:
    """One change that would let the rest be kept; planned again with it, nothing is missing.

    `change` names what is given up or added, `minutes` how much of it, None where it is no amount.
    """

    change: str
    says: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """The fewest wishes that cannot be kept together, and what would help."""

    wishes: tuple[str, ...]
    says: str
    helps: str
    ways_out: tuple[WayOut, ...] = ()


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """A planned week.

    `objective` is the worth of the plan and `bound` what no plan can exceed; where they are equal
    the plan is proven best. `id` is that of the stored plan, or empty where none was stored.
    """

    status: PlanResult
    week_start: date
    timezone: str
    blocks: tuple[PlannedBlock, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    objective: float = 0.0
    bound: float = 0.0
    wanted_minutes: int = 0
    assumptions: tuple[str, ...] = ()
    kept_wishes: tuple[str, ...] = ()
    id: str = ""
    committed: bool = False
    unchanged: bool = field(default=False, compare=False)
    mended: bool = False
    """Repaired with the least change: it is not claimed to be worth the most."""

    @property
    def minutes(self) -> int:
        """Minutes of study, done and to come."""
        counted = (block for block in self.blocks if block.status in ("planned", "done"))
        return sum(block.minutes for block in counted)

    @property
    def gap(self) -> float:
        """How far the plan can be from the best, as a part of the bound: 0.0 is proven best."""
        return max(0.0, (self.bound - self.objective) / max(1.0, abs(self.bound)))

    def as_json(self) -> dict[str, Any]:
        """JSON types alone; times in the plan's zone with their offset."""
        zone = ZoneInfo(self.timezone)
        return {
            "status": self.status,
            "week_start": self.week_start.isoformat(),
            "timezone": self.timezone,
            "blocks": [block.as_json(zone) for block in self.blocks],
            "dropped": [
                {
                    "topic": item.topic,
                    "title": item.title,
                    "minutes": item.minutes,
                    "reason": item.reason,
                }
                for item in self.dropped
            ],
            "conflicts": [
                {
                    "wishes": list(item.wishes),
                    "says": item.says,
                    "helps": item.helps,
                    "ways_out": [
                        {"change": way.change, "says": way.says, "minutes": way.minutes}
                        for way in item.ways_out
                    ],
                }
                for item in self.conflicts
            ],
            "objective": self.objective,
            "bound": self.bound,
            "minutes": self.minutes,
            "wanted_minutes": self.wanted_minutes,
            "assumptions": list(self.assumptions),
            "wishes": list(self.kept_wishes),
            "plan": self.id or None,
            "committed": self.committed,
            "unchanged": self.unchanged,
        }


def short_id(letter: str, *parts: object) -> str:
    """A short name for `parts`, the same on every machine: a letter and eight hex digits."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()
    return letter + digest[:8]


def block_id(week_start: date, candidate: str, number: int) -> str:
    """The id of the `number`th block of a candidate in a week, wherever in the week it lies."""
    return short_id("b", week_start, candidate, number)


def hours_text(minutes: int) -> str:
    """Minutes as people say them: 45 min, 1 h, 2 h 30."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"
