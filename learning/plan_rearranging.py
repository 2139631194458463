"""Mend a plan with the least change: blocks that lost their place find one, the others stay.

Unlike the solver of a whole week, this one places single blocks at single times, because here it
matters which block moves and how far. What it maximises, over all blocks:

    WORTH x worth x units that are placed
    - CHANGED for each standing block that begins or ends elsewhere, or is left out
    - DISTANCE x units between where a block stood and where it begins

A unit is five minutes. CP-SAT proves the answer, or gives the bound that says how far from proven
it is. Equal requests give equal answers, whatever their order: among answers of the same worth
the one is taken whose blocks begin earliest, block by block in the order of their ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from learning.intervals import Interval, merge, on_grid, subtract
from learning.plan_model import GRID_MINUTES

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExprT

WORTH, CHANGED, DISTANCE = 10, 2_000, 1
_UNIT = timedelta(minutes=GRID_MINUTES)
_SEED = 20_240
_SECONDS, _SECONDS_FOR_TIES = 1.0, 0.5
"""In the solver's own deterministic time, which is the same on every machine."""

State = Literal["fixed", "stands", "lost"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A block of the plan that is mended.

    `at` is where it stands, or stood: a `fixed` block stays there, one that `stands` may move at
    a cost, one that is `lost` is looked a place for, the nearer to `at` the better. It keeps its
    `minutes`, or is cut down to no less than `shortest`. `worth` is what five minutes of it are
    worth beside the others (as `Candidate.rate`). Blocks named in `after` must be over before it
    begins, and where one of them is left out so is this one; names that stand for no block of
    the request do not count.
    """

    id: str
    at: datetime
    minutes: int
    shortest: int
    worth: int
    state: State = "stands"
    after: tuple[str, ...] = ()
    not_before: datetime | None = None
    not_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class MendRequest:
    """`free` is all time the blocks may use, that in which standing blocks lie included."""

    free: tuple[Interval, ...]
    blocks: tuple[Placed, ...]
    break_minutes: int = 10


@dataclass(frozen=True, slots=True)
class Mended:
    """Where each block goes, fixed ones included. `left_out` found no place."""

    places: Mapping[str, Interval]
    left_out: tuple[str, ...]
    objective: int
    bound: int
    optimal: bool

    def changed(self, request: MendRequest) -> tuple[str, ...]:
        """The ids of blocks that stood and do not stand as they did, in their order of time."""
        return tuple(
            block.id
            for block in sorted(request.blocks, key=lambda b: (b.at, b.id))
            if block.state == "stands" and self.places.get(block.id) != _where(block)
        )


def mend(request: MendRequest) -> Mended:
    """The change of least cost, the same on every run. Leaving all out is always possible.

    Times are aware, `minutes` and `at` on the five-minute grid.
    """
    mending = _Mending(request)
    first = mending.solve(_SECONDS)
    mending.keep(first)
    last = mending.solve(_SECONDS_FOR_TIES) if first.optimal else first
    fixed = {b.id: _where(b) for b in request.blocks if b.state == "fixed"}
    places = {**fixed, **last.places}
    left_out = tuple(sorted(b.id for b in request.blocks if b.id not in places))
    return Mended(places, left_out, first.objective, first.bound, first.optimal)


def _where(block: Placed) -> Interval:
    return Interval(block.at, block.at + timedelta(minutes=block.minutes))


@dataclass(frozen=True, slots=True)
class _Answer:
    places: Mapping[str, Interval]
    objective: int
    bound: int
    optimal: bool


@dataclass(frozen=True, slots=True)
class _Variables:
    used: IntVar
    start: IntVar
    units: IntVar
    inside: Mapping[int, tuple[IntVar, IntVar]]
    """For each free interval: whether the block lies in it, and with how many units."""


class _Mending:
    """The model while it is built; times are units since the first moment of the request."""

    def __init__(self, request: MendRequest) -> None:
        from ortools.sat.python import cp_model

        self.model: CpModel = cp_model.CpModel()
        self.request = request
        rest = timedelta(minutes=request.break_minutes)
        fixed = [_where(block) for block in request.blocks if block.state == "fixed"]
        around = [Interval(place.start - rest, place.end + rest) for place in fixed]
        self.free = on_grid(merge(subtract(request.free, around)), GRID_MINUTES)
        self.rest = -(-request.break_minutes // GRID_MINUTES)
        moments = [*(i.start for i in self.free), *(b.at for b in request.blocks)]
        self.origin = min(moments, default=datetime.min.replace(tzinfo=UTC))
        self.blocks = tuple(
            sorted((b for b in request.blocks if b.state != "fixed"), key=lambda b: b.id)
        )
        self.horizon = max([0, *(self._units_to(i.end) for i in self.free)])
        self.room: list[list[LinearExprT]] = [[] for _ in self.free]
        self.fewest: dict[int, int] = {}
        self.variables: dict[str, _Variables] = {b.id: self._variables(b) for b in self.blocks}
        self._keep_apart()
        for block in self.blocks:
            self._keep_order(block)
        self.gain: LinearExprT = sum(self._gains())
        self.model.maximize(self.gain)
        self._hint(self._as_it_stands())

    def solve(self, deterministic_seconds: float) -> _Answer:
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = _SEED
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = deterministic_seconds
        result = solver.solve(self.model)
        if result not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return _Answer({}, 0, self._ceiling(), optimal=False)
        places = {
            name: Interval(start, start + solver.value(own.units) * _UNIT)
            for name, own in self.variables.items()
            if solver.value(own.used)
            for start in [self.origin + solver.value(own.start) * _UNIT]
        }
        return _Answer(
            places,
            round(solver.objective_value),
            round(solver.best_objective_bound),
            result == cp_model.OPTIMAL,
        )

    def keep(self, answer: _Answer) -> None:
        """Fix the worth of `answer`; of what is left, ask for the one that begins earliest."""
        self.model.add(self.gain >= answer.objective)
        self._hint(answer.places)
        starts = [self.variables[b.id].start for b in self.blocks]
        weights = range(len(starts), 0, -1)
        self.model.minimize(sum(w * start for w, start in zip(weights, starts, strict=True)))

    def _hint(self, places: Mapping[str, Interval]) -> None:
        """Begin the search where the blocks lie at `places` and nowhere else."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]  # ortools leaves it untyped
        for block in self.blocks:
            own, place = self.variables[block.id], places.get(block.id)
            units = 0 if place is None else place.minutes // GRID_MINUTES
            self.model.add_hint(own.used, place is not None)
            self.model.add_hint(own.start, 0 if place is None else self._units_to(place.start))
            self.model.add_hint(own.units, units)
            for index, (here, part) in own.inside.items():
                lies = place is not None and self.free[index].holds(place)
                self.model.add_hint(here, lies)
                self.model.add_hint(part, units if lies else 0)

    def _as_it_stands(self) -> dict[str, Interval]:
        """The standing blocks that can stay, those that need one that cannot left out."""
        places: dict[str, Interval] = {}
        own = {block.id for block in self.blocks}
        for block in sorted(self.blocks, key=lambda b: (b.at, b.id)):
            place = _where(block)
            if (
                block.state == "stands"
                and all(name in places for name in block.after if name in own)
                and any(free.holds(place) for free in self.free)
            ):
                places[block.id] = place
        return places

    def _ceiling(self) -> int:
        return sum(WORTH * b.worth * (b.minutes // GRID_MINUTES) for b in self.blocks)

    def _units_to(self, moment: datetime) -> int:
        return (moment - self.origin) // _UNIT

    def _variables(self, block: Placed) -> _Variables:
        """A block lies in one of the free intervals, or is left out."""
        least, most = self._least(block), block.minutes // GRID_MINUTES
        used = self.model.new_bool_var(f"used {block.id}")
        start = self.model.new_int_var(0, self.horizon, f"start {block.id}")
        units = self.model.new_int_var(0, most, f"units {block.id}")
        inside: dict[int, tuple[IntVar, IntVar]] = {}
        for index, interval in enumerate(self.free):
            low, high = self._bounds(block, interval)
            if high - low < least:
                continue
            here = self.model.new_bool_var(f"in {index} {block.id}")
            part = self.model.new_int_var(0, most, f"units in {index} {block.id}")
            self.model.add(part >= least * here)
            self.model.add(part <= most * here)
            self.model.add(start >= low).only_enforce_if(here)
            self.model.add(start + units <= high).only_enforce_if(here)
            self.room[index].append(part + self.rest * here)
            self.fewest[index] = min(least, self.fewest.get(index, least))
            inside[index] = (here, part)
        self.model.add(sum(here for here, _ in inside.values()) == used)
        self.model.add(sum(part for _, part in inside.values()) == units)
        self.model.add(start == 0).only_enforce_if(~used)
        return _Variables(used, start, units, inside)

    def _least(self, block: Placed) -> int:
        return min(-(-block.shortest // GRID_MINUTES), block.minutes // GRID_MINUTES)

    def _bounds(self, block: Placed, interval: Interval) -> tuple[int, int]:
        """The first and the last unit of `interval` that the block may use."""
        start = max(interval.start, block.not_before or interval.start)
        end = min(interval.end, block.not_after or interval.end)
        return -((self.origin - start) // _UNIT), self._units_to(end)

    def _keep_apart(self) -> None:
        intervals = [
            self.model.new_optional_interval_var(
                own.start,
                own.units + self.rest,
                self.model.new_int_var(0, self.horizon + self.rest, f"end {name}"),
                own.used,
                name,
            )
            for name, own in self.variables.items()
        ]
        self.model.add_no_overlap(intervals)
        # Both are implied by it; said as sums they make the bound tight.
        for index, interval in enumerate(self.free):
            length = interval.minutes // GRID_MINUTES
            self.model.add(sum(self.room[index]) <= length + self.rest)
            most = (length + self.rest) // (self.fewest.get(index, length) + self.rest)
            here = [v.inside[index][0] for v in self.variables.values() if index in v.inside]
            self.model.add(sum(here) <= most)

    def _keep_order(self, block: Placed) -> None:
        fixed = {b.id: _where(b).end for b in self.request.blocks if b.state == "fixed"}
        own = self.variables[block.id]
        for name in block.after:
            if name in fixed:
                over = -(-(fixed[name] - self.origin) // _UNIT)
                self.model.add(own.start >= over).only_enforce_if(own.used)
            elif name in self.variables:
                before = self.variables[name]
                self.model.add_implication(own.used, before.used)
                self.model.add(own.start >= before.start + before.units).only_enforce_if(own.used)

    def _gains(self) -> Iterable[LinearExprT]:
        for block in self.blocks:
            own = self.variables[block.id]
            most, stood = block.minutes // GRID_MINUTES, self._units_to(block.at)
            yield WORTH * block.worth * own.units
            far = self.model.new_int_var(0, 400 * 24 * 12, f"far {block.id}")
            self.model.add(far >= own.start - stood).only_enforce_if(own.used)
            self.model.add(far >= stood - own.start).only_enforce_if(own.used)
            yield -DISTANCE * far
            if block.state == "stands":
                changed = self.model.new_bool_var(f"changed {block.id}")
                self.model.add_implication(~changed, own.used)
                self.model.add(own.start == stood).only_enforce_if(~changed)
                self.model.add(own.units == most).only_enforce_if(~changed)
                yield -CHANGED * changed
