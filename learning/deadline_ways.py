"""What does not fit before a deadline, and the cheapest ways out, each tried on the long view."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from learning.course import Course
from learning.plan_model import WayOut, hours_text
from learning.plan_wording import day_words
from learning.week_room import MOST_WEEKS, rooms
from learning.work_ahead import Work

HOURS, DEADLINE, LEAVE_OUT = "hours", "deadline", "leave out"
MOST_MINUTES = 80 * 60
_STEP = 15
_USUAL_WEEKS = 8
_NAMED, _MOST_TRIED = 4, 12


@dataclass(frozen=True, slots=True)
class Shortfall:
    """`late` is the work, with its minutes, that finds no time by the deadline, and `named` what
    that is in a few words; `ways` are changes with which it does."""

    deadline: date
    what: str
    late: tuple[tuple[Work, int], ...]
    named: str
    ways: tuple[WayOut, ...]

    @property
    def minutes(self) -> int:
        return sum(minutes for _, minutes in self.late)


def shortfall(course: Course) -> Shortfall | None:
    """What is late at the hours planned, with every week done; None where all is in time."""
    late = course.late()
    if course.deadline is None or not late:
        return None
    ways = (*_more_hours(course), *_later(course), *_left_out(course))
    named = _named(course, frozenset(item.id for item, _ in late))
    return Shortfall(course.deadline, course.what, late, named, ways)


def _more_hours(course: Course) -> Iterator[WayOut]:
    """The fewest minutes a week, in quarters of an hour, with which nothing is late; in the free
    time there is, or else with more of it."""
    wider = dataclasses.replace(course.life, more=MOST_MINUTES)
    for tried in (course, dataclasses.replace(course, life=wider)):
        if not tried.with_minutes(MOST_MINUTES).late():
            break
    else:
        return
    now = course.life.minutes_a_week
    low, high = now // _STEP, MOST_MINUTES // _STEP
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if tried.with_minutes(middle * _STEP).late() else (low, middle)
    needed = high * _STEP
    says = f"study {hours_text(needed - now)} more a week, {hours_text(needed)} in all"
    if tried is not course:
        free = max(room.free for room in rooms(course.life, course.deadline, _USUAL_WEEKS))
        says += f"; your free time holds {hours_text(free)}"
    yield WayOut(HOURS, says, needed - now)


def _later(course: Course) -> Iterator[WayOut]:
    """The first deadline by which nothing is late: interviews are rehearsed before that one."""
    today, before = course.life.today, course.deadline or course.life.today
    ends = [week.start for week in course.view().weeks if course.goal & week.minutes.keys()]
    day = max(ends, default=today) + timedelta(days=6)
    while course.until(day).late():
        day += timedelta(days=7)
        if day > today + timedelta(weeks=MOST_WEEKS):
            return
    while day > before and not course.until(day - timedelta(days=1)).late():
        day -= timedelta(days=1)
    days = (day - before).days
    noun = "day" if days == 1 else "days"
    yield WayOut(DEADLINE, f"move the deadline {days} {noun}, to {day_words(day)} {day.year}")


def _left_out(course: Course) -> Iterator[WayOut]:
    """What can be left out so that the rest is in time: of the goal the last in study order, on
    which nothing that stays builds, without whatever of it finds room after all."""
    units = list(dict.fromkeys(item.of for item in course.work if item.id in course.goal))
    few, many = 0, len(units)
    while many - few > 1:
        middle = (few + many) // 2
        out = frozenset(units[-middle:])
        few, many = (middle, many) if course.without(out).late() else (few, middle)
    if many == len(units):
        return
    out = _least(course, units[-many:])
    gone = [item for item in course.work if item.of in out]
    minutes = sum(item.minutes for item in gone)
    named = _named(course, frozenset(item.id for item in gone))
    yield WayOut(LEAVE_OUT, f"leave out {named} ({hours_text(minutes)})", minutes)


def _least(course: Course, out: list[str]) -> frozenset[str]:
    """`out` without what can be put back, in study order."""
    left_out = set(out)
    for name in out[:_MOST_TRIED]:
        needed = {id_ for item in course.work if item.of == name for id_ in item.after}
        rests_on = {item.of for item in course.work if item.id in needed} - {name}
        if not rests_on & left_out and not course.without(frozenset(left_out - {name})).late():
            left_out.remove(name)
    return frozenset(left_out)


def _named(course: Course, work: frozenset[str]) -> str:
    """The titles of the work: that of a phase or a section where all that is left of it is meant,
    the first few of them."""
    left = {item.id: item for item in course.work}
    titles: list[str] = []
    named: set[str] = set()
    for phase in course.phases:
        groups = [(phase.title, {item.id for item in course.work if item.phase == phase.id})]
        groups += [
            (section.title, {topic.id for topic in section.topics} & left.keys())
            for section in phase.sections
        ]
        for title, inside in groups:
            if len(inside) > 1 and inside <= work and not inside <= named:
                titles.append(title)
                named |= inside
        rest = [n for n, item in left.items() if item.phase == phase.id and n in work - named]
        titles += dict.fromkeys(left[name].title for name in rest)
    shown = titles[:_NAMED]
    if more := titles[_NAMED:]:
        return f"{', '.join(shown)} and {len(more)} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
