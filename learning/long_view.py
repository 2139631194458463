"""The way to the end of the roadmap, week by week: what is studied when, at so many hours a week.

Coarse on purpose: a week is a number of minutes, a topic is poured into the weeks in study order.
The days of a week are the week planner's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from roadmap.catalogue import Roadmap
from roadmap.models import Phase

MOST_WEEKS = 520
"""Ten years; what would take longer is not drawn."""


@dataclass(frozen=True, slots=True)
class Work:
    """A topic or a project with the minutes that are left of it."""

    id: str
    title: str
    phase: str
    minutes: int


@dataclass(frozen=True, slots=True)
class ViewWeek:
    """What a week holds: minutes by the id of the work, in study order."""

    start: date
    minutes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PhaseEnd:
    """A phase, and the Monday of the week in which its last work ends."""

    phase: str
    title: str
    minutes: int
    week: date


@dataclass(frozen=True, slots=True)
class LongView:
    """Weeks to come, and when each phase ends. `cut_minutes` found no week before the last day."""

    weeks: tuple[ViewWeek, ...]
    phases: tuple[PhaseEnd, ...]
    cut_minutes: int = 0


def work_left(
    roadmap: Roadmap,
    closed: Collection[str],
    spent: Mapping[str, int],
    chosen: Collection[str] = (),
) -> tuple[Work, ...]:
    """What is left to do, prerequisites before what needs them, phase by phase as the roadmap goes.

    Of a phase that says how many of its sections to take, those in `chosen` count, or those that
    were begun, then the first ones; what these build on is added. `closed` are topics done or
    skipped, `spent` minutes by topic.
    """
    topics = _wanted_topics(roadmap, closed, spent, chosen)
    work = []
    for phase in roadmap.phases:
        for name in roadmap.order:
            topic = roadmap.topics[name]
            if topic.phase == phase.id and name in topics:
                left = max(0, round(topic.hours.expected * 60) - spent.get(name, 0))
                work.append(Work(name, topic.title, phase.id, left))
    return _in_order(roadmap, tuple(item for item in work if item.minutes))


def long_view(
    roadmap: Roadmap,
    work: tuple[Work, ...],
    minutes_a_week: int,
    first_week: date,
    last_day: date | None = None,
) -> LongView:
    """Pour `work` into weeks of `minutes_a_week`, from the Monday `first_week` to `last_day`."""
    weeks: list[ViewWeek] = []
    ends: dict[str, date] = {}
    cut, monday, room = 0, first_week, minutes_a_week
    held: dict[str, int] = {}
    for item in work:
        left = item.minutes
        while left and minutes_a_week > 0 and _in_reach(monday, first_week, last_day):
            taken = min(left, room)
            if taken:
                held[item.id] = held.get(item.id, 0) + taken
                ends[item.phase] = max(ends.get(item.phase, monday), monday)
                left, room = left - taken, room - taken
            if not room:
                weeks.append(ViewWeek(monday, held))
                monday, room, held = monday + timedelta(days=7), minutes_a_week, {}
        cut += left
    if held:
        weeks.append(ViewWeek(monday, held))
    return LongView(tuple(weeks), _phase_ends(roadmap.phases, work, ends), cut)


def _in_reach(monday: date, first_week: date, last_day: date | None) -> bool:
    return monday < first_week + timedelta(weeks=MOST_WEEKS) and (
        last_day is None or monday <= last_day
    )


def _phase_ends(
    phases: tuple[Phase, ...], work: tuple[Work, ...], ends: Mapping[str, date]
) -> tuple[PhaseEnd, ...]:
    return tuple(
        PhaseEnd(phase.id, phase.title, minutes, ends[phase.id])
        for phase in phases
        if phase.id in ends
        for minutes in [sum(item.minutes for item in work if item.phase == phase.id)]
    )


def _wanted_topics(
    roadmap: Roadmap, closed: Collection[str], spent: Mapping[str, int], chosen: Collection[str]
) -> frozenset[str]:
    wanted: set[str] = set()
    for phase in roadmap.phases:
        sections = phase.sections
        if phase.choose is not None:
            ranked = sorted(
                sections,
                key=lambda section: (
                    section.id not in chosen,
                    not any(t.id in spent or t.id in closed for t in section.topics),
                ),
            )
            sections = tuple(ranked[: phase.choose])
        wanted.update(topic.id for section in sections for topic in section.topics)
    wanted.update(before.id for name in tuple(wanted) for before in roadmap.prerequisites(name))
    return frozenset(wanted - set(closed))


def _in_order(roadmap: Roadmap, work: tuple[Work, ...]) -> tuple[Work, ...]:
    """The work in the order of its phases, each after all that it builds on."""
    by_id = {item.id: item for item in work}
    line: dict[str, Work] = {}
    for item in work:
        for before in roadmap.prerequisites(item.id):
            if before.id in by_id:
                line.setdefault(before.id, by_id[before.id])
        line.setdefault(item.id, item)
    return tuple(line.values())
