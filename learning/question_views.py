"""What the learner is shown of a question, of a graded answer and of a finished run.

No view of an open question carries its key, its rubric or its explanation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from learning.grading import PointGrade, Verdict
from learning.item_grading import shown_options
from roadmap.questions import CodeOutput, Numeric, QuizItem

RunKind = Literal["quiz", "review"]
AnswerKind = Literal["single", "multiple", "numeric", "ordering", "short", "code", "recall"]

HOW_TO_ANSWER: dict[AnswerKind, str] = {
    "single": "Answer with one letter.",
    "multiple": "More than one may be right: answer with all letters that are.",
    "numeric": "Answer with a number.",
    "ordering": "Answer with the letters in their right order.",
    "short": "Answer in a sentence or two.",
    "code": "Answer with exactly what it prints.",
    "recall": "Answer in your own words, or rate yourself: again, hard, good or easy.",
}


@dataclass(frozen=True, slots=True)
class QuestionView:
    """An open question. `options` are lettered from A; `number` counts from 1 and leaves out the
    `skipped` ones. `token` names this question as it is open: an answer that carries it is never
    read against another."""

    run: str
    kind: RunKind
    number: int
    total: int
    item: str
    topic: str
    topic_title: str
    answer_kind: AnswerKind
    stem: str
    options: tuple[str, ...] = ()
    code: str = ""
    how: str = ""
    notes: tuple[str, ...] = ()
    token: str = ""
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Missed:
    """A question of a run that was not answered right."""

    item: str
    topic: str
    topic_title: str
    stem: str


@dataclass(frozen=True, slots=True)
class RunSummary:
    """How a run went. `score` is the mean over the questions answered, 0 to 1; `hinted` counts the
    answers that had a hint."""

    run: str
    kind: RunKind
    title: str
    asked: int
    answered: int
    right: int
    score: float
    missed: tuple[Missed, ...]
    notes: tuple[str, ...] = ()
    hinted: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A graded answer, what was right, and what comes next: a question or the summary.

    `score` is what the answer counts for, 0 to 1: hints and late changes are off it already.
    """

    question: QuestionView
    verdict: Verdict
    score: float
    comment: str
    right_answer: str
    explanation: str
    tempting: tuple[str, ...] = ()
    points: tuple[PointGrade, ...] = ()
    red_flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    next: QuestionView | None = None
    summary: RunSummary | None = None


def view_of_item(
    item: QuizItem,
    *,
    run: str,
    kind: RunKind,
    place: tuple[int, int],
    topic_title: str,
    token: str,
    skipped: int,
    notes: tuple[str, ...] = (),
) -> QuestionView:
    """`item` as it is asked; `place` is its number and how many there are."""
    how = HOW_TO_ANSWER[item.kind]
    if isinstance(item, Numeric) and item.unit:
        how = f"Answer with a number ({item.unit})."
    return QuestionView(
        run=run,
        kind=kind,
        number=place[0],
        total=place[1],
        item=item.id,
        topic=item.topic,
        topic_title=topic_title,
        answer_kind=item.kind,
        stem=item.stem,
        options=shown_options(item, run),
        code=item.code if isinstance(item, CodeOutput) else "",
        how=how,
        notes=notes,
        token=token,
        skipped=skipped,
    )
