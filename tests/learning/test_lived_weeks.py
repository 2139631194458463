"""Weeks that are over, as the forecast reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from learning.lived_weeks import (
    MOST_WEEKS_BACK,
    LivedWeek,
    length_ratios,
    lived_weeks,
    spent_on_work,
    weeks_untouched,
)
from learning.zones import zone_named
from memory.records import BlockKind, BlockStatus, StoredBlock
from roadmap.catalogue import SHIPPED, Roadmap

MONDAY = date(2026, 11, 23)
ZONE = zone_named("Europe/Berlin")


def block(
    weeks_ago: int,
    minutes: int = 60,
    status: BlockStatus = "done",
    took: int | None = None,
    kind: BlockKind = "learn",
    topic: str = "python",
) -> StoredBlock:
    start = datetime(2026, 11, 25, 18, tzinfo=UTC) - timedelta(weeks=weeks_ago)
    end = start + timedelta(minutes=minutes)
    return StoredBlock(f"b{weeks_ago}", start, end, kind, topic, "t", "r", status, took)


def lived(*blocks: StoredBlock, away: frozenset[date] = frozenset()) -> tuple[LivedWeek, ...]:
    return lived_weeks(blocks, MONDAY, ZONE, 360, away)


def test_a_week_is_what_was_planned_and_what_was_done_of_it() -> None:
    assert lived(block(1), block(1, status="skipped")) == (LivedWeek(120, 60),)
    assert lived(block(1, took=90)) == (LivedWeek(60, 90),)


def test_the_present_week_is_not_over_and_does_not_count() -> None:
    assert lived(block(0)) == ()


def test_a_week_without_a_plan_counts_as_one_in_which_nothing_was_done() -> None:
    assert lived(block(3), block(1)) == (
        LivedWeek(60, 60),
        LivedWeek(360, 0),
        LivedWeek(60, 60),
    )


def test_a_week_with_no_free_time_does_not_count() -> None:
    away = frozenset({MONDAY - timedelta(weeks=2)})
    assert lived(block(3), block(1), away=away) == (LivedWeek(60, 60), LivedWeek(60, 60))


def test_what_came_before_the_first_plan_says_nothing() -> None:
    assert lived() == ()


def test_weeks_of_long_ago_are_left_out() -> None:
    found = lived(block(1_000), block(1))
    assert len(found) == MOST_WEEKS_BACK
    assert weeks_untouched(found) == 0


def test_weeks_in_which_nothing_was_done_are_counted_from_the_last_one() -> None:
    assert weeks_untouched(lived(block(5), block(4))) == 3
    assert weeks_untouched(()) == 0


def test_how_long_things_took_is_read_from_what_is_done_and_was_planned() -> None:
    roadmap = Roadmap(SHIPPED)
    hours = roadmap.topics["python"].hours.expected
    spent = spent_on_work(
        [
            block(2, took=round(90 * hours)),
            block(1, kind="practice", topic="python"),
            block(1, topic="git", took=5),
            block(1, kind="project", topic="house-price-prediction", took=990),
        ]
    )
    (ratio,) = length_ratios(roadmap, {"python", "git"}, spent)
    assert ratio == pytest.approx(1.5, abs=0.01)
    assert len(length_ratios(roadmap, {"python", "house-price-prediction"}, spent)) == 2
    assert length_ratios(roadmap, {}, spent) == ()
