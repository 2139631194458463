"""The cheapest ways out of a clash of wishes, each planned again before it is offered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import get_args

from learning.availability import PartOfDay
from learning.availability_text import DAYS
from learning.day_limits import DayLimit
from learning.intervals import Interval
from learning.plan_model import GRID_MINUTES, WayOut, hours_text
from learning.plan_solver import minutes_that_keep
from learning.plan_wording import clock_words, day_words
from learning.week_clash import Clash
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
    REVIEWS,
    SLACK,
    Change,
)
from learning.week_topics import BlockLength
from learning.wishes import LEAST_BLOCK

MOST_WAYS = 3
_PART_COST, _DAY_COST, _WISH_COST = 120, 90, 30
"""What giving up a part of the day, a day off or a wish costs beside minutes of study."""
_LONGEST_SEARCH = 40 * 60
_DAYS_BEYOND, _HOURS_BEYOND = 21, 2 * 60
_MOST_EVENTS = 12


@dataclass(frozen=True, slots=True)
class _Priced:
    cost: int
    way: WayOut


def ways_out(clash: Clash, core: tuple[str, ...], in_force: list[str]) -> tuple[WayOut, ...]:
    """The cheapest ways out of the clash of `core` that keep all the rest that is `in_force`."""
    found = _Ways(clash, in_force).of(core)
    priced = sorted(found, key=lambda p: (p.cost, p.way.says))
    return tuple(p.way for p in priced[:MOST_WAYS])


class _Ways:
    def __init__(self, clash: Clash, wishes: list[str]) -> None:
        self.clash = clash
        self.facts = clash.facts
        self.asked = clash.asked
        self.wishes = wishes

    def of(self, core: tuple[str, ...]) -> Iterator[_Priced]:
        offers = {
            HOURS: self._other_hours,
            AVAILABILITY: self._more_time,
            BUSY: self._free_event,
            DAYS_OFF: self._day_back,
            PARTS: self._part_more,
            KEPT_FREE: self._less_kept_free,
            DAY_LIMITS: self._higher_limit,
            LENGTH: self._other_length,
            SLACK: self._less_slack,
            DEADLINE: self._later_deadline,
        }
        for wish in core:
            if wish in offers:
                yield from offers[wish]()
            if wish in self.clash.demands and wish != DEADLINE:
                yield from self._without(wish)

    def _kept(self, change: Change) -> bool:
        return self.clash.kept_with(self.wishes, change) is True

    def _asking(self, **asked_so: object) -> bool:
        return self.clash.kept_asking(self.wishes, **asked_so)

    def _other_hours(self) -> Iterator[_Priced]:
        wanted, used = self.facts.wanted, self.facts.used
        others = [wish for wish in self.wishes if wish != HOURS]
        request = self.clash.request_with(Change(dropped=self.clash.dropped(others)))
        pace = self.facts.pace() if DEADLINE in self.wishes else None
        due = pace.this_week() if pace is not None and DEADLINE in self.clash.demands else 0
        least = max(minutes_that_keep(request, most=False) or 0, due) + used
        if self.clash.empty:
            least = max(least, wanted + GRID_MINUTES)
        if least > wanted:
            # What is due grows with the hours, so the least may not be enough.
            for minutes in range(least, least + _HOURS_BEYOND, GRID_MINUTES):
                if self._kept(Change(minutes=minutes)):
                    more = minutes - wanted
                    says = f"plan {hours_text(minutes)}, {hours_text(more)} more"
                    yield _Priced(more, WayOut(HOURS, says, more))
                    return
            return
        most = (minutes_that_keep(request, most=True) or 0) + used
        less = wanted - most
        if less > 0 and self._kept(Change(minutes=most)):
            says = f"be content with {hours_text(most)}, {hours_text(less)} less"
            yield _Priced(less, WayOut(HOURS, says, less))

    def _more_time(self) -> Iterator[_Priced]:
        """The shortest stretch of further free time that would do: in a piece of its own, after
        what is free or else before it; with less, it may lengthen the longest stretch."""
        free, rest = self.facts.free(), timedelta(minutes=self.clash.request.break_minutes)
        after = max((i.end for i in free), default=self.facts.time.now) + rest
        before = min((i.start for i in free), default=self.facts.time.now) - rest
        apart = self._least_more(after, 1) or self._least_more(before, -1)
        if apart is None:
            return
        says = f"find {hours_text(apart)} more of free time"
        longest = max(free, key=lambda i: (i.minutes, i.start), default=None)
        if longest is not None and (longer := self._longer(longest, apart - GRID_MINUTES)):
            says += f", or {hours_text(longer)} right after {self._when(longest)}"
        yield _Priced(apart, WayOut(AVAILABILITY, says, apart))

    def _longer(self, stretch: Interval, most: int) -> int | None:
        """The fewest minutes up to `most` by which `stretch` would have to go on."""
        minutes = self._least_more(stretch.end, 1, most)
        if minutes is None:
            return None
        more = Interval(stretch.end, stretch.end + timedelta(minutes=minutes))
        taken = (*self.facts.time.busy, *self.facts.time.taken)
        return None if any(more.overlaps(other) for other in taken) else minutes

    def _least_more(
        self, edge: datetime, direction: int, most: int = _LONGEST_SEARCH
    ) -> int | None:
        def enough(minutes: int) -> bool:
            begin, end = sorted((edge, edge + direction * timedelta(minutes=minutes)))
            return self._kept(Change(more_free=(Interval(begin, end),)))

        low, high = 0, most
        if self.asked.at_most:  # a limit of a day holds within the week alone
            week = self.facts.time.week
            room = week.end - edge if direction > 0 else edge - week.start
            high = min(high, room // timedelta(minutes=GRID_MINUTES) * GRID_MINUTES)
        if high <= 0 or not enough(high):
            return None
        while high - low > GRID_MINUTES:
            middle = (low + high) // 2 // GRID_MINUTES * GRID_MINUTES
            low, high = (low, middle) if enough(middle) else (middle, high)
        return high

    def _free_event(self) -> Iterator[_Priced]:
        for busy in self.facts.time.busy[:_MOST_EVENTS]:
            if self._kept(Change(without_busy=busy)):
                says = f"free {self._when(busy)} in your calendar"
                yield _Priced(busy.minutes, WayOut(BUSY, says, busy.minutes))

    def _when(self, busy: Interval) -> str:
        zone = self.facts.time.zone
        start, end = busy.start.astimezone(zone), busy.end.astimezone(zone)
        if start.date() == end.date():
            return f"{day_words(start.date())}, {clock_words(busy, zone)}"
        if (start.time(), end.time()) == (time(), time()):
            first, last = day_words(start.date()), day_words(end.date() - timedelta(days=1))
            return first if first == last else f"{first} to {last}"
        return f"{_moment_words(start)} to {_moment_words(end)}"

    def _day_back(self) -> Iterator[_Priced]:
        off = [day for day in DAYS if day in self.asked.days_off]
        would_do = [day for day in off if self._asking(days_off=tuple(d for d in off if d != day))]
        if would_do:
            says = f"allow some study on {_either(would_do)}"
            yield _Priced(_DAY_COST, WayOut(DAYS_OFF, says))

    def _part_more(self) -> Iterator[_Priced]:
        asked = self.asked.parts
        others = [part for part in get_args(PartOfDay) if part not in asked]
        would_do = [part for part in others if self._asking(parts=(*asked, part))]
        if would_do:
            says = f"allow the {_either(would_do)} too"
            yield _Priced(_PART_COST, WayOut(PARTS, says))

    def _less_kept_free(self) -> Iterator[_Priced]:
        kept = self.asked.keep_free
        would_do = [
            text for text in kept if self._asking(keep_free=tuple(t for t in kept if t != text))
        ]
        if would_do:
            says = f"allow some study {_either(would_do)}"
            yield _Priced(_DAY_COST, WayOut(KEPT_FREE, says))

    def _higher_limit(self) -> Iterator[_Priced]:
        limits = [DayLimit.parse(text) for text in self.asked.at_most]
        for number, limit in enumerate(limits):
            for higher in limit.higher():
                texts = [str(higher if at == number else own) for at, own in enumerate(limits)]
                if self._asking(at_most=tuple(texts)):
                    more = (
                        higher.minutes - limit.minutes if limit.minutes and higher.minutes else None
                    )
                    yield _Priced(more or _WISH_COST, WayOut(DAY_LIMITS, f"allow {higher}", more))
                    break

    def _other_length(self) -> Iterator[_Priced]:
        asked = self.asked.block_minutes or BlockLength().shortest
        for minutes in range(asked - GRID_MINUTES, LEAST_BLOCK - 1, -GRID_MINUTES):
            if self._asking(block_minutes=minutes):
                way = WayOut(LENGTH, f"ask for blocks of {minutes} min", minutes)
                yield _Priced(asked - minutes, way)
                return

    def _less_slack(self) -> Iterator[_Priced]:
        asked = self.asked.slack_percent or 0
        for percent in range(asked - 1 - (asked - 1) % 5, -1, -5):
            if self._asking(slack_percent=percent):
                says = f"leave {percent} % of the free time free" if percent else "leave none free"
                yield _Priced(_WISH_COST, WayOut(SLACK, says))
                return

    def _later_deadline(self) -> Iterator[_Priced]:
        pace, wanted = self.facts.pace(), self.facts.wanted
        deadline = self.facts.standing.deadline
        if deadline is None:
            return
        due = DEADLINE in self.clash.demands and pace is not None
        first = max(1, pace.days_more(wanted)) if pace is not None and due else 1
        for days in range(first, first + _DAYS_BEYOND):
            later = deadline + timedelta(days=days)
            if self._kept(Change(deadline=later)):
                noun = "day" if days == 1 else "days"
                says = f"move the deadline {days} {noun}, to {later.isoformat()}"
                yield _Priced(days * wanted // 7, WayOut(DEADLINE, says))
                return

    def _without(self, wish: str) -> Iterator[_Priced]:
        others = [other for other in self.wishes if other != wish]
        if not self.clash.kept_with(others, AS_IT_IS):
            return
        demand = self.clash.demands[wish]
        says = (
            "leave some of the reviews for another week"
            if wish == REVIEWS
            else f"do without {demand.says}"
        )
        yield _Priced(demand.minutes + _WISH_COST, WayOut(wish, says, demand.minutes))


def _moment_words(moment: datetime) -> str:
    return f"{day_words(moment.date())}, {moment:%H:%M}"


def _either(words: Sequence[str]) -> str:
    """Such as "mon, tue or wed"."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
