"""What the bank of interview questions promises, whoever writes in it."""

from __future__ import annotations

from collections import Counter
from statistics import mean

import pytest

from learning.grading import Grade, grade_rubric
from roadmap.catalogue import Roadmap
from roadmap.questions import InterviewQuestion, Rubric

BANK = Roadmap.load().interview_questions()
ALL = pytest.mark.parametrize("question", BANK, ids=lambda question: question.id)


def graded(question: InterviewQuestion, answer: str) -> Grade:
    return grade_rubric(question.question, question.rubric, answer)


def test_every_area_has_enough_to_choose_from() -> None:
    areas = Counter(question.area for question in BANK)
    assert areas["ml-fundamentals"] >= 16
    assert areas["behavioural"] >= 12
    assert areas["llm-rag"] >= 12


def test_no_two_questions_share_an_id() -> None:
    assert len({question.id for question in BANK}) == len(BANK)


def test_the_samples_of_nearly_all_questions_are_graded_in_their_order() -> None:
    pairs: list[bool] = []
    for question in BANK:
        strong, middling, weak = (
            graded(question, sample).score
            for sample in (
                question.samples.strong,
                question.samples.middling,
                question.samples.weak,
            )
        )
        pairs += [strong > middling, middling > weak]
    assert mean(pairs) >= 0.97


def test_strong_samples_score_well_and_weak_ones_do_not() -> None:
    assert mean(graded(q, q.samples.strong).score for q in BANK) >= 0.7
    assert mean(graded(q, q.samples.weak).score for q in BANK) <= 0.2


@ALL
def test_a_strong_sample_shows_no_misunderstanding(question: InterviewQuestion) -> None:
    assert graded(question, question.samples.strong).red_flags == ()


@ALL
def test_a_rubric_is_neither_thin_nor_endless(question: InterviewQuestion) -> None:
    assert 4 <= len(question.rubric.points) <= 8
    assert any(point.must for point in question.rubric.points)
    assert all(len(point.accepted) >= 3 for point in question.rubric.points)
    assert all(point.probe for point in question.rubric.points)


@ALL
def test_a_probe_does_not_say_what_it_asks_for(question: InterviewQuestion) -> None:
    for point in question.rubric.points:
        # A neutral second point keeps the weighing of words as it is among several points.
        alone = Rubric(points=(point, *(p for p in question.rubric.points if p.id != point.id)))
        said = grade_rubric("", alone, point.probe).points[0]
        assert said.met == "missed", f"{point.id}: {point.probe} ({said.quote})"


@ALL
def test_neither_a_fact_nor_a_hint_gives_a_point_away(question: InterviewQuestion) -> None:
    told = (*(fact.says for fact in question.facts), *question.hints, *question.deeper)
    for text in told:
        met = [p.says for p in graded(question, text).points if p.met == "met"]
        assert not met, f"“{text}” says: {met}"


@ALL
def test_saying_the_question_again_earns_nothing(question: InterviewQuestion) -> None:
    assert graded(question, question.question).score <= 0.1


@ALL
def test_its_topics_are_the_roadmaps(question: InterviewQuestion) -> None:
    assert set(question.topics) <= set(Roadmap.load().topics)
