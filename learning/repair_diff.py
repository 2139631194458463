"""What a repair of a week changes, block by block, as values and in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from zoneinfo import ZoneInfo

from learning.intervals import Interval
from learning.plan_model import hours_text
from learning.plan_wording import clock_words, day_words, week_words
from memory.records import StoredPlan

Fate = Literal["kept", "moved", "shortened", "left out"]


@dataclass(frozen=True, slots=True)
class BlockFate:
    """What becomes of one block that is still to be done.

    `place` is where it goes, None where it is left out. `missed` says that its old time is over,
    `cut_off` that it is what was cut off another block.
    `reason` says why it is left out, or why it has to move; of a kept block it is empty.
    """

    id: str
    title: str
    was: Interval
    place: Interval | None
    missed: bool = False
    reason: str = ""
    cut_off: bool = False

    @property
    def fate(self) -> Fate:
        if self.place is None:
            return "left out"
        if self.place == self.was:
            return "kept"
        if self.place.start == self.was.start:
            return "shortened"
        return "moved"


@dataclass(frozen=True, slots=True)
class Repair:
    """A week mended with the least change; `draft` is its plan, None where nothing changes.

    `optimal` says that no smaller change is possible, and that this is proven. `noted_off` are
    days, mon to sun, that it notes as off.
    """

    week_start: date
    timezone: str
    fates: tuple[BlockFate, ...]
    optimal: bool = True
    draft: StoredPlan | None = None
    noted_off: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[BlockFate, ...]:
        return tuple(fate for fate in self.fates if fate.fate != "kept")

    def as_json(self) -> dict[str, Any]:
        """JSON types alone; times in the plan's zone with their offset."""
        zone = ZoneInfo(self.timezone)
        return {
            "week_start": self.week_start.isoformat(),
            "timezone": self.timezone,
            "plan": None if self.draft is None else self.draft.id,
            "optimal": self.optimal,
            "days_off": list(self.noted_off),
            "blocks": [
                {
                    "id": fate.id,
                    "title": fate.title,
                    "fate": fate.fate,
                    "missed": fate.missed,
                    "cut_off": fate.cut_off,
                    "was": _json(fate.was, zone),
                    "place": None if fate.place is None else _json(fate.place, zone),
                    "reason": fate.reason,
                }
                for fate in self.fates
            ],
        }


def repair_lines(repair: Repair) -> list[str]:
    """The repair in words: what it comes to, then a line for each block that changes."""
    zone = ZoneInfo(repair.timezone)
    week = week_words(repair.week_start)
    noted = []
    if repair.noted_off:
        noted.append(f"Noted as off: {', '.join(day.title() for day in repair.noted_off)}.")
    if not repair.changes and repair.draft is None:
        return [f"The week of {week} needs no repair: nothing was missed, nothing is in the way."]
    if not repair.changes:
        return [f"Week of {week} ({repair.timezone}): no block has to change.", *noted]
    lines = [f"Week of {week} ({repair.timezone}), mended: {_counts(repair)}."]
    lines += [f"- {_fate_words(fate, zone)}" for fate in repair.changes]
    lines += noted
    if all(fate.place is None and (fate.missed or fate.cut_off) for fate in repair.changes):
        lines.append(
            "So the blocks stay as they are; what is left out comes back in the next plan."
        )
    elif repair.optimal:
        lines.append("No smaller change would do; that is proven.")
    else:
        lines.append("A smaller change may be possible; the time to prove it ran out.")
    return lines


def _counts(repair: Repair) -> str:
    fates = [fate.fate for fate in repair.fates]
    kinds: tuple[Fate, ...] = ("kept", "moved", "shortened", "left out")
    return ", ".join(f"{fates.count(kind)} {kind}" for kind in kinds if kind in fates)


def _fate_words(fate: BlockFate, zone: ZoneInfo) -> str:
    how = ", cut off" if fate.cut_off else ", missed" if fate.missed else ""
    was = f"{_when(fate.was, zone)}{how}"
    if fate.place is None:
        return f"left out: {fate.title} ({was}): {fate.reason}"
    why = f" ({fate.reason})" if fate.reason else ""
    length = ""
    if fate.place.minutes != fate.was.minutes:
        length = f", {hours_text(fate.place.minutes)} instead of {hours_text(fate.was.minutes)}"
    return f"{fate.fate}: {fate.title}, from {was} to {_when(fate.place, zone)}{length}{why}"


def _when(interval: Interval, zone: ZoneInfo) -> str:
    day = day_words(interval.start.astimezone(zone).date())
    return f"{day} {clock_words(interval, zone)}"


def _json(interval: Interval, zone: ZoneInfo) -> dict[str, str]:
    return {
        "start": interval.start.astimezone(zone).isoformat(),
        "end": interval.end.astimezone(zone).isoformat(),
    }
