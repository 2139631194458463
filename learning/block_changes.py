"""One block of a plan, marked, moved or shortened."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from base.errors import InvalidInput
from learning.block_times import minutes_named, moment_named, part_named
from learning.intervals import Interval
from learning.plan_model import GRID_MINUTES, hours_text
from learning.wishes import LEAST_BLOCK
from memory.learner import LearnerMemory
from memory.records import StoredBlock, StoredPlan

_LONGEST_MINUTES = 12 * 60


class BlockChange:
    """What can become of `block`, seen from `now`. Each returns the changed block.

    `draft` is the plan the block is of, where that is not committed.

    Raises:
        InvalidInput: what was said is not understood, or cannot be.
    """

    def __init__(
        self,
        memory: LearnerMemory,
        now: datetime,
        zone: ZoneInfo,
        block: StoredBlock,
        draft: StoredPlan | None = None,
    ) -> None:
        self._memory = memory
        self._draft = draft
        self._now = now
        self._zone = zone
        self._block = block

    def skipped(self) -> StoredBlock:
        return dataclasses.replace(self._block, status="skipped", actual_minutes=None)

    def done(self, minutes: int | None, when: str | None) -> StoredBlock:
        """Done in `minutes`, in as long or as far as `when` says (“30 min”, “half”), or as
        planned."""
        if minutes is None:
            minutes = self._named(when) if when else _length(self._block)
        _check_minutes(minutes)
        return dataclasses.replace(self._block, status="done", actual_minutes=minutes)

    def shortened(self, minutes: int | None, when: str | None) -> StoredBlock:
        """Begun as planned, over sooner: after `minutes`, or as long as `when` says."""
        block = self._block
        if minutes is None:
            if not when:
                raise InvalidInput(
                    "How long the block is to be is missing.", hint='Say it like "30 min".'
                )
            minutes = self._named(when)
        _check_minutes(minutes)
        if minutes >= _length(block):
            raise InvalidInput(
                f"The block has {_length(block)} minutes; {minutes} would not shorten it.",
                hint="Give fewer minutes, or move the block to where there is more time.",
            )
        return dataclasses.replace(block, end=block.start + timedelta(minutes=minutes))

    def moved(self, when: str | None) -> StoredBlock:
        """The same length at the time that `when` says."""
        block = self._block
        if not when:
            raise InvalidInput(
                "Where to move the block is missing.", hint='Say it like "wed 19:00".'
            )
        start = moment_named(when, block.start, self._now, self._zone)
        place = Interval(start, start + (block.end - block.start))
        said = f"{start.astimezone(self._zone):%a %d %b, %H:%M}"
        if start < self._now:
            raise InvalidInput(f"{said} has passed.", hint="Name a time to come.")
        for other in self._neighbours(place):
            if other.id != block.id and other.status == "planned":
                raise InvalidInput(
                    f"At {said} there is already “{other.title}”.", hint="Name another time."
                )
        for busy in self._memory.busy.between(place.start, place.end):
            raise InvalidInput(
                f"At {said} your calendar has “{busy.title}”.", hint="Name another time."
            )
        return dataclasses.replace(block, start=place.start, end=place.end, status="planned")

    def _named(self, when: str) -> int:
        """Minutes from a length of time, or from a part of the block's own."""
        part = part_named(when)
        if part is None:
            return minutes_named(when)
        return max(GRID_MINUTES, round(part * _length(self._block)))

    def _neighbours(self, place: Interval) -> list[StoredBlock]:
        """The blocks at `place`: those of the draft, and the committed ones it does not replace."""
        found = self._memory.plans.blocks(place.start, place.end)
        if self._draft is None:
            return list(found)
        replaced = self._memory.plans.latest(self._draft.week_start, "committed")
        own = {block.id for block in replaced.blocks} if replaced else set()
        drafted = (b for b in self._draft.blocks if b.start < place.end and place.start < b.end)
        return [*drafted, *(block for block in found if block.id not in own)]


def cut_off(before: StoredBlock, after: StoredBlock, *, unfinished: bool) -> int:
    """The minutes of `before` that are still to be done after it was shortened, or was left
    `unfinished`: 0 where they would not make a block."""
    if after.status == "done":
        rest = _length(before) - (after.actual_minutes or 0) if unfinished else 0
    else:
        rest = _length(before) - _length(after)
    rest -= rest % GRID_MINUTES
    return rest if rest >= LEAST_BLOCK else 0


def _length(block: StoredBlock) -> int:
    return Interval(block.start, block.end).minutes


def _check_minutes(minutes: int) -> None:
    if not GRID_MINUTES <= minutes <= _LONGEST_MINUTES:
        raise InvalidInput(
            f"{minutes} minutes are no length for a block.",
            hint=f"Give {GRID_MINUTES} min to {hours_text(_LONGEST_MINUTES)}.",
        )
