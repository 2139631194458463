"""A plan's entries in a calendar, numbered so that a calendar program takes the newest."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime

from memory.records import CalendarEntry, StoredBlock, StoredPlan


def entries_of(
    plan: StoredPlan, written: Collection[CalendarEntry], now: datetime
) -> tuple[CalendarEntry, ...]:
    """An entry for each block of `plan`, and for each one `written` before that the plan has no
    more: it is cancelled.

    An entry that says what was written keeps its sequence number and stamp; one that says
    something else has the next number and the stamp `now` (RFC 5545, sections 3.8.7.2 and
    3.8.7.4). So the same plan gives the same entries.
    """
    before = {entry.block: entry for entry in written}
    return tuple(
        sorted(
            (_numbered(entry, before.get(entry.block), now) for entry in _said(plan, before, now)),
            key=lambda entry: (entry.start, entry.block),
        )
    )


def _said(
    plan: StoredPlan, before: dict[str, CalendarEntry], now: datetime
) -> Iterator[CalendarEntry]:
    for block in plan.blocks:
        yield _entry(block, plan.week_start, now)
    own = {block.id for block in plan.blocks}
    for name, entry in before.items():
        if name not in own:
            yield replace(entry, cancelled=True)


def _entry(block: StoredBlock, week_start: date, now: datetime) -> CalendarEntry:
    return CalendarEntry(
        block=block.id,
        week_start=week_start,
        start=block.start,
        end=block.end,
        kind=block.kind,
        title=block.title,
        reason=block.reason,
        cancelled=block.status == "skipped",
        stamped_at=now,
    )


def _numbered(entry: CalendarEntry, before: CalendarEntry | None, now: datetime) -> CalendarEntry:
    if before is None:
        return entry
    same = replace(entry, sequence=before.sequence, stamped_at=before.stamped_at)
    if same == before:
        return same
    return replace(entry, sequence=before.sequence + 1, stamped_at=max(now, before.stamped_at))
