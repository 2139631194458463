"""Where not all wishes of a week can be kept: which of them clash, and the cheapest ways out.

Every clash is shown by the solver, and every way out was planned again before it is offered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from learning.availability_text import DAYS
from learning.intervals import Interval
from learning.plan_core import smallest_conflict
from learning.plan_model import GRID_MINUTES, Conflict, WayOut, WeekPlan, hours_text
from learning.plan_solver import keeps, minutes_that_keep
from learning.plan_wording import clock_words, day_words
from learning.week_candidates import candidate_kind
from learning.week_request import (
    AS_IT_IS,
    AVAILABILITY,
    BUSY,
    DAYS_OFF,
    DEADLINE,
    HOURS,
    LENGTH,
    PARTS,
    REVIEWS,
    SLACK,
    Change,
    WeekFacts,
)
from learning.wishes import LEAST_BLOCK

MOST_CONFLICTS = 2
MOST_WAYS = 3
_PART_COST, _DAY_COST, _WISH_COST = 120, 90, 30
"""What giving up a part of the day, a day off or a wish costs beside minutes of study."""
_LONGEST_SEARCH = 40 * 60
_DAYS_BEYOND, _HOURS_BEYOND = 21, 2 * 60
_MOST_EVENTS = 12


@dataclass(frozen=True, slots=True)
class _Priced:
    cost: int
    way: WayOut


def conflicts_of(facts: WeekFacts, plan: WeekPlan) -> tuple[Conflict, ...]:
    """The sets of wishes that clash, the smallest first; empty where `plan` keeps them all."""
    clash = _Clash(facts)
    if not clash.missing(plan):
        return ()
    wishes = clash.wishes()
    left, cores = wishes, list[tuple[str, ...]]()
    while len(cores) < MOST_CONFLICTS and (core := smallest_conflict(left, clash.kept)):
        cores.append(core)
        left = [wish for wish in left if wish not in core]
    return tuple(
        clash.told(core, [w for w in wishes if w in core or not any(w in c for c in cores)], plan)
        for core in cores
    )


def _kind_of(candidate: str) -> str:
    """What the blocks of a candidate are known by: those of all reviews alike."""
    return "review" if candidate.startswith("review:") else candidate


class _Clash:
    def __init__(self, facts: WeekFacts) -> None:
        self.facts = facts
        self.request = facts.request()
        self.demands = {demand.wish: demand for demand in self.request.demands}
        lengths = [c.shortest for c in self.request.candidates if c.kind == "learn"]
        shortest = min(lengths or [c.shortest for c in self.request.candidates], default=0)
        self.short_of = max(0, shortest - GRID_MINUTES)
        """Minutes that may be missing because no further block would fit."""

    def wishes(self) -> list[str]:
        """What is in force. What comes first is the first not to be blamed."""
        asked = self.facts.ask.wishes
        in_force = {
            BUSY: bool(self.facts.time.busy),
            SLACK: bool(asked.slack_percent),
            LENGTH: asked.block_minutes is not None,
            PARTS: bool(asked.parts),
            DAYS_OFF: bool(asked.days_off),
            AVAILABILITY: True,
        }
        return [*(wish for wish, holds in in_force.items() if holds), *self.demands, HOURS]

    def missing(self, plan: WeekPlan) -> bool:
        """Whether the plan lacks some of what is demanded, or of the hours."""
        given: Counter[str] = Counter()
        for block in plan.blocks:
            if block.status == "planned":
                given[candidate_kind(block.kind, block.topic)] += block.minutes
        short_of_hours = plan.minutes < self.facts.wanted - self.short_of
        return (self.facts.hours_asked and short_of_hours) or any(
            sum(given[name] for name in {_kind_of(c) for c in demand.candidates}) < demand.minutes
            for demand in self.demands.values()
        )

    def kept(self, wishes: frozenset[str]) -> bool | None:
        return self._with(wishes, AS_IT_IS)

    def _with(self, wishes: Iterable[str], change: Change) -> bool | None:
        """Whether `wishes` alone can be kept once `change` is made."""
        in_force = set(wishes)
        dropped = {BUSY, SLACK, LENGTH, PARTS, DAYS_OFF, AVAILABILITY, HOURS, *self.demands}
        change = replace(change, dropped=frozenset(dropped - in_force))
        wanted = self.facts.wanted if change.minutes is None else change.minutes
        fill = wanted - self.facts.used - self.short_of if HOURS in in_force else 0
        return keeps(self.facts.request(change), max(0, fill))

    def told(self, core: tuple[str, ...], in_force: list[str], plan: WeekPlan) -> Conflict:
        """The clash of `core` in words, with ways out that keep all that is `in_force`."""
        priced = sorted(self._ways(core, in_force), key=lambda p: (p.cost, p.way.says))
        ways = tuple(p.way for p in priced[:MOST_WAYS])
        options = "; or ".join(way.says for way in ways)
        helps = f"{options[0].upper()}{options[1:]}." if options else "Ask for less this week."
        return Conflict(core, self._says(core, plan), helps, ways)

    def _says(self, core: tuple[str, ...], plan: WeekPlan) -> str:
        words = [self._words(wish) for wish in core]
        listed = f"{', '.join(words[:-1])} and {words[-1]}" if words[1:] else words[0]
        if HOURS in core and plan.minutes < self.facts.wanted - self.short_of:
            done = f"{hours_text(plan.minutes)} of {hours_text(self.facts.wanted)} are planned"
            return f"{done}: {listed} do not go together."
        return f"{listed[0].upper()}{listed[1:]} do not go together."

    def _words(self, wish: str) -> str:
        asked = self.facts.ask.wishes
        fixed = {
            BUSY: "what your calendar holds",
            SLACK: f"{asked.slack_percent} % of the free time left free",
            LENGTH: f"blocks of {asked.block_minutes} min",
            PARTS: f"the {' and '.join(asked.parts)} alone",
            DAYS_OFF: f"nothing on {' or '.join(d for d in DAYS if d in asked.days_off)}",
            AVAILABILITY: "the times you are free",
            HOURS: f"{hours_text(self.facts.wanted)} of study",
        }
        return fixed.get(wish) or self.demands[wish].says

    def _ways(self, core: tuple[str, ...], in_force: list[str]) -> Iterator[_Priced]:
        """The ways out of a clash; each was planned again."""
        offers = {
            HOURS: self._other_hours,
            AVAILABILITY: self._more_time,
            BUSY: self._free_event,
            DAYS_OFF: self._day_back,
            PARTS: self._part_more,
            LENGTH: self._other_length,
            SLACK: self._less_slack,
            DEADLINE: self._later_deadline,
        }
        for wish in core:
            if wish in offers:
                yield from offers[wish](in_force)
            else:
                yield from self._without(wish, in_force)

    def _other_hours(self, wishes: list[str]) -> Iterator[_Priced]:
        others = [wish for wish in wishes if wish != HOURS]
        change = Change(dropped=self._dropped(others))
        request = self.facts.request(change)
        pace = self.facts.pace() if DEADLINE in wishes else None
        due = pace.this_week() if pace is not None else 0
        least = max(minutes_that_keep(request, most=False) or 0, due) + self.facts.used
        if least > self.facts.wanted:
            # What is due grows with the hours, so the least may not be enough.
            for minutes in range(least, least + _HOURS_BEYOND, GRID_MINUTES):
                if self._with(wishes, Change(minutes=minutes)):
                    more = minutes - self.facts.wanted
                    says = f"plan {hours_text(minutes)}, {hours_text(more)} more"
                    yield _Priced(more, WayOut(HOURS, says, more))
                    return
            return
        most = (minutes_that_keep(request, most=True) or 0) + self.facts.used
        less = self.facts.wanted - most
        if less > 0 and self._with(wishes, Change(minutes=most)):
            says = f"be content with {hours_text(most)}, {hours_text(less)} less"
            yield _Priced(less, WayOut(HOURS, says, less))

    def _dropped(self, in_force: Iterable[str]) -> frozenset[str]:
        known = {BUSY, SLACK, LENGTH, PARTS, DAYS_OFF, AVAILABILITY, HOURS, *self.demands}
        return frozenset(known - set(in_force))

    def _more_time(self, wishes: list[str]) -> Iterator[_Priced]:
        """The shortest stretch of further free time, in one piece, that would do."""
        begins = max((i.end for i in self.request.free), default=self.facts.time.now)
        begins += timedelta(minutes=self.request.break_minutes)

        def enough(minutes: int) -> bool:
            extra = Interval(begins, begins + timedelta(minutes=minutes))
            return self._with(wishes, Change(more_free=(extra,))) is True

        low, high = 0, _LONGEST_SEARCH
        if not enough(high):
            return
        while high - low > GRID_MINUTES:
            middle = (low + high) // 2 // GRID_MINUTES * GRID_MINUTES
            low, high = (low, middle) if enough(middle) else (middle, high)
        says = f"find {hours_text(high)} more of free time"
        yield _Priced(high, WayOut(AVAILABILITY, says, high))

    def _free_event(self, wishes: list[str]) -> Iterator[_Priced]:
        zone = self.facts.time.zone
        for busy in self.facts.time.busy[:_MOST_EVENTS]:
            if self._with(wishes, Change(without_busy=busy)):
                when = f"{day_words(busy.start.astimezone(zone).date())}, {clock_words(busy, zone)}"
                says = f"free {when} in your calendar"
                yield _Priced(busy.minutes, WayOut(BUSY, says, busy.minutes))

    def _day_back(self, wishes: list[str]) -> Iterator[_Priced]:
        asked = self.facts.ask.wishes.days_off
        for day in asked:
            if self._asking(wishes, days_off=tuple(other for other in asked if other != day)):
                yield _Priced(_DAY_COST, WayOut(DAYS_OFF, f"allow some study on {day}"))

    def _part_more(self, wishes: list[str]) -> Iterator[_Priced]:
        asked = self.facts.ask.wishes.parts
        for part in ("morning", "afternoon", "evening"):
            if part not in asked and self._asking(wishes, parts=(*asked, part)):
                yield _Priced(_PART_COST, WayOut(PARTS, f"allow the {part} too"))

    def _other_length(self, wishes: list[str]) -> Iterator[_Priced]:
        asked = self.facts.ask.wishes.block_minutes or LEAST_BLOCK
        for minutes in range(asked - GRID_MINUTES, LEAST_BLOCK - 1, -GRID_MINUTES):
            if self._asking(wishes, block_minutes=minutes):
                way = WayOut(LENGTH, f"ask for blocks of {minutes} min", minutes)
                yield _Priced(asked - minutes, way)
                return

    def _less_slack(self, wishes: list[str]) -> Iterator[_Priced]:
        asked = self.facts.ask.wishes.slack_percent or 0
        for percent in range(asked - 1 - (asked - 1) % 5, -1, -5):
            if self._asking(wishes, slack_percent=percent):
                says = f"leave {percent} % of the free time free" if percent else "leave none free"
                yield _Priced(_WISH_COST, WayOut(SLACK, says))
                return

    def _later_deadline(self, wishes: list[str]) -> Iterator[_Priced]:
        pace = self.facts.pace()
        if pace is None:
            return
        wanted = self.facts.wanted
        first = max(1, pace.days_more(wanted))
        for days in range(first, first + _DAYS_BEYOND):
            later = pace.deadline + timedelta(days=days)
            if self._with(wishes, Change(deadline=later)):
                noun = "day" if days == 1 else "days"
                says = f"move the deadline {days} {noun}, to {later.isoformat()}"
                yield _Priced(days * wanted // 7, WayOut(DEADLINE, says))
                return

    def _without(self, wish: str, wishes: list[str]) -> Iterator[_Priced]:
        if not self._with([other for other in wishes if other != wish], AS_IT_IS):
            return
        demand = self.demands[wish]
        says = (
            "leave some of the reviews for another week"
            if wish == REVIEWS
            else f"do without {demand.says}"
        )
        yield _Priced(demand.minutes + _WISH_COST, WayOut(wish, says, demand.minutes))

    def _asking(self, wishes: list[str], **asked_so: object) -> bool:
        """Whether the wishes of the clash are kept with some of what was asked otherwise."""
        asked = self.facts.ask.wishes.model_copy(update=asked_so)
        change = Change(ask=self.facts.ask.model_copy(update={"wishes": asked}))
        return self._with(wishes, change) is True
