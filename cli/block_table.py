"""Blocks of study as lines of a terminal, day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from base.text import one_line

if TYPE_CHECKING:
    from learning.plan_model import PlannedBlock

_WIDEST_TITLE = 48


def block_table(
    blocks: Sequence[PlannedBlock],
    zone: ZoneInfo,
    notes: Mapping[str, str] | None = None,
    headings: Mapping[date, str] | None = None,
) -> str:
    """A heading for each day, then its blocks with time, id, title, reason and note.

    `notes` says by id what became of a block, in place of its state in words; `headings` what is
    said of a day beside its date, days without a block included.
    """
    from learning.plan_wording import by_day, day_words

    width = max((len(one_line(block.title, _WIDEST_TITLE)) for block in blocks), default=0)
    placed = dict(by_day(blocks, zone))
    lines = []
    for day in sorted({*placed, *(headings or {})}):
        said = (headings or {}).get(day, "")
        lines.append(f"{day_words(day):<10} {said}".rstrip())
        lines += [
            block_line(block, zone, (notes or {}).get(block.id, ""), width)
            for block in placed.get(day, [])
        ]
    return "\n".join(lines)


def block_line(block: PlannedBlock, zone: ZoneInfo, note: str = "", width: int = 0) -> str:
    """One block: its time, id, title, reason, and what became of it."""
    from learning.plan_wording import clock_words, status_words

    note = note or status_words(block.status)
    reason = f"{block.reason} [{note}]" if note else block.reason
    title = one_line(block.title, _WIDEST_TITLE)
    times = clock_words(block.interval, zone)
    return f"  {times}  {block.id}  {title:<{width}}  {reason}"
