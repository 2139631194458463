"""Where not all wishes of a week can be kept: which of them clash, and the cheapest ways out.

Every clash is shown by the solver, and every way out was planned again before it is offered.
"""

from __future__ import annotations

from learning.plan_core import smallest_conflict
from learning.plan_model import Conflict, WeekPlan
from learning.week_clash import Clash
from learning.week_request import WeekFacts
from learning.week_ways_out import ways_out

MOST_CONFLICTS = 2
_OVER = Conflict(
    ("week",),
    "What is left of this week is too short for a block.",
    "Plan the one after it: `waymark plan --week next`.",
)
"""Whatever is given up, no block fits: the time is gone."""


def conflicts_of(facts: WeekFacts, plan: WeekPlan) -> tuple[Conflict, ...]:
    """The sets of wishes that clash, the smallest first; empty where `plan` keeps them all.

    Of a plan that holds nothing one set is told: the one that keeps even a single block away.
    """
    empty = plan.status == "infeasible"
    clash = Clash(facts, empty=empty)
    if not empty and not clash.missing(plan):
        return ()
    wishes = clash.wishes()
    left, cores = wishes, list[tuple[str, ...]]()
    most = 1 if empty else MOST_CONFLICTS
    while len(cores) < most and (core := smallest_conflict(left, clash.kept)):
        cores.append(core)
        left = [wish for wish in left if wish not in core]
    if empty and not cores:
        return (_OVER,)
    return tuple(
        _told(clash, core, [w for w in wishes if w in core or not any(w in c for c in cores)], plan)
        for core in cores
    )


def _told(clash: Clash, core: tuple[str, ...], in_force: list[str], plan: WeekPlan) -> Conflict:
    """The clash of `core` in words, with ways out that keep all that is `in_force`."""
    ways = ways_out(clash, core, in_force)
    options = "; or ".join(way.says for way in ways)
    helps = f"{options[0].upper()}{options[1:]}." if options else "Ask for less this week."
    return Conflict(core, clash.says(core, plan), helps, ways)
