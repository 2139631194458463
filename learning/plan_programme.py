"""The week as an integer programme: which blocks, on which days, how long.

A free stretch of time is a bin. What is decided is how many blocks of each candidate lie in each
stretch and how many minutes they take together; inside a stretch the blocks follow one another
with their breaks, so no overlap can arise and equal blocks are not told apart.

Much is said that already follows: it makes the linear relaxation, and so the bound, tight. A
stretch of a few blocks is split into the ways to fill it; a candidate's blocks and minutes keep to
what whole blocks can make; and what needs another is nowhere further along than that one is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from learning.plan_fillings import Point, amounts, fillings, sides
from learning.plan_model import GRID_MINUTES, Candidate, PlanRequest
from learning.plan_stretches import Stretch, stretches

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpSolver, IntVar, LinearExpr, LinearExprT

MOST_FILLINGS = 12
"""A stretch that can be filled in more ways than this is not split into them."""
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


@dataclass(frozen=True, slots=True)
class _Part:
    """What a place has in one way to fill its stretch."""

    blocks: IntVar
    units: IntVar


class Programme:
    """The model while it is built. Times are in units of the grid."""

    def __init__(self, request: PlanRequest) -> None:
        from ortools.sat.python import cp_model

        self.model = cp_model.CpModel()
        self.request = request
        self.candidates = canonical(request.candidates)
        self.stretches = stretches(request)
        self.rest = -(-request.break_minutes // GRID_MINUTES)
        self.low = {c.id: -(-c.shortest // GRID_MINUTES) for c in self.candidates}
        self.high = {c.id: c.longest // GRID_MINUTES for c in self.candidates}
        self.total = {c.id: c.minutes // GRID_MINUTES for c in self.candidates}
        self.blocks: dict[Place, IntVar] = {}
        self.units: dict[Place, IntVar] = {}
        self.most: dict[Place, int] = {}
        self.places: dict[str, list[Place]] = {c.id: [] for c in self.candidates}
        self.inside: list[list[Place]] = [[] for _ in self.stretches]
        for candidate in self.candidates:
            self._offer(candidate)
        for name, total in self.total.items():
            waiting = [c.id for c in self.candidates if name in c.after and self.places[c.id]]
            if waiting and total:
                self._finish_first(name, waiting)
        for index in range(len(self.stretches)):
            self._fill(index)
        self._keep_to_rooms()
        self.minutes: LinearExprT = sum(GRID_MINUTES * units for units in self.units.values())
        self.model.add(sum(self.units.values()) <= request.minutes // GRID_MINUTES)

    def solve(self, deterministic_seconds: float) -> Answer | None:
        """The best that is found within the time, or None where nothing is.

        The time is the solver's own and counts its work, not seconds on the clock.
        """
        from ortools.sat.python import cp_model

        solver = self._solver(deterministic_seconds)
        solver.parameters.linearization_level = 2
        solver.parameters.add_lp_constraints_lazily = False  # few, and nearly all are needed
        solver.parameters.cp_model_probing_level = 0  # it finds little that is not said outright
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

        result = self._solver(deterministic_seconds).solve(self.model)
        if result == cp_model.INFEASIBLE:
            return False
        return True if result in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None

    def demand(self, candidates: tuple[str, ...], minutes: int) -> None:
        """Let no answer have fewer `minutes` of `candidates` together."""
        self.model.add(self.of(candidates) >= -(-minutes // GRID_MINUTES))

    def of(self, candidates: tuple[str, ...]) -> LinearExprT:
        """The units of some candidates together."""
        return sum(units for place, units in self.units.items() if place[0] in candidates)

    def keep_amounts(self, shares: Mapping[Place, Share]) -> None:
        """Fix how many blocks and minutes each candidate has; where they lie stays open."""
        for name, places in self.places.items():
            given = [share for place, share in shares.items() if place[0] == name]
            blocks, units = sum(s.blocks for s in given), sum(s.units for s in given)
            self.model.add(sum(self.blocks[p] for p in places) == blocks)
            self.model.add(sum(self.units[p] for p in places) == units)

    def begin_at(self, shares: Mapping[Place, Share]) -> None:
        """Let the search begin at a known answer."""
        for place in self.blocks:
            share = shares.get(place, Share(0, 0))
            self.model.add_hint(self.blocks[place], share.blocks)
            self.model.add_hint(self.units[place], share.units)

    def excess(self, name: str, over: LinearExprT) -> IntVar:
        """A variable that is `over` where that is more than nothing, once it costs something."""
        excess = self.model.new_int_var(0, 24 * 60, f"excess {name}")
        self.model.add(excess >= over)
        return excess

    def _solver(self, deterministic_seconds: float) -> CpSolver:
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = _SEED
        solver.parameters.max_deterministic_time = deterministic_seconds
        return solver

    def _offer(self, candidate: Candidate) -> None:
        from ortools.sat.python import cp_model

        name = candidate.id
        low, high, total = self.low[name], self.high[name], self.total[name]
        if any(before not in self.total for before in candidate.after):
            return  # never finished
        for index, stretch in enumerate(self.stretches):
            most = min((stretch.units + self.rest) // (low + self.rest), total // low)
            if not _fits(candidate, stretch) or most < 1:
                continue
            place = (name, index)
            self.places[name].append(place)
            self.inside[index].append(place)
            self.most[place] = most
            longest = min(high, stretch.units, total)
            self.blocks[place] = self.model.new_int_var(0, most, f"blocks {place}")
            self.units[place] = self.model.new_int_var(0, min(total, most * high), f"units {place}")
            self.model.add(self.units[place] >= low * self.blocks[place])
            self.model.add(self.units[place] <= longest * self.blocks[place])
        if self.places[name]:
            blocks = cp_model.LinearExpr.sum([self.blocks[p] for p in self.places[name]])
            units = cp_model.LinearExpr.sum([self.units[p] for p in self.places[name]])
            self._keep_to(blocks, units, tuple(amounts(low, high, total // low, total)))

    def _keep_to(self, blocks: LinearExpr, units: LinearExpr, points: Sequence[Point]) -> None:
        """Let the numbers lie in the polygon round `points`, the last of which has the most of
        both."""
        most_blocks, most_units = points[-1]
        self.model.add(blocks <= most_blocks)
        self.model.add(units <= most_units)
        for a, b, c in sides(points):
            self.model.add(a * blocks + b * units <= c)

    def _finish_first(self, name: str, waiting: Sequence[str]) -> None:
        """Nothing of what is `waiting` for the candidate before all of its minutes."""
        last: IntVar | int = 0
        for index in range(len(self.stretches)):
            finished = self.model.new_bool_var(f"{name} finished in {index}")
            done = sum(self.units[p] for p in self.places[name] if p[1] <= index)
            self.model.add(done >= self.total[name] * finished)
            self.model.add(finished >= last)
            last = finished
            for other in waiting:
                begun = [p for p in self.places[other] if p[1] <= index]
                self.model.add(sum(self.units[p] for p in begun) <= self.total[other] * finished)
                most = self.total[other] // self.low[other]
                self.model.add(sum(self.blocks[p] for p in begun) <= most * finished)
                if (place := (other, index)) in self.most:
                    self.model.add(self.blocks[place] <= self.most[place] * finished)

    def _keep_to_rooms(self) -> None:
        """No day that has a limit takes more; stretches end where such a day does."""
        for room in self.request.rooms:
            places = [p for p in self.blocks if self.stretches[p[1]].day == room.day]
            if room.minutes is not None:
                units = sum(self.units[p] for p in places)
                self.model.add(units <= room.minutes // GRID_MINUTES)
            if room.blocks is not None:
                self.model.add(sum(self.blocks[p] for p in places) <= room.blocks)

    def _fill(self, index: int) -> None:
        places, room = self.inside[index], self.stretches[index].units + self.rest
        if not places:
            return
        self.model.add(sum(self.units[p] + self.rest * self.blocks[p] for p in places) <= room)
        lows = sorted({self.low[name] for name, _ in places})
        for low in lows:
            long = [self.blocks[p] for p in places if self.low[p[0]] >= low]
            self.model.add(sum(long) <= room // (low + self.rest))
        alike = [[p for p in places if self.low[p[0]] == low] for low in lows]
        most = [sum(self.most[p] for p in own) for own in alike]
        every = fillings(room, [low + self.rest for low in lows], most)
        ways = list(islice(every, MOST_FILLINGS + 1))
        if len(ways) <= MOST_FILLINGS and any(sum(way) > 1 for way in ways):
            self._split(room, alike, ways)

    def _split(
        self, room: int, alike: Sequence[Sequence[Place]], ways: Sequence[tuple[int, ...]]
    ) -> None:
        """One of the ways to fill a stretch is taken, and all that lies there is of that way: so
        many blocks of each shortest length (Balas, Disjunctive programming, 1979)."""
        parts: dict[Place, list[_Part]] = {place: [] for own in alike for place in own}
        taken = [self.model.new_bool_var("") for _ in ways]
        self.model.add_exactly_one(taken)
        for way, chosen in zip(ways, taken, strict=True):
            filled = [(own, count) for own, count in zip(alike, way, strict=True) if count]
            spare = room - sum(n * (self.low[own[0][0]] + self.rest) for own, n in filled)
            beyond: list[LinearExprT] = []
            for own, count in filled:
                here = {place: self._part(place, count, spare) for place in own}
                self.model.add(sum(part.blocks for part in here.values()) == count * chosen)
                for place, part in here.items():
                    parts[place].append(part)
                    beyond.append(part.units - self.low[place[0]] * part.blocks)
            self.model.add(sum(beyond) <= spare * chosen)
        for place, split in parts.items():
            self.model.add(self.blocks[place] == sum(part.blocks for part in split))
            self.model.add(self.units[place] == sum(part.units for part in split))

    def _part(self, place: Place, most: int, spare: int) -> _Part:
        """Blocks and units of a place in one way to fill its stretch, with `spare` units left by
        blocks of the shortest lengths."""
        name = place[0]
        low, high, total = self.low[name], self.high[name], self.total[name]
        most = min(most, self.most[place])
        blocks = self.model.new_int_var(0, most, "")
        units = self.model.new_int_var(0, total, "")
        self._keep_to(blocks, units, tuple(amounts(low, high, most, total, spare)))
        return _Part(blocks, units)


def _fits(candidate: Candidate, stretch: Stretch) -> bool:
    early = candidate.not_before is not None and stretch.interval.start < candidate.not_before
    late = candidate.not_after is not None and stretch.interval.end > candidate.not_after
    return not early and not late
