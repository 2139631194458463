"""What a learner says to an open question, taken as what it is: an answer, a change, a control.

Tools, commands and screens hand the learner's words to `reply_to` and show what comes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from learning.answer_controls import changed_answer_in, control_in
from learning.question_views import AnswerView, QuestionView, RunSummary
from learning.run_service import RunService

What = Literal["answered", "reopened", "skipped", "ended", "paused", "hinted"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of the words. `question` is the one that is open then, or paused at; `graded`
    is there where something was answered, `summary` where the run has ended."""

    what: What
    question: QuestionView | None = None
    graded: AnswerView | None = None
    summary: RunSummary | None = None
    hint: str = ""


def reply_to(
    service: RunService, text: str, confidence: int | None = None, asked: str | None = None
) -> Reply:
    """Take `text` as said to the open question of `service`, or to the one that `asked` names.

    Raises:
        NotNow: nothing is open, another question than the one meant is, or there is no answer yet
            that could be changed.
        InvalidInput: it does not read as an answer. Nothing is kept and the question stays open.
    """
    changed = changed_answer_in(text)
    if changed is not None:
        return _of(service.change(changed, asked))
    match control_in(text):
        case "hint":
            return Reply("hinted", service.current(), hint=service.hint())
        case "pause":
            return Reply("paused", service.pause())
        case "stop":
            return Reply("ended", summary=service.stop())
        case "back":
            return _of(service.change(asked=asked))
        case "skip":
            after = service.skip(asked)
            if isinstance(after, RunSummary):
                return Reply("ended", summary=after)
            return Reply("skipped", after)
        case None:
            return _of(service.answer(text, confidence, asked))


def _of(outcome: AnswerView | QuestionView) -> Reply:
    if isinstance(outcome, QuestionView):
        return Reply("reopened", outcome)
    return Reply("answered", outcome.next, outcome, outcome.summary)
