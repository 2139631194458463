"""Times of a week that are kept free of study, as they are written, and as a week keeps them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import InvalidInput
from learning.availability import Availability
from learning.kept_free import joined_kept_free, kept_free, kept_free_times
from learning.study import Study
from learning.wishes import Wishes

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("said", "kept", "times"),
    [
        ("before 10", "before 10:00", "daily 05:00-10:00"),
        ("not before 10am", "before 10:00", "daily 05:00-10:00"),
        ("before 4", "before 04:00", "daily 00:00-04:00"),
        ("after 9pm", "after 21:00", "daily 21:00-05:00"),
        ("Friday after 6pm", "fri after 18:00", "fri 18:00-05:00"),
        ("Sunday evening", "sun evening", "sun 17:00-05:00"),
        ("weekday mornings", "mon-fri morning", "mon-fri 05:00-12:00"),
        ("evenings", "every evening", "daily 17:00-05:00"),
        ("mon 12-13", "mon 12:00-13:00", "mon 12:00-13:00"),
        ("12:00-13:00", "daily 12:00-13:00", "daily 12:00-13:00"),
        ("before noon", "before 12:00", "daily 05:00-12:00"),
        ("thu", "thu 00:00-24:00", "thu 00:00-24:00"),
    ],
)
def test_they_are_read_as_people_write_them(said: str, kept: str, times: str) -> None:
    assert kept_free(said) == kept
    assert kept_free(kept) == kept
    assert kept_free_times(kept) == Availability.parse(times)


@pytest.mark.parametrize("said", ["", "sometime", "before lunch", "fri after", "25:00-26:00"])
def test_what_names_no_time_is_refused_with_an_example(said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        kept_free(said)
    assert "sun evening" in caught.value.hint


@given(st.text("abcdefgmorning 0123456789:-,beforeaft", max_size=24))
def test_any_words_are_a_time_or_refused(text: str) -> None:
    try:
        kept = kept_free(text)
    except InvalidInput:
        return
    assert kept_free_times(kept).windows


def test_of_two_that_differ_in_the_clock_alone_the_later_counts() -> None:
    first = ("before 10:00", "sun evening", "fri after 18:00")
    assert joined_kept_free(first, ("before 09:00", "sun evening")) == (
        "fri after 18:00",
        "before 09:00",
        "sun evening",
    )


@pytest.fixture
def learner(study: Study) -> Study:
    study.profile.update(
        timezone="Europe/Berlin", hours=8, availability="daily 08:00-12:00, 18:00-23:00"
    )
    return study


def test_a_week_keeps_them_and_names_them(learner: Study) -> None:
    wishes = Wishes(keep_free=("before 10", "after 21:00", "sun evening", "wed 18-20"))
    plan = learner.week.draft("next", wishes=wishes)
    assert plan.minutes > 7 * 60
    assert plan.kept_wishes == (
        "nothing before 10:00",
        "nothing after 21:00",
        "nothing on sun evening",
        "nothing on wed 18:00-20:00",
    )
    for block in plan.blocks:
        start, end = block.start.astimezone(BERLIN), block.end.astimezone(BERLIN)
        assert start.hour >= 10
        assert (end.hour, end.minute) <= (21, 0)
        assert not (f"{start:%a}" == "Sun" and start.hour >= 17)
        assert not (f"{start:%a}" == "Wed" and start.hour in (18, 19))


def test_one_is_given_back_with_its_day(learner: Study) -> None:
    learner.week.draft("next", wishes=Wishes(keep_free=("sun evening", "before 10")))
    plan = learner.week.draft("next", wishes=Wishes(days_on=("sun",)))
    assert plan.kept_wishes == ("nothing before 10:00",)


def test_free_times_of_one_week_take_the_place_of_the_usual(learner: Study) -> None:
    plan = learner.week.draft("next", hours=2, wishes=Wishes(free="tue 14:00-17:00"))
    assert {f"{block.start.astimezone(BERLIN):%a %H}" for block in plan.blocks} <= {
        "Tue 14", "Tue 15", "Tue 16",
    }  # fmt: skip
    assert plan.kept_wishes == ("2 h this week", "free tue 14:00-17:00")
    assert learner.profile.show().availability == "daily 08:00-12:00, 18:00-23:00"
