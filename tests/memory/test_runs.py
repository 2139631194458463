"""Quizzes and interviews: what is open, what was asked, what was answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from base.errors import NotFound, StorageError
from memory.learner import LearnerMemory
from memory.quizzes import Answered
from memory.records import ReviewLog
from tests.memory.examples import answered, attempt, card, exchange, interview, quiz
from tests.memory.moments import MONDAY, later


class TestQuizzes:
    def test_one_comes_back_as_it_was_given(self, memory: LearnerMemory) -> None:
        assert memory.quizzes.begin(quiz())
        assert memory.quizzes.get("quiz-1") == quiz()
        assert memory.quizzes.get("quiz-2") is None

    def test_an_id_is_taken_once(self, memory: LearnerMemory) -> None:
        memory.quizzes.begin(quiz())
        assert not memory.quizzes.begin(replace(quiz(), topic="svm"))
        assert memory.quizzes.get("quiz-1") == quiz()

    def test_one_is_open_and_beginning_another_sets_it_aside(self, memory: LearnerMemory) -> None:
        assert memory.quizzes.running() is None
        memory.quizzes.begin(quiz("answered-in", 0), memory.quizzes.running())
        memory.attempts.add(attempt(0, "answered-in"))
        memory.quizzes.begin(quiz("untouched", 5), memory.quizzes.running())
        memory.quizzes.begin(quiz("third", 5), memory.quizzes.running())
        assert memory.quizzes.running() == memory.quizzes.newest() == quiz("third", 5)
        states = [memory.quizzes.get(name) for name in ("answered-in", "untouched")]
        assert [run.status for run in states if run] == ["paused", "abandoned"]

    def test_of_two_that_begin_at_once_the_second_is_told(self, memory: LearnerMemory) -> None:
        seen = memory.quizzes.running()
        assert memory.quizzes.begin(quiz("first"), seen)
        assert not memory.quizzes.begin(quiz("second", 1), seen)
        assert memory.quizzes.get("second") is None

    def test_a_move_is_made_once_from_where_it_was_meant(self, memory: LearnerMemory) -> None:
        memory.quizzes.begin(quiz())
        on = replace(quiz(), position=1)
        assert memory.quizzes.move(quiz(), on, Answered(attempt(0)))
        assert memory.quizzes.running() == replace(on, step=1)
        assert not memory.quizzes.move(quiz(), on, Answered(replace(attempt(0), answer="late")))
        assert [a.answer for a in memory.attempts.of_run("quiz", "quiz-1")] == ["the elbow"]

    def test_an_answer_its_card_and_the_move_are_kept_all_or_none(
        self, memory: LearnerMemory
    ) -> None:
        memory.quizzes.begin(quiz())
        broken = Answered(attempt(0), card("a"), ReviewLog("nowhere", MONDAY, 1))
        with pytest.raises(StorageError):
            memory.quizzes.move(quiz(), replace(quiz(), position=1), broken)
        assert memory.quizzes.running() == quiz()
        assert memory.attempts.all() == ()
        assert memory.reviews.all() == ()

    def test_an_answer_takes_the_place_of_an_earlier_one_with_what_that_left(
        self, memory: LearnerMemory
    ) -> None:
        memory.quizzes.begin(quiz())
        log = ReviewLog("a", MONDAY, 1)
        once = replace(quiz(), position=1)
        memory.quizzes.move(quiz(), once, Answered(attempt(0), card("a"), log))
        changed = replace(attempt(0), answer="the gap statistic")
        memory.quizzes.move(
            replace(once, step=1), once, Answered(changed, undone=log, withdrawn="a")
        )
        assert [a.answer for a in memory.attempts.all()] == ["the gap statistic"]
        assert memory.reviews.logs() == ()
        assert memory.reviews.get("a") is None

    def test_paused_ones_come_by_their_last_answer(self, memory: LearnerMemory) -> None:
        for name, minutes in (("quiz-a", 0), ("quiz-b", 1), ("quiz-c", 2)):
            memory.quizzes.begin(quiz(name, minutes), memory.quizzes.running())
        for name, minutes in (("quiz-b", 10), ("quiz-a", 20)):
            memory.attempts.add(attempt(0, name, minutes))
        for name in ("quiz-a", "quiz-b"):
            run = memory.quizzes.get(name)
            assert run is not None
            memory.quizzes.move(run, replace(run, status="paused"))
        assert [run.id for run in memory.quizzes.paused("quiz")] == ["quiz-a", "quiz-b"]
        assert memory.quizzes.paused("review") == ()


class TestInterviews:
    def test_one_comes_back_as_it_was_given(self, memory: LearnerMemory) -> None:
        run = replace(interview(), status="finished", ended_at=later(30), report="{}")
        memory.interviews.save(run)
        assert memory.interviews.get("talk-1") == run
        assert memory.interviews.get("talk-2") is None

    def test_the_open_one_is_the_newest_that_runs(self, memory: LearnerMemory) -> None:
        memory.interviews.save(interview("first", 0))
        memory.interviews.save(interview("second", 5))
        assert memory.interviews.running() == interview("second", 5)
        memory.interviews.save(replace(interview("second", 5), status="abandoned"))
        assert memory.interviews.running() == interview("first", 0)

    def test_the_finished_ones_come_oldest_first(self, memory: LearnerMemory) -> None:
        for name, minutes, script in (("b", 5, "rag"), ("a", 9, "ml"), ("c", 1, "ml")):
            memory.interviews.save(
                replace(interview(name, minutes), status="finished", script=script)
            )
        memory.interviews.save(interview("open"))
        assert [run.id for run in memory.interviews.finished()] == ["c", "b", "a"]
        assert [run.id for run in memory.interviews.finished("ml")] == ["c", "a"]

    def test_exchanges_come_in_order_with_their_answers(self, memory: LearnerMemory) -> None:
        memory.interviews.save(interview())
        memory.interviews.ask(exchange(1))
        memory.interviews.ask(exchange(0))
        memory.interviews.answer("talk-1", 0, "It learns the noise.", later(2))
        assert memory.interviews.exchanges("talk-1") == (
            answered(exchange(0), "It learns the noise.", 2),
            exchange(1),
        )

    def test_what_was_asked_and_answered_first_stands(self, memory: LearnerMemory) -> None:
        memory.interviews.save(interview())
        memory.interviews.ask(exchange(0))
        memory.interviews.answer("talk-1", 0, "first", later(1))
        memory.interviews.ask(replace(exchange(0), asked="Something else?"))
        memory.interviews.answer("talk-1", 0, "second", later(2))
        assert memory.interviews.exchanges("talk-1") == (answered(exchange(0), "first", 1),)

    def test_saving_the_run_again_keeps_its_exchanges(self, memory: LearnerMemory) -> None:
        memory.interviews.save(interview())
        memory.interviews.ask(exchange(0))
        memory.interviews.save(replace(interview(), status="paused"))
        assert memory.interviews.exchanges("talk-1") == (exchange(0),)

    def test_nothing_is_asked_or_answered_out_of_nowhere(self, memory: LearnerMemory) -> None:
        with pytest.raises(NotFound, match="talk-1"):
            memory.interviews.ask(exchange(0))
        memory.interviews.save(interview())
        with pytest.raises(NotFound, match="3"):
            memory.interviews.answer("talk-1", 3, "hm", MONDAY)
