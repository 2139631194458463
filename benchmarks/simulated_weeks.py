"""Simulated learners: what part of each planned week they do, and how long topics take them.

Every kind is drawn from a seed, so that the same number is the same learner. None of them follows
the model that foretells them; those in `HELD_OUT` were not looked at while it was made.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

WEEKS = 1_600
_TOPIC_MINUTES = 480


@dataclass(frozen=True, slots=True)
class Learner:
    """`parts` of each planned week that are done, and the minutes each topic of
    `_TOPIC_MINUTES` on the roadmap really takes."""

    parts: tuple[float, ...]
    topics: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a learner after some weeks, and what became of them: minutes on the roadmap
    that are left to each goal, how long finished topics took, and the week, counted from then, in
    which each goal was reached. Goals reached before are left out."""

    left: tuple[int, ...]
    ratios: tuple[float, ...]
    reached: tuple[float, ...]


def learner(kind: str, seed: int, minutes: int) -> Learner:
    """One learner with so many minutes of topics ahead."""
    lot = random.Random(f"{kind}/{seed}")  # noqa: S311  # drawn alike on every run
    weeks = KINDS[kind](lot)
    longer = lot.uniform(0.75, 1.7) if kind in HELD_OUT else math.exp(lot.gauss(0.05, 0.3))
    topics = tuple(
        max(60, round(_TOPIC_MINUTES * longer * math.exp(lot.gauss(-0.08, 0.4))))
        for _ in range(-(-minutes // _TOPIC_MINUTES))
    )
    return Learner(tuple(min(2.0, max(0.0, next(weeks))) for _ in range(WEEKS)), topics)


def seen(one: Learner, week: int, a_week: int, goals: tuple[int, ...]) -> Seen:
    """What is seen of a learner with `a_week` minutes planned a week after `week` weeks; `goals`
    are minutes on the roadmap from the very beginning."""
    done = a_week * sum(one.parts[:week])
    finished, begun = 0, done
    while finished < len(one.topics) and one.topics[finished] <= begun:
        begun -= one.topics[finished]
        finished += 1
    past = finished * _TOPIC_MINUTES + min(_TOPIC_MINUTES, round(begun))
    ahead = [(goal, _reached(one, goal, a_week)) for goal in goals if goal > past]
    found = [(goal - past, at - week) for goal, at in ahead if week < at < WEEKS]
    ratios = tuple(minutes / _TOPIC_MINUTES for minutes in one.topics[:finished])
    return Seen(tuple(g for g, _ in found), ratios, tuple(at for _, at in found))


def _reached(one: Learner, goal: int, a_week: int) -> float:
    """The week, with its fraction, in which the goal is reached."""
    whole, rest = divmod(goal, _TOPIC_MINUTES)
    left = float(sum(one.topics[:whole]))
    left += one.topics[whole] * rest / _TOPIC_MINUTES if rest else 0
    for number, part in enumerate(one.parts):
        if part * a_week >= left:
            return number + (left / (part * a_week) if left else 0.0)
        left -= part * a_week
    return float(WEEKS)


def _steady(lot: random.Random) -> Iterator[float]:
    level = lot.uniform(0.5, 1.05)
    while True:
        yield 0.0 if lot.random() < 0.05 else lot.gauss(level, 0.15)


def _declining(lot: random.Random) -> Iterator[float]:
    start, floor, half = lot.uniform(0.7, 1.1), lot.uniform(0.2, 0.5), lot.uniform(15, 60)
    week = 0
    while True:
        level = floor + (start - floor) * 0.5 ** (week / half)
        yield 0.0 if lot.random() < 0.08 else lot.gauss(level, 0.15)
        week += 1


def _bursts(lot: random.Random) -> Iterator[float]:
    """Some weeks of much, some of nothing, and two holidays a year."""
    level, on, off = lot.uniform(0.7, 1.2), lot.uniform(3, 8), lot.uniform(1.2, 3)
    week, busy = 0, True
    while True:
        away = week % 26 >= 26 - 3
        yield max(0.0, lot.gauss(level, 0.25)) if busy and not away else 0.0
        busy = lot.random() >= (1 / on if busy else 1 - 1 / off)
        week += 1


def _slow_start(lot: random.Random) -> Iterator[float]:
    start, level, pace = lot.uniform(0.1, 0.45), lot.uniform(0.7, 1.05), lot.uniform(6, 20)
    week = 0
    while True:
        expected = level + (start - level) * math.exp(-week / pace)
        yield 0.0 if lot.random() < 0.07 else lot.gauss(expected, 0.15)
        week += 1


def _overplanning(lot: random.Random) -> Iterator[float]:
    level = lot.uniform(0.2, 0.45)
    while True:
        yield 0.0 if lot.random() < 0.1 else lot.gauss(level, 0.12)


def _waves(lot: random.Random) -> Iterator[float]:
    """Good times and bad times that go on for months: an autoregression of order one."""
    level, stays, apart = lot.uniform(0.45, 0.95), lot.uniform(0.8, 0.95), lot.uniform(0.2, 0.4)
    mood = lot.gauss(0, apart)
    while True:
        yield lot.gauss(level + mood, 0.1)
        mood = stays * mood + lot.gauss(0, apart * math.sqrt(1 - stays**2))


def _semesters(lot: random.Random) -> Iterator[float]:
    """Half a year has a long stretch with time and one of examinations without."""
    much, little, begin = lot.uniform(0.6, 1.1), lot.uniform(0.0, 0.35), lot.randrange(26)
    week = begin
    while True:
        yield lot.gauss(much if week % 26 < 17 else little, 0.15)
        week += 1


def _another_job(lot: random.Random) -> Iterator[float]:
    """A steady learner whose life changes once, for better or worse."""
    before, after, when = lot.uniform(0.4, 1.0), lot.uniform(0.25, 1.0), lot.randrange(10, 80)
    week = 0
    while True:
        level = before if week < when else after
        yield 0.0 if lot.random() < 0.06 else lot.gauss(level, 0.18)
        week += 1


def _long_breaks(lot: random.Random) -> Iterator[float]:
    """Steady, but now and then away for months."""
    level, away = lot.uniform(0.55, 1.1), 0
    while True:
        if not away and lot.random() < 1 / 45:
            away = lot.randrange(6, 20)
        yield 0.0 if away else lot.gauss(level, 0.2)
        away = max(0, away - 1)


TUNED_ON = ("steady", "declining", "bursts", "slow start", "overplanning", "waves")
HELD_OUT = ("semesters", "another job", "long breaks")
KINDS: Mapping[str, Callable[[random.Random], Iterator[float]]] = {
    "steady": _steady,
    "declining": _declining,
    "bursts": _bursts,
    "slow start": _slow_start,
    "overplanning": _overplanning,
    "waves": _waves,
    "semesters": _semesters,
    "another job": _another_job,
    "long breaks": _long_breaks,
}
