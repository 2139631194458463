"""When a learner will be done: dates with an interval, from the weeks they have lived."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.forecast import Ahead, Forecast, forecasts, interval_score, length_belief
from learning.lived_weeks import LivedWeek

TODAY = date(2026, 11, 23)
ROOMS = (600,) * 60
parts = st.lists(st.integers(0, 1_200), max_size=30)


def foretold(
    minutes: int = 30_000, lived: list[LivedWeek] | None = None, ratios: tuple[float, ...] = ()
) -> Forecast:
    return forecasts(Ahead(TODAY, (minutes,), ROOMS), lived or (), ratios)[0]


def width(found: Forecast) -> int:
    return (found.latest - found.earliest).days


def test_the_more_weeks_are_known_the_narrower_the_interval() -> None:
    widths = [width(foretold(lived=[LivedWeek(600, 540)] * weeks)) for weeks in (40, 8, 0)]
    assert widths == sorted(widths)
    assert widths[0] < widths[2] / 2


def test_who_does_half_of_every_week_needs_about_twice_as_long() -> None:
    found = foretold(lived=[LivedWeek(600, 300)] * 60)
    planned = 7 * 30_000 / 600
    assert 1.7 * planned < (found.middle - TODAY).days < 2.4 * planned


def test_whose_weeks_get_emptier_is_expected_later_than_their_mean_says() -> None:
    falling = [LivedWeek(600, 600 - 15 * week) for week in range(26)]
    steady = [LivedWeek(600, 600 - 15 * 13)] * 26
    assert foretold(lived=falling).middle > foretold(lived=steady).middle


def test_weeks_in_which_nothing_was_done_put_the_end_off() -> None:
    done = [LivedWeek(600, 500)] * 8
    assert (
        foretold(lived=[*done, *[LivedWeek(600, 0)] * 4]).middle
        > foretold(lived=[*done, *[LivedWeek(600, 500)] * 4]).middle
    )


def test_topics_that_took_longer_than_their_hours_stretch_what_is_left() -> None:
    lived = [LivedWeek(600, 500)] * 20
    assert foretold(lived=lived, ratios=(1.6,) * 10).middle > foretold(lived=lived).middle
    assert length_belief(())[0] == 0
    assert 0 < length_belief((1.5,) * 3)[0] < length_belief((1.5,) * 30)[0]
    assert length_belief((1.5,) * 30)[1] < length_belief((1.5,) * 3)[1]


def test_weeks_off_that_lie_ahead_put_the_end_off_by_as_much() -> None:
    lived = [LivedWeek(600, 600)] * 40
    free = forecasts(Ahead(TODAY, (6_000,), ROOMS), lived)[0]
    away = forecasts(Ahead(TODAY, (6_000,), (600, 0, 0, 0, *ROOMS)), lived)[0]
    assert 14 <= (away.middle - free.middle).days <= 28


@settings(max_examples=15)
@given(done=parts, goals=st.lists(st.integers(0, 20_000), min_size=1, max_size=4))
def test_the_same_history_gives_the_same_forecasts_in_order(
    done: list[int], goals: list[int]
) -> None:
    lived = [LivedWeek(600, minutes) for minutes in done]
    ahead = Ahead(TODAY, tuple(sorted(goals)), ROOMS, TODAY + timedelta(days=200))
    found = forecasts(ahead, lived)
    assert found == forecasts(ahead, lived)
    for one in found:
        assert TODAY <= one.earliest <= one.middle <= one.latest
        assert one.chance is not None
        assert 0 <= one.chance <= 1
    for sooner, later in pairwise(found):
        assert sooner.middle <= later.middle


def test_the_chance_of_a_deadline_is_high_when_it_is_far_and_none_when_it_is_near() -> None:
    def chance(days: int) -> float:
        ahead = Ahead(TODAY, (6_000,), ROOMS, TODAY + timedelta(days=days))
        found = forecasts(ahead, [LivedWeek(600, 500)] * 30)[0].chance
        assert found is not None
        return found

    assert chance(10) == 0
    assert chance(400) > 0.99


def test_where_no_week_has_time_there_is_nothing_to_foretell() -> None:
    assert forecasts(Ahead(TODAY, (6_000,), (0, 0))) == ()


@pytest.mark.parametrize(("weeks", "day"), [(0.0, 0), (1.0, 6), (1.5, 10), (2.0, 13)])
def test_part_of_a_week_is_part_of_its_days(weeks: float, day: int) -> None:
    assert Ahead(TODAY, (), ()).day(weeks) == TODAY + timedelta(days=day)


def test_the_present_week_is_as_long_as_what_is_left_of_it() -> None:
    friday = TODAY + timedelta(days=4)
    assert Ahead(friday, (), ()).day(1.0) == TODAY + timedelta(days=6)
    assert Ahead(friday, (), ()).day(2.0) == TODAY + timedelta(days=13)


@pytest.mark.parametrize(("day", "score"), [(10, 20), (0, 20), (20, 20), (-1, 30), (23, 50)])
def test_a_forecast_is_scored_by_its_width_and_by_how_far_it_missed(day: int, score: int) -> None:
    made = Forecast(TODAY, TODAY + timedelta(days=9), TODAY + timedelta(days=20), 3)
    assert interval_score(made, TODAY + timedelta(days=day)) == pytest.approx(score)
