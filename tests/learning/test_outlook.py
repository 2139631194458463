"""The long view of the roadmap, and the forecast of when a learner will be done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from base.errors import NotFound
from learning.forecast import Forecast, LivedWeek, forecast, interval_score
from learning.long_view import long_view, work_left
from learning.outlook import outlook_lines
from learning.study import Study
from roadmap.catalogue import SHIPPED, Roadmap

TODAY = date(2026, 11, 23)
ROADMAP = Roadmap(SHIPPED)


@settings(max_examples=20)
@given(
    a_week=st.integers(30, 3_000),
    closed=st.sets(st.sampled_from(ROADMAP.order), max_size=40),
    deadline=st.none() | st.integers(0, 700).map(lambda days: TODAY + timedelta(days=days)),
)
def test_every_minute_is_in_a_week_in_order_and_within_its_hours(
    a_week: int, closed: set[str], deadline: date | None
) -> None:
    work = work_left(ROADMAP, closed, {})
    view = long_view(ROADMAP, work, a_week, TODAY, deadline)
    placed: dict[str, int] = {}
    for number, week in enumerate(view.weeks):
        assert week.start == TODAY + timedelta(weeks=number)
        assert deadline is None or week.start <= deadline
        assert 0 < sum(week.minutes.values()) <= a_week
        for name, minutes in week.minutes.items():
            placed[name] = placed.get(name, 0) + minutes
    assert sum(placed.values()) + view.cut_minutes == sum(item.minutes for item in work)
    assert not closed & set(placed)
    begun = list(placed)
    for place, name in enumerate(begun):
        for before in ROADMAP.prerequisites(name):
            assert before.id in closed or before.id in begun[:place]


def test_of_a_phase_that_lets_choose_what_was_chosen_is_taken() -> None:
    phase = next(p for p in ROADMAP.phases if p.choose is not None)
    section = phase.sections[-1]
    chosen = {item.id for item in work_left(ROADMAP, (), {}, {section.id})}
    assert {topic.id for topic in section.topics} <= chosen
    assert len(chosen) < len(ROADMAP.order)


def test_without_history_the_forecast_is_wide_and_says_so(study: Study) -> None:
    outlook = study.outlooks.look()
    assert outlook.forecast is not None
    assert outlook.forecast.weeks_known == 0
    lines = "\n".join(outlook_lines(outlook))
    assert "no week of yours" in lines
    assert "assumed" in lines


def test_the_more_weeks_are_known_the_narrower_the_interval() -> None:
    def width(weeks: int) -> int:
        found = forecast(30_000, 600, [LivedWeek(600, 540)] * weeks, TODAY)
        assert found is not None
        return (found.latest - found.earliest).days

    assert width(40) < width(8) < width(0)


def test_who_does_half_of_every_week_needs_about_twice_as_long() -> None:
    found = forecast(30_000, 600, [LivedWeek(600, 300)] * 60, TODAY)
    assert found is not None
    planned = 7 * 30_000 / 600
    assert 1.7 * planned < (found.middle - TODAY).days < 2.2 * planned


def test_the_same_history_gives_the_same_forecast_in_order() -> None:
    lived = [LivedWeek(600, done) for done in (0, 600, 420)]
    found = forecast(9_000, 600, lived, TODAY)
    assert found == forecast(9_000, 600, lived, TODAY)
    assert found is not None
    assert TODAY < found.earliest <= found.middle <= found.latest
    assert forecast(9_000, 0, lived, TODAY) is None


@pytest.mark.parametrize(("day", "score"), [(10, 20), (0, 20), (20, 20), (-1, 30), (23, 50)])
def test_a_forecast_is_scored_by_its_width_and_by_how_far_it_missed(day: int, score: int) -> None:
    made = Forecast(TODAY, TODAY + timedelta(days=9), TODAY + timedelta(days=20), 3)
    assert interval_score(made, TODAY + timedelta(days=day)) == pytest.approx(score)


def test_weeks_that_were_lived_set_the_pace(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    study.profile.update(timezone="Europe/Berlin", hours=6)
    before = study.outlooks.look()
    study.week.draft("this")
    for block in study.week.commit().blocks[:2]:
        study.week.update_block(block.id, "done")
    monkeypatch.setenv("WAYMARK_NOW", "2026-12-01T09:00:00+00:00")
    after = study.outlooks.look()
    assert after.forecast is not None
    assert after.forecast.weeks_known == 1
    assert after.minutes_left < before.minutes_left


def test_an_unknown_section_is_named(study: Study) -> None:
    with pytest.raises(NotFound):
        study.outlooks.look(["zzqqxx"])
