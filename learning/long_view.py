"""The way to the end of the roadmap, week by week: what is studied when.

Coarse on purpose: a week is a number of minutes, and work is poured into the weeks in its order.
Reviews come first, as the week planner has them, then rehearsals; a project takes no more of a week
than the planner gives it while there are topics to study. The days of a week are the planner's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from learning.review_ahead import Reviewing, ReviewLoad
from learning.week_candidates import PROJECT_A_WEEK
from learning.week_room import WeekRoom
from learning.work_ahead import Work
from roadmap.models import Phase


@dataclass(frozen=True, slots=True)
class ViewWeek:
    """What a week holds: minutes by the id of the work, in study order; beside them minutes of
    reviews, of rehearsals and of practice. All of it lies within the `free` minutes of the week,
    unless the week is `planned`: then it is what its plan says."""

    start: date
    minutes: Mapping[str, int]
    reviews: int = 0
    rehearsals: int = 0
    practice: int = 0
    free: int = 0
    planned: bool = False

    @property
    def study(self) -> int:
        return sum(self.minutes.values())

    @property
    def total(self) -> int:
        return self.study + self.reviews + self.rehearsals + self.practice


@dataclass(frozen=True, slots=True)
class SetWeek:
    """A week that has a plan: minutes by the id of topics and projects, and of what is beside."""

    minutes: Mapping[str, int]
    reviews: int = 0
    rehearsals: int = 0
    practice: int = 0


@dataclass(frozen=True, slots=True)
class PhaseEnd:
    """A phase with work left, and the Monday of the week in which its last work ends.

    `through` are the minutes of study up to that end, those of other phases included.
    """

    phase: str
    title: str
    minutes: int
    week: date
    through: int


@dataclass(frozen=True, slots=True)
class LongView:
    """Weeks to come up to the one in which all is done, and when each phase ends.

    `ends` are the minutes of study up to the end of each work, others' included, by its id.
    `study` is the room for study of every week that was looked at, those after the end included.
    `cut` is work, with the minutes of it, that no week was found for.
    """

    weeks: tuple[ViewWeek, ...]
    phases: tuple[PhaseEnd, ...]
    cut: tuple[tuple[Work, int], ...] = ()
    study: tuple[int, ...] = ()
    ends: Mapping[str, int] = field(default_factory=dict)

    def done_by(self, day: date, today: date) -> Mapping[str, int]:
        """Minutes of each work done by the end of `day`: of the week it lies in, what its days up
        to then hold at an even pace, in study order."""
        done: dict[str, int] = {}
        for week in self.weeks:
            first = max(week.start, today)
            days = 7 - first.weekday()
            room = week.study * min(days, max(0, (day - first).days + 1)) // days
            for name, minutes in week.minutes.items():
                done[name] = done.get(name, 0) + min(minutes, room)
                room -= min(minutes, room)
        return done


@dataclass(slots=True)
class _Pouring:
    """What is left of each work, in its order, and what each week has taken."""

    left: dict[str, int]
    work: tuple[Work, ...]
    poured: int = 0
    ends: dict[str, tuple[int, date]] = field(default_factory=dict)

    def settled(self, plan: SetWeek, monday: date) -> dict[str, int]:
        """Pour what a plan says; minutes beyond what is left of a work are no work of the view."""
        held: dict[str, int] = {}
        for name, left in plan.minutes.items():
            room = left
            for item in self.work:
                if item.of == name:
                    room -= self._take(item, room, monday, held)
        return held

    def fill(self, room: int, monday: date) -> dict[str, int]:
        """Pour into a week with `room`: in order, projects up to their share, then whatever is
        left for them where topics cannot fill it."""
        held: dict[str, int] = {}
        for share in (PROJECT_A_WEEK, room):
            for_projects = share
            for item in self.work:
                if not room:
                    return held
                if not self.left[item.id] or any(self.left.get(name) for name in item.after):
                    continue
                most = min(room, for_projects) if item.kind == "project" else room
                taken = self._take(item, most, monday, held)
                room -= taken
                for_projects -= taken if item.kind == "project" else 0
        return held

    def _take(self, item: Work, most: int, monday: date, held: dict[str, int]) -> int:
        taken = min(self.left[item.id], most)
        if taken:
            held[item.id] = held.get(item.id, 0) + taken
            self.left[item.id] -= taken
            self.poured += taken
            self.ends[item.id] = (self.poured, monday)
        return taken


def long_view(
    phases: Iterable[Phase],
    work: Sequence[Work],
    rooms: Sequence[WeekRoom],
    load: ReviewLoad = ReviewLoad(),  # noqa: B008  # frozen
    plans: Mapping[date, SetWeek] | None = None,
) -> LongView:
    """Pour `work` into the weeks of `rooms`. A week that has a plan holds what its plan says."""
    pouring = _Pouring({item.id: item.minutes for item in work}, tuple(work))
    reviewing = Reviewing(load)
    weeks: list[ViewWeek] = []
    study: list[int] = []
    for room in rooms:
        week, space = _week(room, pouring, reviewing, (plans or {}).get(room.start))
        study.append(space)
        if any(pouring.left.values()) or week.minutes:
            weeks.append(week)
        pouring.work = tuple(item for item in pouring.work if pouring.left[item.id])
    while weeks and not weeks[-1].total:
        weeks.pop()
    cut = tuple((item, pouring.left[item.id]) for item in work if pouring.left[item.id])
    ends = {name: through for name, (through, _) in pouring.ends.items() if not pouring.left[name]}
    ended = _phase_ends(phases, work, pouring)
    return LongView(tuple(weeks), ended, cut, tuple(study), ends)


def _week(
    room: WeekRoom, pouring: _Pouring, reviewing: Reviewing, plan: SetWeek | None
) -> tuple[ViewWeek, int]:
    """A week, and the minutes of study it has room for."""
    reviews = reviewing.take(room.minutes)
    rehearsals = min(room.rehearsals, room.minutes - reviews)
    space = room.minutes - reviews - rehearsals
    open_before = {item.id for item in pouring.work if item.kind == "learn"}
    if plan is None:
        held = pouring.fill(space, room.start)
        week = ViewWeek(room.start, held, reviews, rehearsals, 0, room.free)
    else:
        held = pouring.settled(plan, room.start)
        beside = (plan.reviews, plan.rehearsals, plan.practice)
        week = ViewWeek(room.start, held, *beside, room.free, planned=True)
    reviewing.finished(sum(not pouring.left[name] for name in open_before))
    return week, max(space, week.study)


def _phase_ends(
    phases: Iterable[Phase], work: Sequence[Work], pouring: _Pouring
) -> tuple[PhaseEnd, ...]:
    """The ends of the phases that do end, in the order of the roadmap."""
    found = []
    for phase in phases:
        own = [item for item in work if item.phase == phase.id]
        if own and not any(pouring.left[item.id] for item in own):
            through, week = max(pouring.ends[item.id] for item in own)
            minutes = sum(item.minutes for item in own)
            found.append(PhaseEnd(phase.id, phase.title, minutes, week, through))
    return tuple(found)
