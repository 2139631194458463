"""Answers written down beforehand, for an interview that runs by itself.

The file is YAML: a list of answers in the order they will be asked for, probes included, or a
mapping from a question's id to its answer or to a list of the answer and the answers to what is
asked after it. A question among them (“How many users are there?”) is answered, as in life.
An empty answer stands for none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from base.errors import InvalidInput
from base.text import clean, one_line
from roadmap.loading import Document, Loc, read

_MOST_ANSWERS = 8
_SHAPES = {"list": "a list", "dict": "a mapping"}


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """Either `in_order` or `by_question` is filled."""

    in_order: tuple[str, ...] = ()
    by_question: Mapping[str, tuple[str, ...]] | None = None

    def answer(self, question_id: str, asked_before: int, nth_of_question: int) -> str | None:
        """What to answer, or None where the sheet holds nothing.

        `asked_before` counts everything asked so far, `nth_of_question` what was asked on this
        question; both from 0.
        """
        if self.by_question is None:
            answers, place = self.in_order, asked_before
        else:
            answers, place = self.by_question.get(question_id, ()), nth_of_question
        found = answers[place] if place < len(answers) else ""
        return found or None


def read_answers(path: Path, known_questions: Collection[str]) -> AnswerSheet:
    """The answers in the file at `path`.

    Raises:
        ContentError: it cannot be read or is not YAML.
        InvalidInput: it holds something else than answers; the message names file and line.
    """
    document = read(path)
    if document.data is None:
        return AnswerSheet()
    if isinstance(document.data, list):
        return AnswerSheet(
            in_order=tuple(_text(document, value, (n,)) for n, value in enumerate(document.data))
        )
    if not isinstance(document.data, dict):
        raise _wrong(document, (), "the file must hold a list of answers, or a mapping from ids")
    return AnswerSheet(by_question=_by_question(document, known_questions))


def _by_question(document: Document, known: Collection[str]) -> dict[str, tuple[str, ...]]:
    sheet: dict[str, tuple[str, ...]] = {}
    for question_id, value in document.data.items():
        if question_id not in known:
            named = one_line(str(question_id), 60)
            raise _wrong(
                document, (str(question_id),), f"there is no question with the id “{named}”"
            )
        values = value if isinstance(value, list) else [value]
        if len(values) > _MOST_ANSWERS:
            raise _wrong(
                document,
                (question_id,),
                f"“{question_id}” has {len(values)} answers: there can be {_MOST_ANSWERS}",
            )
        inside = isinstance(value, list)
        sheet[question_id] = tuple(
            _text(document, text, (question_id, n) if inside else (question_id,))
            for n, text in enumerate(values)
        )
    return sheet


def _text(document: Document, value: Any, loc: Loc) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        shown = _SHAPES.get(type(value).__name__) or f"“{one_line(str(value), 40)}”"
        raise _wrong(document, loc, f"an answer must be text in quotes or a block, not {shown}")
    return clean(value).strip()


def _wrong(document: Document, loc: Loc, message: str) -> InvalidInput:
    return InvalidInput(
        f"{document.path}:{document.line(loc)}: {message}.",
        hint="Each entry of a list is one answer: “- first answer”. Text with “: ” needs quotes.",
    )
