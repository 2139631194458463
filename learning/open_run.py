"""The run of questions that is open: one at a time, a quiz or a review, in memory.

A review session is kept as a quiz run whose items are card ids; its id says which it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from learning.question_views import Missed, RunKind, RunSummary
from memory.learner import LearnerMemory
from memory.records import Attempt, QuizRun


def kind_of(run: QuizRun) -> RunKind:
    return "review" if run.id.startswith("review-") else "quiz"


def open_run(memory: LearnerMemory, kind: RunKind | None = None) -> QuizRun | None:
    """The run that is open, if it is of `kind` and a question of it is left."""
    run = memory.quizzes.running()
    if run is None or (kind is not None and kind_of(run) != kind):
        return None
    return run if next_position(memory, run) < len(run.items) else None


def next_position(memory: LearnerMemory, run: QuizRun) -> int:
    """The place in `run.items` of the question to be asked, counting from 0."""
    answered = memory.attempts.of_run(kind_of(run), run.id)
    return max((attempt.position for attempt in answered), default=-1) + 1


def begin_run(
    memory: LearnerMemory,
    kind: RunKind,
    topic: str | None,
    items: Sequence[str],
    at: datetime,
    conversation: str | None,
) -> QuizRun:
    """Keep a new run as the open one. The one that was open must have been set aside."""
    run = QuizRun(new_run_id(memory, kind, at), topic, tuple(items), "running", at, conversation)
    memory.quizzes.save(run)
    return run


def new_run_id(memory: LearnerMemory, kind: RunKind, at: datetime) -> str:
    """An id that no run has, and that follows from the time and the runs there are."""
    number = 1
    while memory.quizzes.get(run_id := f"{kind}-{at:%Y%m%d-%H%M%S}-{number}") is not None:
        number += 1
    return run_id


def set_aside(memory: LearnerMemory, at: datetime) -> QuizRun | None:
    """Pause the open run, or close it where nothing was left of it; the paused one is returned."""
    run = memory.quizzes.running()
    if run is None:
        return None
    if next_position(memory, run) >= len(run.items):
        close_run(memory, run, at)
        return None
    paused = replace(run, status="paused")
    memory.quizzes.save(paused)
    return paused


def said_of_paused(memory: LearnerMemory, run: QuizRun, title: str) -> str:
    """What the learner is told when `run` was set aside."""
    if next_position(memory, run):
        return f"Your {kind_of(run)} on {title} is paused and can go on later."
    return f"Your {kind_of(run)} on {title}, with nothing answered yet, is set aside."


def close_run(memory: LearnerMemory, run: QuizRun, at: datetime) -> None:
    """End the run: finished where something was answered, else abandoned."""
    answered = memory.attempts.of_run(kind_of(run), run.id)
    memory.quizzes.save(replace(run, status="finished" if answered else "abandoned", ended_at=at))


def paused_run(memory: LearnerMemory, kind: RunKind) -> QuizRun | None:
    """The paused run that was answered in last; one without any answer is not worth resuming."""
    tried: set[str] = set()
    for attempt in reversed(memory.attempts.all()):
        if attempt.source != kind or attempt.run in tried:
            continue
        tried.add(attempt.run)
        run = memory.quizzes.get(attempt.run)
        if run is not None and run.status == "paused":
            return run
    return None


def summarise(
    run: QuizRun,
    title: str,
    attempts: Sequence[Attempt],
    missed: tuple[Missed, ...],
    notes: tuple[str, ...],
) -> RunSummary:
    answered = len(attempts)
    return RunSummary(
        run=run.id,
        kind=kind_of(run),
        title=title,
        asked=len(run.items),
        answered=answered,
        right=sum(attempt.correct for attempt in attempts),
        score=round(sum(a.score for a in attempts) / answered, 4) if answered else 0.0,
        missed=missed,
        notes=notes,
    )
