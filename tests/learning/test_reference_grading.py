"""A bare reference is met by its own words, by near words, and not by their opposites."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.answer_matching import Answer
from learning.grading import grade_answer
from learning.reference_grading import nearness, rarity, weighed
from learning.word_likeness import likeness

QUESTION = "What is the role of a prototype program in problem solving?"
REFERENCE = "To simulate the behaviour of portions of the desired software product."


def score(answer: str, reference: str = REFERENCE, question: str = QUESTION) -> float:
    return grade_answer(question, reference, answer).score


def test_the_reference_itself_is_right_and_the_question_again_is_nothing() -> None:
    assert grade_answer(QUESTION, REFERENCE, REFERENCE).verdict == "right"
    assert score(QUESTION) <= 0.2


def test_near_words_bring_an_answer_nearer_than_words_of_another_subject() -> None:
    near = score("It imitates how parts of the wanted software would act.")
    far = score("It cooks vegetables for dinner on the kitchen table.")
    assert near > far + 0.2


def test_what_is_denied_does_not_count_as_said() -> None:
    reference = "Regularisation reduces overfitting."
    question = "What does regularisation do?"
    said = score("It reduces overfitting of the network.", reference, question)
    denied = score("It never reduces overfitting of the network.", reference, question)
    assert said > denied


def test_an_opposite_is_near_in_meaning_and_not_taken_for_it() -> None:
    read = Answer("The loss increases with every step of it.")
    assert nearness("?", "The loss decreases.", read).meant < 1.0
    assert nearness("?", "The loss increases.", read).meant == pytest.approx(1.0)


@settings(max_examples=40)
@given(st.text(max_size=300), st.text(max_size=200), st.text(max_size=100))
def test_no_text_breaks_it(answer: str, reference: str, question: str) -> None:
    grade = grade_answer(question, reference, answer)
    assert 0.0 <= grade.score <= 1.0


def test_a_very_long_answer_is_read_in_part() -> None:
    assert 0.0 <= score("software behaves like a simulation " * 1_500) <= 1.0


def test_more_of_the_reference_never_scores_less() -> None:
    words = REFERENCE.rstrip(".").split()
    read = [
        nearness(QUESTION, REFERENCE, Answer(" ".join(words[: n + 1]))) for n in range(len(words))
    ]
    meant = [near.meant for near in read]
    assert meant == sorted(meant)
    assert weighed(read[-1]) == 1.0


def test_words_are_alike_in_meaning_by_degrees() -> None:
    same, near, far, unknown = likeness(
        ["fast", "costly", "banana", "qqxzt"], ["fast", "expensive"]
    )
    assert same == pytest.approx(1.0, abs=0.01)
    assert near > 0.5 > far
    assert unknown == 0.0
    assert likeness([], ["a"]) == []
    assert likeness(["a"], []) == [0.0]


def test_rare_words_tell_more() -> None:
    assert rarity("eigenvalue") > rarity("model") > 0
    assert rarity("a-word-nobody-wrote") == 1.0
