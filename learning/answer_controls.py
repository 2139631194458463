"""What a learner can say to an open question instead of answering it: skip, stop, hint."""

from __future__ import annotations

from typing import Literal

from base.text import fold
from learning.choice_answers import LETTERS
from learning.item_grading import shuffled_steps
from roadmap.questions import (
    CodeOutput,
    MultipleChoice,
    Numeric,
    Ordering,
    QuizItem,
    ShortAnswer,
    SingleChoice,
)

Control = Literal["skip", "stop", "hint"]

_SAID: dict[str, Control] = {
    "skip": "skip",
    "pass": "skip",
    "next": "skip",
    "skip it": "skip",
    "next question": "skip",
    "stop": "stop",
    "quit": "stop",
    "exit": "stop",
    "end": "stop",
    "hint": "hint",
    "a hint": "hint",
    "hint please": "hint",
    "clue": "hint",
}


def control_in(text: str) -> Control | None:
    """The control that `text` is, if it is nothing else."""
    return _SAID.get(fold(text[:40]).strip(" .!?/:"))


def hint_for(item: QuizItem, seed: str) -> str:
    """A small help that leaves the question open; the same each time it is asked for."""
    match item:
        case SingleChoice():
            wrong = [n for n, option in enumerate(item.options) if not option.correct]
            return f"It is not {LETTERS[wrong[len(item.id) % len(wrong)]]}."
        case MultipleChoice():
            return f"{sum(option.correct for option in item.options)} of these are right."
        case Numeric():
            return "Write the formula first, then put the numbers in one by one."
        case Ordering():
            return f"It begins with {LETTERS[shuffled_steps(item, seed).index(0)]}."
        case CodeOutput():
            lines = len(item.output.strip().splitlines())
            return f"It prints {lines} line{'s' if lines != 1 else ''}. Follow the values by hand."
        case ShortAnswer():
            probes = [point.probe for point in item.rubric.points if point.probe]
            return probes[0] if probes else f"Think of {len(item.rubric.points)} points."
