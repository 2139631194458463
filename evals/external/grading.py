"""How well answers are graded against bare references: correlation with people's scores, and RMSE.

python -m evals.external grading --file X.csv [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from base.errors import InvalidInput
from evals.external.scores import pearson, root_mean_square
from evals.external.tables import Row, read_table
from learning.grading import grade_answer

_HINT = "Columns question, reference, answer and score (0 to 1)."
_LONG = 2_000


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """`score` is people's, 0 to 1."""

    question: str
    reference: str
    answer: str
    score: float


@dataclass(frozen=True, slots=True)
class GradingScores:
    """`pearson` is None where people's scores, or ours, are all the same."""

    pearson: float | None
    rmse: float
    n: int


def main(arguments: Sequence[str]) -> int:
    """Grade the file that `arguments` name and print how near the grades come.

    Raises:
        InvalidInput: the file cannot be read, lacks a column or holds no answer.
        ContentError: a line of it is not of the form; names the line.
    """
    parser = argparse.ArgumentParser(
        prog="python -m evals.external grading",
        description="Grade every answer against its reference and compare with people's scores.",
        epilog=_HINT,
    )
    parser.add_argument("--file", type=Path, required=True, metavar="X.csv")
    parser.add_argument("--json", action="store_true", help="print pearson, rmse, n")
    asked = parser.parse_args(arguments)
    answers = read_answers(asked.file)
    if len(answers) > _LONG:
        print(f"Grading {len(answers):,} answers, some seconds …", file=sys.stderr)
    scores = score(answers)
    print(json.dumps(asdict(scores)) if asked.json else _in_words(scores))
    return 0


def read_answers(path: Path) -> tuple[ScoredAnswer, ...]:
    """The scored answers in the CSV file at `path`, in its order.

    Raises:
        InvalidInput: it cannot be read, lacks a column or holds no answer.
        ContentError: a line is not of the form; names the line.
    """
    columns = ("question", "reference", "answer", "score")
    answers = tuple(_scored(row) for row in read_table(path, columns, _HINT))
    if not answers:
        raise InvalidInput(f"{path} holds no answer.", hint=_HINT)
    return answers


def score(answers: Sequence[ScoredAnswer]) -> GradingScores:
    """The scores of our grades for `answers`, of which there is at least one."""
    ours = [grade_answer(one.question, one.reference, one.answer).score for one in answers]
    theirs = [one.score for one in answers]
    alike = pearson(theirs, ours)
    return GradingScores(
        pearson=None if alike is None else round(alike, 6),
        rmse=round(root_mean_square(theirs, ours), 6),
        n=len(answers),
    )


def _scored(row: Row) -> ScoredAnswer:
    worth = row.number("score")
    if not 0 <= worth <= 1:
        raise row.error(f"a score lies between 0 and 1, which {worth:g} does not")
    if not row["reference"]:
        raise row.error("there is no reference to grade against")
    return ScoredAnswer(row["question"], row["reference"], row["answer"], worth)


def _in_words(scores: GradingScores) -> str:
    alike = "undefined" if scores.pearson is None else f"{scores.pearson:.4f}"
    return f"{scores.n} answers\nPearson {alike}\nRMSE    {scores.rmse:.4f}"
