"""What a learner can say to an open question instead of answering it."""

from __future__ import annotations

import re
from typing import Literal

from base.text import clean, fold
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

Control = Literal["skip", "stop", "hint", "pause", "back"]

_SAID: dict[str, Control] = {
    "skip": "skip",
    "pass": "skip",
    "next": "skip",
    "skip it": "skip",
    "skip this": "skip",
    "next question": "skip",
    "stop": "stop",
    "quit": "stop",
    "exit": "stop",
    "end": "stop",
    "hint": "hint",
    "a hint": "hint",
    "hint please": "hint",
    "clue": "hint",
    "pause": "pause",
    "pause it": "pause",
    "pause the quiz": "pause",
    "pause the review": "pause",
    "back": "back",
    "go back": "back",
    "previous question": "back",
    "change": "back",
    "change it": "back",
    "change answer": "back",
    "change my answer": "back",
    "change my last answer": "back",
    "change the answer": "back",
}
_CHANGED = re.compile(
    r"(?:please |let me |can i |could i |i want to |i(?:'d| would) like to )*"
    r"(?:change|correct|switch|make)(?P<what>(?: (?:my|the|that|this|it|last|previous|answer))*)"
    r"(?:,? (?:to|into)|:)? (?P<new>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_MEANT = re.compile(r"(?:no,? |sorry,? |oops,? )*i meant (?P<new>\S.*)", re.IGNORECASE | re.DOTALL)
_A_KEY = re.compile(r"(?:option |letter )?(?:[a-h](?:(?:,| and|,? )\s*[a-h])*|[-+]?[\d.,]+%?)")


def control_in(text: str) -> Control | None:
    """The control that `text` is, if it is nothing else."""
    return _SAID.get(fold(text[:40]).strip(" .!?/:"))


def changed_answer_in(text: str) -> str | None:
    """The answer in “change my answer to C”, “make it B” or “I meant 0.5”; None in any other text.

    Where the answer is not named as such, only letters and numbers are taken for one: “change it
    to a smaller step” may well answer a question.
    """
    said = clean(text).strip()
    found = _CHANGED.fullmatch(said) or _MEANT.fullmatch(said)
    if found is None:
        return None
    new = found["new"].strip()
    named = "answer" in (found.groupdict().get("what") or "").casefold()
    if named or _A_KEY.fullmatch(fold(new).strip(" .!")):
        return new.rstrip(" !") if named else new.strip(" .!")
    return None


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
