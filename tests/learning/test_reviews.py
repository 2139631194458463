"""What was missed comes back when FSRS says so, and is put off by how it was answered."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import InvalidInput, NotNow
from base.paths import Home
from learning.item_grading import right_answer
from learning.review_cards import card_for_missed, card_for_topic, review, spread_days
from learning.reviews import ReviewService
from learning.study import Study
from memory.records import Attempt, Profile, ReviewCard, ReviewLog
from roadmap.catalogue import Roadmap

START = datetime(2026, 11, 23, 9, tzinfo=UTC)


def at(study: Study, days: float) -> ReviewService:
    """The reviews of `study` as they are `days` later."""
    moment = study.clock() + timedelta(days=days)
    return ReviewService(study.memory, study.roadmap, lambda: moment)


def missed(study: Study, count: int = 2) -> None:
    study.quizzes.start("chunking", count)
    for _ in range(count):
        study.quizzes.answer("I don't know")


def test_a_missed_question_is_due_the_next_day(study: Study) -> None:
    missed(study)
    assert study.reviews.due("today").cards == ()
    tomorrow = study.reviews.due("tomorrow")
    assert len(tomorrow.cards) == 2
    assert study.reviews.due("week").cards == tomorrow.cards
    with pytest.raises(NotNow, match="Nothing is due"):
        study.reviews.start()


def test_what_is_overdue_is_listed_apart(study: Study) -> None:
    missed(study)
    late = at(study, 10).due("today")
    assert len(late.overdue) == 2
    assert late.cards == ()


def test_a_day_is_the_learners_day(study: Study) -> None:
    study.memory.profile.save(Profile(timezone="Pacific/Auckland"), study.clock())
    start, end = study.reviews.due("today").start, study.reviews.due("today").end
    assert start.isoformat() == "2026-11-23T00:00:00+13:00"
    assert end - start == timedelta(days=1)
    week = study.reviews.due("next")
    assert week.start.isoformat() == "2026-11-30T00:00:00+13:00"


def test_a_review_grades_the_answer_and_puts_the_card_off(study: Study) -> None:
    missed(study, 1)
    later = at(study, 1)
    question = later.start()
    assert (question.kind, question.number, question.total) == ("review", 1, 1)
    item = study.roadmap.quiz_item(question.item)
    view = later.answer(right_answer(item, question.run).split(")")[0].split(" (")[0])
    assert view.verdict == "right"
    assert view.summary is not None
    (card,) = study.memory.reviews.all()
    assert card.due > study.clock() + timedelta(days=2)
    assert [log.rating for log in study.memory.reviews.logs(card.id)] == [1, 3]
    (attempt,) = study.memory.attempts.of_run("review", question.run)
    assert (attempt.topic, attempt.skill, attempt.grader) == (item.topic, item.skill, "rules")
    assert later.current() is None


def test_a_miss_brings_the_card_back_sooner_than_a_right_answer(study: Study) -> None:
    missed(study, 1)
    later = at(study, 1)
    later.start()
    later.answer("I don't know")
    (card,) = study.memory.reviews.all()
    assert card.due <= study.clock() + timedelta(days=2)


def test_a_topic_that_is_done_gets_one_card_of_its_key_points(study: Study) -> None:
    study.progress.set_status("bias-variance", "done")
    assert study.reviews.draw_up_cards() == 1
    assert study.reviews.draw_up_cards() == 0
    later = at(study, 2)
    question = later.start()
    points = study.roadmap.card("bias-variance").key_points
    assert question.answer_kind == "recall"
    assert not any(point in repr(question) for point in points)
    view = later.answer(" ".join(points))
    assert view.verdict == "right"
    assert points[0] in view.right_answer


def test_learners_may_rate_themselves_and_that_proves_nothing(study: Study) -> None:
    study.progress.set_status("bias-variance", "done")
    later = at(study, 2)
    later.start()
    view = later.answer("Easy")
    assert view.verdict == "right"
    (log,) = study.memory.reviews.logs()
    assert log.rating == 4
    readiness = study.progress.readiness()
    assert readiness.attempts == 0


def test_a_review_pauses_the_quiz_and_goes_on_in_another_process(study: Study, home: Home) -> None:
    missed(study, 2)
    study.quizzes.start("transformers", 3)
    later = at(study, 1)
    question = later.start()
    assert any("quiz" in note.casefold() for note in question.notes)
    assert study.quizzes.current() is None
    later.answer("I don't know")
    elsewhere = Study.open(home)
    try:
        open_card = elsewhere.reviews.current()
        assert open_card is not None
        assert (open_card.run, open_card.number) == (question.run, 2)
    finally:
        elsewhere.close()


def test_a_card_lost_with_a_killed_process_is_drawn_up_from_the_attempt(study: Study) -> None:
    item = study.roadmap.quiz_items("chunking")[0]
    study.memory.attempts.add(
        Attempt(
            id=None,
            at=study.clock(),
            source="quiz",
            run="quiz-1",
            position=0,
            item=item.id,
            topic=item.topic,
            skill=item.skill,
            difficulty=item.difficulty,
            answer="B",
            score=0.0,
            correct=False,
            verdict="wrong",
        )
    )
    assert len(study.reviews.due("tomorrow").cards) == 1
    assert study.memory.reviews.logs()[0].rating == 1


def test_a_question_asked_back_leaves_the_card_open(study: Study) -> None:
    missed(study, 1)
    later = at(study, 1)
    question = later.start()
    with pytest.raises(InvalidInput):
        later.answer("what does overlap mean here?")
    assert later.current() == question


def test_a_skipped_card_stays_due(study: Study) -> None:
    missed(study, 1)
    later = at(study, 1)
    later.start()
    later.skip()
    assert later.current() is None
    assert later.start().number == 1


def test_the_limit_takes_the_longest_overdue_first(study: Study) -> None:
    missed(study, 3)
    first_due = study.memory.reviews.all()[0]
    assert at(study, 5).start(limit=1).item == first_due.item
    with pytest.raises(InvalidInput):
        study.reviews.start(limit=0)


histories = st.lists(st.tuples(st.integers(1, 4), st.floats(0.0, 60.0)), max_size=12)
"""Ratings, and how many days after the card was due each was given."""


def reviewed(steps: list[tuple[int, float]]) -> tuple[ReviewCard, tuple[ReviewLog, ...]]:
    """A card missed at START and then reviewed in `steps`."""
    card, first = card_for_missed(Roadmap.load().quiz_items("chunking")[0], START)
    logs = [first]
    for rating, late in steps:
        card, log = review(card, logs, rating, card.due + timedelta(days=late))
        logs.append(log)
    return card, tuple(logs)


@given(histories)
def test_every_review_lies_ahead_of_the_answer_it_follows(steps: list[tuple[int, float]]) -> None:
    card, logs = reviewed(steps)
    assert card.due >= logs[-1].at + timedelta(days=1)


@given(histories, st.floats(0.0, 60.0))
def test_a_better_rating_never_brings_a_card_back_sooner(
    steps: list[tuple[int, float]], late: float
) -> None:
    card, logs = reviewed(steps)
    at = card.due + timedelta(days=late)
    dues = [review(card, logs, rating, at)[0].due for rating in (1, 2, 3, 4)]
    assert dues == sorted(dues)


@given(histories)
def test_the_same_reviews_leave_the_same_card(steps: list[tuple[int, float]]) -> None:
    assert reviewed(steps) == reviewed(steps)


@given(histories, st.randoms())
def test_a_card_follows_from_its_reviews_and_not_from_what_was_stored(
    steps: list[tuple[int, float]], shuffler: Random
) -> None:
    card, logs = reviewed(steps)
    fresh, _ = card_for_missed(Roadmap.load().quiz_items("chunking")[0], START)
    shuffled = list(logs)
    shuffler.shuffle(shuffled)
    assert review(fresh, shuffled, 3, card.due) == review(card, logs, 3, card.due)


@given(histories, st.integers(1, 8))
def test_a_card_that_is_recalled_on_its_day_holds_longer_each_time(
    steps: list[tuple[int, float]], times: int
) -> None:
    card, logs = reviewed(steps)
    for _ in range(times):
        before = stability(card)
        card, log = review(card, logs, 3, card.due)
        logs = (*logs, log)
        assert stability(card) >= before


def stability(card: ReviewCard) -> float:
    """Days until nine in ten such cards are still recalled."""
    held: float = json.loads(card.state)["stability"]
    return held


@given(st.integers(1, 2000), st.integers(1, 2000), st.text(max_size=8))
def test_spreading_keeps_the_order_of_intervals_and_stays_near(
    one: int, other: int, lot: str
) -> None:
    shorter, longer = sorted((one, other))
    assert spread_days(shorter, lot) <= spread_days(longer, lot)
    assert abs(spread_days(one, lot) - one) <= max(2, 0.16 * one)


def test_cards_answered_alike_on_one_day_come_back_on_several() -> None:
    days = {spread_days(30, f"card-{number}/2") for number in range(60)}
    assert len(days) >= 5


def test_a_new_card_of_key_points_is_due_a_day_after_the_topic_was_done() -> None:
    roadmap = Roadmap.load()
    card = card_for_topic(roadmap.topics["chunking"], roadmap.card("chunking"), START)
    assert card.due == START + timedelta(days=1)
    assert "Chunking" in card.front
