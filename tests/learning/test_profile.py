"""The profile: checked as a whole, kept as a whole, and near misses are named."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import InvalidInput
from learning.profile import MOST_HOURS, parse_hours
from learning.study import Study
from learning.zones import system_zone, zone_named
from memory.records import Profile


def test_everything_can_be_said_at_once(study: Study) -> None:
    study.profile.update(
        timezone="europe/berlin",
        hours="6h",
        availability="weekdays 7pm-9pm",
        role="  ML\tEngineer\u202e ",
        deadline="2027-06-30",
    )
    assert study.profile.show() == Profile(
        "Europe/Berlin", 6.0, "mon-fri 19:00-21:00", "ML Engineer", date(2027, 6, 30)
    )


def test_what_is_not_said_stays(study: Study) -> None:
    study.profile.update(hours=6, role="AI Engineer")
    assert study.profile.update(hours=8) == Profile(hours_per_week=8.0, role="AI Engineer")


def test_none_takes_a_value_back(study: Study) -> None:
    study.profile.update(hours=6, deadline="2027-06-30", availability="mon 9-12", timezone="UTC")
    cleared = study.profile.update(
        hours="none", deadline="none", availability="None", timezone="none", role=""
    )
    assert cleared == Profile()


def test_one_wrong_value_and_nothing_is_kept(study: Study) -> None:
    study.profile.update(hours=6)
    with pytest.raises(InvalidInput):
        study.profile.update(hours=8, timezone="UTC", deadline="2020-01-01")
    assert study.profile.show() == Profile(hours_per_week=6.0)


def test_a_near_miss_of_a_zone_is_named() -> None:
    with pytest.raises(InvalidInput) as caught:
        zone_named("Europe/Berln")
    assert caught.value.hint == "Did you mean Europe/Berlin?"


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Asia/Kathmandu", "Asia/Kathmandu"),
        ("kathmandu", "Asia/Kathmandu"),
        ("New York", "America/New_York"),
        ("AUSTRALIA/LORD_HOWE", "Australia/Lord_Howe"),
        ("utc", "UTC"),
    ],
)
def test_zones_are_found_as_people_write_them(said: str, zone: str) -> None:
    assert zone_named(said) == ZoneInfo(zone)


@pytest.mark.parametrize("said", ["", "Mars/Phobos", "../../etc/passwd", "/etc/passwd", "\x00"])
def test_what_is_no_zone_is_refused_with_an_example(said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        zone_named(said)
    assert caught.value.hint


@given(st.text(max_size=30))
def test_any_text_is_a_zone_or_refused_in_words(text: str) -> None:
    try:
        words = zone_named(text).key
    except InvalidInput as error:
        words = error.message
    assert words


def test_the_machines_zone_is_used_where_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    assert system_zone().key == "Asia/Kathmandu"


@pytest.mark.parametrize(
    ("said", "hours"),
    [(6, 6.0), ("6", 6.0), ("6h", 6.0), ("6,5 hours", 6.5), ("90 min", 1.5), ("6h a week", 6.0)],
)
def test_hours_as_people_write_them(said: float | str, hours: float) -> None:
    assert parse_hours(said) == hours


@pytest.mark.parametrize("said", [0, -1, MOST_HOURS + 1, "many", "nan", "inf", "1e1", ""])
def test_hours_that_no_week_has_are_refused(said: float | str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_hours(said)
    assert caught.value.hint


def test_a_deadline_that_has_passed_is_refused_with_today(study: Study) -> None:
    with pytest.raises(InvalidInput, match="today is 2026-11-23"):
        study.profile.update(deadline="2026-11-22", timezone="UTC")
    assert study.profile.update(deadline="2026-11-23").deadline == date(2026, 11, 23)


def test_a_long_role_is_not_cut_in_silence(study: Study) -> None:
    with pytest.raises(InvalidInput, match="characters"):
        study.profile.update(role="engineer " * 20)
