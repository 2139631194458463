"""Plan a week: a request in, a plan out. No clock, no storage.

The solver chooses how much of what lies in which free stretch; here its choice becomes blocks
with times, names and reasons, and what did not fit is told with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from learning.plan_model import (
    GRID_MINUTES,
    Candidate,
    Conflict,
    Dropped,
    PlannedBlock,
    PlanRequest,
    WeekPlan,
    block_id,
    hours_text,
)
from learning.plan_programme import Share, canonical
from learning.plan_solver import Allocation, allocate
from learning.plan_stretches import Stretch, follows_closely, stretches

_Piece = tuple[Candidate, int]
"""A block before it has a time: of what, and its minutes."""


def plan(request: PlanRequest) -> WeekPlan:
    """The best week for the request.

    Every block lies in the free time on the five-minute grid, blocks are apart by a break, what
    stands in a candidate's `after` is finished before it, and the minutes stay within those
    wanted. Equal requests give equal plans, whatever the order of their candidates. Where not one
    block can be placed the status is `infeasible` and `conflicts` says why.
    """
    conflict = obstacle(request)
    if conflict is not None:
        return WeekPlan(
            "infeasible",
            request.week_start,
            request.timezone,
            conflicts=(conflict,),
            wanted_minutes=request.minutes,
        )
    chosen = allocate(request)
    blocks = tuple(_blocks(request, chosen))
    return WeekPlan(
        "optimal" if chosen.optimal else "feasible",
        request.week_start,
        request.timezone,
        blocks,
        tuple(_dropped(request, chosen)),
        objective=float(chosen.objective),
        bound=float(chosen.bound),
        wanted_minutes=request.minutes,
    )


def obstacle(request: PlanRequest) -> Conflict | None:
    """Why not one block can be placed, or None where one can."""
    startable = [c for c in request.candidates if not c.after and c.minutes >= c.shortest]
    if not startable:
        return Conflict(
            ("topics",),
            "There is nothing left to plan: no topic is open, no review is due.",
            "Mark topics as planned or learning, or set one that is done back.",
        )
    shortest = min(c.shortest for c in startable)
    if request.minutes < shortest:
        return Conflict(
            ("hours", "block length"),
            f"{hours_text(request.minutes)} is less than one block of {hours_text(shortest)}.",
            f"Give the week at least {hours_text(shortest)}, or ask for shorter blocks.",
        )
    if not request.free:
        return Conflict(
            ("availability",),
            "No free time is left in that week.",
            "Free a day, widen your availability, or plan another week.",
        )
    longest = max((s.interval.minutes for s in stretches(request)), default=0)
    if longest < shortest:
        most = max(i.minutes for i in request.free)
        return Conflict(
            ("availability", "block length"),
            f"Your longest free stretch is {hours_text(most)}; a block takes "
            f"{hours_text(shortest)}.",
            "Ask for shorter blocks or widen your availability.",
        )
    return None


def _blocks(request: PlanRequest, chosen: Allocation) -> Iterator[PlannedBlock]:
    candidates = {c.id: c for c in request.candidates}
    totals = {
        name: sum(s.blocks for (other, _), s in chosen.shares.items() if other == name)
        for name in candidates
    }
    numbers = {name: c.numbered_from for name, c in candidates.items()}
    rest = timedelta(minutes=request.break_minutes)
    before: tuple[Stretch, Candidate] | None = None
    for index, stretch in enumerate(stretches(request)):
        shares = {name: s for (name, at), s in chosen.shares.items() if at == index}
        start = stretch.interval.start
        close = before is not None and follows_closely(before[0], stretch)
        for candidate, minutes in _in_order(
            request, shares, before[1] if before and close else None
        ):
            before = (stretch, candidate)
            number = numbers[candidate.id]
            numbers[candidate.id] += 1
            part = number - candidate.numbered_from + 1
            yield PlannedBlock(
                block_id(request.week_start, candidate.id, number),
                start,
                start + timedelta(minutes=minutes),
                candidate.kind,
                candidate.topic,
                candidate.title,
                _reason(candidate, part, totals[candidate.id]),
            )
            start = _grid_up(start + timedelta(minutes=minutes) + rest)


def _grid_up(moment: datetime) -> datetime:
    over = moment.minute % GRID_MINUTES
    return moment if not over else moment + timedelta(minutes=GRID_MINUTES - over)


def _reason(candidate: Candidate, part: int, parts: int) -> str:
    return candidate.reason if parts == 1 else f"{candidate.reason} (part {part} of {parts})"


def _in_order(
    request: PlanRequest, shares: Mapping[str, Share], last: Candidate | None
) -> Iterator[_Piece]:
    """The pieces of one stretch in the order they are studied, after `last` right before it.

    What another waits for comes first; among the rest hard and easy take turns, the hard one
    first where there is a choice.
    """
    waiting: dict[str, list[int]] = {name: _lengths(share) for name, share in shares.items()}
    candidates = {c.id: c for c in request.candidates}
    order = [c for c in canonical(request.candidates) if c.id in waiting]
    while any(waiting.values()):
        ready = [
            c for c in order if waiting[c.id] and not any(waiting.get(before) for before in c.after)
        ]
        hard = sum(len(left) for name, left in waiting.items() if candidates[name].hard)
        easy = sum(len(left) for left in waiting.values()) - hard
        want_hard = hard >= easy and not (last is not None and last.hard)
        turn = [c for c in ready if c.hard == want_hard] or ready
        fresh = [c for c in turn if c is not last] or turn
        last = fresh[0]
        yield last, waiting[last.id].pop(0)


def _lengths(share: Share) -> list[int]:
    """The minutes of a share's blocks, as even as the grid allows, longer ones first."""
    each, over = divmod(share.units, share.blocks)
    return [(each + (1 if number < over else 0)) * GRID_MINUTES for number in range(share.blocks)]


def _dropped(request: PlanRequest, chosen: Allocation) -> Iterator[Dropped]:
    given = {
        c.id: sum(s.units for (name, _), s in chosen.shares.items() if name == c.id) * GRID_MINUTES
        for c in request.candidates
    }
    room = request.minutes - sum(given.values())
    titles = {c.id: c.title for c in request.candidates}
    short = {c.id for c in request.candidates if c.minutes - given[c.id] >= GRID_MINUTES}
    for candidate in canonical(request.candidates):
        missing = candidate.minutes - given[candidate.id]
        if missing < candidate.shortest:
            continue
        waits = [titles.get(b, b) for b in candidate.after if b in short or b not in titles]
        reason = _why_dropped(request, candidate, waits, room)
        yield Dropped(candidate.topic, candidate.title, missing, reason)


def _why_dropped(request: PlanRequest, candidate: Candidate, waits: list[str], room: int) -> str:
    if waits:
        return f"it waits for {' and '.join(waits)}, which this week does not finish"
    if room < candidate.shortest:
        return f"the {hours_text(request.minutes)} of this week are used for what comes before it"
    fitting: list[Stretch] = [
        s
        for s in stretches(request)
        if s.interval.minutes >= candidate.shortest
        and (candidate.not_before is None or candidate.not_before <= s.interval.start)
    ]
    if candidate.not_before is not None and not fitting:
        return "it is due after your last free time of the week"
    if not fitting:
        return f"no free stretch holds a block of {hours_text(candidate.shortest)}"
    return "your free time is used for what comes before it"
