"""Which block is meant: by its title, its day, or both, looking back or ahead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from learning.block_names import Looking, named, titled
from memory.records import StoredBlock

ZONE = ZoneInfo("Europe/Berlin")
WEDNESDAY = datetime(2026, 11, 25, 19, 50, tzinfo=ZONE)


def block(day: int, clock: str, title: str) -> StoredBlock:
    hour, minute = map(int, clock.split(":"))
    start = datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)
    topic = title.lower().replace(" ", "-")
    end = start + timedelta(minutes=45)
    return StoredBlock(f"b{day}{hour}{minute}", start, end, "learn", topic, title, "")


BLOCKS = (
    block(23, "19:00", "Linear Algebra"),
    block(24, "19:00", "Linear Algebra"),
    block(25, "19:00", "Calculus"),
    block(25, "19:45", "Python"),
    block(27, "19:00", "Calculus"),
    block(28, "09:00", "Linear Algebra"),
    block(30, "19:00", "Monitoring"),
)


@pytest.mark.parametrize(
    ("said", "looking", "meant"),
    [
        ("next", "back", "25 19:00"),  # over, of today, and not marked yet
        ("next", "ahead", "25 19:45"),
        ("last", "back", "25 19:45"),
        ("yesterday", "back", "24 19:00"),
        ("linear algebra", "back", "24 19:00"),
        ("linear algebra", "ahead", "28 09:00"),
        ("linear algebra on monday", "back", "23 19:00"),
        ("Monday's linear algebra block", "back", "23 19:00"),
        ("linear algebra 2026-11-28", "ahead", "28 09:00"),
        ("linear algebra on friday", "ahead", None),
        ("calculus on friday", "ahead", "27 19:00"),
        ("the friday block", "ahead", "27 19:00"),
        ("friday", "back", None),
        ("python", "ahead", "25 19:45"),
        ("python", "back", "25 19:45"),
        ("monitoring", "ahead", "30 19:00"),
        ("monitoring", "back", "30 19:00"),  # studied before its time
        ("pyhton", "ahead", "25 19:45"),
        ("b", "back", None),
        ("the block", "back", None),
        ("2026-13-45", "ahead", None),
    ],
)
def test_the_block_is_found(said: str, looking: Looking, meant: str | None) -> None:
    found = named(BLOCKS, said, looking, WEDNESDAY, ZONE)
    assert (None if found is None else f"{found.start.astimezone(ZONE):%d %H:%M}") == meant


def test_words_are_found_at_the_beginning_of_a_word() -> None:
    assert [b.title for b in titled(BLOCKS, "moni")] == ["Monitoring"]
    assert titled(BLOCKS, "ing") == []


def test_the_day_is_the_learners() -> None:
    late = datetime(2026, 11, 25, 0, 30, tzinfo=ZONE)
    of_the_night = StoredBlock(
        "night", late.astimezone(UTC), (late + timedelta(minutes=30)).astimezone(UTC), "learn",
        "python", "Python", "",
    )  # fmt: skip
    found = named((of_the_night,), "today", "back", late + timedelta(hours=1), ZONE)
    assert found is of_the_night
    assert named((of_the_night,), "yesterday", "back", late + timedelta(hours=1), ZONE) is None
