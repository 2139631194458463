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


def token_of(run: QuizRun) -> str:
    """What names the open question of `run`: another after every move."""
    return f"{run.id}/{run.step}"


def open_token(memory: LearnerMemory) -> str | None:
    """The token of the question that is open in memory, of a quiz or a review."""
    run = memory.quizzes.running()
    return None if run is None else token_of(run)


def open_run(memory: LearnerMemory, kind: RunKind | None = None) -> QuizRun | None:
    """The run that is open, if it is of `kind` and a question of it is left."""
    run = memory.quizzes.running()
    if run is None or (kind is not None and kind_of(run) != kind):
        return None
    return run if run.position < len(run.items) else None


def answer_at(memory: LearnerMemory, run: QuizRun) -> Attempt | None:
    """The answer that was given to the question at the run's position, if one was."""
    attempts = memory.attempts.of_run(kind_of(run), run.id)
    return next((attempt for attempt in attempts if attempt.position == run.position), None)


def new_run_id(memory: LearnerMemory, kind: RunKind, at: datetime) -> str:
    """An id that no run has, and that follows from the time and the runs there are."""
    number = 1
    while memory.quizzes.get(run_id := f"{kind}-{at:%Y%m%d-%H%M%S}-{number}") is not None:
        number += 1
    return run_id


def moved_on(run: QuizRun, at: datetime) -> QuizRun:
    """`run` with its open question behind it; finished where it was the last."""
    after = replace(run, position=run.position + 1, hinted=False, status="running", ended_at=None)
    return after if after.position < len(after.items) else closed(after, at)


def skipped(run: QuizRun, at: datetime) -> QuizRun:
    """`run` without its open question; closed where it was the last."""
    items = run.items[: run.position] + run.items[run.position + 1 :]
    after = replace(run, items=items, skipped=run.skipped + 1, hinted=False)
    return after if after.position < len(items) else closed(after, at)


def closed(run: QuizRun, at: datetime) -> QuizRun:
    """The run ended: finished where something was answered, else abandoned."""
    return replace(run, status="finished" if run.position else "abandoned", ended_at=at)


def said_of_paused(run: QuizRun, title: str) -> str:
    """What the learner is told when `run` was set aside for another."""
    if run.position:
        return f"Your {kind_of(run)} on {title} is paused and can go on later."
    return f"Your {kind_of(run)} on {title}, with nothing answered yet, is set aside."


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
        right=sum(attempt.verdict == "right" for attempt in attempts),
        score=round(sum(a.score for a in attempts) / answered, 4) if answered else 0.0,
        missed=missed,
        notes=notes,
        hinted=sum(attempt.hinted for attempt in attempts),
        skipped=run.skipped,
    )
