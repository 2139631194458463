"""A backlog is spread, a day holds its share, leeches are shown, drafts wait for a word."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import InvalidInput, NotFound, NotNow
from learning.review_cards import CardDraft, card_for_draft, is_leech
from learning.review_load import CARDS_A_DAY, spread
from learning.reviews import ReviewService
from learning.study import Study
from memory.records import ReviewCard, ReviewLog

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)

backlogs = st.lists(st.integers(-40, 40), max_size=200).map(
    lambda days: [(f"card-{n}", TODAY + timedelta(days=day)) for n, day in enumerate(days)]
)


@given(backlogs, st.integers(0, 40), st.integers(1, 30))
def test_no_card_is_lost_none_comes_early_and_no_day_is_overfull(
    due: list[tuple[str, date]], done_today: int, cap: int
) -> None:
    days = spread(due, TODAY, done_today, cap)
    assert days.keys() == dict(due).keys()
    assert all(days[card] >= max(day, TODAY) for card, day in due)
    held = Counter(days.values())
    assert all(count <= cap for day, count in held.items())
    assert held[TODAY] <= max(cap - done_today, 0)


@given(backlogs, st.integers(1, 30))
def test_no_card_waits_while_an_earlier_day_has_room(due: list[tuple[str, date]], cap: int) -> None:
    days = spread(due, TODAY, cap=cap)
    held = Counter(days.values())
    for card, day in due:
        waiting = (days[card] - max(day, TODAY)).days
        between = (max(day, TODAY) + timedelta(days=n) for n in range(waiting))
        assert all(held[passed] == cap for passed in between)


def with_cards(study: Study, count: int, days_overdue: int) -> None:
    for number in range(count):
        draft = CardDraft(f"{number:03}", "chunking", f"Question {number}?", "It is an answer.")
        card = card_for_draft(draft, NOW - timedelta(days=days_overdue + 1))
        study.memory.reviews.add(
            ReviewCard(
                card.id, card.topic, None, card.front, card.back, card.state, card.due,
                card.created_at,
            )
        )  # fmt: skip


def test_a_backlog_does_not_stand_on_one_day(study: Study) -> None:
    with_cards(study, 70, days_overdue=5)
    today = study.reviews.due("today")
    assert len(today.overdue) == CARDS_A_DAY
    assert len(today.put_off) == 40
    assert today.cleared == TODAY + timedelta(days=2)
    assert len(study.reviews.due("tomorrow").overdue) == CARDS_A_DAY


def test_the_days_share_ends_and_more_comes_only_when_asked_for(study: Study) -> None:
    with_cards(study, CARDS_A_DAY + 5, days_overdue=2)
    for _ in range(CARDS_A_DAY // 10):
        assert study.reviews.start().total == 10
        while study.reviews.current() is not None:
            study.reviews.answer("good")
    with pytest.raises(NotNow, match="share"):
        study.reviews.start()
    assert study.reviews.start(limit=3).total == 3


def logs(*ratings: int) -> list[ReviewLog]:
    return [ReviewLog("c", NOW + timedelta(days=n), rating) for n, rating in enumerate(ratings)]


def test_a_leech_is_a_card_missed_again_and_again_after_it_was_met() -> None:
    assert not is_leech([])
    assert not is_leech(logs(1, 1, 1, 1))
    assert is_leech(logs(1, 1, 3, 1, 1, 1))
    assert not is_leech(logs(3, 2, 2, 2, 2, 2))


def test_a_leech_is_shown_with_what_to_do_and_can_be_put_aside(study: Study) -> None:
    study.quizzes.start("chunking", 1)
    study.quizzes.answer("I don't know")
    notes: tuple[str, ...] = ()
    for number in range(1, 5):
        moment = NOW + timedelta(days=3 * number)
        later = ReviewService(study.memory, study.roadmap, lambda moment=moment: moment)  # type: ignore[misc]  # binds the loop's moment
        later.start()
        notes = later.answer("again").notes
    assert any("4 times" in note and "--aside" in note for note in notes)
    (leech,) = study.reviews.due("today").leeches
    assert leech.lapses == 4
    study.cards.put_aside(leech.id)
    assert study.reviews.due("today").leeches == ()
    assert study.memory.reviews.due(NOW + timedelta(days=90)) == ()
    assert study.reviews.draw_up_cards() == 0
    study.cards.bring_back(leech.id)
    assert len(study.memory.reviews.due(NOW + timedelta(days=90))) == 1


class TestDrafts:
    drafts = tuple(CardDraft(name, "chunking", f"What is {name}?", name) for name in ("a", "b"))

    def test_a_draft_is_not_due_until_it_is_confirmed(self, study: Study) -> None:
        first, second = study.cards.draft(self.drafts)
        assert study.memory.reviews.due(NOW + timedelta(days=9)) == ()
        assert study.cards.confirm([first.id]) == 1
        assert [c.id for c in study.memory.reviews.due(NOW + timedelta(days=9))] == [first.id]
        assert [card.id for card in study.cards.drafts()] == [second.id]

    def test_what_was_declined_is_not_put_forward_again(self, study: Study) -> None:
        study.cards.draft(self.drafts)
        assert study.cards.decline() == 2
        assert study.cards.draft(self.drafts) == ()
        assert study.cards.drafts() == ()

    def test_an_unknown_id_changes_nothing(self, study: Study) -> None:
        first, _ = study.cards.draft(self.drafts)
        with pytest.raises(NotFound):
            study.cards.confirm([first.id, "no-such-card"])
        assert len(study.cards.drafts()) == 2

    def test_a_draft_without_an_answer_is_refused(self, study: Study) -> None:
        with pytest.raises(InvalidInput):
            study.cards.draft([CardDraft("c", "chunking", "What?", "  ")])
        assert study.cards.drafts() == ()
