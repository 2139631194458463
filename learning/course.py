"""Everything the long view follows from, as one value.

What the view would be with more hours, a later deadline or less work is found by asking again with
one thing changed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from learning.long_view import LongView, SetWeek, long_view
from learning.review_ahead import ReviewLoad
from learning.week_room import MOST_WEEKS, Life, rooms
from learning.work_ahead import Work
from roadmap.models import Phase


@dataclass(frozen=True, slots=True)
class Course:
    """`goal` are the ids of the work that the `deadline` is for, `what` says it in words; `plans`
    are weeks that have a plan, by their Monday."""

    phases: tuple[Phase, ...]
    work: tuple[Work, ...]
    life: Life
    load: ReviewLoad = ReviewLoad()  # noqa: RUF009  # frozen
    plans: Mapping[date, SetWeek] = field(default_factory=dict)
    deadline: date | None = None
    goal: frozenset[str] = frozenset()
    what: str = ""

    @property
    def minutes_left(self) -> int:
        return sum(item.minutes for item in self.work)

    def view(self, weeks: int = MOST_WEEKS) -> LongView:
        room = rooms(self.life, self.deadline, weeks)
        return long_view(self.phases, self.work, room, self.load, self.plans)

    def late(self) -> tuple[tuple[Work, int], ...]:
        """The work of the goal that finds no time by the deadline, with the minutes of it."""
        if self.deadline is None:
            return ()
        today = self.life.today
        weeks = (self.deadline - today).days // 7 + 2
        done = self.view(min(weeks, MOST_WEEKS)).done_by(self.deadline, today)
        return tuple(
            (item, item.minutes - done.get(item.id, 0))
            for item in self.work
            if item.id in self.goal and item.minutes > done.get(item.id, 0)
        )

    def with_minutes(self, a_week: int) -> Course:
        """The same with so many minutes a week."""
        return dataclasses.replace(self, life=dataclasses.replace(self.life, minutes_a_week=a_week))

    def without(self, names: frozenset[str]) -> Course:
        """The same without the work of these topics and projects."""
        kept = tuple(item for item in self.work if item.of not in names)
        return dataclasses.replace(self, work=kept)

    def until(self, deadline: date) -> Course:
        return dataclasses.replace(self, deadline=deadline)
