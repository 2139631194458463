"""Answers to a card of key points, and answers that are the learner's own rating."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from base.errors import InvalidInput
from base.text import clean, fold
from learning.evidence import SELF_GRADED
from learning.grading import Grade, grade_rubric
from learning.non_answers import is_giving_up, reads_as_question
from learning.review_cards import RATINGS, RatingName, key_point_rubric
from memory.records import ReviewCard

_RATED: dict[RatingName, tuple[float, Literal["right", "partly", "wrong"]]] = {
    "again": (0.0, "wrong"),
    "hard": (0.5, "partly"),
    "good": (1.0, "right"),
    "easy": (1.0, "right"),
}


def own_rating(text: str) -> RatingName | None:
    said = fold(clean(text[:40])).strip(" .!")
    return next((name for name in RATINGS if name == said), None)


def grade_of(rating: RatingName) -> Grade:
    score, verdict = _RATED[rating]
    comment = f"You rated yourself: {rating}."
    return Grade(score, (), verdict, 1.0, comment=comment, grader=SELF_GRADED)


def grade_recall(card: ReviewCard, text: str) -> Grade:
    """Key points are whole thoughts, which matching words often fails to find in other words: a
    real attempt that it cannot place is unsure, never wrong.

    Raises:
        InvalidInput: `text` asks something instead of answering.
    """
    if reads_as_question(text):
        raise InvalidInput(
            "This reads as a question, not as what you remember.",
            hint="Say what you remember, or rate yourself: again, hard, good or easy.",
        )
    grade = grade_rubric(card.front, key_point_rubric(card), text)
    if grade.verdict != "wrong" or is_giving_up(text) or not text.strip():
        return grade
    return replace(
        grade, verdict="unsure", confidence=0.3, comment="Compare your words with these points."
    )
