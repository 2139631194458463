"""What a deadline asks of a week: how much of the work before it has to be done by Sunday."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from base.text import fold
from roadmap.catalogue import Roadmap

_SURE_NAME = 70.0


@dataclass(frozen=True, slots=True)
class Pace:
    """`left` minutes of study are to be done by `deadline`, from `first_day` on.

    `topics` are those that count, `what` says what they are for.
    """

    deadline: date
    first_day: date
    left: int
    topics: frozenset[str]
    what: str

    @property
    def days(self) -> int:
        """Days that are left, the deadline's own included."""
        return (self.deadline - self.first_day).days + 1

    def this_week(self) -> int:
        """The minutes due in the rest of the week of `first_day`, at an even pace."""
        here = min(7 - self.first_day.weekday(), self.days)
        return -(-self.left * here // self.days)

    def a_week(self) -> int:
        """The minutes a week that the deadline takes."""
        return -(-self.left * 7 // self.days)

    def days_more(self, a_week: int) -> int:
        """How many days later the deadline has to be for `a_week` minutes a week to be enough."""
        return max(0, -(-self.left * 7 // max(1, a_week)) - self.days)


def pace(
    roadmap: Roadmap,
    deadline: date | None,
    first_day: date,
    focus: Mapping[str, str],
    role: str | None,
    closed: Collection[str],
    spent: Mapping[str, int],
) -> Pace | None:
    """The pace to what is in focus, else to the role: their open topics and all before them.

    `focus` maps topic ids to the learner's words, `spent` candidate ids to minutes. None where
    there is no deadline to come, or nothing that it is for.
    """
    if deadline is None or deadline < first_day:
        return None
    goals = [name for name in focus if name not in closed]
    what = " and ".join(dict.fromkeys(focus[name] for name in goals))
    if not goals and role:
        goals, what = list(topics_of_role(roadmap, role)), role
    behind = {topic.id for goal in goals for topic in roadmap.prerequisites(goal)}
    open_ = frozenset({*goals, *behind} - set(closed))
    left = sum(
        max(0, round(roadmap.topics[name].hours.expected * 60) - spent.get(f"learn:{name}", 0))
        for name in open_
    )
    return Pace(deadline, first_day, left, open_, what) if left else None


def topics_of_role(roadmap: Roadmap, role: str) -> tuple[str, ...]:
    """The topics that weigh most in a role, none where the roadmap does not know it."""
    name = fold(role)
    for job in roadmap.job_titles:
        if name in {job.id, fold(job.title), *map(fold, job.aliases)}:
            return tuple(job.topics)
    found = roadmap.find(role, limit=1, kinds={"job-title"})
    if not found or found[0].score < _SURE_NAME:
        return ()
    return next(tuple(job.topics) for job in roadmap.job_titles if job.id == found[0].id)
