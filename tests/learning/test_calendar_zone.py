"""The zone in a calendar file: another program's parser shows the moments that were meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from learning.calendar_zone import zone_definition

CHANGES = (
    ("Europe/Berlin", date(2027, 3, 22)),
    ("Europe/Berlin", date(2027, 10, 25)),
    ("America/New_York", date(2027, 3, 8)),
    ("America/Santiago", date(2027, 9, 6)),
    ("Australia/Lord_Howe", date(2027, 4, 5)),
    ("Africa/Casablanca", date(2027, 2, 1)),
    ("Africa/Casablanca", date(2027, 3, 8)),
    ("Antarctica/Troll", date(2027, 3, 22)),
    ("Asia/Kathmandu", date(2027, 3, 22)),
)
"""Zones, and weeks in which their clocks change; in Kathmandu they never do."""


@pytest.mark.parametrize(("zone", "monday"), CHANGES)
def test_every_moment_of_a_week_in_which_clocks_change_comes_back(zone: str, monday: date) -> None:
    begins = datetime.combine(monday, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
    starts = [begins + timedelta(minutes=30 * number) for number in range(2 * 24 * 8)]
    own = [start for start in starts if not _shown_twice(start, ZoneInfo(zone))]
    first, last = monday - timedelta(days=366), monday + timedelta(days=366)
    definition = zone_definition(ZoneInfo(zone), first, last).to_ical().decode()
    theirs = tzical(StringIO(definition)).get(zone)
    for moment in own:
        shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert shown.replace(tzinfo=theirs).astimezone(UTC) == moment


def test_clocks_that_never_change_have_one_part_and_others_one_for_each_change() -> None:
    def parts(zone: str) -> int:
        whole = zone_definition(ZoneInfo(zone), date(2027, 1, 1), date(2028, 1, 1))
        return len(whole.subcomponents)

    assert parts("Asia/Kathmandu") == 1
    assert parts("Europe/Berlin") == parts("Africa/Casablanca") == 3


def _shown_twice(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks show the same time again an hour or half an hour before or after."""
    local = moment.astimezone(zone)
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
