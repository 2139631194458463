"""How many cards a day: a backlog is spread over the days to come instead of piling up on one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

CARDS_A_DAY = 30
"""Cards that a day is asked to hold: about twenty minutes."""


def spread(
    due: Iterable[tuple[str, date]], today: date, done_today: int = 0, cap: int = CARDS_A_DAY
) -> Mapping[str, date]:
    """The day for each card: the day it is due, or today where that is past, unless that day is
    full; then the first after it that has room.

    `due` are card ids with the days they are due; the longest due go first. `done_today` cards
    count towards today's share.
    """
    held: Counter[date] = Counter({today: done_today})
    first_free = today
    days: dict[str, date] = {}
    for card, day in sorted(due, key=lambda pair: (pair[1], pair[0])):
        # Cards come in the order of their days, so every day before `first_free` is full or past.
        place = first_free = max(day, first_free)
        while held[place] >= cap:
            place = first_free = place + timedelta(days=1)
        held[place] += 1
        days[card] = place
    return days
