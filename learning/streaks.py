"""Streaks that forgive: how many days in a row the learner studied, by their own plan.

A day counts when a planned block was done on it, or a question of a quiz, a review or an
interview was answered. A day that was off, or on which nothing was planned, neither counts nor
breaks. One planned day missed in seven is forgiven; a second one within seven days begins the
count again. A day is missed only once it is over.

The count rises with study alone, so there is nothing to be had by planning less; and more study,
or another day off, never makes a streak shorter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from learning.plan_wording import day_words

FORGIVING = timedelta(days=7)
"""Of the planned days within this span, one may be missed."""


@dataclass(frozen=True, slots=True)
class LivedDays:
    """Days of the learner's calendar: with study, with a block in the plan, and off."""

    studied: frozenset[date]
    planned: frozenset[date] = frozenset()
    off: frozenset[date] = frozenset()

    def missed(self, today: date) -> list[date]:
        """The planned days before `today` on which nothing was done, in order."""
        return sorted(d for d in self.planned - self.studied - self.off if d < today)


@dataclass(frozen=True, slots=True)
class Streak:
    """`days` of study since the count last began, `longest` ever; `last` is the latest of them.

    `forgiven` are the missed days the streak went on over.
    """

    days: int
    longest: int
    last: date | None
    studied_today: bool
    forgiven: tuple[date, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """JSON types alone."""
        return {
            "days": self.days,
            "longest": self.longest,
            "last_day": None if self.last is None else self.last.isoformat(),
            "studied_today": self.studied_today,
            "forgiven": [day.isoformat() for day in self.forgiven],
        }


def streak(lived: LivedDays, today: date) -> Streak:
    """The streak as it stands on `today`; days after it do not count."""
    studied = sorted(day for day in lived.studied if day <= today)
    missed = lived.missed(today)
    ends = [day for before, day in pairwise(missed) if day - before < FORGIVING]
    runs = [_between(studied, after, before) for after, before in _spans(ends)]
    began = ends[-1] if ends else date.min
    own = runs[-1]
    return Streak(
        days=len(own),
        longest=max(len(run) for run in runs),
        last=studied[-1] if studied else None,
        studied_today=bool(studied) and studied[-1] == today,
        forgiven=tuple(day for day in missed if own and day > max(began, own[0])),
    )


def streak_words(streak: Streak, today: date) -> str:
    """The streak in a sentence or two, and nothing that presses."""
    if streak.last is None:
        return "No streak yet: the first block done, or question answered, begins one."
    if not streak.days:
        longest = f" Your longest so far was {_days(streak.longest)}." * (streak.longest > 1)
        return f"The next day of study begins a new streak.{longest}"
    said = f"Streak: {_days(streak.days)} of study"
    said += ", your longest so far." if streak.days == streak.longest > 1 else "."
    if streak.days < streak.longest:
        said += f" Your longest was {_days(streak.longest)}."
    recent = [day for day in streak.forgiven if today - day < FORGIVING]
    return f"{said} {day_words(recent[-1])} was missed and is forgiven." if recent else said


def _spans(ends: list[date]) -> list[tuple[date, date]]:
    """The time between one end and the next, the first from the beginning, the last still open."""
    bounds = [date.min, *ends, date.max]
    return list(pairwise(bounds))


def _between(days: list[date], after: date, before: date) -> list[date]:
    return [day for day in days if after < day < before]


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
