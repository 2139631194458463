"""What was said to a question, graded: by itself, after probes, and after hints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from learning.coding_grades import grade_code, score_of_code
from learning.coding_questions import CodingQuestion
from learning.grading import Grade, grade_rubric
from learning.interview_replies import read_reply, words_to_grade
from memory.records import InterviewExchange
from roadmap.questions import InterviewQuestion

PROMPTED_WORTH = 0.75
"""What a point is worth that came only after a probe. An interviewer counts it, but not in full."""
HINTED_WORTH = 0.5
"""The same after a hint."""

ALONE, PROMPTED, HINTED = 0, 1, 2
"""How much help stood before a reply."""
_HELP = {"question": ALONE, "told": ALONE, "probe": PROMPTED, "deeper": PROMPTED, "hint": HINTED}


def with_help(exchanges: Iterable[InterviewExchange]) -> list[tuple[InterviewExchange, int]]:
    """The exchanges of one question, each with the most help that had been given by then."""
    helped = ALONE
    found: list[tuple[InterviewExchange, int]] = []
    for exchange in exchanges:
        helped = max(helped, _HELP[exchange.kind])
        found.append((exchange, helped))
    return found


def grade_of(
    question: InterviewQuestion, exchanges: Sequence[InterviewExchange], *, help_up_to: int = HINTED
) -> Grade:
    """The grade of all that was said to `question` with no more help than `help_up_to`.

    Replies that are no answers (the question again, another language) count only where nothing
    else was said, and questions of the candidate's not at all. Code is graded by running it.
    """
    if isinstance(question, CodingQuestion):
        return grade_code(question, exchanges)
    mine = [exchange for exchange in exchanges if exchange.question == question.id]
    replies = [e.answer for e, helped in with_help(mine) if e.answer and helped <= help_up_to]
    proper = [said for text in replies if (said := words_to_grade(question, text))]
    others = [text for text in replies if read_reply(question, text) != "asked"]
    return _graded(question, "\n\n".join(proper or others))


@lru_cache(maxsize=128)
def _graded(question: InterviewQuestion, text: str) -> Grade:
    """Kept, because a report asks for the grades of the same words again and again."""
    return grade_rubric(question.question, question.rubric, text)


def final_score(question: InterviewQuestion, exchanges: Sequence[InterviewExchange]) -> float:
    """The score of a question, 0 to 1: what came by itself in full, what a probe or a hint added
    in part. What was added never takes away, but a misunderstanding that showed does."""
    if isinstance(question, CodingQuestion):
        return score_of_code(question, exchanges)
    alone, prompted, hinted = (
        grade_of(question, exchanges, help_up_to=helped).score
        for helped in (ALONE, PROMPTED, HINTED)
    )
    if hinted <= alone:
        return hinted
    after_probes = max(prompted, alone)
    gained = PROMPTED_WORTH * (min(after_probes, hinted) - alone)
    gained += HINTED_WORTH * max(0.0, hinted - after_probes)
    return round(alone + gained, 4)
