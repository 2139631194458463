"""One drafting of a week: what memory knows becomes a request, and the answer a draft."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from learning.availability import Availability
from learning.habits import habits
from learning.intervals import Interval, merge
from learning.plan_model import (
    Candidate,
    Conflict,
    PlanResult,
    WeekPlan,
    block_id,
    hours_text,
)
from learning.planning import obstacle, plan
from learning.week_candidates import Standing, candidate_of, minutes_of, spent_minutes
from learning.week_conflicts import conflicts_of
from learning.week_plans import detail_of, new_draft, placed_in, shown_block
from learning.week_request import BREAK_MINUTES, WeekFacts
from learning.week_time import DEFAULT_AVAILABILITY, DEFAULT_HOURS, WeekTime
from learning.week_unkept import unkept
from learning.wishes import Ask
from memory.learner import LearnerMemory
from memory.records import StoredBlock, StoredPlan
from roadmap.catalogue import Roadmap

_ATTEMPTS_BACK = timedelta(days=60)
_MOST_BLOCKS = 200
"""More blocks of one kind than a week can hold."""


class Drafting:
    """Plans the week of `monday` as `ask` says, seen from `now`. `foreseen` are blocks that count
    as planned before it, and are kept nowhere."""

    def __init__(
        self,
        memory: LearnerMemory,
        roadmap: Roadmap,
        now: datetime,
        zone: ZoneInfo,
        monday: date,
        ask: Ask,
        foreseen: tuple[StoredBlock, ...] = (),
    ) -> None:
        self._memory = memory
        self._roadmap = roadmap
        self._now = now
        self._zone = zone
        self._said = ask
        self._foreseen = foreseen
        self._monday = monday
        self._start = datetime.combine(monday, time(), zone).astimezone(UTC)
        self._end = datetime.combine(monday + timedelta(days=7), time(), zone).astimezone(UTC)
        self._profile = memory.profile.load()
        self._ask = ask.on_top_of(habits(self._profile))
        self._kept: tuple[StoredBlock, ...] = ()
        self._pinned: tuple[str, ...] = ()
        self._placed: dict[str, datetime] = {}
        self._guests: tuple[StoredBlock, ...] = ()
        asked = self._ask.wishes.break_minutes
        self._rest = timedelta(minutes=BREAK_MINUTES if asked is None else asked)

    def plan(self, base: StoredPlan | None, committed: StoredPlan | None) -> WeekPlan:
        """The week's plan, blocks that stay as they are included."""
        self._guests = self._guest_blocks(committed)
        self._keep(base, committed)
        facts = self._facts(committed)
        request = facts.request()
        complete = request.minutes < self._shortest(request.candidates) and bool(self._used())
        solved = self._empty("optimal") if complete else plan(request)
        if not complete and not solved.blocks:
            solved = self._empty("infeasible")
        kept = tuple(shown_block(block, self._now) for block in self._kept)
        blocks = sorted((*solved.blocks, *kept), key=lambda block: (block.start, block.id))
        whole = dataclasses.replace(
            solved,
            blocks=tuple(blocks) if solved.status != "infeasible" else (),
            dropped=(*facts.gathered().waiting, *solved.dropped),
            wanted_minutes=self._wanted(),
            assumptions=self._assumptions(),
            kept_wishes=self._wishes_in_words(),
        )
        return self._with_unkept(whole, facts)

    def facts(self, committed: StoredPlan) -> WeekFacts:
        """What is known of the week in which `committed` is lived."""
        self._guests = self._guest_blocks(committed)
        self._keep(committed, committed)
        return self._facts(committed)

    def pinned(self, committed: StoredPlan) -> tuple[StoredBlock, ...]:
        """The blocks of `committed` that the learner placed, and that nothing is in the way of."""
        names = detail_of(committed).pinned
        own = (block for block in committed.blocks if block.id in names)
        return tuple(block for block in own if not self._in_the_way(block))

    def stored(self, solved: WeekPlan, base: StoredPlan | None) -> StoredPlan:
        return new_draft(
            solved, self._said, self._kept, self._pinned, base, self._now, self._placed
        )

    def _keep(self, base: StoredPlan | None, committed: StoredPlan | None) -> None:
        """Blocks that planning leaves alone: over, under way, marked, or placed by the learner."""
        self._placed = placed_in(committed)
        pinned = {
            name: block
            for plan_ in (base, committed)
            if plan_ is not None
            for name in detail_of(plan_).pinned
            for block in plan_.blocks
            if block.id == name and not self._in_the_way(block)
        }
        lived = {
            block.id: block
            for block in (committed.blocks if committed else ())
            if block.status != "planned" or block.start <= self._now
        }
        kept = {**pinned, **lived}
        self._kept = tuple(sorted(kept.values(), key=lambda block: (block.start, block.id)))
        self._pinned = tuple(sorted(pinned))

    def _in_the_way(self, block: StoredBlock) -> bool:
        """Whether a block the learner placed has to give way: to a day off, or to a busy time."""
        if block.status != "planned" or block.start <= self._now:
            return False
        day_off = f"{block.start.astimezone(self._zone):%a}".lower() in self._ask.wishes.days_off
        inside = self._start <= block.start < self._end
        return (day_off and inside) or bool(self._memory.busy.between(block.start, block.end))

    def _guest_blocks(self, committed: StoredPlan | None) -> tuple[StoredBlock, ...]:
        """Blocks of other weeks' plans that lie in this one, a break before and after included."""
        own = {block.id for block in (committed.blocks if committed else ())}
        around = self._memory.plans.blocks(self._start - self._rest, self._end + self._rest)
        return tuple(
            block for block in around if block.id not in own and block.status in ("planned", "done")
        )

    def _time(self) -> WeekTime:
        taken = [
            Interval(block.start - self._rest, block.end + self._rest)
            for block in (*self._kept, *self._guests)
        ]
        busy = self._memory.busy.between(self._start, self._end)
        return WeekTime(
            Availability.parse(self._profile.availability or DEFAULT_AVAILABILITY),
            self._ask.wishes,
            self._monday,
            self._zone,
            self._now,
            merge(Interval(time_.start, time_.end) for time_ in busy),
            tuple(taken),
        )

    def _facts(self, committed: StoredPlan | None) -> WeekFacts:
        replanned = {b.id for b in (committed.blocks if committed else ())}
        placed = [b for b in self._kept if b.status == "planned" and b.start > self._now]
        replanned -= {b.id for b in self._kept if b not in placed}
        lived = self._memory.plans.blocks(datetime(1970, 1, 1, tzinfo=UTC), self._end)
        before = (*lived, *self._foreseen)
        return WeekFacts(
            roadmap=self._roadmap,
            states={name: state.status for name, state in self._memory.topics.all().items()},
            spent=spent_minutes(tuple(b for b in before if b.id not in replanned), self._now),
            placed=spent_minutes(tuple(placed), self._now),
            kept=self._highest_numbers(),
            used=self._used(),
            wanted=self._wanted(),
            time=self._time(),
            standing=self._standing(),
            held=self._held(),
            ask=self._ask,
            hours_asked=(self._ask.hours or self._profile.hours_per_week) is not None,
        )

    def _standing(self) -> Standing:
        return Standing(
            first_day=max(self._monday, self._now.astimezone(self._zone).date()),
            zone=self._zone,
            cards_due=tuple(card.due for card in self._memory.reviews.due(self._end)),
            attempts=self._memory.attempts.all(since=self._now - _ATTEMPTS_BACK),
            role=self._profile.role,
            deadline=self._profile.deadline,
            block_minutes=self._ask.wishes.block_minutes,
        )

    def _wanted(self) -> int:
        hours = self._ask.hours or self._profile.hours_per_week or DEFAULT_HOURS
        return round(hours * 60)

    def _used(self) -> int:
        """Minutes of the week that are done, under way, or in blocks the learner placed.

        A block done quicker than planned still counts as planned: its time is gone. One that was
        moved here from another week counts here, one that was moved away counts there.
        """
        return sum(
            max(minutes_of(block), Interval(block.start, block.end).minutes)
            for block in self._staying()
        )

    def _staying(self) -> Iterator[StoredBlock]:
        for block in (*self._kept, *self._guests):
            open_ = block.status == "planned" and block.end > self._now
            if self._start <= block.start < self._end and (block.status == "done" or open_):
                yield block

    def _held(self) -> dict[date, tuple[int, int]]:
        """Minutes and blocks on each day that are done, under way or placed by the learner."""
        held: dict[date, tuple[int, int]] = {}
        for block in self._staying():
            day = block.start.astimezone(self._zone).date()
            minutes, blocks = held.get(day, (0, 0))
            held[day] = (minutes + minutes_of(block), blocks + 1)
        return held

    def _shortest(self, candidates: tuple[Candidate, ...]) -> int:
        startable = [c.shortest for c in candidates if not c.after]
        return min(startable, default=0)

    def _empty(self, status: PlanResult) -> WeekPlan:
        return WeekPlan(status, self._monday, self._zone.key)

    def _highest_numbers(self) -> dict[str, int]:
        """For each candidate the highest number among its blocks that stay: ids follow from it."""
        highest: dict[str, int] = {}
        for block in self._kept:
            name = candidate_of(block)
            numbers = range(1, _MOST_BLOCKS + 1)
            own = (n for n in numbers if block_id(self._monday, name, n) == block.id)
            highest[name] = max(highest.get(name, 0), next(own, 0))
        return highest

    def _assumptions(self) -> tuple[str, ...]:
        said = []
        if self._profile.timezone is None:
            said.append(
                f"Times are in this machine's zone, {self._zone.key}; "
                "“I live in Lisbon” or `waymark profile set --timezone` names yours."
            )
        if self._profile.availability is None:
            said.append(
                f"You are taken to be free {DEFAULT_AVAILABILITY}; "
                "“I am free mon-fri 18:00-20:00” or `waymark profile set --availability` "
                "says when you are."
            )
        elif (free := Availability.parse(self._profile.availability)) != free.awake():
            said.append(
                "You are free around the clock; nothing is planned from 23:00 to 07:00. For the "
                "night name its hours with `waymark profile set --availability`."
            )
        if self._profile.hours_per_week is None and self._ask.hours is None:
            said.append(
                f"{DEFAULT_HOURS:g} hours are planned; “I have 8 hours a week” or "
                "`waymark profile set --hours` says how many you have."
            )
        return tuple(said)

    def _wishes_in_words(self) -> tuple[str, ...]:
        said = []
        if self._ask.hours is not None:
            said.append(f"{hours_text(round(self._ask.hours * 60))} this week")
        if self._ask.focus:
            said.append(f"a focus on {', '.join(self._ask.focus)}")
        own = self._said.wishes.in_words()
        always = (words for words in self._ask.wishes.in_words() if words not in own)
        return (*said, *own, *(f"{words}, as always" for words in always))

    def _with_unkept(self, solved: WeekPlan, facts: WeekFacts) -> WeekPlan:
        """The plan with the wishes that it could not keep named among its conflicts."""
        request = facts.request()
        if solved.status == "infeasible":
            nothing_open = obstacle(request) if not request.candidates else None
            reasons = (nothing_open,) if nothing_open else conflicts_of(facts, solved)
            return dataclasses.replace(solved, conflicts=reasons)
        over = self._over_plan()
        missing = solved.wanted_minutes - solved.minutes
        shortest = self._shortest(request.candidates)
        if over and missing - over < shortest <= missing:
            clashes = [self._hours_used(missing - over)]
        else:
            clashes = list(conflicts_of(facts, solved))
        left_open = unkept(self._ask, request, solved.blocks)
        return dataclasses.replace(solved, conflicts=(*solved.conflicts, *clashes, *left_open))

    def _over_plan(self) -> int:
        """Minutes that blocks took beyond what was planned for them."""
        return sum(
            max(0, minutes_of(block) - Interval(block.start, block.end).minutes)
            for block in self._kept
            if block.status == "done"
        )

    def _hours_used(self, left: int) -> Conflict:
        """Why a week ends early whose blocks took longer than planned; `left` in minutes."""
        wanted, over = hours_text(self._wanted()), hours_text(self._over_plan())
        rest = (
            f"the {hours_text(left)} that are left are too short for another block"
            if left > 0
            else "nothing is left for another block"
        )
        return Conflict(
            ("hours",),
            f"The {wanted} of this week are used: what is done took {over} more than planned, "
            f"and {rest}.",
            "Ask for more hours this week if you want to go on.",
        )
