"""Stretches of time, half open: the start belongs to them, the end does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From `start` up to `end`, both aware and in UTC."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """Whole minutes that pass between start and end."""
        return int((self.end - self.start) // timedelta(minutes=1))

    def overlaps(self, other: Interval) -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: Interval) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


def merge(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same time as sorted intervals that neither overlap nor touch."""
    merged: list[Interval] = []
    for interval in sorted(intervals):
        if interval.start >= interval.end:
            continue
        if merged and interval.start <= merged[-1].end:
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, interval.end))
        else:
            merged.append(interval)
    return tuple(merged)


def subtract(free: Iterable[Interval], taken: Iterable[Interval]) -> tuple[Interval, ...]:
    """The time of `free` that is not in `taken`, sorted and merged."""
    left: list[Interval] = []
    blocks = merge(taken)
    first = 0
    for interval in merge(free):
        start = interval.start
        while first < len(blocks) and blocks[first].end <= start:
            first += 1
        index = first
        while index < len(blocks) and blocks[index].start < interval.end:
            if start < blocks[index].start:
                left.append(Interval(start, blocks[index].start))
            start = max(start, blocks[index].end)
            index += 1
        if start < interval.end:
            left.append(Interval(start, interval.end))
    return tuple(left)


def on_grid(intervals: Iterable[Interval], minutes: int) -> tuple[Interval, ...]:
    """`intervals` drawn in to whole multiples of `minutes`; what becomes empty is left out."""
    return tuple(
        drawn
        for interval in intervals
        if (drawn := Interval(_up(interval.start, minutes), _down(interval.end, minutes))).start
        < drawn.end
    )


def _down(moment: datetime, minutes: int) -> datetime:
    past = timedelta(
        minutes=moment.minute % minutes, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment - past


def _up(moment: datetime, minutes: int) -> datetime:
    lower = _down(moment, minutes)
    return lower if lower == moment else lower + timedelta(minutes=minutes)
