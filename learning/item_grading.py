"""Grading the answer to a quiz item of any kind, and showing an item without its key."""

from __future__ import annotations

import hashlib
import random
import re
from typing import assert_never

from base.errors import InvalidInput
from base.text import clean, fold
from learning.choice_answers import LETTERS, read_multiple, read_order, read_single
from learning.grading import Grade, Verdict
from learning.model_grading import RubricJudge, grade_with
from learning.non_answers import is_giving_up, reads_as_question
from learning.numeric_answers import is_close, read_quantity
from roadmap.questions import (
    CodeOutput,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    QuizItem,
    ShortAnswer,
    SingleChoice,
)

_LONGEST_OUTPUT = 4_000


def shown_options(item: QuizItem, seed: str) -> tuple[str, ...]:
    """What stands under the question, lettered from A: options as stored, steps shuffled."""
    if isinstance(item, SingleChoice | MultipleChoice):
        return tuple(option.text for option in item.options)
    if isinstance(item, Ordering):
        return tuple(item.steps[index] for index in shuffled_steps(item, seed))
    return ()


def shuffled_steps(item: Ordering, seed: str) -> tuple[int, ...]:
    """An order of the steps that follows from `seed` and is never the right one."""
    right = list(range(len(item.steps)))
    digest = hashlib.sha256(f"{seed}/{item.id}".encode()).digest()
    shuffler = random.Random(digest)  # noqa: S311  # an order to show, not a secret
    order = right[:]
    while order == right:
        shuffler.shuffle(order)
    return tuple(order)


def grade_item(item: QuizItem, answer: str, seed: str, judge: RubricJudge | None = None) -> Grade:
    """Grade `answer`; `seed` is the one the item was shown with. `judge` reads short answers;
    everything else is checked.

    Raises:
        InvalidInput: the text does not read as an answer to this kind of question.
    """
    text = clean(answer)
    if is_giving_up(text):
        return Grade(0.0, (), "wrong", 0.95, comment="You said you do not know.")
    if reads_as_question(text) and fold(text) != fold(item.stem):
        raise InvalidInput(
            "This reads as a question, not as an answer to the open one.",
            hint="Answer the open question, or say that you do not know.",
        )
    match item:
        case SingleChoice():
            return _grade_single(item, text)
        case MultipleChoice():
            return _grade_multiple(item, text)
        case Numeric():
            close = is_close(read_quantity(text), item.answer, item.tolerance, item.unit)
            return _settled(1.0 if close else 0.0)
        case Ordering():
            return _grade_order(item, text, seed)
        case CodeOutput():
            return _grade_output(item, text)
        case ShortAnswer():
            return _grade_short(item, text, judge)
        case _:
            assert_never(item)


def right_answer(item: QuizItem, seed: str | None = None) -> str:
    """The key in words, for after the learner answered; with `seed`, steps have their letters."""
    match item:
        case SingleChoice() | MultipleChoice():
            keys = (n for n, option in enumerate(item.options) if option.correct)
            return "; ".join(f"{LETTERS[n]}) {item.options[n].text}" for n in keys)
        case Numeric():
            return f"{item.answer:.12g} {item.unit}".strip()
        case Ordering():
            steps = " → ".join(item.steps)
            if seed is None:
                return steps
            order = shuffled_steps(item, seed)
            letters = ", ".join(LETTERS[order.index(n)] for n in range(len(order)))
            return f"{letters} ({steps})"
        case CodeOutput():
            return item.output.rstrip("\n")
        case ShortAnswer():
            return item.reference
        case _:
            assert_never(item)


def why_tempting(item: QuizItem, answer: str) -> tuple[str, ...]:
    """For each wrong option that `answer` chose, why one would choose it."""
    try:
        if isinstance(item, SingleChoice):
            chosen = {read_single([option.text for option in item.options], answer)}
        elif isinstance(item, MultipleChoice):
            chosen = set(read_multiple([option.text for option in item.options], answer))
        else:
            return ()
    except InvalidInput:
        return ()
    return tuple(
        f"{LETTERS[n]}: {option.why}"
        for n, option in _wrong(item.options)
        if n in chosen and option.why
    )


def _wrong(options: tuple[Option, ...]) -> list[tuple[int, Option]]:
    return [(n, option) for n, option in enumerate(options) if not option.correct]


def _settled(score: float) -> Grade:
    """A grade of something that is checked, not judged: the grader is sure of it."""
    verdict: Verdict = "right" if score >= 1 else "partly" if score > 0 else "wrong"
    return Grade(round(score, 4), (), verdict, 1.0)


def _grade_single(item: SingleChoice, text: str) -> Grade:
    chosen = read_single([option.text for option in item.options], text)
    return _settled(1.0 if item.options[chosen].correct else 0.0)


def _grade_short(item: ShortAnswer, text: str, judge: RubricJudge | None) -> Grade:
    if len(text.strip(" \t\n.)(")) == 1:
        raise InvalidInput(
            "This question has no letters to choose from.",
            hint="Answer it in a sentence or two, or say that you do not know.",
        )
    return grade_with(judge, item.stem, item.rubric, text)


def _grade_multiple(item: MultipleChoice, text: str) -> Grade:
    """Right options chosen less wrong ones, over all that are right; never below 0."""
    chosen = read_multiple([option.text for option in item.options], text)
    keys = {n for n, option in enumerate(item.options) if option.correct}
    return _settled(max(0, len(chosen & keys) - len(chosen - keys)) / len(keys))


def _grade_order(item: Ordering, text: str, seed: str) -> Grade:
    """Kendall's tau (1938) between the order given and the right one, never below 0."""
    shown = shuffled_steps(item, seed)
    given = [shown[place] for place in read_order([item.steps[n] for n in shown], text)]
    pairs = [(a, b) for i, a in enumerate(given) for b in given[i + 1 :]]
    return _settled(max(0.0, 2 * sum(a < b for a, b in pairs) / len(pairs) - 1))


def _grade_output(item: CodeOutput, text: str) -> Grade:
    same = _printed(text) == _printed(item.output)
    return _settled(1.0 if same else 0.0)


def _printed(text: str) -> str:
    """Output without fences, outer quotes, letter case and spacing that nobody means."""
    text = re.sub(r"^```\w*\n?|```$", "", text[:_LONGEST_OUTPUT].strip())
    text = re.sub(r"\s*([\[\](){},:])\s*", r"\1", fold(text))
    return text.replace('"', "'").strip("'` ")
