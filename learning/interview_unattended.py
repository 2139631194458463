"""An interview that runs by itself, on answers given beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from learning.interview_agenda import Agenda
from learning.interview_answers import AnswerSheet
from learning.interviewing import next_step
from memory.records import InterviewExchange


def play(
    run: str, agenda: Agenda, answers: AnswerSheet, now: datetime
) -> tuple[InterviewExchange, ...]:
    """The exchanges of an interview whose answers are given; one without an answer has None."""
    exchanges: list[InterviewExchange] = []
    step = next_step(agenda, (), now)
    while step is not None:
        nth = sum(exchange.question == step.question.id for exchange in exchanges)
        answer = answers.answer(step.question.id, len(exchanges), nth)
        exchanges.append(
            InterviewExchange(
                run, len(exchanges), step.question.id, step.kind, step.text, now, answer, now
            )
        )
        step = next_step(agenda, exchanges, now)
    return tuple(exchanges)


def notes_on(answers: AnswerSheet, exchanges: Sequence[InterviewExchange]) -> tuple[str, ...]:
    """What the report has to say about answers that were left over."""
    left = len(answers.in_order) - len(exchanges)
    if left <= 0:
        return ()
    return (f"{left} of the answers given {'was' if left == 1 else 'were'} not used.",)
