"""How far forecasts can be trusted, on simulated learners.

    python -m benchmarks.forecast [--learners N] [--tune]

Learners of several kinds (`benchmarks.simulated_weeks`) live their weeks; after 0, 2, 4, 8, 16 and
26 of them it is foretold when each phase and the whole will be done, and held against the week in
which it was. Printed are the part of the days inside the 80 % interval, by kind and by weeks known,
and the mean interval score (Gneiting and Raftery, 2007; in weeks, less is better) beside three
others in the same run: a point plan with normal error from the same history, the prior alone, and a
Bayesian bootstrap of single weeks. `--tune` takes the seeds and kinds that parameters may be chosen
on; without it, other seeds, and three kinds besides that nothing was chosen on.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from benchmarks.simulated_weeks import HELD_OUT, TUNED_ON, Learner, Seen, learner, seen
from learning.forecast import Ahead, forecasts
from learning.lived_weeks import LivedWeek

HISTORIES = (0, 2, 4, 8, 16, 26)
A_WEEK, PLANNED_WEEKS = 360, 78
PHASES = (0.1, 0.3, 0.5, 0.7, 1.0)
"""Where phases end, as parts of all minutes; the last is the whole."""
TODAY = date(2026, 11, 23)
_HELD_OUT_SEEDS = 10_000
_Z = 1.2816
"""Deviations between the middle and the ends of an 80 % interval of the normal distribution."""
_PRIOR_PARTS = (0.0, 0.3, 0.5, 0.65, 0.8, 0.9, 1.0, 1.1)
_PRIOR_WEEKS, _RUNS, _MOST_WEEKS = 4.0, 500, 1_560

Interval = tuple[float, float]
Forecaster = Callable[[Sequence[float], Seen], list[Interval]]
"""From the parts of weeks that were lived and what is seen: an interval in weeks for each goal."""


@dataclass(frozen=True, slots=True)
class Told:
    """One interval and what happened, in weeks from the day of the forecast."""

    kind: str
    history: int
    whole: bool
    low: float
    high: float
    happened: float

    @property
    def held(self) -> bool:
        return self.low <= self.happened <= self.high

    @property
    def score(self) -> float:
        missed = max(0.0, self.low - self.happened) + max(0.0, self.happened - self.high)
        return self.high - self.low + 10 * missed


def waymark(parts: Sequence[float], at: Seen) -> list[Interval]:
    lived = [LivedWeek(A_WEEK, round(part * A_WEEK)) for part in parts]
    found = forecasts(Ahead(TODAY, at.left, (A_WEEK,)), lived, at.ratios)
    # A day's end stands for any moment of it.
    return [
        (((one.earliest - TODAY).days) / 7, ((one.latest - TODAY).days + 1) / 7) for one in found
    ]


def prior_alone(parts: Sequence[float], at: Seen) -> list[Interval]:  # noqa: ARG001  # as others
    return waymark((), Seen(at.left, (), at.reached))


def point_plan(parts: Sequence[float], at: Seen) -> list[Interval]:
    """What is left at the mean pace, with the normal error that the spread of the weeks makes: of
    the weeks to come, and of the mean itself. Without two weeks, all of a week is expected."""
    known = len(parts) > 1
    mean = max(0.05, statistics.fmean(parts)) if known else 1.0
    apart = statistics.stdev(parts) if known else statistics.stdev(_PRIOR_PARTS)
    found = []
    for left in at.left:
        weeks = left / A_WEEK / mean
        error = apart / mean * math.sqrt(weeks + weeks**2 / max(1, len(parts)))
        found.append((max(0.0, weeks - _Z * error), weeks + _Z * error))
    return found


def bootstrap(parts: Sequence[float], at: Seen) -> list[Interval]:
    """Weeks drawn one by one from those lived and a prior worth four weeks (Rubin, 1981)."""
    chance = random.Random(1981)  # noqa: S311  # a simulation, not a secret
    ends: list[list[float]] = [[] for _ in at.left]
    for _ in range(_RUNS):
        own = [chance.gammavariate(1.0, 1.0) for _ in parts]
        prior = [chance.gammavariate(_PRIOR_WEEKS / len(_PRIOR_PARTS), 1.0) for _ in _PRIOR_PARTS]
        drawn = chance.choices((*parts, *_PRIOR_PARTS), (*own, *prior), k=_MOST_WEEKS)
        week, done = 0, 0.0
        for goal, end in zip(at.left, ends, strict=True):
            while week < _MOST_WEEKS and done + drawn[week] * A_WEEK < goal:
                done += drawn[week] * A_WEEK
                week += 1
            end.append(float(week) + 0.5)
    ordered = [sorted(end) for end in ends]
    return [(end[int(0.1 * _RUNS)], end[int(0.9 * _RUNS)]) for end in ordered]


FORECASTERS: dict[str, Forecaster] = {
    "Waymark": waymark,
    "point plan": point_plan,
    "prior alone": prior_alone,
    "bootstrap": bootstrap,
}


def told_of(kind: str, one: Learner, goals: tuple[int, ...], by: Forecaster) -> Iterable[Told]:
    for history in HISTORIES:
        at = seen(one, history, A_WEEK, goals)
        if not at.left:
            continue
        intervals = by(one.parts[:history], at)
        for left, (low, high), happened in zip(at.left, intervals, at.reached, strict=True):
            whole = left == max(at.left)
            yield Told(kind, history, whole, low, high, happened)


def run(kinds: Sequence[str], seeds: range, by: Forecaster) -> list[Told]:
    total = A_WEEK * PLANNED_WEEKS
    goals = tuple(round(total * part) for part in PHASES)
    return [
        told
        for kind in kinds
        for seed in seeds
        for told in told_of(kind, learner(kind, seed, total), goals, by)
    ]


def coverage(told: Iterable[Told]) -> float:
    return statistics.fmean(one.held for one in told)


def table(title: str, told: list[Told], figure: Callable[[list[Told]], str]) -> list[str]:
    """One row a kind, one column for each number of weeks known."""
    lines = [title, f"  {'':<14}" + "".join(f"{weeks:>8}" for weeks in HISTORIES) + "     all"]
    rows: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        rows[one.kind].append(one)
    for kind, own in [*rows.items(), ("all kinds", told)]:
        cells = [[one for one in own if one.history == weeks] for weeks in HISTORIES]
        shown = "".join(f"{figure(cell) if cell else '-':>8}" for cell in [*cells, own])
        lines.append(f"  {kind:<14}{shown}")
    return lines


def _percent(told: list[Told]) -> str:
    return f"{coverage(told):.0%}"


def _score(told: list[Told]) -> str:
    return f"{statistics.fmean(one.score for one in told):.1f}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--learners", type=int, default=10, help="of each kind (default 10)")
    parser.add_argument("--tune", action="store_true", help="the learners to choose parameters on")
    asked = parser.parse_args()
    kinds = TUNED_ON if asked.tune else (*TUNED_ON, *HELD_OUT)
    begin = 0 if asked.tune else _HELD_OUT_SEEDS
    seeds = range(begin, begin + max(1, asked.learners))
    told: dict[str, list[Told]] = {}
    for name, by in FORECASTERS.items():
        print(f"{name}: {len(kinds)} kinds of {len(seeds)} learners ...", file=sys.stderr)
        told[name] = run(kinds, seeds, by)
    ours = told["Waymark"]
    print("\n".join(table("In the 80 % interval, phases and the whole", ours, _percent)))
    whole = [one for one in ours if one.whole]
    print("\n".join(table("In the 80 % interval, the whole alone", whole, _percent)))
    print("\n".join(table("Mean interval score in weeks", ours, _score)))
    print("Beside others: in the interval, mean interval score, and the same by weeks known")
    for name, own in told.items():
        by_weeks = [[one for one in own if one.history == weeks] for weeks in HISTORIES]
        scores = "".join(f"{_score(cell):>8}" for cell in by_weeks)
        print(f"  {name:<14}{_percent(own):>8}{_score(own):>8}  {scores}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
