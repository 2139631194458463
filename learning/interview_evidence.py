"""The evidence kept of an answer in an interview."""

from __future__ import annotations

from collections.abc import Sequence

from learning.grading import RIGHT_FROM
from learning.interview_grades import final_score, grade_of
from memory.records import Attempt, InterviewExchange, InterviewRun
from roadmap.questions import InterviewQuestion


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
