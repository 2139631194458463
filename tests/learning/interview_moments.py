"""Interviews in the middle of things, for the tests of the interviewer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from learning.interview_scripts import ProbePolicy
from learning.interviewing import Agenda, Stage
from memory.records import InterviewExchange
from roadmap.catalogue import Roadmap
from roadmap.questions import InterviewQuestion

START = datetime(2026, 11, 23, 9, tzinfo=UTC)


def question(question_id: str) -> InterviewQuestion:
    return Roadmap.load().interview_question(question_id)


def stage(*ids: str, minutes: float, probe: ProbePolicy = "missed", weight: float = 1.0) -> Stage:
    questions = tuple(question(name) for name in ids)
    return Stage(questions[0].area, questions, minutes * 60, probe, weight)


def agenda(*stages: Stage) -> Agenda:
    return Agenda(stages)


def said(
    earlier: tuple[InterviewExchange, ...],
    asked: str,
    answer: str | None,
    *,
    minutes: float = 1.0,
    kind: str = "question",
) -> tuple[InterviewExchange, ...]:
    """`earlier` and one more exchange that took `minutes`."""
    began = (earlier[-1].answered_at or START) if earlier else START
    return (
        *earlier,
        InterviewExchange(
            "run",
            len(earlier),
            asked,
            "probe" if kind == "probe" else "question",
            "as it was asked",
            began,
            answer,
            None if answer is None else began + timedelta(minutes=minutes),
        ),
    )


def now_after(exchanges: tuple[InterviewExchange, ...]) -> datetime:
    return exchanges[-1].answered_at or START
