"""The interviewer's head: what is said next, whatever was said before.

Everything follows from the questions fixed at the start and from the exchanges so far, so that an
interview goes on in any process from what memory holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from learning.interview_agenda import Agenda, Stage
from learning.interview_clarifying import told
from learning.interview_follow_ups import FollowUp, follow_up, hint_for
from learning.interview_replies import Reply, read_reply, request_in
from learning.interview_time import seconds_left, seconds_of, warning
from memory.records import ExchangeKind, InterviewExchange
from roadmap.questions import InterviewQuestion

NEEDED_SHARE = 0.25
"""The part of its share of the time that a question or a follow-up is still begun with."""
_LEFT_TO_OTHERS = 0.6
"""The part of their shares that a second follow-up leaves to the questions to come."""

KINDLY = "That is all right."
TIME_IS_UP = "Time for this part is up."


@dataclass(frozen=True, slots=True)
class Step:
    """What the interviewer says next. `note` is said before it."""

    question: InterviewQuestion
    kind: ExchangeKind
    text: str
    note: str = ""


def next_step(agenda: Agenda, exchanges: Sequence[InterviewExchange], now: datetime) -> Step | None:
    """What to say after the last exchange, or None at the end of the interview.

    An exchange with an empty answer is asked again.
    """
    if not exchanges:
        return _open_stage(agenda, 0, _welcome(agenda))
    last = exchanges[-1]
    index = agenda.stage_of(last.question)
    stage = agenda.stages[index]
    question = next((q for q in stage.questions if q.id == last.question), None)
    if question is None:
        return None
    if last.answer == "":
        return Step(question, last.kind, last.asked)
    left = seconds_left(agenda, exchanges, index, now)
    reply = read_reply(question, last.answer or "")
    mine = [exchange for exchange in exchanges if exchange.question == question.id]
    if reply == "asked" and left > 0:
        return _to_a_question(question, mine, stage, left, warning(agenda, exchanges, index, left))
    if _has_room(stage, question, mine, left, now) and reply != "asked":
        following = follow_up(question, mine, stage.policy)
        if following is not None:
            kindly = KINDLY if reply == "gave-up" else ""
            note = _joined(kindly, warning(agenda, exchanges, index, left))
            return Step(question, following.kind, following.text, note)
    return _go_on(agenda, exchanges, question, left, _parting(reply))


def _to_a_question(
    question: InterviewQuestion,
    mine: Sequence[InterviewExchange],
    stage: Stage,
    left: float,
    note: str,
) -> Step:
    text = mine[-1].answer or ""
    hint: FollowUp | None = None
    if request_in(text) == "hint" and stage.policy.hints:
        hint = hint_for(question, mine)
    if hint is not None:
        return Step(question, hint.kind, hint.text, note)
    return Step(question, "told", told(question, text, left), note)


def _has_room(
    stage: Stage,
    question: InterviewQuestion,
    mine: Sequence[InterviewExchange],
    left: float,
    now: datetime,
) -> bool:
    """Whether there is time for a follow-up: for a first one as long as a question would still be
    begun, for more only out of what this question and the ones to come do not need."""
    if left < stage.share * NEEDED_SHARE:
        return False
    if all(exchange.kind in ("question", "told") for exchange in mine):
        return True
    used = sum(seconds_of(exchange, stage.share, now) for exchange in mine)
    to_come = len(stage.questions) - stage.questions.index(question) - 1
    return used < stage.share and left >= stage.share * (NEEDED_SHARE + _LEFT_TO_OTHERS * to_come)


def _parting(reply: Reply) -> str:
    return f"{KINDLY} Let us go on." if reply in ("gave-up", "passed") else ""


def _go_on(
    agenda: Agenda,
    exchanges: Sequence[InterviewExchange],
    question: InterviewQuestion,
    left: float,
    note: str,
) -> Step | None:
    index = agenda.stage_of(question.id)
    stage = agenda.stages[index]
    place = stage.questions.index(question) + 1
    if place < len(stage.questions) and left >= stage.share * NEEDED_SHARE:
        following = stage.questions[place]
        note = _joined(note, warning(agenda, exchanges, index, left))
        return Step(following, "question", following.question, note)
    if place < len(stage.questions):
        note = _joined(note, TIME_IS_UP)
    return _open_stage(agenda, index + 1, note)


def _open_stage(agenda: Agenda, index: int, note: str) -> Step | None:
    for number, stage in enumerate(agenda.stages[index:], start=index):
        if stage.questions:
            first = stage.questions[0]
            return Step(first, "question", first.question, _joined(note, _opening(agenda, number)))
    return None


def _welcome(agenda: Agenda) -> str:
    """How the interview is opened: how much there is, and what may be said."""
    count = len(agenda.questions)
    minutes = round(sum(stage.seconds for stage in agenda.stages) / 60)
    return (
        f"{'One question' if count == 1 else f'{count} questions'} in {minutes} minutes. Ask me "
        "where something in a question is unclear, and say so when you don't know."
    )


def _opening(agenda: Agenda, number: int) -> str:
    """How a part is announced: how long it is, where it is another part than the one before."""
    stage = agenda.stages[number]
    before = agenda.stages[number - 1].name if number else ""
    if number == 0 or before == stage.name:
        return ""
    count, minutes = len(stage.questions), max(1, round(stage.seconds / 60))
    questions = "1 question" if count == 1 else f"{count} questions"
    return f"Next: {stage.name}, {questions} in {minutes} minutes."


def _joined(*notes: str) -> str:
    return " ".join(note for note in notes if note)
