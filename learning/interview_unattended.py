"""An interview that runs by itself, on answers given beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from learning.interview_answers import AnswerSheet
from learning.interviewing import Agenda, next_step
from memory.records import InterviewExchange


def play(
    run: str, agenda: Agenda, answers: AnswerSheet, now: datetime
) -> tuple[tuple[InterviewExchange, ...], list[int]]:
    """The exchanges of an interview whose answers are given, and the numbers of the questions
    that had none."""
    exchanges: list[InterviewExchange] = []
    unanswered: list[int] = []
    step = next_step(agenda, (), now)
    while step is not None:
        nth = sum(exchange.question == step.question.id for exchange in exchanges)
        answer = answers.answer(step.question.id, len(exchanges), nth)
        exchanges.append(
            InterviewExchange(
                run, len(exchanges), step.question.id, step.kind, step.text, now, answer, now
            )
        )
        if answer is None and step.kind == "question":
            unanswered.append(agenda.questions.index(step.question) + 1)
        step = next_step(agenda, exchanges, now)
    return tuple(exchanges), unanswered


def notes_on(
    answers: AnswerSheet, exchanges: Sequence[InterviewExchange], unanswered: Sequence[int]
) -> tuple[str, ...]:
    """What the report has to say about answers that were lacking or left over."""
    notes = [_unanswered_note(unanswered)] if unanswered else []
    left = len(answers.in_order) - len(exchanges)
    if left > 0:
        notes.append(f"{left} of the answers given {'was' if left == 1 else 'were'} not used.")
    return tuple(notes)


def _unanswered_note(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"No answer was given to question {numbers[0]}; it counts as not answered."
    named = f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
    return f"No answer was given to questions {named}; they count as not answered."
