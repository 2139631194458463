"""What quizzes and reviews have in common: one question open, the next, the end.

What is open follows from memory alone, the run with its items and the attempts already kept, so
that any process can go on with it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import ClassVar

from base.clock import Clock
from base.errors import NotNow
from learning.open_run import (
    close_run,
    kind_of,
    next_position,
    open_run,
    said_of_paused,
    set_aside,
)
from learning.question_views import QuestionView, RunKind, RunSummary
from learning.quiz_pool import title_of
from memory.learner import LearnerMemory
from memory.records import QuizRun
from roadmap.catalogue import Roadmap

KEPT_CHARACTERS = 4_000
"""Characters of an answer that are kept with the attempt."""


class RunService(ABC):
    kind: ClassVar[RunKind]
    how_to_start: ClassVar[str]

    def __init__(self, memory: LearnerMemory, roadmap: Roadmap, clock: Clock) -> None:
        self._memory = memory
        self._roadmap = roadmap
        self._clock = clock

    def current(self) -> QuestionView | None:
        """The question that is open, if a run of this kind is."""
        run = self._running()
        return None if run is None else self._question(run)

    def upcoming(self) -> tuple[QuestionView, ...]:
        """The open question and those after it; empty where none is open."""
        run = self._running()
        if run is None:
            return ()
        first = next_position(self._memory, run)
        return tuple(self._view(run, position) for position in range(first, len(run.items)))

    def skip(self) -> QuestionView | RunSummary:
        """Leave the open question out of the run; the next one, or the summary.

        Raises:
            NotNow: no run of this kind is open.
        """
        run = self._open()
        position = next_position(self._memory, run)
        run = replace(run, items=run.items[:position] + run.items[position + 1 :])
        self._memory.quizzes.save(run)
        upcoming, summary = self._onward(run)
        return upcoming or summary or self._summary(run)

    def stop(self) -> RunSummary:
        """End the open run here and say how it went.

        Raises:
            NotNow: no run of this kind is open.
        """
        run = self._open()
        close_run(self._memory, run, self._clock())
        return self._summary(run)

    @abstractmethod
    def _has(self, item: str) -> bool:
        """Whether the question behind `item` still exists."""

    @abstractmethod
    def _view(self, run: QuizRun, position: int, notes: tuple[str, ...] = ()) -> QuestionView:
        """The question at `position`, counted from 0."""

    @abstractmethod
    def _summary(self, run: QuizRun) -> RunSummary:
        """How the run went so far."""

    def _running(self) -> QuizRun | None:
        """The open run, without questions that no longer exist."""
        run = open_run(self._memory, self.kind)
        if run is None:
            return None
        position = next_position(self._memory, run)
        ahead = tuple(item for item in run.items[position:] if self._has(item))
        return replace(run, items=run.items[:position] + ahead) if ahead else None

    def _open(self) -> QuizRun:
        run = self._running()
        if run is None:
            raise NotNow(f"No {self.kind} is open.", hint=self.how_to_start)
        return run

    def _question(self, run: QuizRun, notes: tuple[str, ...] = ()) -> QuestionView:
        return self._view(run, next_position(self._memory, run), notes)

    def _onward(self, run: QuizRun) -> tuple[QuestionView | None, RunSummary | None]:
        """What follows an answer; the run is closed where nothing does."""
        if next_position(self._memory, run) < len(run.items):
            return self._question(run), None
        close_run(self._memory, run, self._clock())
        return None, self._summary(run)

    def _set_aside(self) -> tuple[str, ...]:
        """Pause whatever run is open; what to tell the learner of it."""
        paused = set_aside(self._memory, self._clock())
        if paused is None:
            return ()
        return (said_of_paused(self._memory, paused, self._title(paused)),)

    def _title(self, run: QuizRun) -> str:
        if run.topic is None:
            return "what is due" if kind_of(run) == "review" else "mixed topics"
        return title_of(self._roadmap, run.topic)
