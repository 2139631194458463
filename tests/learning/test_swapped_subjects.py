"""An answer that gives one thing what belongs to the other is not taken for the right one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.answer_matching import Answer
from learning.grading import grade_answer
from learning.swapped_subjects import is_swapped
from roadmap.catalogue import Roadmap
from roadmap.questions import Rubric, RubricPoint

QUESTION = "How do BERT and GPT differ?"
REFERENCE = (
    "BERT is an encoder that reads both directions; GPT is a decoder that generates left to right."
)


@pytest.mark.parametrize(
    "answer",
    [
        "GPT is an encoder that reads both directions; BERT is a decoder that generates left to "
        "right.",
        "GPT reads both directions and BERT generates",
        "BERT is a decoder, while GPT encodes in both directions.",
    ],
)
def test_two_things_with_their_properties_exchanged_are_wrong(answer: str) -> None:
    graded = grade_answer(QUESTION, REFERENCE, answer)
    assert graded.score <= 0.25
    assert graded.verdict == "wrong"


@pytest.mark.parametrize(
    "answer",
    [
        REFERENCE,
        "GPT generates from left to right, whereas BERT reads both directions.",
        "One is a decoder, the other an encoder.",
        "BERT and GPT: an encoder and a decoder.",
    ],
)
def test_two_things_told_in_another_order_are_not_exchanged(answer: str) -> None:
    assert not is_swapped(QUESTION, [REFERENCE], Answer(answer))


def test_a_rubric_is_not_met_by_an_exchange_either() -> None:
    points = tuple(
        RubricPoint(id=f"p{n}", says=says, accepted=(says,))
        for n, says in enumerate(REFERENCE.rstrip(".").split("; "))
    )
    rubric = Rubric(points=points)
    exchanged = "GPT is an encoder that reads both directions; BERT is a decoder that generates."
    assert grade_answer(QUESTION, rubric, exchanged).score <= 0.25
    assert grade_answer(QUESTION, rubric, REFERENCE).score == 1.0


def test_no_strong_sample_is_taken_for_an_exchange() -> None:
    for question in Roadmap.load().interview_questions():
        says = [point.says for point in question.rubric.points]
        strong = Answer(question.samples.strong)
        assert not is_swapped(question.question, says, strong), question.id


@given(st.text(), st.text(), st.text())
def test_any_text_can_be_looked_at(question: str, reference: str, answer: str) -> None:
    assert is_swapped(question, [reference], Answer(answer)) in (True, False)


@given(st.permutations(["BERT reads both directions", "GPT generates left to right"]))
def test_the_order_of_clauses_does_not_matter(clauses: list[str]) -> None:
    assert not is_swapped(QUESTION, [REFERENCE], Answer("; ".join(clauses)))
