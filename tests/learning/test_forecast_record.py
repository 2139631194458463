"""Forecasts are kept when they are made, and held against what happened."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from base.paths import Home
from learning.forecast_record import ForecastRecord, record, record_in_words
from learning.outlook_wording import outlook_lines
from learning.study import Study
from memory.records import StoredForecast

DAY = date(2027, 3, 1)


def foretold(
    target: str = "phase-0", made: int = -100, low: int = -10, high: int = 20
) -> StoredForecast:
    days = (timedelta(days=number) for number in (made, low, 0, high))
    made_on, earliest, middle, latest = (DAY + step for step in days)
    return StoredForecast(target, made_on, earliest, middle, latest, 3)


def test_a_day_inside_the_interval_costs_its_width_alone() -> None:
    found = record([foretold()], {"phase-0": DAY + timedelta(days=5)})
    assert found == ForecastRecord(scored=1, held=1, mean_score=30.0, mean_late=5.0)


def test_a_day_outside_costs_ten_for_each_day_it_was_missed_by() -> None:
    found = record([foretold()], {"phase-0": DAY + timedelta(days=22)})
    assert found is not None
    assert (found.held, found.mean_score) == (0, 50.0)


def test_what_is_not_finished_and_what_was_told_too_late_is_left_out() -> None:
    late = foretold(made=6)
    assert record([late, foretold("phase-1")], {"phase-0": DAY + timedelta(days=5)}) is None


@given(st.lists(st.integers(-60, 60), min_size=1, max_size=8))
def test_no_more_are_held_than_were_scored(days: list[int]) -> None:
    finished = {f"phase-{n}": DAY + timedelta(days=day) for n, day in enumerate(days)}
    found = record([foretold(name) for name in finished], finished)
    assert found is not None
    assert 0 <= found.held <= found.scored == len(days)
    assert found.mean_score >= 30.0


def test_the_record_is_said_in_one_sentence() -> None:
    told = record_in_words(ForecastRecord(scored=4, held=3, mean_score=40.0, mean_late=12.5))
    assert "inside the interval 3 of 4 times" in told
    assert "12.5 days later than their middle" in told


def at(home: Home, moment: datetime) -> Study:
    return Study.open(home, clock=lambda: moment)


def test_an_outlook_is_kept_and_scored_once_a_phase_is_done(home: Home) -> None:
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)
    first = at(home, start)
    assert first.outlooks.look().record is None
    first.outlooks.look()
    kept = first.memory.forecasts.all()
    assert {one.target for one in kept} >= {"roadmap", "phase-0", "phase-1"}
    assert len(kept) == len({(one.target, one.made_on) for one in kept})
    first.close()
    later = at(home, start + timedelta(weeks=60))
    for topic in later.roadmap.phases[0].topics:
        later.progress.set_status(topic.id, "done")
    outlook = later.outlooks.look()
    assert outlook.record is not None
    assert outlook.record.scored == 1
    assert "earlier forecast was scored" in "\n".join(outlook_lines(outlook))
    assert outlook.as_json()["record"]["scored"] == 1
    later.close()
