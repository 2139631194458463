"""Whether a draft can still be committed: much can happen between a draft and the yes to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from learning.intervals import Interval
from learning.plan_wording import clock_words, day_words
from learning.week_plans import detail_of, placed_in
from memory.records import BusyTime, StoredBlock, StoredPlan


def hindrances(
    draft: StoredPlan,
    standing: StoredPlan | None,
    others: Collection[StoredBlock],
    busy: Collection[BusyTime],
    now: datetime,
) -> Iterator[str]:
    """What stands against committing `draft` at `now`, a sentence each.

    `standing` is the committed plan of the same week; `others` are committed blocks of other weeks.
    """
    zone = ZoneInfo(draft.timezone)
    before = {block.id: block for block in standing.blocks} if standing else {}
    coming = [block for block in draft.blocks if block.status == "planned"]
    drafted_with = detail_of(draft).placed_then
    for name, start in placed_in(standing).items():
        if drafted_with.get(name) != start:
            yield f"“{before[name].title}” was moved after this was drafted"
    for block in coming:
        known = before.get(block.id)
        if block.end <= now and known is None:
            yield f"the time of “{block.title}”, {_when(block, zone)}, is over"
    # One that runs, and stays as it is, is not to be moved any more.
    running = {b.id for b in coming if b.start <= now and before.get(b.id) == b}
    ahead = [block for block in coming if block.end > now and block.id not in running]
    for block, other in overlapping(ahead, others):
        yield f"“{other.title}” is already at {_when(block, zone)}"
    for block, entry in clashing(ahead, busy):
        yield f"your calendar has “{entry.title}” at {_when(block, zone)}"
    for block, following in pairwise(sorted(ahead, key=lambda b: (b.start, b.id))):
        if following.start < block.end:
            yield f"“{block.title}” and “{following.title}” lie on each other"


def clashing(
    blocks: Iterable[StoredBlock], busy: Collection[BusyTime]
) -> Iterator[tuple[StoredBlock, BusyTime]]:
    """Each block that lies in a busy time, with the first of them."""
    for block in blocks:
        found = [b for b in busy if b.start < block.end and block.start < b.end]
        if found:
            yield block, min(found, key=lambda b: (b.start, b.title))


def overlapping(
    blocks: Iterable[StoredBlock], others: Collection[StoredBlock]
) -> Iterator[tuple[StoredBlock, StoredBlock]]:
    """Each block that lies on one of the others that are still to be done, with the first."""
    for block in blocks:
        found = [
            other
            for other in others
            if other.status == "planned"
            and other.id != block.id
            and other.start < block.end
            and block.start < other.end
        ]
        if found:
            yield block, min(found, key=lambda b: (b.start, b.id))


def _when(block: StoredBlock, zone: ZoneInfo) -> str:
    day = day_words(block.start.astimezone(zone).date())
    return f"{day}, {clock_words(Interval(block.start, block.end), zone)}"
