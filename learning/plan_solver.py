"""The best week, proven: CP-SAT (https://developers.google.com/optimization/cp/cp_solver) decides
in turn what is worth most, on which days that is best kept, and which of the weeks that are
equally good in both is taken, so that every machine gives the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from learning.plan_goals import VALUE, mark, penalty, worth
from learning.plan_model import GRID_MINUTES, PlanRequest
from learning.plan_programme import Answer, Place, Programme, Share

_CHOOSING, _FINISHING = 0.3, 0.1
"""The first attempt to choose; the second, where the first came within _NEAR_ENOUGH."""
_NEAR_ENOUGH = 0.01
_ARRANGING, _COMPARING, _TELLING_APART, _TRYING = 0.15, 0.1, 0.1, 0.1


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


def allocate(request: PlanRequest) -> Allocation:
    """The best choice for the request, the same on every run.

    The search is bounded in the solver's own deterministic time, not on the clock. Choosing
    nothing is always possible, so there is always an answer.
    """
    chosen = _choose(request)
    if chosen is None:
        return Allocation({}, 0, float(_ceiling(request)), 0, optimal=False)
    arranged = _arrange(request, chosen, chosen, same_amounts=True)
    if arranged is None:
        return Allocation(chosen.shares, round(chosen.objective), chosen.bound, 0, optimal=False)
    proven = chosen.proven and arranged.proven
    best = arranged
    if proven:
        best = _arrange(request, chosen, arranged, same_amounts=False) or arranged
    told = _tell_apart(request, chosen, best) if proven and best.proven else best
    return Allocation(
        told.shares, round(chosen.objective), chosen.bound, round(best.objective), proven
    )


def keeps(request: PlanRequest, minutes: int = 0) -> bool | None:
    """Whether some week has all that the request demands and `minutes` in all; None where the
    solver's time does not tell."""
    programme = Programme(request)
    for demand in request.demands:
        programme.demand(demand.candidates, demand.minutes)
    programme.model.add(programme.minutes >= minutes)
    return programme.decide(_TRYING)


def minutes_that_keep(request: PlanRequest, *, most: bool) -> int | None:
    """The `most` or the fewest minutes of a week that has all the request demands; None where
    no such week is found."""
    programme = Programme(request)
    for demand in request.demands:
        programme.demand(demand.candidates, demand.minutes)
    goal = programme.model.maximize if most else programme.model.minimize
    goal(programme.minutes)
    found = programme.solve(_TRYING)
    return None if found is None else round(found.objective)


def _choose(request: PlanRequest) -> Answer | None:
    """What is worth most: the best and the tightest bound of two attempts, the second beginning
    where the first ended."""
    first = _attempt(request, None, _CHOOSING)
    if first is not None and first.proven:
        return first
    near = first is not None and first.gap <= _NEAR_ENOUGH
    return _better(first, _attempt(request, first, _FINISHING if near else _CHOOSING))


def _attempt(request: PlanRequest, known: Answer | None, seconds: float) -> Answer | None:
    week = Programme(request)
    week.model.maximize(worth(week))
    if known is not None:
        week.begin_at(known.shares)
    return week.solve(seconds)


def _better(best: Answer | None, found: Answer | None) -> Answer | None:
    """The better of two answers with the tighter of their bounds."""
    if best is None or found is None:
        return best or found
    better = found if found.objective > best.objective else best
    bound = min(found.bound, best.bound)
    proven = bound - better.objective < 1.0  # both are whole numbers
    return Answer(better.shares, better.objective, bound, proven)


def _arrange(
    request: PlanRequest, chosen: Answer, known: Answer, *, same_amounts: bool
) -> Answer | None:
    """Where the week is kept best at no loss of worth, with the amounts chosen or with others.

    The search begins at what is `known`. With the amounts fixed it is short.
    """
    week = Programme(request)
    if same_amounts:
        week.keep_amounts(chosen.shares)
    week.model.add(worth(week) >= round(chosen.objective))
    week.begin_at(known.shares)
    week.model.minimize(penalty(week))
    return week.solve(_ARRANGING if same_amounts else _COMPARING)


def _tell_apart(request: PlanRequest, chosen: Answer, arranged: Answer) -> Answer:
    """Of the weeks of the same worth and penalty, the one every machine takes."""
    week = Programme(request)
    week.model.add(worth(week) >= round(chosen.objective))
    week.model.add(penalty(week) <= round(arranged.objective))
    week.begin_at(arranged.shares)
    week.model.minimize(mark(week))
    return week.solve(_TELLING_APART) or arranged


def _ceiling(request: PlanRequest) -> int:
    """More than any choice is worth."""
    return sum(VALUE * c.rate * c.minutes // GRID_MINUTES for c in request.candidates)
