"""What makes one week better than another: what it is worth, where it lies best, and the figure
that tells equally good weeks apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from learning.plan_model import GRID_MINUTES, PlanRequest
from learning.plan_programme import Place, Programme
from learning.plan_stretches import Stretch, follows_closely

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar, LinearExprT

VALUE = 10
"""The worth of a unit (five minutes) at rate 1."""
BLOCK = 1
"""What each block costs: of two ways to spend the same time, the one with fewer blocks."""
MISSING = 4_000
"""What each unit costs that is missing of a demand: more than any unit is worth."""
HARD_IN_A_ROW = 2_000
"""What each hard block costs that must follow another: less than leaving it out, more than an
easy block of nearly the same worth in its place."""

SAME_DAY = 20_000
"""Against each further block of one candidate on a day: what is spaced is kept better."""
FULL_DAY = 6_000
"""Against the second block of a day, twice that for the third, and so on: some every day."""
MOST_STEPS = 8
"""After this many blocks a further one on the same day is no worse."""
TIRED = 1_500
"""Against a hard block, for each step away from the hours that are best for it."""


def tiredness(request: PlanRequest, own: tuple[Stretch, ...]) -> tuple[int, ...]:
    """For each stretch how far it is from the hours that are best for what is hard, in steps.

    Where the learner named no hours, only stretches of one day are told apart: what is hard
    comes early in its day, but no day later for it.
    """
    hours = [s.interval.start.astimezone(ZoneInfo(request.timezone)).hour for s in own]
    if request.energy is not None:
        first, last = request.energy
        return tuple(0 if first <= hour < last else 2 for hour in hours)
    steps = [(hour >= 12) + (hour >= 17) for hour in hours]
    best: dict[date, int] = {}
    for stretch, step in zip(own, steps, strict=True):
        best[stretch.day] = min(step, best.get(stretch.day, step))
    return tuple(step - best[s.day] for s, step in zip(own, steps, strict=True))


def worth(week: Programme) -> LinearExprT:
    """What the week is worth, less what missing demands and hard rows cost."""
    return sum([*_gains(week), *_missing(week), *_hard_rows(week)])


def penalty(week: Programme) -> LinearExprT:
    """What makes one arrangement of the same amounts worse than another."""
    return sum(_penalties(week))


def mark(week: Programme) -> LinearExprT:
    """A figure that tells equally good weeks apart: of these the one with the least is taken.

    Each place and unit has a weight of its own, drawn by a hash of its name; with weights so
    large the least sum is all but surely that of one answer alone (the isolation lemma:
    Mulmuley, Vazirani and Vazirani, 1987).
    """
    return sum(
        weight("blocks", place) * week.blocks[place] + weight("units", place) * units
        for place, units in week.units.items()
    )


def _gains(week: Programme) -> Iterator[LinearExprT]:
    rates = {c.id: c.rate for c in week.candidates}
    for place, units in week.units.items():
        yield VALUE * rates[place[0]] * units - BLOCK * week.blocks[place]


def _missing(week: Programme) -> Iterator[LinearExprT]:
    """Of a demand that is more than the whole week only as much as the week has counts."""
    for number, demand in enumerate(week.request.demands):
        wanted = -(-min(demand.minutes, week.request.minutes) // GRID_MINUTES)
        missing = week.model.new_int_var(0, wanted, f"missing {number}")
        week.model.add(missing >= wanted - week.of(demand.candidates))
        yield -MISSING * missing


def _hard_rows(week: Programme) -> Iterator[LinearExprT]:
    """In a stretch, and in two that follow closely, one hard block more than easy ones can
    take turns; each further one must follow another."""
    hard = {c.id for c in week.candidates if c.hard}
    signed = [
        [week.blocks[p] if p[0] in hard else -week.blocks[p] for p in week.inside[index]]
        for index in range(len(week.stretches))
    ]
    runs = [(str(index), own) for index, own in enumerate(signed)]
    runs += [
        (f"{index} and {index + 1}", signed[index] + signed[index + 1])
        for index, (before, after) in enumerate(pairwise(week.stretches))
        if follows_closely(before, after)
    ]
    for name, own in runs:
        yield -HARD_IN_A_ROW * week.excess(f"hard in {name}", sum(own) - 1)


def _penalties(week: Programme) -> Iterator[LinearExprT]:
    rates = {c.id: c.rate for c in week.candidates}
    hard = {c.id for c in week.candidates if c.hard}
    tired = tiredness(week.request, week.stretches)
    for (candidate, index), count in week.blocks.items():
        yield rates[candidate] * index * count  # what is worth most comes first
        if candidate in hard:
            yield TIRED * tired[index] * count
    for day in sorted({stretch.day for stretch in week.stretches}):
        places = [p for p in week.blocks if week.stretches[p[1]].day == day]
        yield from _full_day(week, day, [week.blocks[p] for p in places])
        for name in dict.fromkeys(p[0] for p in places):
            same = [week.blocks[p] for p in places if p[0] == name]
            yield SAME_DAY * week.excess(f"{name} on {day}", sum(same) - 1)


def _full_day(week: Programme, day: date, counts: list[IntVar]) -> Iterator[LinearExprT]:
    steps = [week.model.new_bool_var(f"step {n} {day}") for n in range(1, MOST_STEPS)]
    beyond = week.model.new_int_var(0, 24 * 60 // GRID_MINUTES, f"beyond {day}")
    week.model.add(sum(counts) <= 1 + sum(steps) + beyond)
    for number, step in enumerate(steps, start=1):
        yield FULL_DAY * number * step
    yield FULL_DAY * MOST_STEPS * beyond


def weight(kind: str, place: Place) -> int:
    """What a block or a unit at a place adds to the mark of a week."""
    digest = hashlib.sha256(f"{kind}\x1f{place[0]}\x1f{place[1]}".encode()).digest()
    return 1 + int.from_bytes(digest[:3], "big")
