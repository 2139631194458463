"""What an answer in an interview is worth, and the evidence kept of it."""

from __future__ import annotations

from collections.abc import Sequence

from learning.grading import RIGHT_FROM
from learning.interviewing import grade_of
from memory.records import Attempt, InterviewExchange, InterviewRun
from roadmap.questions import InterviewQuestion

PROMPTED_WORTH = 0.75
"""What a point is worth that came only after a probe. An interviewer counts it, but not in full."""


def final_score(question: InterviewQuestion, exchanges: Sequence[InterviewExchange]) -> float:
    """The score of a question, 0 to 1: what came by itself in full, what a probe added in part."""
    alone = grade_of(question, exchanges, probes=False).score
    together = grade_of(question, exchanges).score
    if together <= alone:
        return together
    return round(alone + PROMPTED_WORTH * (together - alone), 4)


def attempt_at(
    run: InterviewRun, question: InterviewQuestion, exchanges: Sequence[InterviewExchange]
) -> Attempt | None:
    """The evidence of a question of `run`, or None where nothing was answered to it."""
    mine = [e for e in exchanges if e.question == question.id and e.answer]
    if not mine:
        return None
    score = final_score(question, mine)
    # A question on no topic (a story) is evidence of its area.
    topic = question.topics[0] if question.topics else question.area
    return Attempt(
        id=None,
        at=mine[-1].answered_at or mine[-1].asked_at,
        source="interview",
        run=run.id,
        position=run.questions.index(question.id),
        item=question.id,
        topic=topic,
        skill=topic,
        difficulty=question.difficulty,
        answer="\n\n".join(exchange.answer or "" for exchange in mine),
        score=score,
        correct=score >= RIGHT_FROM,
        verdict=grade_of(question, mine).verdict,
    )
