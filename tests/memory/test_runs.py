"""Quizzes and interviews: what is open, what was asked, what was answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from base.errors import NotFound
from memory.learner import LearnerMemory
from tests.memory.examples import answered, exchange, interview, quiz
from tests.memory.moments import MONDAY, later


class TestQuizzes:
    def test_one_comes_back_as_it_was_given(self, memory: LearnerMemory) -> None:
        memory.quizzes.save(quiz())
        assert memory.quizzes.get("quiz-1") == quiz()
        assert memory.quizzes.get("quiz-2") is None

    def test_the_open_one_is_the_newest_that_runs(self, memory: LearnerMemory) -> None:
        assert memory.quizzes.running() is None
        memory.quizzes.save(quiz("first", 0))
        memory.quizzes.save(quiz("second", 5))
        memory.quizzes.save(quiz("same-moment", 5))
        assert memory.quizzes.running() == quiz("same-moment", 5)
        memory.quizzes.save(replace(quiz("same-moment", 5), status="paused"))
        memory.quizzes.save(replace(quiz("second", 5), status="finished", ended_at=later(9)))
        assert memory.quizzes.running() == quiz("first", 0)


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
