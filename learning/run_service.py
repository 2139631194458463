"""What quizzes and reviews have in common: one question open, the next, the end.

What is open follows from memory alone, so that any process can go on with it. Every move is made
from the step at which it was meant: of two answers to one question, one is kept and the other is
told so; it is never read against the question after.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import ClassVar

from base.clock import Clock
from base.errors import InvalidInput, NotNow
from base.text import one_line
from learning.given_answers import AtQuestion
from learning.model_grading import FindJudge, nobody
from learning.open_run import (
    answer_at,
    closed,
    kind_of,
    moved_on,
    open_run,
    said_of_paused,
    skipped,
    token_of,
)
from learning.question_views import AnswerView, QuestionView, RunKind, RunSummary
from learning.quiz_pool import title_of
from memory.learner import LearnerMemory
from memory.quizzes import Answered
from memory.records import QuizRun
from roadmap.catalogue import Roadmap

HINT_COSTS = "A hint takes a quarter off what this answer counts for."


class RunService(ABC):
    kind: ClassVar[RunKind]
    how_to_start: ClassVar[str]

    def __init__(
        self,
        memory: LearnerMemory,
        roadmap: Roadmap,
        clock: Clock,
        find_judge: FindJudge = nobody,
    ) -> None:
        self._memory = memory
        self._roadmap = roadmap
        self._clock = clock
        self._find_judge = find_judge

    def current(self) -> QuestionView | None:
        """The question that is open, if a run of this kind is."""
        run = self._running()
        return None if run is None else self._view(run)

    def upcoming(self) -> tuple[QuestionView, ...]:
        """The open question and those after it; empty where none is open."""
        run = self._running()
        if run is None:
            return ()
        places = range(run.position, len(run.items))
        return tuple(self._view(replace(run, position=position)) for position in places)

    def answer(
        self, text: str, confidence: int | None = None, asked: str | None = None
    ) -> AnswerView:
        """Grade `text` as the answer to the open question and keep it.

        `asked` is the token of the question that is meant; without one, it is the open one.

        Raises:
            NotNow: nothing is open, or another question than the one meant.
            InvalidInput: `text` does not read as an answer to this question, or `confidence` is
                no percentage. Nothing is kept and the question stays open.
        """
        if confidence is not None and not 0 <= confidence <= 100:
            raise InvalidInput(
                f"A confidence of {confidence} is not a percentage.", hint="Say 0 to 100."
            )
        run = self._open(asked)
        return self._take(AtQuestion(run, run, answer_at(self._memory, run)), text, confidence)

    def change(
        self, text: str | None = None, asked: str | None = None
    ) -> AnswerView | QuestionView:
        """Take the last answer back: `text` in its place, or, without one, its question again.

        It can be changed until the next question is answered. The earlier answer stands until
        another is given; what was answered counts once.

        Raises:
            NotNow: there is no answer to change, or another question is open than the one meant.
            InvalidInput: `text` does not read as an answer to that question.
        """
        at = self._last_answered(asked)
        if text is not None:
            return self._take(at, text, None)
        if at.kept.position != at.run.position:
            self._move(at.kept, at.run)
            return self._view(
                _stepped(at.run, at.kept), ("Your earlier answer stands until then.",)
            )
        return self._view(at.run)

    def skip(self, asked: str | None = None) -> QuestionView | RunSummary:
        """Leave the open question out of the run; the next one, or the summary. A question that
        was reopened keeps the answer it had.

        Raises:
            NotNow: no run of this kind is open, or another question than the one meant.
        """
        run = self._open(asked)
        past = moved_on if answer_at(self._memory, run) else skipped
        upcoming, summary = self._onward(run, past(run, self._clock()))
        return upcoming or summary or self._summary(run)

    def pause(self) -> QuestionView:
        """Put the open run aside, to be gone on with at any time; the question it waits at.

        Raises:
            NotNow: no run of this kind is open.
        """
        run = self._open()
        self._move(run, replace(run, status="paused"))
        return self._view(run)

    def stop(self) -> RunSummary:
        """End the open run here and say how it went.

        Raises:
            NotNow: no run of this kind is open.
        """
        run = self._open()
        answered = answer_at(self._memory, run) is not None
        ended = closed(replace(run, position=run.position + answered), self._clock())
        self._move(run, ended)
        return self._summary(ended)

    def hint(self) -> str:
        """A small help with the open question, and what it costs.

        Raises:
            NotNow: no run of this kind is open.
        """
        run = self._open()
        said = self._hint(run)
        self._memory.quizzes.note_hint(run)
        return f"{said} ({HINT_COSTS})"

    def result(self, run_id: str) -> RunSummary | None:
        """How the run with this id went so far; None where there is none."""
        run = self._memory.quizzes.get(run_id)
        return None if run is None else self._summary(run)

    @abstractmethod
    def _has(self, item: str) -> bool:
        """Whether the question behind `item` still exists."""

    @abstractmethod
    def _view(self, run: QuizRun, notes: tuple[str, ...] = ()) -> QuestionView:
        """The question at the run's position."""

    @abstractmethod
    def _take(self, at: AtQuestion, text: str, confidence: int | None) -> AnswerView:
        """Grade and keep an answer to the question that the run is at."""

    @abstractmethod
    def _hint(self, run: QuizRun) -> str:
        """A small help with the question at the run's position."""

    @abstractmethod
    def _summary(self, run: QuizRun) -> RunSummary:
        """How the run went so far."""

    def _running(self) -> QuizRun | None:
        """The open run, without questions that no longer exist."""
        run = open_run(self._memory, self.kind)
        return None if run is None else self._without_the_gone(run)

    def _without_the_gone(self, run: QuizRun) -> QuizRun | None:
        """The run without questions ahead that no longer exist; None where none is left."""
        ahead = tuple(item for item in run.items[run.position :] if self._has(item))
        return replace(run, items=run.items[: run.position] + ahead) if ahead else None

    def _open(self, asked: str | None = None) -> QuizRun:
        run = self._running()
        if asked is not None and (run is None or token_of(run) != asked):
            raise self._too_late()
        if run is None:
            raise NotNow(f"No {self.kind} is open.", hint=self.how_to_start)
        return run

    def _opened_in(self, run: QuizRun, conversation: str | None) -> QuizRun:
        """The run, open, in the conversation that goes on with it, where one does."""
        opened = replace(run, status="running", conversation=conversation or run.conversation)
        if opened == run:
            return run
        self._move(run, opened)
        return _stepped(opened, run)

    def _last_answered(self, asked: str | None) -> AtQuestion:
        """The last question answered of the run that is open, or of one that has just ended."""
        kept = self._running() if asked is None else self._open(asked)
        if kept is None:
            kept = self._memory.quizzes.newest()
            if kept is None or kept.status != "finished" or kind_of(kept) != self.kind:
                raise NotNow("There is no answer to change.", hint=self.how_to_start)
        here = answer_at(self._memory, kept) if kept.position < len(kept.items) else None
        back = kept if here else replace(kept, position=kept.position - 1)
        earlier = here or answer_at(self._memory, back)
        if earlier is None or not self._has(back.items[back.position]):
            raise NotNow(
                "Nothing was answered yet that could be changed.", hint="Answer the open question."
            )
        return AtQuestion(kept, replace(back, status="running", hinted=False), earlier)

    def _move(self, before: QuizRun, after: QuizRun, answered: Answered | None = None) -> None:
        """Make the move, all of it or nothing.

        Raises:
            NotNow: the run is no longer where it was.
        """
        if not self._memory.quizzes.move(before, after, answered):
            raise self._too_late()

    def _onward(
        self, before: QuizRun, after: QuizRun, answered: Answered | None = None
    ) -> tuple[QuestionView | None, RunSummary | None]:
        """Make the move; the question that is then open, or the summary."""
        self._move(before, after, answered)
        if after.status == "running":
            return self._view(_stepped(after, before)), None
        return None, self._summary(after)

    def _too_late(self) -> NotNow:
        """What to tell one whose question was answered or skipped by another hand."""
        question = self.current()
        if question is None:
            hint = self.how_to_start
        else:
            place = f"{question.number} of {question.total}"
            hint = f"Open is question {place}: {one_line(question.stem, 300)}"
        return NotNow(
            "That question is no longer the open one, so this was not taken as an answer.",
            hint=hint,
        )

    def _paused_for_another(self) -> tuple[str, ...]:
        """What to tell the learner of the run that starting another sets aside."""
        run = open_run(self._memory)
        return () if run is None else (said_of_paused(run, self._title(run)),)

    def _title(self, run: QuizRun) -> str:
        if run.topic is None:
            return "what is due" if kind_of(run) == "review" else "mixed topics"
        return title_of(self._roadmap, run.topic)


def _stepped(run: QuizRun, before: QuizRun) -> QuizRun:
    """`run` as memory has it after a move from `before`."""
    return replace(run, step=before.step + 1)
