"""Answers written down beforehand, as the file may and may not hold them."""

from __future__ import annotations

from pathlib import Path

import pytest

from base.errors import WaymarkError
from learning.interview_answers import AnswerSheet, read_answers

KNOWN = {"ml.roc-auc", "ml.svm"}


def sheet_of(tmp_path: Path, text: str) -> AnswerSheet:
    path = tmp_path / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    return read_answers(path, KNOWN)


def test_a_list_is_used_in_the_order_of_what_is_asked(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "- first\n- |\n  second\n  goes on\n-\n- fourth\n")
    answers = [sheet.answer("ml.svm", n, 0) for n in range(5)]
    assert answers == ["first", "second\ngoes on", None, "fourth", None]


def test_a_mapping_answers_a_question_and_the_probe_to_it(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "ml.roc-auc: [an area, a rank]\nml.svm: a margin\n")
    assert sheet.answer("ml.roc-auc", 7, 0) == "an area"
    assert sheet.answer("ml.roc-auc", 8, 1) == "a rank"
    assert sheet.answer("ml.svm", 0, 0) == "a margin"
    assert sheet.answer("ml.svm", 1, 1) is None


def test_an_empty_file_answers_nothing(tmp_path: Path) -> None:
    assert sheet_of(tmp_path, "").answer("ml.svm", 0, 0) is None


def test_answers_are_cleaned_at_the_door(tmp_path: Path) -> None:
    assert sheet_of(tmp_path, '- "red \\e[31mtext\\u202e"').answer("ml.svm", 0, 0) == "red text"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- good\n- 3.5\n", "answers.yaml:2: an answer must be text"),
        ("- good\n- {a: b}\n", "answers.yaml:2: an answer must be text"),
        ("ml.svm: a\nml.swm: b\n", "answers.yaml:2: there is no question with the id “ml.swm”"),
        ("ml.svm: [a, b, c, d, e, f, g, h, i]\n", "answers.yaml:1: “ml.svm” has 9 answers"),
        ("just a sentence\n", "answers.yaml:1: the file must hold a list"),
        ("- good\n- [\n", "answers.yaml:3: this is not valid YAML"),
        ("- good\nml.svm: a\n", "answers.yaml:2: this is not valid YAML"),
    ],
)
def test_a_broken_file_is_told_by_its_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(WaymarkError) as caught:
        sheet_of(tmp_path, text)
    assert says in caught.value.message
    assert caught.value.hint


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WaymarkError, match="cannot be read"):
        read_answers(tmp_path / "none.yaml", KNOWN)
