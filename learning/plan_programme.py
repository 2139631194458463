"""The week as an integer programme: which blocks, on which days, how long.

A free stretch of time is a bin. What is decided is how many blocks of each candidate lie in each
stretch and how many minutes they take together; inside a stretch the blocks follow one another
with their breaks, so no overlap can arise and equal blocks are not told apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from learning.plan_model import GRID_MINUTES, Candidate, PlanRequest
from learning.plan_stretches import Stretch, stretches

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

CLOSE = timedelta(hours=1)
"""Stretches of a day that are closer than this follow one another."""
_SEED = 20_240


@dataclass(frozen=True, slots=True)
class Share:
    """What a candidate gets of a stretch."""

    blocks: int
    units: int


Place = tuple[str, int]
"""A candidate's id and the index of a stretch."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver found, its objective, and the bound that no answer passes."""

    shares: Mapping[Place, Share]
    objective: float
    bound: float
    proven: bool

    @property
    def gap(self) -> float:
        """How far the objective may be from the best, as a part of the bound."""
        return (self.bound - self.objective) / max(1.0, abs(self.bound))


def canonical(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The candidates in the one order the model is built in: worth first, then id."""
    return tuple(sorted(candidates, key=lambda c: (-c.rate, c.id)))


def follows_closely(before: Stretch, after: Stretch) -> bool:
    """Whether what is studied in `after` comes right upon what is studied in `before`."""
    return before.day == after.day and after.interval.start - before.interval.end < CLOSE


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


class Programme:
    """The model while it is built. Times are in units of the grid.

    `whole_amounts` states outright which amounts whole blocks can make: implied, but it helps
    some proofs.
    """

    def __init__(self, request: PlanRequest, *, whole_amounts: bool = False) -> None:
        from ortools.sat.python import cp_model

        self.model = cp_model.CpModel()
        self.request = request
        self.candidates = canonical(request.candidates)
        self.stretches = stretches(request)
        self.rest = -(-request.break_minutes // GRID_MINUTES)
        self.blocks: dict[Place, IntVar] = {}
        self.units: dict[Place, IntVar] = {}
        self.fewest = {c.id: -(-c.shortest // GRID_MINUTES) for c in self.candidates}
        for candidate in self.candidates:
            self._offer(candidate, whole_amounts=whole_amounts)
        for candidate in self.candidates:
            self._keep_order(candidate)
        for index, stretch in enumerate(self.stretches):
            places = list(self._places(index=index))
            used = sum(self.units[p] + self.rest * self.blocks[p] for p in places)
            self.model.add(used <= stretch.units + self.rest)
            # Implied by it; said outright it makes the bound tighter where stretches are short.
            fewest = min((self.fewest[p[0]] for p in places), default=stretch.units)
            most = (stretch.units + self.rest) // (fewest + self.rest)
            self.model.add(sum(self.blocks[p] for p in places) <= most)
        self._keep_to_rooms()
        self.minutes: LinearExprT = sum(GRID_MINUTES * units for units in self.units.values())
        self.model.add(sum(self.units.values()) <= request.minutes // GRID_MINUTES)

    def solve(self, deterministic_seconds: float, *, symmetry: bool = True) -> Answer | None:
        """The best that is found within the time, or None where nothing is.

        The time is the solver's own and counts its work, not seconds on the clock. `symmetry`
        says whether it looks for symmetries of the model.
        """
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = _SEED
        solver.parameters.linearization_level = 2
        if not symmetry:
            solver.parameters.symmetry_level = 0
        solver.parameters.max_deterministic_time = deterministic_seconds
        result = solver.solve(self.model)
        if result not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        shares = {
            place: Share(blocks, solver.value(self.units[place]))
            for place, count in self.blocks.items()
            if (blocks := solver.value(count))
        }
        return Answer(
            shares,
            solver.objective_value,
            solver.best_objective_bound,
            result == cp_model.OPTIMAL,
        )

    def decide(self, deterministic_seconds: float) -> bool | None:
        """Whether any answer keeps all that is stated; None where the time does not tell."""
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = _SEED
        solver.parameters.max_deterministic_time = deterministic_seconds
        result = solver.solve(self.model)
        if result == cp_model.INFEASIBLE:
            return False
        return True if result in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None

    def demand(self, candidates: tuple[str, ...], minutes: int) -> None:
        """Let no answer have fewer `minutes` of `candidates` together."""
        self.model.add(self._of(candidates) >= -(-minutes // GRID_MINUTES))

    @cached_property
    def worth(self) -> LinearExprT:
        """What the week is worth, less what missing demands and hard rows cost."""
        return sum([*self._gains(), *self._missing(), *self._hard_rows()])

    @cached_property
    def penalty(self) -> LinearExprT:
        """What makes one arrangement of the same amounts worse than another."""
        return sum(self._penalties())

    @cached_property
    def mark(self) -> LinearExprT:
        """A figure that tells equally good weeks apart: of these the one with the least is taken.

        Each place and unit has a weight of its own, drawn by a hash of its name; with weights so
        large the least sum is all but surely that of one answer alone (the isolation lemma:
        Mulmuley, Vazirani and Vazirani, 1987).
        """
        return sum(
            weight("blocks", place) * self.blocks[place] + weight("units", place) * units
            for place, units in self.units.items()
        )

    def keep_amounts(self, shares: Mapping[Place, Share]) -> None:
        """Fix how many blocks and minutes each candidate has; where they lie stays open."""
        for candidate in self.candidates:
            places = list(self._places(candidate.id))
            given = [share for place, share in shares.items() if place[0] == candidate.id]
            blocks, units = sum(s.blocks for s in given), sum(s.units for s in given)
            self.model.add(sum(self.blocks[p] for p in places) == blocks)
            self.model.add(sum(self.units[p] for p in places) == units)

    def begin_at(self, shares: Mapping[Place, Share]) -> None:
        """Let the search begin at a known answer."""
        for place in self.blocks:
            share = shares.get(place, Share(0, 0))
            self.model.add_hint(self.blocks[place], share.blocks)
            self.model.add_hint(self.units[place], share.units)

    def _places(self, candidate: str | None = None, index: int | None = None) -> Iterator[Place]:
        for place in self.units:
            if candidate in (None, place[0]) and index in (None, place[1]):
                yield place

    def _of(self, candidates: tuple[str, ...]) -> LinearExprT:
        return sum(units for place, units in self.units.items() if place[0] in candidates)

    def _offer(self, candidate: Candidate, *, whole_amounts: bool) -> None:
        from ortools.sat.python import cp_model

        low, high = -(-candidate.shortest // GRID_MINUTES), candidate.longest // GRID_MINUTES
        total = candidate.minutes // GRID_MINUTES
        offered = []
        for index, stretch in enumerate(self.stretches):
            most = min((stretch.units + self.rest) // (low + self.rest), total // low)
            if not _fits(candidate, stretch) or most < 1:
                continue
            place = (candidate.id, index)
            self.blocks[place] = self.model.new_int_var(0, most, f"blocks {place}")
            self.units[place] = self.model.new_int_var(0, min(total, most * high), f"units {place}")
            self.model.add(self.units[place] >= low * self.blocks[place])
            self.model.add(self.units[place] <= min(high, stretch.units) * self.blocks[place])
            offered.append(self.units[place])
        amounts = _whole(low, high, total) if whole_amounts else [[0, total]]
        domain = cp_model.Domain.from_intervals(amounts)
        given = self.model.new_int_var_from_domain(domain, f"given {candidate.id}")
        self.model.add(given == sum(offered))

    def _keep_order(self, candidate: Candidate) -> None:
        """Nothing of the candidate before all minutes of what stands in `after`."""
        totals = {c.id: c.minutes // GRID_MINUTES for c in self.candidates}
        for place in self._places(candidate.id):
            if any(before not in totals for before in candidate.after):
                self.model.add(self.units[place] == 0)
            if not candidate.after:
                continue
            used = self.model.new_bool_var(f"used {place}")
            most = min(self.stretches[place[1]].units, totals[candidate.id])
            self.model.add(self.units[place] <= most * used)
            self.model.add(self.blocks[place] >= used)
            for before in candidate.after:
                done = [self.units[p] for p in self._places(before) if p[1] <= place[1]]
                self.model.add(sum(done) >= totals.get(before, 0) * used)

    def _keep_to_rooms(self) -> None:
        """No day that has a limit takes more; stretches end where such a day does."""
        for room in self.request.rooms:
            places = [p for p in self.blocks if self.stretches[p[1]].day == room.day]
            if room.minutes is not None:
                units = sum(self.units[p] for p in places)
                self.model.add(units <= room.minutes // GRID_MINUTES)
            if room.blocks is not None:
                self.model.add(sum(self.blocks[p] for p in places) <= room.blocks)

    def _gains(self) -> Iterator[LinearExprT]:
        rates = {c.id: c.rate for c in self.candidates}
        for place, units in self.units.items():
            yield VALUE * rates[place[0]] * units - BLOCK * self.blocks[place]

    def _missing(self) -> Iterator[LinearExprT]:
        """Of a demand that is more than the whole week only as much as the week has counts."""
        for number, demand in enumerate(self.request.demands):
            wanted = -(-min(demand.minutes, self.request.minutes) // GRID_MINUTES)
            missing = self.model.new_int_var(0, wanted, f"missing {number}")
            self.model.add(missing >= wanted - self._of(demand.candidates))
            yield -MISSING * missing

    def _hard_rows(self) -> Iterator[LinearExprT]:
        """In a stretch, and in two that follow closely, one hard block more than easy ones can
        take turns; each further one must follow another."""
        hard = {c.id for c in self.candidates if c.hard}
        signed = [
            [self.blocks[p] if p[0] in hard else -self.blocks[p] for p in self._places(index=index)]
            for index in range(len(self.stretches))
        ]
        runs = [(str(index), own) for index, own in enumerate(signed)]
        runs += [
            (f"{index} and {index + 1}", signed[index] + signed[index + 1])
            for index, (before, after) in enumerate(pairwise(self.stretches))
            if follows_closely(before, after)
        ]
        for name, own in runs:
            yield -HARD_IN_A_ROW * self._excess(f"hard in {name}", sum(own) - 1)

    def _penalties(self) -> Iterator[LinearExprT]:
        rates = {c.id: c.rate for c in self.candidates}
        hard = {c.id for c in self.candidates if c.hard}
        tired = tiredness(self.request, self.stretches)
        for (candidate, index), count in self.blocks.items():
            yield rates[candidate] * index * count  # what is worth most comes first
            if candidate in hard:
                yield TIRED * tired[index] * count
        for day in sorted({stretch.day for stretch in self.stretches}):
            places = [p for p in self.blocks if self.stretches[p[1]].day == day]
            yield from self._full_day(day, [self.blocks[p] for p in places])
            for name in dict.fromkeys(p[0] for p in places):
                same = [self.blocks[p] for p in places if p[0] == name]
                yield SAME_DAY * self._excess(f"{name} on {day}", sum(same) - 1)

    def _full_day(self, day: date, counts: list[IntVar]) -> Iterator[LinearExprT]:
        steps = [self.model.new_bool_var(f"step {n} {day}") for n in range(1, MOST_STEPS)]
        beyond = self.model.new_int_var(0, 24 * 60 // GRID_MINUTES, f"beyond {day}")
        self.model.add(sum(counts) <= 1 + sum(steps) + beyond)
        for number, step in enumerate(steps, start=1):
            yield FULL_DAY * number * step
        yield FULL_DAY * MOST_STEPS * beyond

    def _excess(self, name: str, over: LinearExprT) -> IntVar:
        excess = self.model.new_int_var(0, 24 * 60, f"excess {name}")
        self.model.add(excess >= over)
        return excess


def _fits(candidate: Candidate, stretch: Stretch) -> bool:
    early = candidate.not_before is not None and stretch.interval.start < candidate.not_before
    late = candidate.not_after is not None and stretch.interval.end > candidate.not_after
    return not early and not late


def _whole(low: int, high: int, total: int) -> list[list[int]]:
    """The amounts up to `total` that whole blocks of `low` to `high` can make, as intervals."""
    counts = range(1, total // low + 1)
    return [[0, 0], *([count * low, min(count * high, total)] for count in counts)]


def weight(kind: str, place: Place) -> int:
    """What a block or a unit at a place adds to the mark of a week."""
    digest = hashlib.sha256(f"{kind}\x1f{place[0]}\x1f{place[1]}".encode()).digest()
    return 1 + int.from_bytes(digest[:3], "big")
