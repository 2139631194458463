"""The schedule is fitted to the learner's past, and only where it then foretells better."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from benchmarks.review_forecast import simulate
from learning.recall_model import chances, default_parameters, fit, log_loss, with_pasts
from learning.review_cards import CardDraft, card_for_draft, review
from learning.review_fit import FEWEST_REVIEWS, fit_in_use, refit, try_fit
from learning.study import Study
from memory.archive import LearnerArchive
from memory.records import ReviewLog

LATER = datetime(2026, 11, 23, 9, tzinfo=UTC)


def lived_through(study: Study, seed: int, days: int) -> None:
    """The reviews of a simulated learner, as this learner's own."""
    log = simulate(seed, days)
    cards = {one.card: card_for_draft(_draft(one.card), one.at) for one in reversed(log)}
    study.memory.import_(
        LearnerArchive(
            reviews=tuple(cards.values()),
            review_logs=tuple(ReviewLog(cards[one.card].id, one.at, one.rating) for one in log),
        )
    )


def _draft(name: str) -> CardDraft:
    return CardDraft(name, "chunking", f"Question {name}?", "It is an answer.")


def test_few_reviews_leave_the_schedule_as_it_is(study: Study) -> None:
    lived_through(study, 1, 5)
    assert len(study.memory.reviews.logs()) < FEWEST_REVIEWS
    assert refit(study.memory, LATER) is None
    assert fit_in_use(study.memory) is None


def test_a_fit_is_adopted_where_it_foretells_later_reviews_better(study: Study) -> None:
    lived_through(study, 0, 20)
    fitted = refit(study.memory, LATER)
    assert fitted is not None
    assert fitted.adopted
    assert fitted.loss < fitted.loss_before
    assert fitted.at == LATER
    assert fitted.held_out == round(0.2 * fitted.reviews)
    assert fit_in_use(study.memory) == study.reviews.fit() == fitted


def test_it_is_not_tried_again_until_the_log_has_grown(study: Study) -> None:
    lived_through(study, 0, 20)
    assert refit(study.memory, LATER) is not None
    assert refit(study.memory, LATER + timedelta(days=1)) is None


def test_a_fit_that_foretells_no_better_is_noted_and_not_used(study: Study) -> None:
    lived_through(study, 7, 30)
    tried = refit(study.memory, LATER)
    assert tried is not None
    assert tried.loss > tried.loss_before
    assert not tried.adopted
    assert study.memory.reviews.fits() == (tried,)
    assert fit_in_use(study.memory) is None


def test_the_reviews_a_fit_is_judged_on_are_none_it_was_made_from() -> None:
    pasts = with_pasts(simulate(0, 20))
    tried = try_fit(pasts, default_parameters(), LATER)
    scored = [past for past in pasts if past.scored]
    earlier, later = scored[: -tried.held_out], scored[-tried.held_out :]
    assert tried.loss == round(log_loss(later, chances(later, fit(earlier))), 6)


def test_reviews_dated_after_the_moment_are_not_used(study: Study) -> None:
    lived_through(study, 0, 20)
    logs = study.memory.reviews.logs()
    halfway = logs[len(logs) // 2].at
    fitted = refit(study.memory, halfway)
    before = with_pasts(one for one in simulate(0, 20) if one.at <= halfway)
    expected = sum(past.scored for past in before)
    assert (fitted is None) == (expected < FEWEST_REVIEWS)
    if fitted is not None:
        assert fitted.reviews == expected


def test_a_schedule_by_other_parameters_gives_other_dates_from_the_same_reviews() -> None:
    draft = CardDraft("a", "chunking", "What?", "An answer.")
    card = card_for_draft(draft, LATER)
    forgetful = [value / 4 for value in default_parameters()[:4]] + list(default_parameters()[4:])
    plain, _ = review(card, (), 3, LATER)
    own, _ = review(card, (), 3, LATER, forgetful)
    assert own.due < plain.due
