"""The weeks that are over, planned against done, and how long topics took against their hours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from learning.intervals import Interval
from learning.week_candidates import candidate_of, minutes_of
from learning.week_plans import week_of
from memory.records import StoredBlock
from roadmap.catalogue import Roadmap

MOST_WEEKS_BACK = 104
"""Older weeks say little of how the learner lives today."""


@dataclass(frozen=True, slots=True)
class LivedWeek:
    """The minutes of a week that is over: as planned, and as done."""

    planned: int
    done: int

    @property
    def part(self) -> float:
        return min(2.0, self.done / self.planned)


def lived_weeks(
    blocks: Iterable[StoredBlock],
    monday: date,
    zone: ZoneInfo,
    usual: int,
    away: Collection[date] = (),
) -> tuple[LivedWeek, ...]:
    """The weeks from the first that had a plan up to `monday`, the oldest first.

    A week without a plan counts as one of `usual` minutes in which nothing was done, unless it is
    among `away`, the Mondays of weeks that had no free time.
    """
    weeks: dict[date, LivedWeek] = {}
    for block in blocks:
        start = week_of(block.start.astimezone(zone).date())
        if start < monday:
            so_far = weeks.get(start, LivedWeek(0, 0))
            done = minutes_of(block) if block.status == "done" else 0
            planned = Interval(block.start, block.end).minutes
            weeks[start] = LivedWeek(so_far.planned + planned, so_far.done + done)
    first = max(min(weeks, default=monday), monday - timedelta(weeks=MOST_WEEKS_BACK))
    every = (first + timedelta(weeks=n) for n in range((monday - first).days // 7))
    lived = (
        weeks.get(start) or (LivedWeek(usual, 0) if start not in away else LivedWeek(0, 0))
        for start in every
    )
    return tuple(week for week in lived if week.planned > 0)


def weeks_untouched(lived: tuple[LivedWeek, ...]) -> int:
    """How many of the last weeks went by with nothing done."""
    count = 0
    for week in reversed(lived):
        if week.done:
            break
        count += 1
    return count


def spent_on_work(blocks: Iterable[StoredBlock]) -> dict[str, int]:
    """Minutes done by candidate of the week planner, such as "learn:python"."""
    spent: dict[str, int] = {}
    for block in blocks:
        if block.status == "done" and block.kind in ("learn", "project") and block.topic:
            name = candidate_of(block)
            spent[name] = spent.get(name, 0) + minutes_of(block)
    return spent


def length_ratios(
    roadmap: Roadmap, done: Collection[str], spent: Mapping[str, int]
) -> tuple[float, ...]:
    """How long the topics and projects in `done` took, against the hours the roadmap has for them.

    Those with less than a quarter of their hours in blocks were known before, or learned outside
    the plan, and tell nothing.
    """
    hours = {f"learn:{topic.id}": topic.hours.expected for topic in roadmap.topics.values()}
    hours |= {f"project:{project.id}": project.hours.expected for project in roadmap.projects}
    ratios = (
        minutes / (60 * hours[name])
        for name, minutes in sorted(spent.items())
        if name in hours and name.partition(":")[2] in done
    )
    return tuple(ratio for ratio in ratios if ratio >= 0.25)
