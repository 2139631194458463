"""Grading a free answer without a model, so that every figure can be shown its words.

A rubric's points are looked for one by one: by the wordings it accepts, then by the words of what
it says. Where the answer is fluent and close to the subject, but no wording fits, the verdict is
"unsure" rather than "wrong": a paraphrase may lie beyond what matching words can see.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from base.text import clean
from learning.answer_matching import NO_MATCH, Answer, Match, Weigh, match_phrase, weigher
from learning.answer_words import read_words
from learning.non_answers import MAX_CHARACTERS, NonAnswer, recognise_non_answer
from learning.swapped_subjects import is_swapped
from roadmap.questions import Rubric, RubricPoint

Verdict = Literal["right", "partly", "wrong", "unsure"]
Met = Literal["met", "partly", "missed"]

BY_RULES = "rules"
RIGHT_FROM = 0.75
PARTLY_FROM = 0.3
_MET_FROM = 0.74
_PARTLY_MET_FROM = 0.6
_SAYS_MET_FROM = 0.66
_SAYS_PARTLY_FROM = 0.5
_MISSED_MUST_CAP = 0.6
_RED_FLAG_COST = 0.25
SWAPPED_CAP = 0.25
"""What an answer can earn that gives one thing what belongs to the other."""
_FLUENT = 8
"""Content words from which an unmatched answer may be a paraphrase rather than a miss."""


@dataclass(frozen=True, slots=True)
class PointGrade:
    """What became of one rubric point. `quote` is the learner's words that met it, or ""."""

    id: str
    says: str
    met: Met
    quote: str
    weight: float
    must: bool


@dataclass(frozen=True, slots=True)
class Grade:
    """`score` and `confidence` run from 0 to 1; `comment` is one sentence to the learner.
    `grader` is who graded: "rules", "self", or the name of a model."""

    score: float
    points: tuple[PointGrade, ...]
    verdict: Verdict
    confidence: float
    red_flags: tuple[str, ...] = ()
    comment: str = ""
    grader: str = BY_RULES


def grade_answer(question: str, reference: str | Rubric, answer: str) -> Grade:
    """Grade `answer` against a rubric, or against a bare reference answer.

    With a bare reference, each of its sentences is a point (`learning.reference_grading`).
    """
    if isinstance(reference, Rubric):
        return grade_rubric(question, reference, answer)
    from learning.reference_grading import grade_reference

    return grade_reference(question, reference, answer)


def grade_rubric(question: str, rubric: Rubric, answer: str) -> Grade:
    """Grade `answer` by the points and red flags of `rubric`. Never raises on any text."""
    read = Answer(clean(answer)[: MAX_CHARACTERS + 1])
    non_answer = recognise_non_answer(question, read)
    if non_answer is not None and non_answer.cap == 0:
        return refused(non_answer, tuple(_missed(point) for point in rubric.points))
    weigh = weigher(((p.says, *p.accepted) for p in rubric.points), question)
    points = tuple(_grade_point(read, point, weigh) for point in rubric.points)
    flags = tuple(
        flag.says
        for flag in rubric.red_flags
        if any(
            match_phrase(read, phrase, _evenly, tight=True).share > 0.95 for phrase in flag.phrases
        )
    )
    total = sum(point.weight for point in points)
    earned = sum(point.weight * WORTH[point.met] for point in points)
    share = earned / total
    swapped = is_swapped(question, [point.says for point in rubric.points], read)
    if swapped:
        share = min(share, SWAPPED_CAP)
        points = tuple(_missed(point) for point in rubric.points)
    sure = True if swapped else None
    return graded(question, read, points, flags, share, non_answer, sure=sure)


WORTH: dict[Met, float] = {"met": 1.0, "partly": 0.5, "missed": 0.0}


def _evenly(_stem: str) -> float:
    return 1.0


def _missed(point: RubricPoint) -> PointGrade:
    return PointGrade(point.id, point.says, "missed", "", point.weight, point.must)


def _grade_point(answer: Answer, point: RubricPoint, weigh: Weigh) -> PointGrade:
    wording = _best(match_phrase(answer, phrase, weigh) for phrase in point.accepted)
    says = match_phrase(answer, point.says, weigh)
    met: Met = "missed"
    match = NO_MATCH
    if wording.share >= _MET_FROM:
        met, match = "met", wording
    elif says.share >= _SAYS_MET_FROM:
        met, match = "met", says
    elif wording.share >= _PARTLY_MET_FROM:
        met, match = "partly", wording
    elif says.share >= _SAYS_PARTLY_FROM:
        met, match = "partly", says
    quote = answer.quote(match) if met != "missed" else ""
    return PointGrade(point.id, point.says, met, quote, point.weight, point.must)


def _best(matches: Iterable[Match]) -> Match:
    return max(matches, key=lambda match: match.share, default=NO_MATCH)


def refused(why: NonAnswer, points: tuple[PointGrade, ...]) -> Grade:
    """The grade of what is no answer at all."""
    return Grade(0.0, points, why.verdict, 0.95, comment=why.comment)


def graded(
    question: str,
    answer: Answer,
    points: tuple[PointGrade, ...],
    flags: tuple[str, ...],
    share: float,
    non_answer: NonAnswer | None,
    *,
    sure: bool | None = None,
) -> Grade:
    """The grade of an answer that earned `share` of the points, before flags and caps.

    `sure` is whether whoever read it is; None leaves that to what its words have in common with
    what was looked for.
    """
    score = max(0.0, share - _RED_FLAG_COST * len(flags))
    must_missed = [point for point in points if point.must and point.met == "missed"]
    if must_missed:
        score = min(score, _MISSED_MUST_CAP)
    if flags:
        score = min(score, _MISSED_MUST_CAP)
    if non_answer is not None:
        score = min(score, non_answer.cap)
        return Grade(round(score, 4), points, non_answer.verdict, 0.3, flags, non_answer.comment)
    verdict = _verdict(score)
    if sure is False:
        verdict = "unsure"
    elif sure is None and verdict == "wrong" and not flags:
        verdict = "unsure" if _may_be_a_paraphrase(question, answer, points) else "wrong"
    return Grade(
        round(score, 4),
        points,
        verdict,
        _confidence(verdict, score, points),
        flags,
        _comment(verdict, points, flags),
    )


def _verdict(score: float) -> Verdict:
    if score >= RIGHT_FROM:
        return "right"
    return "partly" if score >= PARTLY_FROM else "wrong"


def _may_be_a_paraphrase(question: str, answer: Answer, points: tuple[PointGrade, ...]) -> bool:
    return len(answer.content) >= _FLUENT and _on_subject(question, answer, points)


def _on_subject(question: str, answer: Answer, points: tuple[PointGrade, ...]) -> bool:
    """Whether the answer speaks of what was asked: shares its words and brings its own."""
    subject = {word.stem for word in read_words(question) if word.content}
    for point in points:
        subject |= {word.stem for word in read_words(point.says) if word.content}
    return len(answer.stems & subject) >= 3


def _confidence(verdict: Verdict, score: float, points: tuple[PointGrade, ...]) -> float:
    """How sure the grader is: low near a border, lower still where points are half met."""
    if verdict == "unsure":
        return 0.3
    border = min(abs(score - RIGHT_FROM), abs(score - PARTLY_FROM))
    halves = sum(point.met == "partly" for point in points) / len(points)
    return round(min(0.95, 0.55 + border - 0.25 * halves), 2)


def _comment(verdict: Verdict, points: tuple[PointGrade, ...], flags: tuple[str, ...]) -> str:
    if flags:
        return f"One thing to set right: {_as_clause(flags[0])}."
    missing = sorted(
        (point for point in points if point.met != "met"), key=lambda p: (-p.must, -p.weight)
    )
    if verdict == "unsure":
        return "Your words could not be matched to what was looked for; compare them yourself."
    if not missing:
        return "Every point that was looked for is there."
    lead = "What would complete it" if verdict in ("right", "partly") else "What was looked for"
    return f"{lead}: {_as_clause(missing[0].says)}."


def _as_clause(text: str) -> str:
    return text.strip().rstrip(".")
