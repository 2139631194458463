"""An interview as it went: what was said on both sides, by the interviewer's clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Protocol

from learning.interview_agenda import Agenda
from learning.interview_replies import Reply, read_reply
from learning.interview_results import QuestionResult, Report
from learning.open_interview import Ask
from roadmap.questions import InterviewQuestion

BEGINNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Interviewer(Protocol):
    """What is put to the test; the service is one."""

    def start(
        self,
        script: str,
        minutes: int | None = None,
        seed: int | None = None,
        conversation: str | None = None,
    ) -> Ask: ...

    def answer(self, text: str) -> Ask | Report: ...

    def resume(self) -> Ask: ...

    def attend(self) -> float | None: ...


class SimulatedClock:
    """A clock that goes on by as long as a candidate takes."""

    def __init__(self, now: datetime = BEGINNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Said:
    """A candidate's reply, and the seconds they took for it."""

    text: str
    seconds: float = 40.0


@dataclass(frozen=True, slots=True)
class Turn:
    """What the interviewer said and the candidate's reply. `picked_up` is what another process
    asked when it went on in the middle of it; None where none did."""

    ask: Ask
    said: Said
    picked_up: Ask | None = None


@dataclass(frozen=True)
class Transcript:
    """One interview. `turns` are all there was before the report; `report` is None where the
    interviewer found no end."""

    candidate: str
    script: str
    seed: int
    agenda: Agenda
    turns: tuple[Turn, ...]
    report: Report | None

    @cached_property
    def bank(self) -> dict[str, InterviewQuestion]:
        return {question.id: question for question in self.agenda.questions}

    def question(self, turn: Turn) -> InterviewQuestion:
        return self.bank[turn.ask.question]

    def reply(self, turn: Turn) -> Reply:
        """What kind of reply the candidate gave."""
        return read_reply(self.question(turn), turn.said.text)

    def steps(self) -> Iterator[tuple[Turn, Turn]]:
        """Each turn with the one after it."""
        yield from zip(self.turns, self.turns[1:], strict=False)

    def on(self, question_id: str) -> tuple[Turn, ...]:
        """The turns on one question."""
        return tuple(turn for turn in self.turns if turn.ask.question == question_id)

    def until(self, turn: Turn) -> tuple[Turn, ...]:
        """The turns on the same question up to `turn`, with it."""
        mine = self.on(turn.ask.question)
        return mine[: mine.index(turn) + 1]

    def result(self, question_id: str) -> QuestionResult | None:
        results = self.report.questions if self.report is not None else ()
        return next((result for result in results if result.id == question_id), None)

    def used(self, question_id: str) -> float:
        """The seconds the candidate took on one question."""
        return sum(turn.said.seconds for turn in self.on(question_id))

    def stage_number(self, turn: Turn) -> int:
        return self.agenda.stage_of(turn.ask.question)

    def left_after(self, turn: Turn) -> float:
        """The seconds left for the part after the candidate's reply in `turn`, with what earlier
        parts left over; below zero where it is overrun."""
        index = self.turns.index(turn)
        left = 0.0
        for number, stage in enumerate(self.agenda.stages[: self.stage_number(turn) + 1]):
            used = sum(
                one.said.seconds
                for one in self.turns[: index + 1]
                if self.stage_number(one) == number
            )
            left = max(0.0, left) + stage.seconds - used
        return left

    def share(self, turn: Turn) -> float:
        return self.agenda.stages[self.stage_number(turn)].share
