"""Streaks: what counts, what is forgiven, and that nothing but study makes one longer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from base.paths import Home
from learning.streaks import FORGIVING, LivedDays, Streak, streak, streak_words
from learning.study import Study
from memory.records import Attempt, BusyTime, StoredBlock

MONDAY = date(2026, 11, 2)
TODAY = MONDAY + timedelta(days=20)


def days(*numbers: int) -> frozenset[date]:
    return frozenset(MONDAY + timedelta(days=number) for number in numbers)


def lived(studied: frozenset[date], planned: frozenset[date] = frozenset()) -> LivedDays:
    return LivedDays(studied, planned | studied)


def test_days_of_study_count_and_free_days_between_them_do_no_harm() -> None:
    found = streak(lived(days(0, 1, 4, 11)), TODAY)
    assert (found.days, found.longest, found.forgiven) == (4, 4, ())


def test_one_missed_day_in_seven_is_forgiven() -> None:
    found = streak(lived(days(0, 1, 3, 4), planned=days(2)), MONDAY + timedelta(days=4))
    assert found.days == 4
    assert found.forgiven == (MONDAY + timedelta(days=2),)
    said = streak_words(found, MONDAY + timedelta(days=4))
    assert said == (
        "Streak: 4 days of study, your longest so far. Wed 4 Nov was missed and is forgiven."
    )


def test_a_second_missed_day_within_seven_begins_the_count_again() -> None:
    found = streak(lived(days(0, 1, 3, 4), planned=days(2, 5)), MONDAY + timedelta(days=6))
    assert (found.days, found.longest) == (0, 4)
    assert "The next day of study begins a new streak" in streak_words(found, TODAY)
    assert streak(lived(days(0, 1, 3, 4, 6), planned=days(2, 5)), TODAY).days == 1


def test_a_missed_day_each_week_is_forgiven_for_ever() -> None:
    planned = days(*range(21))
    found = streak(lived(planned - days(2, 9, 16), planned), TODAY)
    assert found.days == found.longest == 18


def test_a_day_is_missed_only_once_it_is_over() -> None:
    planned = days(0, 1, 2)
    assert streak(lived(days(0), planned), MONDAY + timedelta(days=2)).days == 1
    assert streak(lived(days(0), planned), MONDAY + timedelta(days=3)).days == 0


def test_a_learner_who_never_studied_is_not_reproached() -> None:
    found = streak(LivedDays(frozenset(), days(0, 1, 2)), TODAY)
    assert found == Streak(0, 0, None, studied_today=False)
    assert streak_words(found, TODAY).startswith("No streak yet")


SOME_DAYS = st.frozensets(
    st.integers(0, 20).map(lambda number: MONDAY + timedelta(days=number)), max_size=21
)


@given(studied=SOME_DAYS, planned=SOME_DAYS, off=SOME_DAYS)
def test_the_streak_is_what_was_studied_since_two_misses_came_close(
    studied: frozenset[date], planned: frozenset[date], off: frozenset[date]
) -> None:
    own = LivedDays(studied, planned, off)
    missed = own.missed(TODAY)
    broken = [d for d in missed if any(timedelta() < d - m < FORGIVING for m in missed)]
    began = max(broken, default=date.min)
    found = streak(own, TODAY)
    assert found.days == len([day for day in studied if began < day <= TODAY])
    assert found.days <= found.longest <= len(studied)


@given(studied=SOME_DAYS, planned=SOME_DAYS, off=SOME_DAYS, more=st.integers(0, 20))
def test_another_day_of_study_or_off_never_makes_it_shorter(
    studied: frozenset[date], planned: frozenset[date], off: frozenset[date], more: int
) -> None:
    before = streak(LivedDays(studied, planned, off), TODAY)
    day = days(more)
    for after in (
        streak(LivedDays(studied | day, planned, off), TODAY),
        streak(LivedDays(studied, planned, off | day), TODAY),
    ):
        assert after.days >= before.days
        assert after.longest >= before.longest


@given(studied=SOME_DAYS, planned=SOME_DAYS, off=SOME_DAYS)
def test_nothing_but_study_makes_it_longer(
    studied: frozenset[date], planned: frozenset[date], off: frozenset[date]
) -> None:
    free = streak(LivedDays(studied, planned - studied, planned | off), TODAY)
    assert free.days == free.longest == len(studied)


# ── from what memory holds ─────────────────────────────────────────────────────────────────────


@pytest.fixture
def clock() -> list[datetime]:
    return [datetime(2026, 11, 23, 9, tzinfo=UTC)]


@pytest.fixture
def lived_study(clock: list[datetime]) -> Iterator[Study]:
    with TemporaryDirectory() as folder:
        opened = Study.open(Home(Path(folder)), lambda: clock[0])
        opened.profile.update(
            timezone="Europe/Berlin", hours=10, availability="mon-sun 19:00-21:00"
        )
        yield opened
        opened.close()


def committed(study: Study) -> tuple[StoredBlock, ...]:
    """A week with a block or more on every day."""
    study.week.draft("this", hours=14)
    study.week.commit()
    return study.week.blocks_of_week("this")


def answered(at: datetime, number: int) -> Attempt:
    return Attempt(
        None, at, "quiz", "run", number, "item", "chunking", "chunking", 2, "x", 0.0, False, "wrong"
    )


def of_day(study: Study, number: int) -> list[StoredBlock]:
    day = date(2026, 11, 23) + timedelta(days=number)
    return [b for b in study.week.blocks_of_week("this") if b.start.date() == day]


def test_yesterdays_block_marked_today_counts_for_yesterday(
    lived_study: Study, clock: list[datetime]
) -> None:
    committed(lived_study)
    monday = of_day(lived_study, 0)[0]
    clock[0] = datetime(2026, 11, 24, 12, tzinfo=UTC)
    lived_study.week.update_block(monday.id, "done", minutes=40)
    found = lived_study.streaks.streak()
    assert (found.days, found.last, found.studied_today) == (1, date(2026, 11, 23), False)


def test_days_without_a_done_block_break_it_and_days_off_do_not(
    lived_study: Study, clock: list[datetime]
) -> None:
    committed(lived_study)
    for block in of_day(lived_study, 0):
        lived_study.week.update_block(block.id, "done")
    clock[0] = datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert lived_study.streaks.streak().days == 1  # Tuesday is forgiven
    clock[0] = datetime(2026, 11, 26, 12, tzinfo=UTC)
    assert lived_study.streaks.streak().days == 0
    wednesday = datetime(2026, 11, 24, 23, tzinfo=UTC)
    lived_study.memory.busy.add(
        BusyTime("days off", "1", wednesday, wednesday + timedelta(days=1), "Ill")
    )
    assert lived_study.streaks.streak().days == 1


def test_a_missed_block_that_was_moved_is_not_missed(
    lived_study: Study, clock: list[datetime]
) -> None:
    committed(lived_study)
    for block in of_day(lived_study, 0):
        lived_study.week.update_block(block.id, "done")
    clock[0] = datetime(2026, 11, 25, 12, tzinfo=UTC)
    for number, block in enumerate(of_day(lived_study, 1)):
        lived_study.week.update_block(block.id, "move", f"sun {9 + 2 * number}:00")
    assert lived_study.streaks.streak() == Streak(1, 1, date(2026, 11, 23), studied_today=False)


def test_an_answer_is_study_whatever_its_grade_and_the_future_is_not(
    lived_study: Study, clock: list[datetime]
) -> None:
    now = clock[0]
    for position, at in enumerate((now, now + timedelta(days=300))):
        lived_study.memory.attempts.add(answered(at, position))
    assert lived_study.streaks.streak() == Streak(1, 1, date(2026, 11, 23), studied_today=True)


@settings(max_examples=25)
@given(
    zone=st.sampled_from(
        ["Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Santiago", "UTC"]
    ),
    first=st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    minutes=st.lists(st.integers(0, 24 * 60 - 1), min_size=1, max_size=6),
)
def test_one_answer_a_day_is_a_day_of_study_a_day_whatever_the_clocks_do(
    zone: str, first: date, minutes: list[int]
) -> None:
    clock = [datetime(2026, 1, 1, tzinfo=UTC)]
    with TemporaryDirectory() as folder:
        study = Study.open(Home(Path(folder)), lambda: clock[0])
        study.profile.update(timezone=zone)
        for number, minute in enumerate(minutes):
            day = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(zone))
            local = day + timedelta(days=number, minutes=minute)
            clock[0] = max(clock[0], local.astimezone(UTC))
            study.memory.attempts.add(answered(local.astimezone(UTC), number))
        found = study.streaks.streak()
        assert found.days == len(minutes)
        study.close()


def test_a_move_to_another_zone_leaves_the_days_of_a_planned_week_as_they_were(
    lived_study: Study, clock: list[datetime]
) -> None:
    committed(lived_study)
    late = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # half past eleven on Monday, in Berlin
    for number, at in enumerate((late, late + timedelta(days=1))):
        lived_study.memory.attempts.add(answered(at, number))
    clock[0] = late + timedelta(days=1, hours=1)
    before = lived_study.streaks.streak()
    lived_study.profile.update(timezone="Asia/Tokyo")
    after = lived_study.streaks.streak()
    assert (after.days, after.last) == (before.days, before.last) == (2, date(2026, 11, 24))
