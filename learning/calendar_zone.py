"""A time zone as a calendar file defines it (VTIMEZONE, RFC 5545, 3.6.5), for a stretch of years.

Every change of the clocks stands as a part of its own, at the local time that the clocks showed
until then, so that rules a program could get wrong are not needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone

_STEP = timedelta(days=1)


def zone_definition(zone: ZoneInfo, first: date, last: date) -> Timezone:
    """The zone as a component that holds from `first` to `last`."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    definition = Timezone()
    definition.add("tzid", zone.key)
    begin = datetime.combine(first, time(), zone).astimezone(UTC)
    end = datetime.combine(last, time(), zone).astimezone(UTC)
    for moment, before in ((begin, begin), *_changes(zone, begin, end)):
        local = moment.astimezone(zone)
        offset = before.astimezone(zone).utcoffset() or timedelta()
        summer = (local.dst() or timedelta()) > timedelta()
        part = TimezoneDaylight() if summer else TimezoneStandard()
        part.add("dtstart", (moment + offset).replace(tzinfo=None))
        part.add("tzname", local.tzname())
        part.add("tzoffsetfrom", offset)
        part.add("tzoffsetto", local.utcoffset())
        definition.add_component(part)
    return definition


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The moments from which the zone has another offset or name, each with one just before."""

    def shown(moment: datetime) -> tuple[timedelta | None, str | None]:
        local = moment.astimezone(zone)
        return local.utcoffset(), local.tzname()

    low = begin
    while low < end:
        high = low + _STEP
        if shown(low) != shown(high):
            before, after = low, high
            while after - before > timedelta(minutes=1):
                middle = (before + (after - before) / 2).replace(second=0, microsecond=0)
                before, after = (middle, after) if shown(middle) == shown(low) else (before, middle)
            yield after, before
        low = high
