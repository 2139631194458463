"""Availability: read forgivingly, written canonically, and right in weeks when clocks jump."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import InvalidInput
from learning.availability import Availability, Window
from learning.availability_text import DAYS, WEEK_MINUTES
from learning.intervals import Interval, subtract

BERLIN = ZoneInfo("Europe/Berlin")
SPRING = date(2027, 3, 22)
AUTUMN = date(2027, 10, 25)

windows = st.builds(
    lambda start, length: Window(start, start + length),
    st.integers(0, WEEK_MINUTES - 1),
    st.integers(1, 2 * 24 * 60),
)
availabilities = st.lists(windows, min_size=1, max_size=8).map(Availability.of)


@pytest.mark.parametrize(
    ("said", "canonical"),
    [
        ("mon-fri 19:00-21:00; sat 09:00-12:00", "mon-fri 19:00-21:00; sat 09:00-12:00"),
        ("Weekdays 7pm–9pm, weekends 10-13", "mon-fri 19:00-21:00; sat-sun 10:00-13:00"),
        ("daily 6am-7am and 8 pm to 10 pm", "daily 06:00-07:00, 20:00-22:00"),
        ("every day 19-21", "daily 19:00-21:00"),
        ("Mondays and Thursdays from 18:30 until 20:00", "mon,thu 18:30-20:00"),
        ("mon, wed, fri 11-1pm", "mon,wed,fri 11:00-13:00"),
        ("tues 7.30pm-9pm\nthurs 7:30-9pm", "tue,thu 19:30-21:00"),
        ("sat-mon 9-12", "mon,sat-sun 09:00-12:00"),
        ("fri 22:00-01:00", "fri 22:00-01:00"),
        ("sun 22:00-01:00", "sun 22:00-01:00"),
        ("mon 1900-2100", "mon 19:00-21:00"),
        ("mon 19:00-20:00, 19:30-21:00", "mon 19:00-21:00"),
        ("mon 12am-1am, 12pm-1pm", "mon 00:00-01:00, 12:00-13:00"),
        ("sat 00:00-24:00", "sat 00:00-24:00"),
    ],
)
def test_what_people_write_is_understood(said: str, canonical: str) -> None:
    assert str(Availability.parse(said)) == canonical


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("fir 19:00-21:00", "fir"),
        ("mon-fri 19:00-21:00; sat morning", "morning"),
        ("mon", "mon"),
        ("mon 19:00", "19:00"),
        ("mon 19:00-", "19:00"),
        ("19:00-21:00", "19:00"),
        ("mon 25:00-26:00", "25:00"),
        ("mon 7:75-9:00", "7:75"),
        ("mon 13pm-2pm", "13pm"),
        ("mon 19:00-19:00", "19:00-19:00"),
        ("mon- 19:00-21:00", "-"),
        ("mon @ 19", "@"),
        (";", ";"),
    ],
)
def test_what_is_not_understood_is_named_with_a_right_example(said: str, named: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Availability.parse(said)
    assert f"“{named}" in caught.value.message
    assert "mon-fri 19:00-21:00" in caught.value.hint


def test_no_text_is_no_availability() -> None:
    with pytest.raises(InvalidInput, match="No availability"):
        Availability.parse("  ")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        read = Availability.parse(text)
    except InvalidInput as error:
        words = error.hint
    else:
        words = str(read)
    assert words


@given(availabilities)
def test_the_canonical_text_reads_back_as_the_same(availability: Availability) -> None:
    assert Availability.parse(str(availability)) == availability


@given(availabilities)
def test_windows_are_sorted_apart_and_within_the_week(availability: Availability) -> None:
    for window in availability.windows:
        assert 0 <= window.start < window.end <= WEEK_MINUTES
    for before, after in pairwise(availability.windows):
        assert before.end < after.start


@given(
    availabilities,
    st.sampled_from(
        ["Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "UTC"]
    ),
    st.sampled_from([SPRING, AUTUMN, date(2027, 3, 29), date(2027, 4, 5), date(2027, 9, 27)]),
    st.lists(st.integers(-180, WEEK_MINUTES + 180), min_size=10, max_size=40),
)
def test_a_moment_is_free_exactly_when_the_clock_on_the_wall_says_so(
    availability: Availability, zone_name: str, monday: date, minutes: list[int]
) -> None:
    zone = ZoneInfo(zone_name)
    free = availability.expand(monday, zone)
    for before, after in pairwise(free):
        assert before.end < after.start
    midnight = datetime.combine(monday, time(), zone).astimezone(UTC)
    for offset in minutes:
        moment = midnight + timedelta(minutes=offset)
        wall = moment.astimezone(zone).replace(tzinfo=None) - datetime.combine(monday, time())
        on_the_wall = wall // timedelta(minutes=1)
        expected = any(w.start <= on_the_wall < w.end for w in availability.windows)
        assert any(i.start <= moment < i.end for i in free) == expected


def local(intervals: tuple[Interval, ...], zone: ZoneInfo) -> list[tuple[str, str]]:
    return [
        (f"{i.start.astimezone(zone):%a %H:%M%z}", f"{i.end.astimezone(zone):%a %H:%M%z}")
        for i in intervals
    ]


def test_an_evening_stays_an_evening_over_the_change_to_summer_time() -> None:
    free = Availability.parse("sat-sun 19:00-21:00").expand(SPRING, BERLIN)
    assert local(free, BERLIN) == [
        ("Sat 19:00+0100", "Sat 21:00+0100"),
        ("Sun 19:00+0200", "Sun 21:00+0200"),
    ]


def test_the_hour_that_is_skipped_gives_no_time() -> None:
    free = Availability.parse("sun 01:30-03:30").expand(SPRING, BERLIN)
    assert [interval.minutes for interval in free] == [60]
    assert Availability.parse("sun 02:00-03:00").expand(SPRING, BERLIN) == ()


def test_the_hour_that_comes_twice_counts_twice() -> None:
    free = Availability.parse("sun 01:00-04:00").expand(AUTUMN, BERLIN)
    assert [interval.minutes for interval in free] == [240]


def test_lord_howe_moves_its_clocks_by_half_an_hour() -> None:
    zone = ZoneInfo("Australia/Lord_Howe")
    free = Availability.parse("sun 00:00-04:00").expand(date(2027, 3, 29), zone)
    assert [interval.minutes for interval in free] == [270]


def test_kathmandu_is_a_quarter_of_an_hour_off() -> None:
    (free,) = Availability.parse("mon 19:00-21:00").expand(SPRING, ZoneInfo("Asia/Kathmandu"))
    assert free.start == datetime(2027, 3, 22, 13, 15, tzinfo=UTC)


def test_a_day_off_takes_its_late_evening_with_it() -> None:
    evenings = Availability.parse("thu-fri 22:00-01:00; sat 09:00-12:00")
    assert str(evenings.without_days({"fri"})) == "thu 22:00-01:00; sat 09:00-12:00"
    assert evenings.without_days(DAYS).windows == ()


@pytest.mark.parametrize(
    ("part", "left"),
    [
        ("morning", "sat 09:00-12:00"),
        ("afternoon", "sat 12:00-17:00"),
        ("evening", "fri 22:00-01:00; sat 17:00-20:00"),
    ],
)
def test_parts_of_the_day(part: str, left: str) -> None:
    days = Availability.parse("fri 22:00-01:00; sat 09:00-20:00")
    assert str(days.only([part])) == left  # type: ignore[list-item]  # one of the three parts


moments = st.integers(0, 500).map(
    lambda minutes: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
intervals = st.lists(st.builds(Interval, moments, moments), max_size=8)


@given(intervals, intervals, moments)
def test_subtracting_leaves_what_is_free_and_not_taken(
    free: list[Interval], taken: list[Interval], moment: datetime
) -> None:
    def within(some: tuple[Interval, ...] | list[Interval]) -> bool:
        return any(i.start <= moment < i.end for i in some)

    assert within(subtract(free, taken)) == (within(free) and not within(taken))


def test_who_is_free_around_the_clock_is_asleep_at_night() -> None:
    assert str(Availability.parse("daily 00:00-24:00").awake()) == "daily 07:00-23:00"
    assert str(Availability.parse("sat 00:00-24:00; mon 19-21").awake()) == (
        "mon 19:00-21:00; sat 07:00-23:00"
    )
    night = Availability.parse("daily 22:00-06:00; wed 09:00-21:00")
    assert night.awake() == night


def test_what_another_holds_is_taken_out() -> None:
    free = Availability.parse("mon-tue 18:00-22:00")
    assert str(free.without(Availability.parse("daily 20:00-21:00; tue 18:00-20:00"))) == (
        "mon 18:00-20:00, 21:00-22:00; tue 21:00-22:00"
    )
