"""A committed week in which something went otherwise, as a request to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise

from learning.block_undo import rest_id
from learning.intervals import Interval, subtract
from learning.plan_model import GRID_MINUTES, Candidate
from learning.plan_rearranging import MendRequest, Placed
from learning.week_candidates import candidate_of
from learning.week_request import WeekFacts
from learning.wishes import LEAST_BLOCK
from memory.records import StoredBlock, StoredPlan

_PLAIN_WORTH = 20
"""What five minutes of a block are worth of which the planner would offer no more."""


@dataclass(frozen=True)
class BrokenWeek:
    """`plan` is committed and lived at `now`; `others` are committed blocks of other weeks that
    lie in this one, `pinned` the ids of blocks the learner placed where they are, and `owed` the
    minutes that were cut off blocks, by their ids."""

    plan: StoredPlan
    facts: WeekFacts
    others: tuple[StoredBlock, ...]
    pinned: frozenset[str]
    now: datetime
    owed: Mapping[str, int] = field(default_factory=dict)

    def missed(self) -> tuple[StoredBlock, ...]:
        """Blocks whose time went by since the plan was made, and whose work is still to do."""
        return tuple(
            block
            for block in self.plan.blocks
            if block.status == "planned"
            and self.plan.created_at < block.end <= self.now
            and self._is_open(block)
        )

    def rests(self) -> tuple[StoredBlock, ...]:
        """What was cut off blocks and is still to do, each where it would have gone on."""
        known = {block.id for block in self.plan.blocks}
        return tuple(
            replace(
                block,
                id=rest_id(block.id),
                start=block.end,
                end=block.end + timedelta(minutes=self.owed[block.id]),
                reason="what was cut off an earlier block",
                status="planned",
                actual_minutes=None,
            )
            for block in self.plan.blocks
            if block.id in self.owed and rest_id(block.id) not in known and self._is_open(block)
        )

    def ahead(self) -> tuple[StoredBlock, ...]:
        """Blocks that may move: they have not begun, and the learner did not place them."""
        return tuple(block for block in self.plan.blocks if self._may_move(block))

    def fixed(self) -> tuple[StoredBlock, ...]:
        """Blocks that are done, under way, placed by the learner, or of another week's plan."""
        own = (
            block
            for block in self.plan.blocks
            if block.status == "done"
            or (block.status == "planned" and block.end > self.now and not self._may_move(block))
        )
        return (*own, *self.others)

    def displaced(self) -> frozenset[str]:
        """The ids of blocks ahead that cannot stay: busy, off, or no longer free, or taken."""
        free, fixed = self._free(), [_place(block) for block in self.fixed()]
        ahead = sorted(self.ahead(), key=lambda block: (block.start, block.id))
        gone = {
            block.id
            for block in ahead
            if not any(interval.holds(_place(block)) for interval in free)
            or any(_place(block).overlaps(other) for other in fixed)
        }
        gone |= {b.id for a, b in pairwise(ahead) if _place(a).overlaps(_place(b))}
        return frozenset(gone)

    def is_intact(self) -> bool:
        """Nothing was missed, every block can stay, and each comes after what it builds on."""
        if self.missed() or self.rests() or self.displaced():
            return False
        blocks = {block.id: block for block in (*self.ahead(), *self.fixed())}
        return all(
            blocks[name].end <= block.start
            for block in self.ahead()
            for name in self._after(block)
            if name in blocks
        )

    def request(self) -> MendRequest:
        displaced = self.displaced()
        return MendRequest(
            self._free(),
            (
                *(self._placed(b, "fixed") for b in self.fixed()),
                *(self._placed(b, "lost") for b in (*self.missed(), *self.rests())),
                *(self._placed(b, "lost" if b.id in displaced else "stands") for b in self.ahead()),
            ),
            self._break(),
        )

    def shortest(self, block: StoredBlock) -> int:
        """The fewest minutes the block makes sense with."""
        candidate = self._candidates.get(candidate_of(block))
        least = LEAST_BLOCK if candidate is None else candidate.shortest
        return min(least, _place(block).minutes)

    def room(self) -> int:
        """Minutes of the longest time that is free and not taken by a block that stays."""
        taken = [_place(b) for b in self.fixed()]
        return max((i.minutes for i in subtract(self._free(), taken)), default=0)

    def waits_for(self, block: StoredBlock) -> tuple[str, ...]:
        """The ids of this week's blocks that have to be over before `block` begins."""
        return self._after(block)

    @cached_property
    def _candidates(self) -> Mapping[str, Candidate]:
        return {c.id: c for c in self.facts.gathered().candidates}

    def _is_open(self, block: StoredBlock) -> bool:
        if block.kind == "review":
            return candidate_of(block) in self._candidates
        return block.topic not in self.facts.closed

    def _may_move(self, block: StoredBlock) -> bool:
        ahead = block.status == "planned" and block.start > self.now
        return ahead and block.id not in self.pinned

    def _free(self) -> tuple[Interval, ...]:
        """What is free, but for the times the learner gave up: of blocks skipped or cut short."""
        skipped = (b for b in self.plan.blocks if b.status == "skipped")
        given_up = tuple(_place(b) for b in (*skipped, *self.rests()))
        return replace(self.facts.time, taken=given_up).free()

    def _break(self) -> int:
        """Minutes between blocks: as wished, or as little as there is between two that stand."""
        standing = [b for b in (*self.ahead(), *self.fixed()) if b.end > self.now]
        places = sorted((_place(b) for b in standing), key=lambda place: place.start)
        gaps = [(b.start - a.end) // timedelta(minutes=1) for a, b in pairwise(places)]
        return max(0, min([self.facts.rest(self.facts.ask), *gaps]))

    def _placed(self, block: StoredBlock, state: str) -> Placed:
        candidate = self._candidates.get(candidate_of(block))
        place = _place(block)
        if state == "fixed":
            return Placed(block.id, place.start, place.minutes, place.minutes, 0, "fixed")
        not_before = None if candidate is None else candidate.not_before
        if block in self.rests():
            not_before = max(not_before or place.start, self._day_after(block))
        not_after = None if candidate is None else candidate.not_after
        if state == "stands":
            not_before = None if not_before is None else min(not_before, place.start)
            not_after = None if not_after is None else max(not_after, place.end)
        return Placed(
            block.id,
            place.start - timedelta(minutes=place.start.minute % GRID_MINUTES),
            max(GRID_MINUTES, place.minutes - place.minutes % GRID_MINUTES),
            self.shortest(block),
            _PLAIN_WORTH if candidate is None else candidate.rate,
            "stands" if state == "stands" else "lost",
            self._after(block),
            not_before,
            not_after,
        )

    def _day_after(self, block: StoredBlock) -> datetime:
        """Midnight after `block`: who cut a block short has no more time on that day."""
        day = block.start.astimezone(self.facts.time.zone).date() + timedelta(days=1)
        return datetime.combine(day, time(), self.facts.time.zone).astimezone(UTC)

    def _after(self, block: StoredBlock) -> tuple[str, ...]:
        before = set(self._builds_on(block))
        if not before:
            return ()
        blocks = (*self.missed(), *self.rests(), *self.ahead(), *self.fixed())
        return tuple(sorted(b.id for b in blocks if candidate_of(b) in before and b.id != block.id))

    def _builds_on(self, block: StoredBlock) -> Iterator[str]:
        """The candidates whose blocks come before those of `block`."""
        if (candidate := self._candidates.get(candidate_of(block))) is not None:
            yield from candidate.after
        if block.kind == "learn" and block.topic and block.topic in self.facts.roadmap.topics:
            for topic in self.facts.roadmap.prerequisites(block.topic):
                if topic.id not in self.facts.closed:
                    yield f"learn:{topic.id}"


def _place(block: StoredBlock) -> Interval:
    return Interval(block.start, block.end)
