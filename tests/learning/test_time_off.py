"""Days off by date: kept for every plan, told, and refused where they cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from base.errors import InvalidInput
from learning.study import Study
from learning.time_off import days_named, off_words


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-12-24 to 2027-01-02", (date(2026, 12, 24), date(2027, 1, 2))),
        ("2026-12-24/2026-12-26", (date(2026, 12, 24), date(2026, 12, 26))),
        ("2026-12-24", (date(2026, 12, 24), date(2026, 12, 24))),
    ],
)
def test_days_are_named_by_date(text: str, days: tuple[date, date]) -> None:
    assert days_named(text) == days


@pytest.mark.parametrize("text", ["", "christmas", "2026-13-40", "2026-12-24 to", "24 to 31"])
def test_what_names_no_days_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidInput, match="names no days off") as caught:
        days_named(text)
    assert "2026-12-24 to 2027-01-02" in caught.value.hint


def test_no_plan_lies_in_them_wherever_the_learner_lives(study: Study) -> None:
    study.profile.update(timezone="Asia/Kathmandu", hours=6, availability="daily 06:00-08:00")
    taken = study.time_off.add(date(2026, 12, 24), date(2027, 1, 2))
    assert off_words(taken, study.week.zone) == "Thu 24 Dec to Sat 2 Jan 2027"
    assert study.time_off.coming() == study.memory.busy.between(taken.start, taken.end)
    plan = study.week.draft("2026-12-21")
    assert {block.start.astimezone(study.week.zone).day for block in plan.blocks} == {21, 22, 23}
    assert study.week.draft("2026-12-28").blocks
    assert all(
        block.start.astimezone(study.week.zone).date() == date(2027, 1, 3)
        for block in study.week.draft("2026-12-28").blocks
    )


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-12-24", "2026-12-20"), ("2026-11-01", "2026-11-02"), ("2026-12-01", "2028-12-01")],
)
def test_days_that_cannot_be_off_are_refused(study: Study, first: str, last: str) -> None:
    with pytest.raises(InvalidInput):
        study.time_off.add(date.fromisoformat(first), date.fromisoformat(last))
    assert study.time_off.coming() == ()
