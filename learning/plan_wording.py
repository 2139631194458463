"""A plan in words, alike wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from learning.intervals import Interval
from learning.plan_model import Conflict, Dropped, WeekPlan, hours_text
from memory.records import StoredBlock

_STATUS_WORDS = {"done": "done", "skipped": "skipped", "missed": "not marked yet"}
_MOST_DROPPED = 6


class Timed(Protocol):
    @property
    def interval(self) -> Interval: ...


T = TypeVar("T", bound=Timed)


def by_day(blocks: Iterable[T], zone: ZoneInfo) -> list[tuple[date, list[T]]]:
    """The blocks of each local day, in order."""
    ordered = sorted(blocks, key=lambda block: block.interval)
    days = groupby(ordered, key=lambda block: block.interval.start.astimezone(zone).date())
    return [(day, list(group)) for day, group in days]


def day_words(day: date) -> str:
    """Such as "Mon 30 Nov"."""
    return f"{day:%a} {day.day} {day:%b}"


def clock_words(interval: Interval, zone: ZoneInfo) -> str:
    """Such as "19:00–19:55"."""
    start, end = interval.start.astimezone(zone), interval.end.astimezone(zone)
    return f"{start:%H:%M}–{end:%H:%M}"


def week_words(week_start: date) -> str:
    """Such as "30 Nov to 6 Dec 2026"."""
    last = week_start + timedelta(days=6)
    return f"{week_start.day} {week_start:%b} to {last.day} {last:%b %Y}"


def size_words(plan: WeekPlan) -> str:
    """Such as "6 h in 7 blocks"."""
    noun = "block" if len(plan.blocks) == 1 else "blocks"
    return f"{hours_text(plan.minutes)} in {len(plan.blocks)} {noun}"


def proof_words(plan: WeekPlan) -> str:
    """How sure it is that no other plan is better."""
    if plan.mended:
        return "It was repaired with the least change; it is not planned from scratch."
    if plan.status == "optimal":
        return "No plan fits these wishes better; that is proven."
    if plan.gap < 0.0005:
        return "It is within 0.1 % of the best there can be."
    return f"It is within {plan.gap:.1%} of the best there can be."


def status_words(status: str) -> str:
    """What became of a block, or nothing where it is still to come."""
    return _STATUS_WORDS.get(status, "")


def block_status(block: StoredBlock) -> str:
    """What became of a stored block, with the minutes it took."""
    words = status_words(block.status)
    if block.status == "done" and block.actual_minutes is not None:
        return f"{words}, {hours_text(block.actual_minutes)}"
    return words


def dropped_lines(dropped: tuple[Dropped, ...]) -> list[str]:
    """One line for each reason and what did not fit for it, the first few by name."""
    shown: dict[str, list[str]] = {}
    for item in dropped[:_MOST_DROPPED]:
        shown.setdefault(item.reason, []).append(f"{item.title} ({hours_text(item.minutes)})")
    lines = [f"{', '.join(names)}: {reason}" for reason, names in shown.items()]
    if more := dropped[_MOST_DROPPED:]:
        lines.append(f"and {len(more)} more")
    return lines


def conflict_line(conflict: Conflict) -> str:
    return f"{conflict.says} {conflict.helps}"
