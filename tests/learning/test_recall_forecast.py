"""Recall is foretold from the past alone, by the same curve that schedules the cards."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.review_forecast import simulate
from learning.online_logistic import Mixture, OnlineLogistic
from learning.recall_forecast import foretell
from learning.recall_model import (
    Review,
    chances,
    default_parameters,
    fit,
    forgetting,
    log_loss,
    with_pasts,
)

START = datetime(2026, 1, 5, 9, tzinfo=UTC)

gaps = st.one_of(st.floats(0.001, 0.9), st.floats(1.0, 90.0))
steps = st.lists(st.tuples(st.integers(1, 4), gaps), min_size=1, max_size=10)


def log_of(cards: list[list[tuple[int, float]]]) -> list[Review]:
    """Reviews of several cards; each step is a rating and the days until it."""
    reviews: list[Review] = []
    for number, taken in enumerate(cards):
        at = START + timedelta(minutes=number)
        for rating, days in taken:
            at += timedelta(days=days)
            reviews.append(Review(f"card-{number}", at, rating))
    return reviews


@given(steps)
def test_the_chances_are_those_of_the_scheduler(taken: list[tuple[int, float]]) -> None:
    reviews = log_of([taken])
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = Card(card_id=1, due=START)
    expected: list[float] = []
    for past in with_pasts(reviews):
        if past.scored:
            expected.append(scheduler.get_card_retrievability(card, past.review.at))
        card, _ = scheduler.review_card(card, Rating(past.review.rating), past.review.at)
    scored = [past for past in with_pasts(reviews) if past.scored]
    bounded = [min(max(chance, 1e-4), 1 - 1e-4) for chance in expected]
    assert chances(scored, default_parameters()) == pytest.approx(bounded, abs=1e-4)


def test_after_as_many_days_as_a_card_is_stable_nine_in_ten_are_recalled() -> None:
    for decay in (0.1, 0.1542, 0.5):
        assert forgetting(12.0, 12.0, decay) == pytest.approx(0.9)


@settings(max_examples=25)
@given(st.lists(steps, min_size=1, max_size=6), st.integers(0, 40))
def test_nothing_is_foretold_from_what_comes_later(
    cards: list[list[tuple[int, float]]], kept: int
) -> None:
    reviews = sorted(log_of(cards), key=lambda review: (review.at, review.card))
    moments = sorted({review.at for review in reviews})[: kept + 1]
    earlier = [review for review in reviews if review.at <= moments[-1]]
    some, every = foretell(earlier), foretell(reviews)
    assert some == every[: len(some)]


def test_nor_once_the_parameters_have_been_fitted() -> None:
    reviews = simulate(5, 45)
    cut = reviews[len(reviews) * 2 // 3].at
    some = foretell([review for review in reviews if review.at <= cut])
    flipped = [
        review if review.at <= cut else Review(review.card, review.at, 5 - review.rating)
        for review in reviews
    ]
    assert len(some) > 150
    assert some == foretell(flipped)[: len(some)]


def test_reviews_of_one_moment_know_nothing_of_each_other() -> None:
    first = [Review(f"card-{n}", START, 3) for n in range(40)]
    then = START + timedelta(days=3)
    recalled = foretell([*first, *(Review(f"card-{n}", then, 3) for n in range(40))])
    forgotten = foretell([*first, *(Review(f"card-{n}", then, 1) for n in range(40))])
    assert [one.chance for one in recalled] == [one.chance for one in forgotten]


def test_reviews_within_a_day_are_not_scored() -> None:
    again = [Review("a", START + timedelta(hours=hours), 3) for hours in (0, 5, 23, 47)]
    assert [one.past.days for one in foretell(again)] == [1]
    assert foretell([]) == ()


def test_a_learner_who_forgets_otherwise_is_foretold_better_than_by_plain_fsrs() -> None:
    foretold = foretell(simulate(0, 60))
    pasts = [one.past for one in foretold]
    ours = log_loss(pasts, [one.chance for one in foretold])
    assert ours < log_loss(pasts, [one.default for one in foretold]) - 0.02


def test_a_fit_stays_within_bounds_and_explains_its_reviews_better() -> None:
    pasts = with_pasts(simulate(0, 60))
    scored = [past for past in pasts if past.scored]
    fitted = fit(pasts)
    Scheduler(fitted)  # refuses what is out of bounds
    assert log_loss(scored, chances(scored, fitted)) < log_loss(
        scored, chances(scored, default_parameters())
    )
    assert fit(()) == default_parameters()


@pytest.mark.parametrize("rating", [1, 2, 3, 4])
@pytest.mark.parametrize("cards", [1, 30])
@pytest.mark.parametrize("days", [0.01, 1.0, 400.0])
def test_a_log_without_any_contrast_is_borne(rating: int, cards: int, days: float) -> None:
    reviews = log_of([[(rating, days)] * 80] * cards)
    Scheduler(fit(with_pasts(reviews)))
    assert all(0 < one.chance < 1 for one in foretell(reviews))


def test_one_card_that_was_always_missed_tells_too_little_for_a_fit() -> None:
    reviews = log_of([[(1, gap) for gap in (0.01, 1.0, 2.0, 7.0, 30.0) * 60]])
    assert fit(with_pasts(reviews)) == default_parameters()


class TestOnlineLogistic:
    def test_it_comes_to_the_rate_that_it_sees(self) -> None:
        model = OnlineLogistic((0.0,), (2.0,), 0.0)
        for number in range(400):
            model.learn((1.0,), number % 4 != 0)
        assert model.chance((1.0,)) == pytest.approx(0.75, abs=0.03)

    @given(st.lists(st.tuples(st.floats(-50, 50), st.booleans()), max_size=60))
    def test_chances_stay_chances(self, seen: list[tuple[float, bool]]) -> None:
        model = OnlineLogistic((0.0, 1.0), (0.5, 0.5), 1e-4)
        for value, outcome in seen:
            chance = model.chance((1.0, value))
            assert 0 < chance < 1
            model.learn((1.0, value), outcome)


@given(
    st.lists(st.tuples(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.booleans()), max_size=80)
)
def test_a_mixture_is_never_much_worse_than_its_best(
    rounds: list[tuple[float, float, bool]],
) -> None:
    mixture = Mixture((0.5, 0.5), share=0.0)
    losses = [0.0, 0.0, 0.0]
    for one, other, outcome in rounds:
        for place, chance in enumerate((one, other, mixture.chance((one, other)))):
            losses[place] -= math.log(chance if outcome else 1 - chance)
        mixture.learn((one, other), outcome)
    assert losses[2] <= min(losses[:2]) + math.log(2) + 1e-6
