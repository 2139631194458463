"""Attempts: kept once, disputed, deleted, and not coming back by themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from base.errors import NotFound
from memory.learner import LearnerMemory
from tests.memory.examples import attempt
from tests.memory.moments import MONDAY, later


def test_an_attempt_comes_back_as_it_was_given(memory: LearnerMemory) -> None:
    given = replace(attempt(0), confidence=None, grader="openai:gpt", correct=True)
    number = memory.attempts.add(given)
    assert memory.attempts.all() == (replace(given, id=number),)
    assert memory.attempts.get(number) == replace(given, id=number)


def test_an_answer_is_kept_once(memory: LearnerMemory) -> None:
    first = memory.attempts.add(attempt(0))
    again = memory.attempts.add(replace(attempt(0, minutes=3), answer="another", score=1.0))
    assert again == first
    assert [a.answer for a in memory.attempts.all()] == ["the elbow"]


def test_the_same_position_of_another_run_or_source_is_another_answer(
    memory: LearnerMemory,
) -> None:
    ids = {
        memory.attempts.add(attempt(0)),
        memory.attempts.add(attempt(1)),
        memory.attempts.add(attempt(0, run="quiz-2")),
        memory.attempts.add(replace(attempt(0), source="review")),
    }
    assert len(ids) == 4


def test_all_are_oldest_first_and_can_be_narrowed(memory: LearnerMemory) -> None:
    memory.attempts.add(attempt(0, minutes=10))
    memory.attempts.add(replace(attempt(1, minutes=5), topic="svm"))
    memory.attempts.add(attempt(2, minutes=0))
    assert [a.position for a in memory.attempts.all()] == [2, 1, 0]
    assert [a.position for a in memory.attempts.all(topic="k-means")] == [2, 0]
    assert [a.position for a in memory.attempts.all(since=later(5))] == [1, 0]
    assert [a.position for a in memory.attempts.all(topic="svm", since=later(6))] == []


def test_a_disputed_attempt_counts_no_more_but_stays_in_its_run(memory: LearnerMemory) -> None:
    number = memory.attempts.add(attempt(0))
    memory.attempts.dispute(number, later(1))
    memory.attempts.dispute(number, later(2))
    assert memory.attempts.all() == ()
    (kept,) = memory.attempts.of_run("quiz", "quiz-1")
    assert kept.disputed_at == later(1)


def test_a_deleted_attempt_does_not_come_back_by_itself(memory: LearnerMemory) -> None:
    number = memory.attempts.add(attempt(0))
    memory.attempts.delete(number, later(1))
    assert memory.attempts.add(attempt(0)) == number
    assert memory.attempts.add(attempt(0, minutes=1)) == number
    assert memory.attempts.all() == ()
    assert memory.attempts.of_run("quiz", "quiz-1") == ()


def test_an_answer_given_after_the_deletion_is_a_new_one(memory: LearnerMemory) -> None:
    number = memory.attempts.add(attempt(0))
    memory.attempts.delete(number, later(1))
    anew = memory.attempts.add(attempt(0, minutes=2))
    assert anew > number
    assert [a.id for a in memory.attempts.all()] == [anew]
    memory.attempts.delete(anew, later(3))
    assert memory.attempts.all() == ()


def test_what_is_not_there_can_be_neither_disputed_nor_deleted(memory: LearnerMemory) -> None:
    with pytest.raises(NotFound, match="7"):
        memory.attempts.dispute(7, MONDAY)
    with pytest.raises(NotFound, match="7"):
        memory.attempts.delete(7, MONDAY)
