"""Interviews in the middle of things, for the tests of the interviewer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from learning.interview_agenda import Agenda, FollowUpPolicy, Stage
from memory.records import ExchangeKind, InterviewExchange
from roadmap.catalogue import Roadmap
from roadmap.questions import InterviewQuestion

USUAL = FollowUpPolicy()
START = datetime(2026, 11, 23, 9, tzinfo=UTC)


def question(question_id: str) -> InterviewQuestion:
    return Roadmap.load().interview_question(question_id)


def stage(
    *asked: str | InterviewQuestion,
    minutes: float,
    policy: FollowUpPolicy = USUAL,
    weight: float = 1.0,
) -> Stage:
    """A part that asks these questions, given by id or whole."""
    questions = tuple(question(one) if isinstance(one, str) else one for one in asked)
    return Stage(questions[0].area, questions, minutes * 60, policy, weight)


def agenda(*stages: Stage) -> Agenda:
    return Agenda(stages)


def said(
    earlier: tuple[InterviewExchange, ...],
    asked: str,
    answer: str | None,
    *,
    minutes: float = 1.0,
    kind: ExchangeKind = "question",
    as_asked: str = "as it was asked",
) -> tuple[InterviewExchange, ...]:
    """`earlier` and one more exchange that took `minutes`."""
    began = (earlier[-1].answered_at or START) if earlier else START
    return (
        *earlier,
        InterviewExchange(
            "run",
            len(earlier),
            asked,
            kind,
            as_asked,
            began,
            answer,
            None if answer is None else began + timedelta(minutes=minutes),
        ),
    )


def now_after(exchanges: tuple[InterviewExchange, ...]) -> datetime:
    return exchanges[-1].answered_at or START
