"""The wishes that are in force in a week, and whether some of them can be kept together.

A week in which something is planned is held against all that was asked of it. Of one in which
nothing can be, no more is asked than a single block.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from learning.availability_text import DAYS
from learning.plan_model import GRID_MINUTES, PlanRequest, WeekPlan, hours_text
from learning.plan_solver import keeps
from learning.week_candidates import candidate_kind
from learning.week_request import (
    AS_IT_IS,
    AVAILABILITY,
    BUSY,
    DAY_LIMITS,
    DAYS_OFF,
    DEADLINE,
    HOURS,
    KEPT_FREE,
    LENGTH,
    PARTS,
    SLACK,
    Change,
    WeekFacts,
)
from learning.week_topics import BlockLength
from learning.wishes import Ask, Wishes

_OF_TIME = (BUSY, SLACK, LENGTH, KEPT_FREE, PARTS, DAYS_OFF, DAY_LIMITS, AVAILABILITY)


def _kind_of(candidate: str) -> str:
    """What the blocks of a candidate are known by: those of all reviews alike."""
    return "review" if candidate.startswith("review:") else candidate


class Clash:
    """`empty` says that nothing could be planned, and that one block is all that is asked."""

    def __init__(self, facts: WeekFacts, *, empty: bool) -> None:
        self.facts = facts
        self.empty = empty
        self.request = facts.request()
        self.demands = {} if empty else {demand.wish: demand for demand in self.request.demands}
        lengths = [c.shortest for c in self.request.candidates if c.kind == "learn"]
        self.shortest = min(lengths or [c.shortest for c in self.request.candidates], default=0)
        self.short_of = max(0, self.shortest - GRID_MINUTES)
        """Minutes that may be missing because no further block would fit."""

    @property
    def asked(self) -> Wishes:
        return self.facts.ask.wishes

    def wishes(self) -> list[str]:
        """What is in force. What comes first is the first not to be blamed."""
        asked = self.asked
        in_force = {
            BUSY: bool(self.facts.time.busy),
            SLACK: bool(asked.slack_percent),
            LENGTH: self._length_counts,
            KEPT_FREE: bool(asked.keep_free),
            PARTS: bool(asked.parts),
            DAYS_OFF: bool(asked.days_off),
            DAY_LIMITS: bool(asked.at_most),
            AVAILABILITY: True,
        }
        wanted = [*(wish for wish in _OF_TIME if in_force[wish]), *self.demands]
        if DEADLINE not in wanted and self._deadline_ends_the_week():
            wanted.append(DEADLINE)
        return [*wanted, HOURS]

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

    def kept(self, wishes: Iterable[str]) -> bool | None:
        return self.kept_with(wishes, AS_IT_IS)

    def kept_with(self, wishes: Iterable[str], change: Change) -> bool | None:
        """Whether `wishes` alone can be kept once `change` is made; None where it is not known."""
        in_force = set(wishes)
        change = replace(change, dropped=self.dropped(in_force))
        if self.empty:
            return keeps(self.request_with(change), GRID_MINUTES)
        wanted = self.facts.wanted if change.minutes is None else change.minutes
        fill = wanted - self.facts.used - self.short_of if HOURS in in_force else 0
        return keeps(self.request_with(change), max(0, fill))

    def request_with(self, change: Change) -> PlanRequest:
        """The week with `change` made, as the planner is asked."""
        request = self.facts.request(change)
        return replace(request, demands=()) if self.empty else request

    def kept_asking(self, wishes: Iterable[str], **asked_so: object) -> bool:
        """Whether `wishes` are kept with some of what was asked of the week otherwise."""
        asked = self.asked.model_copy(update=asked_so)
        ask: Ask = self.facts.ask.model_copy(update={"wishes": asked})
        return self.kept_with(wishes, Change(ask=ask)) is True

    def dropped(self, in_force: Iterable[str]) -> frozenset[str]:
        """All that could be in force and is not."""
        demands = {demand.wish for demand in self.request.demands}
        given = set() if self._length_counts else {LENGTH}
        return frozenset({*_OF_TIME, DEADLINE, HOURS, *demands} - set(in_force) - given)

    @property
    def _length_counts(self) -> bool:
        """The usual length of a block is given; only where nothing fits is it a wish to blame."""
        return self.empty or self.asked.block_minutes is not None

    def says(self, core: tuple[str, ...], plan: WeekPlan) -> str:
        """The clash of `core` in words."""
        words = [self._words(wish) for wish in core]
        listed = f"{', '.join(words[:-1])} and {words[-1]}" if words[1:] else words[0]
        together = f"{listed} do not go together"
        if self.empty:
            return f"Not one block fits{f': {together}' if words[1:] else f' with {listed}'}."
        if HOURS in core and plan.minutes < self.facts.wanted - self.short_of:
            done = f"{hours_text(plan.minutes)} of {hours_text(self.facts.wanted)} are planned"
            return f"{done}: {together}."
        if words[1:]:
            return f"{together[0].upper()}{together[1:]}."
        return f"{listed[0].upper()}{listed[1:]}: that alone is more than the week holds."

    def _words(self, wish: str) -> str:
        asked = self.asked
        usual = f"blocks of {BlockLength().shortest} min or more"
        fixed = {
            BUSY: "what your calendar holds",
            SLACK: f"{asked.slack_percent} % of the free time left free",
            LENGTH: f"blocks of {asked.block_minutes} min" if asked.block_minutes else usual,
            KEPT_FREE: f"nothing {' or '.join(asked.keep_free)}",
            PARTS: f"the {' and '.join(asked.parts)} alone",
            DAYS_OFF: f"nothing on {' or '.join(d for d in DAYS if d in asked.days_off)}",
            DAY_LIMITS: f"at most {' and '.join(asked.at_most)}",
            AVAILABILITY: self._availability_words(),
            HOURS: f"{hours_text(self.facts.wanted)} of study",
        }
        if wish in fixed:
            return fixed[wish]
        if wish in self.demands:
            return self.demands[wish].says
        return f"the deadline on {self.facts.standing.deadline}"

    def _availability_words(self) -> str:
        if not self.empty:
            return "the times you are free"
        free = self.facts.free(Change(dropped=self.dropped({AVAILABILITY})))
        longest = max((interval.minutes for interval in free), default=0)
        left = f"{hours_text(longest)} at the longest" if longest else "none is left in this week"
        return f"the times you are free ({left})"

    def _deadline_ends_the_week(self) -> bool:
        """Whether blocks have to be over by a deadline within the week."""
        return any(c.not_after is not None for c in self.request.candidates) and (
            self.facts.standing.deadline is not None
            and (self.facts.standing.deadline - self.facts.time.week_start).days < 7
        )
