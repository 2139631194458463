"""`python -m evals.external grading` on files of the form it names, and the samples in order."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from evals.external.__main__ import main
from evals.samples import AIM, graded, share_in_order
from roadmap.catalogue import Roadmap

ROWS = (
    ("What is a stack?", "A list where the last in is the first out.", "last in first out", 1.0),
    ("What is a stack?", "A list where the last in is the first out.", "a kind of tree", 0.0),
    ("What is a stack?", "A list where the last in is the first out.", "a list", 0.3),
    ("What is a stack?", "A list where the last in is the first out.", "", 0.0),
)


def written(path: Path, rows: tuple[tuple[object, ...], ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("question", "reference", "answer", "score"), *rows])
    return path


def test_it_prints_the_three_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grading", "--file", str(written(tmp_path / "x.csv", ROWS)), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert list(figures) == ["pearson", "rmse", "n"]
    assert figures["n"] == 4
    assert figures["pearson"] > 0.8


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("q", "r", "a", 5), "x.csv:2: a score lies between 0 and 1"),
        (("q", "r", "a", "good"), "“good” is no number"),
        (("q", "", "a", 1), "no reference"),
    ],
)
def test_a_line_of_another_form_is_named(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    row: tuple[object, ...],
    says: str,
) -> None:
    assert main(["grading", "--file", str(written(tmp_path / "x.csv", (row,)))]) != 0
    assert says in capsys.readouterr().err


def test_an_unknown_yardstick_names_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gradin"]) == 2
    assert "grading, mastery, reviews" in capsys.readouterr().err


def test_the_samples_of_the_bank_come_out_in_order() -> None:
    assert share_in_order(graded(Roadmap.load().interview_questions())) >= AIM
