"""What a judge says of an answer counts as far as its quotes go, and the rules stand in for it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import ServiceError
from learning.grading import Grade, Met, grade_rubric
from learning.model_grading import (
    JudgedFlag,
    JudgedPoint,
    Judgement,
    grade_judgement,
    grade_with,
)
from roadmap.questions import RedFlag, Rubric, RubricPoint

QUESTION = "What goes wrong when a network overfits, and which remedies help?"
RUBRIC = Rubric(
    points=(
        RubricPoint(
            id="noise",
            says="The model learns the noise of its training data",
            accepted=("fits noise",),
            must=True,
        ),
        RubricPoint(id="help", says="More data or regularization helps", accepted=("regularize",)),
    ),
    red_flags=(RedFlag(says="Overfitting shows on new data", phrases=("fails in training",)),),
)
EVERYDAY = "It has crammed for last year's exam. Showing it far more  cases is a remedy."


def judged(noise: tuple[Met, str], helps: tuple[Met, str], *flags: JudgedFlag) -> Judgement:
    points = (JudgedPoint("noise", *noise), JudgedPoint("help", *helps))
    return Judgement(points, flags)


def met(grade: Grade) -> list[str]:
    return [point.met for point in grade.points]


def test_a_point_in_everyday_words_is_met_where_its_quote_is_found() -> None:
    said = judged(("met", "crammed for last year's exam"), ("met", "showing it far more cases"))
    grade = grade_judgement(QUESTION, RUBRIC, EVERYDAY, said)
    assert met(grade) == ["met", "met"]
    assert (grade.score, grade.verdict) == (1.0, "right")


@pytest.mark.parametrize("quote", ["", "   ", "the noise of its training data", "it has", "..."])
def test_a_point_whose_quote_the_answer_does_not_hold_earns_nothing(quote: str) -> None:
    said = judged(("met", quote), ("missed", ""))
    grade = grade_judgement(QUESTION, RUBRIC, EVERYDAY, said)
    assert met(grade) == ["missed", "missed"]
    assert (grade.score, grade.verdict) == (0.0, "wrong")


def test_a_red_flag_counts_only_with_its_quote() -> None:
    noise: tuple[Met, str] = ("met", "crammed for last year's exam")
    helps: tuple[Met, str] = ("met", "far more cases")
    made_up, unknown = JudgedFlag(1, "it fails in training"), JudgedFlag(7, "is a remedy")
    invented = judged(noise, helps, made_up, unknown)
    assert grade_judgement(QUESTION, RUBRIC, EVERYDAY, invented).red_flags == ()
    found = judged(noise, helps, JudgedFlag(1, "is a remedy"))
    grade = grade_judgement(QUESTION, RUBRIC, EVERYDAY, found)
    assert grade.red_flags == ("Overfitting shows on new data",)
    assert grade.score <= 0.6


def test_a_judge_in_doubt_leaves_the_verdict_open() -> None:
    said = Judgement((JudgedPoint("noise", "missed"), JudgedPoint("help", "missed")), sure=False)
    assert grade_judgement(QUESTION, RUBRIC, EVERYDAY, said).verdict == "unsure"


@dataclass
class Scripted:
    """Says what it is told to say, and remembers whether it was asked."""

    says: Judgement | ServiceError
    name: str = "scripted"
    asked: list[str] = field(default_factory=list)

    def judge(self, question: str, rubric: Rubric, answer: str) -> Judgement:
        self.asked.append(answer)
        if isinstance(self.says, ServiceError):
            raise self.says
        return self.says


def test_a_grade_says_who_made_it() -> None:
    judge = Scripted(judged(("met", "crammed"), ("missed", "")))
    assert grade_with(judge, QUESTION, RUBRIC, EVERYDAY).grader == "scripted"
    assert grade_with(None, QUESTION, RUBRIC, EVERYDAY).grader == "rules"


@pytest.mark.parametrize(
    "failing", [ServiceError("away"), Judgement((JudgedPoint("noise", "met", "crammed"),))]
)
def test_where_the_judge_fails_the_rules_grade_and_say_so(
    failing: Judgement | ServiceError,
) -> None:
    grade = grade_with(Scripted(failing), QUESTION, RUBRIC, EVERYDAY)
    assert grade == grade_rubric(QUESTION, RUBRIC, EVERYDAY)
    assert grade.grader == "rules"


@pytest.mark.parametrize("said", ["", "I don't know", QUESTION, "noise " * 9_000])
def test_nobody_is_asked_about_what_is_no_answer(said: str) -> None:
    judge = Scripted(judged(("met", "noise"), ("met", "noise")))
    assert grade_with(judge, QUESTION, RUBRIC, said).grader == "rules"
    assert judge.asked == []


def test_an_answer_in_another_language_is_read_by_who_can() -> None:
    answer = "El modelo aprende el ruido de los datos y no generaliza porque es muy complejo"
    judge = Scripted(judged(("met", "aprende el ruido"), ("missed", "")))
    assert met(grade_with(judge, QUESTION, RUBRIC, answer)) == ["met", "missed"]


@given(answer=st.text(), quote=st.text(), numbers=st.lists(st.integers(), max_size=3))
def test_any_judgement_of_any_text_comes_to_a_grade(
    answer: str, quote: str, numbers: list[int]
) -> None:
    flags = [JudgedFlag(number, quote) for number in numbers]
    grade = grade_judgement(
        QUESTION, RUBRIC, answer, judged(("met", quote), ("partly", quote), *flags)
    )
    assert 0.0 <= grade.score <= 1.0
    assert 0.0 <= grade.confidence <= 1.0
