"""How a coding question is talked about: what a reply is, and what is asked after it."""

from __future__ import annotations

from collections.abc import Sequence

from learning.code_answers import split_answer
from learning.coding_questions import COMPLEXITY, WRITE_IT, CodingQuestion
from learning.complexity import read_costs
from learning.interview_agenda import FollowUpPolicy
from memory.records import ExchangeKind, InterviewExchange


def claims_something(text: str) -> bool:
    """Whether `text` is an answer by its form: code, or what a program costs."""
    if split_answer(text).code:
        return True
    said = read_costs(text)
    return bool(said.time or said.space)


def has_code(exchanges: Sequence[InterviewExchange]) -> bool:
    return any(split_answer(exchange.answer or "").code for exchange in exchanges)


def follow_up_on_code(
    question: CodingQuestion, mine: Sequence[InterviewExchange], policy: FollowUpPolicy
) -> tuple[ExchangeKind, str] | None:
    """What to ask after an answer: the code where there is none, its cost, and once more where
    answers are followed deeper. Which of them is asked tells nothing of what the tests came to."""
    asked = {exchange.asked for exchange in mine}
    if not has_code(mine):
        return None if WRITE_IT in asked else ("probe", WRITE_IT)
    if COMPLEXITY not in asked:
        return "probe", COMPLEXITY
    went_deeper = any(exchange.kind == "deeper" for exchange in mine)
    deeper = next((text for text in question.deeper if text not in asked), None)
    if deeper is None or went_deeper or not policy.deeper:
        return None
    return "deeper", deeper
