"""What a learner should know of their outlook beside the dates, in a sentence each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date

from learning.course import Course
from learning.forecast import length_belief
from learning.lived_weeks import LivedWeek, weeks_untouched
from learning.long_view import LongView
from learning.plan_model import hours_text
from learning.plan_wording import day_words
from learning.week_room import free_in
from memory.records import Profile

_LONG_UNTOUCHED, _ENOUGH_TOPICS = 2, 3
_OFF_BY = 0.1


def notes_on(
    course: Course,
    view: LongView,
    lived: tuple[LivedWeek, ...],
    ratios: Sequence[float],
    profile: Profile,
    last_forecast: date | None,
) -> tuple[str, ...]:
    """The sentences that hold; `last_forecast` is the latest day on which one was kept before."""
    return (
        *_on_the_clock(course, last_forecast),
        *_on_time(course, view),
        *_on_the_deadline(course, profile.deadline),
        *_on_the_past(lived, ratios),
    )


def _on_the_clock(course: Course, last_forecast: date | None) -> Iterator[str]:
    today = course.life.today
    if last_forecast is not None and last_forecast > today:
        yield (
            f"This machine says that it is {_day(today)}, but a forecast was kept on "
            f"{_day(last_forecast)}: please see whether its clock is right."
        )


def _on_time(course: Course, view: LongView) -> Iterator[str]:
    if not course.work:
        return
    usual = free_in(course.life, course.life.monday)
    block = course.life.block.shortest
    if course.life.minutes_a_week < block:
        yield (
            f"Your {hours_text(course.life.minutes_a_week)} a week hold no block of "
            f"{hours_text(block)}, so no end can be foretold; `waymark profile set --hours` or "
            "`--block` changes that."
        )
    elif not any(view.study):
        yield (
            "No week ahead has free time that holds a block of study, so no end can be foretold; "
            "`waymark profile set --availability` says when you are free."
        )
    elif view.cut:
        years = hours_text(sum(minutes for _, minutes in view.cut))
        yield f"{years} of it find no week in the next ten years."
    if 0 < usual < course.life.minutes_a_week:
        yield (
            f"This week's free time holds {hours_text(usual)} of study, less than the "
            f"{hours_text(course.life.minutes_a_week)} a week that are planned."
        )


def _on_the_deadline(course: Course, deadline: date | None) -> Iterator[str]:
    if deadline is not None and deadline < course.life.today and course.work:
        yield (
            f"Your deadline, {_day(deadline)}, has passed; `waymark profile set --deadline` names "
            "another."
        )


def _on_the_past(lived: tuple[LivedWeek, ...], ratios: Sequence[float]) -> Iterator[str]:
    untouched = weeks_untouched(lived)
    if untouched >= _LONG_UNTOUCHED:
        yield (
            f"In the last {untouched} weeks nothing was marked done. They count in the forecast; "
            "what you studied all the same can be marked: `waymark block done`, or set the topic "
            "to done."
        )
    factor = math.exp(length_belief(ratios)[0])
    if len(ratios) >= _ENOUGH_TOPICS and abs(factor - 1) >= _OFF_BY:
        yield (
            f"What you finished took about {factor:.1f} times the roadmap's hours; the forecast "
            "counts on as much for what is left."
        )


def _day(day: date) -> str:
    return f"{day_words(day)} {day.year}"
