"""Grading a free answer with a model's help, and without it where that fails.

A judge says of each rubric point whether the answer makes it, and quotes where. What counts is
reckoned here, as for the rules: a quote that the answer does not hold earns nothing, so a model
that is talked into praise can give none away. A grade says who made it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from base.errors import ServiceError
from base.text import clean, fold
from learning.answer_matching import Answer
from learning.answer_words import read_words
from learning.grading import WORTH, Grade, Met, PointGrade, grade_rubric, graded
from learning.non_answers import recognise_non_answer
from roadmap.questions import RedFlag, Rubric, RubricPoint

log = logging.getLogger("waymark.learning")


@dataclass(frozen=True, slots=True)
class JudgedPoint:
    """A rubric point as a judge sees it; `quote` is where the answer makes it."""

    id: str
    met: Met
    quote: str = ""


@dataclass(frozen=True, slots=True)
class JudgedFlag:
    """A misunderstanding that a judge sees; `number` counts the rubric's red flags from 1."""

    number: int
    quote: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge says of one answer; not `sure` where the answer can be read either way."""

    points: tuple[JudgedPoint, ...]
    flags: tuple[JudgedFlag, ...] = ()
    sure: bool = True


class RubricJudge(Protocol):
    """Somebody who reads answers. The only one outside tests is a model."""

    @property
    def name(self) -> str:
        """Who it is, as the record of an answer keeps it."""

    def judge(self, question: str, rubric: Rubric, answer: str) -> Judgement:
        """Read `answer`.

        Raises:
            ServiceError: it could not be read this time.
        """


FindJudge = Callable[[], RubricJudge | None]


def nobody() -> RubricJudge | None:
    """No judge is there: the rules grade."""
    return None


def grade_with(judge: RubricJudge | None, question: str, rubric: Rubric, answer: str) -> Grade:
    """Grade by `judge`; by the rules without one, or where it fails, or where nothing is to read:
    no answer, an endless one, or a heap of terms."""
    by_rules = grade_rubric(question, rubric, answer)
    if judge is None:
        return by_rules
    read = Answer(clean(answer))
    non_answer = recognise_non_answer(question, read)
    if non_answer is not None and non_answer.kind != "foreign":
        return by_rules
    try:
        judgement = judge.judge(question, rubric, read.text)
        judged = grade_judgement(question, rubric, read.text, judgement)
    except ServiceError as error:
        log.warning("%s did not grade: %s", judge.name, error.message)
        return by_rules
    return replace(judged, grader=judge.name)


def grade_judgement(question: str, rubric: Rubric, answer: str, judgement: Judgement) -> Grade:
    """The grade that `judgement` comes to once its quotes are looked up in `answer`.

    Raises:
        ServiceError: it leaves a point of the rubric out.
    """
    said = {point.id: point for point in judgement.points}
    missing = [point.id for point in rubric.points if point.id not in said]
    if missing:
        raise ServiceError(f"The judgement leaves out {', '.join(missing)}.")
    text = fold(answer)
    points = tuple(_point_grade(point, said[point.id], text) for point in rubric.points)
    flags = _flags(rubric.red_flags, judgement.flags, text)
    share = sum(point.weight * WORTH[point.met] for point in points)
    share /= sum(point.weight for point in points)
    return graded(question, Answer(answer), points, flags, share, None, sure=judgement.sure)


def _point_grade(point: RubricPoint, judged: JudgedPoint, text: str) -> PointGrade:
    proven = judged.met != "missed" and _is_said(judged.quote, text)
    return PointGrade(
        id=point.id,
        says=point.says,
        met=judged.met if proven else "missed",
        quote=" ".join(clean(judged.quote).split()) if proven else "",
        weight=point.weight,
        must=point.must,
    )


def _flags(flags: Sequence[RedFlag], judged: Sequence[JudgedFlag], text: str) -> tuple[str, ...]:
    raised = {one.number for one in judged if _is_said(one.quote, text)}
    return tuple(flag.says for number, flag in enumerate(flags, start=1) if number in raised)


def _is_said(quote: str, text: str) -> bool:
    """Whether the folded `text` holds `quote`, and it says something."""
    folded = fold(quote)
    return bool(folded) and folded in text and any(word.content for word in read_words(quote))
