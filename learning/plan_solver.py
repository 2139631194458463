"""The week as an integer programme: which blocks, on which days, how long.

A free stretch of time is a bin. What is decided is how many blocks of each candidate lie in each
stretch and how many minutes they take together; inside a stretch the blocks follow one another
with their breaks, so no overlap can arise and equal blocks are not told apart. CP-SAT
(https://developers.google.com/optimization/cp/cp_solver) decides twice: first what is worth most,
then, with the amounts fixed, on which days it is best kept. Each answer is proven, or comes with
the bound that says how far from proven it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from learning.plan_model import GRID_MINUTES, Candidate, PlanRequest
from learning.plan_stretches import stretches

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar, LinearExprT

VALUE = 10
"""The worth of a unit (five minutes) at rate 1."""
BLOCK = 1
"""What each block costs: of two ways to spend the same time, the one with fewer blocks."""

SAME_DAY = 20_000
"""Against each further block of one candidate on a day: what is spaced is kept better."""
HARD_IN_A_ROW = 10_000
"""Against each hard block that must follow another."""
FULL_DAY = 6_000
"""Against the second block of a day, twice that for the third, and so on: some every day."""
MOST_STEPS = 8
"""After this many blocks a further one on the same day is no worse."""

_SEED = 20_240
_ATTEMPTS = ((False, 0.05), (True, 0.05), (False, 0.3), (True, 0.3))
"""Ways of stating the choice and the deterministic seconds each is given, until one is proven.
Neither way is the quicker one on every week."""
_ARRANGING = 0.3


@dataclass(frozen=True, slots=True)
class Share:
    """What a candidate gets of a stretch."""

    blocks: int
    units: int


Place = tuple[str, int]
"""A candidate's id and the index of a stretch."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """The solver's choice.

    `objective` is its worth and `bound` what no choice exceeds. `penalty` is what its arrangement
    costs. `optimal` says that no choice is worth more and none of the same amounts is arranged
    better.
    """

    shares: Mapping[Place, Share]
    objective: int
    bound: float
    penalty: int
    optimal: bool


def canonical(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The candidates in the one order the model is built in: worth first, then id."""
    return tuple(sorted(candidates, key=lambda c: (-c.rate, c.id)))


def allocate(request: PlanRequest) -> Allocation:
    """The best choice for the request, the same on every run.

    The search is bounded in the solver's own deterministic time, not on the clock. Choosing
    nothing is always possible, so there is always an answer.
    """
    chosen = _choose(request)
    if chosen is None:
        return Allocation({}, 0, float(_ceiling(request)), 0, optimal=False)
    arranging = _Week(request)
    arranging.keep_amounts(chosen.shares)
    arranging.model.minimize(sum(arranging.penalties()))
    arranged = arranging.solve(_ARRANGING)
    best = chosen if arranged is None else arranged
    return Allocation(
        best.shares,
        round(chosen.objective),
        chosen.bound,
        0 if arranged is None else round(arranged.objective),
        chosen.proven and arranged is not None and arranged.proven,
    )


def _choose(request: PlanRequest) -> _Answer | None:
    """What is worth most: the best and the tightest bound that any attempt finds."""
    best: _Answer | None = None
    for whole_amounts, seconds in _ATTEMPTS:
        week = _Week(request, whole_amounts=whole_amounts)
        week.model.maximize(week.worth())
        found = week.solve(seconds)
        if best is None or found is None:
            best = best or found
        else:
            better = found if found.objective > best.objective else best
            bound = min(found.bound, best.bound)
            proven = bound - better.objective < 1.0  # both are whole numbers
            best = _Answer(better.shares, better.objective, bound, proven)
        if best is not None and best.proven:
            break
    return best


def _ceiling(request: PlanRequest) -> int:
    """More than any choice is worth."""
    return sum(VALUE * c.rate * c.minutes // GRID_MINUTES for c in request.candidates)


@dataclass(frozen=True, slots=True)
class _Answer:
    shares: Mapping[Place, Share]
    objective: float
    bound: float
    proven: bool


class _Week:
    """The model while it is built. Times are in units of the grid."""

    def __init__(self, request: PlanRequest, *, whole_amounts: bool = False) -> None:
        from ortools.sat.python import cp_model

        self.model = cp_model.CpModel()
        self.candidates = canonical(request.candidates)
        self.stretches = stretches(request)
        self.rest = -(-request.break_minutes // GRID_MINUTES)
        self.blocks: dict[Place, IntVar] = {}
        self.units: dict[Place, IntVar] = {}
        for candidate in self.candidates:
            self._offer(candidate, whole_amounts=whole_amounts)
        for candidate in self.candidates:
            self._keep_order(candidate)
        for index, stretch in enumerate(self.stretches):
            places = list(self._places(index=index))
            used = sum(self.units[p] + self.rest * self.blocks[p] for p in places)
            self.model.add(used <= stretch.units + self.rest)
        self.model.add(sum(self.units.values()) <= request.minutes // GRID_MINUTES)

    def solve(self, deterministic_seconds: float) -> _Answer | None:
        """The best that is found within the time, or None where nothing is."""
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = _SEED
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = deterministic_seconds
        result = solver.solve(self.model)
        if result not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        shares = {
            place: Share(blocks, solver.value(self.units[place]))
            for place, count in self.blocks.items()
            if (blocks := solver.value(count))
        }
        return _Answer(
            shares,
            solver.objective_value,
            solver.best_objective_bound,
            result == cp_model.OPTIMAL,
        )

    def keep_amounts(self, shares: Mapping[Place, Share]) -> None:
        """Fix how many blocks and minutes each candidate has; where they lie stays open."""
        for candidate in self.candidates:
            places = list(self._places(candidate.id))
            given = [share for place, share in shares.items() if place[0] == candidate.id]
            blocks, units = sum(s.blocks for s in given), sum(s.units for s in given)
            self.model.add(sum(self.blocks[p] for p in places) == blocks)
            self.model.add(sum(self.units[p] for p in places) == units)
        for place in self.blocks:
            share = shares.get(place, Share(0, 0))
            self.model.add_hint(self.blocks[place], share.blocks)
            self.model.add_hint(self.units[place], share.units)

    def _places(self, candidate: str | None = None, index: int | None = None) -> Iterator[Place]:
        for place in self.units:
            if candidate in (None, place[0]) and index in (None, place[1]):
                yield place

    def _offer(self, candidate: Candidate, *, whole_amounts: bool) -> None:
        from ortools.sat.python import cp_model

        low, high = -(-candidate.shortest // GRID_MINUTES), candidate.longest // GRID_MINUTES
        total = candidate.minutes // GRID_MINUTES
        offered = []
        for index, stretch in enumerate(self.stretches):
            late = candidate.not_before is None or candidate.not_before <= stretch.interval.start
            most = min((stretch.units + self.rest) // (low + self.rest), total // low)
            if not late or most < 1:
                continue
            place = (candidate.id, index)
            self.blocks[place] = self.model.new_int_var(0, most, f"blocks {place}")
            self.units[place] = self.model.new_int_var(0, min(total, most * high), f"units {place}")
            self.model.add(self.units[place] >= low * self.blocks[place])
            self.model.add(self.units[place] <= high * self.blocks[place])
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
            most = self.stretches[place[1]].units
            self.model.add(self.units[place] <= most * used)
            for before in candidate.after:
                done = [self.units[p] for p in self._places(before) if p[1] <= place[1]]
                self.model.add(sum(done) >= totals.get(before, 0) * used)

    def worth(self) -> LinearExprT:
        rates = {c.id: c.rate for c in self.candidates}
        return sum(
            VALUE * rates[place[0]] * units - BLOCK * self.blocks[place]
            for place, units in self.units.items()
        )

    def penalties(self) -> Iterator[LinearExprT]:
        """What makes one arrangement worse than another."""
        rates = {c.id: c.rate for c in self.candidates}
        hard = {c.id for c in self.candidates if c.hard}
        for (candidate, index), count in self.blocks.items():
            yield rates[candidate] * index * count  # what is worth most comes first
        for day in sorted({stretch.day for stretch in self.stretches}):
            places = [p for p in self.blocks if self.stretches[p[1]].day == day]
            yield from self._full_day(day, [self.blocks[p] for p in places])
            for name in dict.fromkeys(p[0] for p in places):
                same = [self.blocks[p] for p in places if p[0] == name]
                yield SAME_DAY * self._excess(f"{name} on {day}", sum(same) - 1)
        for index in range(len(self.stretches)):
            signed = [
                self.blocks[p] if p[0] in hard else -self.blocks[p]
                for p in self._places(index=index)
            ]
            yield HARD_IN_A_ROW * self._excess(f"hard in {index}", sum(signed) - 1)

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


def _whole(low: int, high: int, total: int) -> list[list[int]]:
    """The amounts up to `total` that whole blocks of `low` to `high` can make, as intervals.

    The constraints of the stretches imply it; said outright it helps some proofs.
    """
    counts = range(1, total // low + 1)
    return [[0, 0], *([count * low, min(count * high, total)] for count in counts)]
