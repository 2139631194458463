"""Hints cost, an answer can be changed until the next, a pause is a pause; each counts once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from base.errors import InvalidInput, NotNow
from base.paths import Home
from learning.item_grading import right_answer
from learning.question_views import AnswerView, QuestionView
from learning.reviews import ReviewService
from learning.study import Study
from roadmap.questions import MultipleChoice, SingleChoice

GIVE_UP = "I don't know"


def key(study: Study, question: QuestionView) -> str:
    item = study.roadmap.quiz_item(question.item)
    if isinstance(item, SingleChoice | MultipleChoice):
        return ", ".join(part[0] for part in right_answer(item).split("; "))
    return right_answer(item, question.run).split(" (")[0]


def changed(study: Study, text: str) -> AnswerView:
    view = study.quizzes.change(text)
    assert isinstance(view, AnswerView)
    return view


def reviews_later(study: Study, days: float = 1) -> ReviewService:
    moment = study.clock() + timedelta(days=days)
    return ReviewService(study.memory, study.roadmap, lambda: moment)


class TestHints:
    def test_a_hint_takes_a_quarter_off_a_right_answer_and_says_so(self, study: Study) -> None:
        question = study.quizzes.start("chunking", 2)
        assert "quarter" in study.quizzes.hint()
        view = study.quizzes.answer(key(study, question))
        assert (view.verdict, view.score) == ("right", 0.75)
        assert any("hint" in note and "75%" in note for note in view.notes)
        (attempt,) = study.memory.attempts.of_run("quiz", question.run)
        assert (attempt.score, attempt.correct, attempt.hinted) == (0.75, False, True)

    def test_it_costs_once_however_often_it_is_read(self, study: Study) -> None:
        question = study.quizzes.start("chunking", 2)
        for _ in range(3):
            study.quizzes.hint()
        assert study.quizzes.answer(key(study, question)).score == 0.75

    def test_it_costs_the_next_question_nothing(self, study: Study) -> None:
        study.quizzes.start("chunking", 2)
        study.quizzes.hint()
        upcoming = study.quizzes.skip()
        assert isinstance(upcoming, QuestionView)
        assert study.quizzes.answer(key(study, upcoming)).score == 1.0

    def test_a_hint_taken_in_another_process_costs_too(self, study: Study, home: Home) -> None:
        question = study.quizzes.start("chunking", 2)
        elsewhere = Study.open(home)
        try:
            elsewhere.quizzes.hint()
        finally:
            elsewhere.close()
        assert study.quizzes.answer(key(study, question)).score == 0.75

    def test_the_summary_counts_them(self, study: Study) -> None:
        question = study.quizzes.start("chunking", 1)
        study.quizzes.hint()
        summary = study.quizzes.answer(key(study, question)).summary
        assert summary is not None
        assert (summary.hinted, summary.right, summary.score) == (1, 1, 0.75)

    def test_a_card_recalled_with_a_hint_comes_back_as_a_hard_one(self, study: Study) -> None:
        study.quizzes.start("chunking", 1)
        study.quizzes.answer(GIVE_UP)
        later = reviews_later(study)
        question = later.start()
        later.hint()
        assert later.answer(key(study, question)).verdict == "right"
        assert [log.rating for log in study.memory.reviews.logs()] == [1, 2]


class TestChanging:
    def test_the_changed_answer_takes_the_place_of_the_first(self, study: Study) -> None:
        question = study.quizzes.start("chunking", 3)
        study.quizzes.answer(GIVE_UP)
        view = changed(study, key(study, question))
        assert view.question.item == question.item
        assert view.verdict == "right"
        (attempt,) = study.memory.attempts.of_run("quiz", question.run)
        assert (attempt.position, attempt.verdict) == (0, "right")
        assert attempt.changed_from == GIVE_UP
        assert view.next is not None
        assert view.next.number == 2

    def test_it_counts_for_half_because_the_right_answer_had_been_shown(self, study: Study) -> None:
        question = study.quizzes.start("chunking", 3)
        study.quizzes.answer(GIVE_UP)
        view = changed(study, key(study, question))
        assert view.score == 0.5
        assert any("50%" in note for note in view.notes)
        assert changed(study, key(study, question)).score == 0.5  # and does not creep up

    def test_the_same_answer_again_costs_nothing(self, study: Study) -> None:
        question = study.quizzes.start("chunking", 3)
        study.quizzes.answer(key(study, question))
        assert changed(study, key(study, question)).score == 1.0

    def test_a_worse_answer_is_taken_as_it_is_and_becomes_a_card(self, study: Study) -> None:
        question = study.quizzes.start("chunking", 3)
        study.quizzes.answer(key(study, question))
        assert changed(study, GIVE_UP).score == 0.0
        assert [card.item for card in study.memory.reviews.all()] == [question.item]

    def test_the_card_of_a_miss_that_was_taken_back_goes_with_it(self, study: Study) -> None:
        question = study.quizzes.start("chunking", 3)
        study.quizzes.answer(GIVE_UP)
        changed(study, key(study, question))
        assert study.reviews.draw_up_cards() == 0
        assert study.memory.reviews.all() == ()
        assert study.memory.reviews.logs() == ()

    def test_a_question_can_be_reopened_and_answered_later(self, study: Study, home: Home) -> None:
        question = study.quizzes.start("chunking", 3)
        study.quizzes.answer(GIVE_UP)
        again = study.quizzes.change()
        assert isinstance(again, QuestionView)
        assert (again.item, again.number) == (question.item, 1)
        elsewhere = Study.open(home)
        try:
            assert elsewhere.quizzes.current() is not None
            assert elsewhere.quizzes.answer(key(study, question)).score == 0.5
        finally:
            elsewhere.close()
        assert len(study.memory.attempts.of_run("quiz", question.run)) == 1

    def test_until_it_is_answered_again_the_earlier_answer_stands(self, study: Study) -> None:
        question = study.quizzes.start("chunking", 3)
        study.quizzes.answer(key(study, question))
        study.quizzes.change()
        study.quizzes.change()
        after = study.quizzes.skip()
        assert isinstance(after, QuestionView)
        assert (after.number, after.total) == (2, 3)
        summary = study.quizzes.stop()
        assert (summary.answered, summary.right) == (1, 1)

    def test_stopping_at_a_reopened_question_keeps_its_answer(self, study: Study) -> None:
        question = study.quizzes.start("chunking", 3)
        study.quizzes.answer(key(study, question))
        study.quizzes.change()
        assert study.quizzes.stop().right == 1
        run = study.memory.quizzes.get(question.run)
        assert run is not None
        assert run.status == "finished"

    def test_the_last_answer_of_a_quiz_that_has_ended_can_be_changed(self, study: Study) -> None:
        question = study.quizzes.start("chunking", 1)
        assert study.quizzes.answer(GIVE_UP).summary is not None
        summary = changed(study, key(study, question)).summary
        assert summary is not None
        assert (summary.answered, summary.right) == (1, 1)
        assert study.quizzes.current() is None

    def test_once_another_quiz_was_begun_it_cannot(self, study: Study) -> None:
        study.quizzes.start("chunking", 1)
        study.quizzes.answer(GIVE_UP)
        study.quizzes.start("transformers", 2)
        with pytest.raises(NotNow):
            study.quizzes.change("B")

    def test_with_nothing_answered_there_is_nothing_to_change(self, study: Study) -> None:
        with pytest.raises(NotNow):
            study.quizzes.change("B")
        study.quizzes.start("chunking", 2)
        with pytest.raises(NotNow):
            study.quizzes.change("B")

    def test_a_change_that_is_no_answer_changes_nothing(self, study: Study) -> None:
        study.quizzes.start("chunking", 3)
        upcoming = study.quizzes.answer(GIVE_UP).next
        with pytest.raises(InvalidInput):
            study.quizzes.change("what is a token, actually?")
        assert study.quizzes.current() == upcoming

    def test_a_changed_review_leaves_the_card_as_if_answered_so_at_once(self, study: Study) -> None:
        study.quizzes.start("chunking", 1)
        study.quizzes.answer(GIVE_UP)
        later = reviews_later(study)
        later.start()
        later.answer("again")
        later.change("good")
        (card,) = study.memory.reviews.all()
        assert [log.rating for log in study.memory.reviews.logs()] == [1, 3]
        other = study.memory.reviews.get(card.id)
        assert other is not None
        assert card.due > study.clock() + timedelta(days=2)


class TestPausing:
    def test_what_is_paused_waits_for_no_answer(self, study: Study) -> None:
        first = study.quizzes.start("chunking", 3)
        at = study.quizzes.pause()
        assert at.item == first.item
        assert study.quizzes.current() is None
        with pytest.raises(NotNow):
            study.quizzes.answer("B")

    def test_another_process_goes_on_with_it(self, study: Study, home: Home) -> None:
        question = study.quizzes.start("chunking", 3)
        study.quizzes.answer(key(study, question))
        study.quizzes.pause()
        elsewhere = Study.open(home)
        try:
            back = elsewhere.quizzes.start()
            assert (back.run, back.number) == (question.run, 2)
        finally:
            elsewhere.close()

    def test_the_conversation_that_goes_on_is_the_one_that_answers(self, study: Study) -> None:
        question = study.quizzes.start("chunking", 3, "one")
        study.quizzes.pause()
        study.quizzes.start(conversation="two")
        run = study.memory.quizzes.get(question.run)
        assert run is not None
        assert (run.conversation, run.status) == ("two", "running")

    def test_skipped_questions_are_counted(self, study: Study) -> None:
        study.quizzes.start("chunking", 3)
        study.quizzes.skip()
        study.quizzes.answer(GIVE_UP)
        assert study.quizzes.stop().skipped == 1
