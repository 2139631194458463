"""How well the next answer is foretold from those before: AUC and log loss, forward in time.

    python -m evals.external mastery --log X.csv [--train T.csv] [--json]

The weights of the model, and how hard skills are, are learned from T where it is given; without
it, and for skills that T lacks, from the log itself as it goes. What is told of an answer never
comes from that answer or a later one.
"""

from __future__ import annotations

import argparse
import json
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from base.errors import InvalidInput
from evals.external.tables import Row, read_table
from learning.tracing import FEATURES, Tracer
from learning.tracing_readout import Readout

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_HINT = (
    "Columns learner, skill and correct (0 or 1); time (ISO 8601 or seconds) and difficulty may "
    "be there too."
)
_FIRST_FIT = 200
"""Answers from which the weights are fitted first; they are again at each doubling."""
_LONG = 20_000
_TRUE, _FALSE = frozenset({"1", "1.0", "true"}), frozenset({"0", "0.0", "false"})


@dataclass(frozen=True, slots=True)
class LoggedAnswer:
    """`at` is in seconds since 1970."""

    learner: str
    skill: str
    correct: bool
    at: float | None
    difficulty: float | None


@dataclass(frozen=True, slots=True)
class MasteryScores:
    """`auc` is None where all answers were right, or all wrong."""

    auc: float | None
    log_loss: float
    n: int


def main(arguments: Sequence[str]) -> int:
    """Score the files that `arguments` name and print how it went.

    Raises:
        InvalidInput: a file cannot be read, lacks a column or holds no answer.
        ContentError: a line of it is not of the form; names the line.
    """
    parser = argparse.ArgumentParser(
        prog="python -m evals.external mastery",
        description="Foretell every answer of a log from those before it.",
        epilog=_HINT,
    )
    parser.add_argument("--log", type=Path, required=True, metavar="X.csv")
    parser.add_argument("--train", type=Path, metavar="T.csv", help="answers to learn from first")
    parser.add_argument("--json", action="store_true", help="print auc, log_loss, n")
    asked = parser.parse_args(arguments)
    log = read_answers(asked.log)
    train = read_answers(asked.train) if asked.train else ()
    if len(log) + len(train) > _LONG:
        print(f"Reading {len(log) + len(train):,} answers, a minute at most …", file=sys.stderr)
    scores = score([answer.correct for answer in log], foretell(log, train))
    print(json.dumps(asdict(scores)) if asked.json else _in_words(scores))
    return 0


def read_answers(path: Path) -> tuple[LoggedAnswer, ...]:
    """The answers in the CSV file at `path`: by time where it says so, else in its order.

    Raises:
        InvalidInput: it cannot be read, lacks a column or holds no answer.
        ContentError: a line is not of the form; names the line.
    """
    answers = tuple(
        _answer(row) for row in read_table(path, ("learner", "skill", "correct"), _HINT)
    )
    if not answers:
        raise InvalidInput(f"{path} holds no answer.", hint=_HINT)
    if all(answer.at is not None for answer in answers):
        return tuple(sorted(answers, key=lambda answer: answer.at or 0.0))
    return answers


def foretell(log: Sequence[LoggedAnswer], train: Sequence[LoggedAnswer] = ()) -> list[float]:
    """The chance of a right answer for each of `log`, told from `train` and the answers before.

    Learners of `train` are other people: a name that is met again means nobody known.
    """
    tracer, readout, seen = Tracer(), Readout(), array("d")
    outcomes = [answer.correct for answer in train]
    for answer in train:
        seen.extend(_taken_in(tracer, answer))
    if train:
        readout.fit(_rows(seen), outcomes)
        tracer.forget_learners()
    chances: list[float] = []
    fitted_at = max(len(train), _FIRST_FIT // 2)
    for part in _parts(len(log), fitted_at):
        before = len(seen)
        for answer in log[part]:
            seen.extend(_taken_in(tracer, answer))
        chances += readout.chances(_rows(seen[before:])).tolist()
        outcomes += [answer.correct for answer in log[part]]
        if len(outcomes) >= 2 * fitted_at:
            readout.fit(_rows(seen), outcomes)
            fitted_at = len(outcomes)
    return chances


def _rows(numbers: array[float]) -> NDArray[np.float64]:
    import numpy as np

    # A copy: an array that is looked into cannot grow.
    return np.array(numbers, dtype=np.float64).reshape(-1, len(FEATURES))


def score(outcomes: Sequence[bool], chances: Sequence[float]) -> MasteryScores:
    """The scores of `chances` for `outcomes`, of which there is at least one."""
    from evals.external.scores import area_under_curve, log_loss

    area = area_under_curve(outcomes, chances)
    return MasteryScores(
        auc=None if area is None else round(area, 6),
        log_loss=round(log_loss(outcomes, chances), 6),
        n=len(outcomes),
    )


def _taken_in(tracer: Tracer, answer: LoggedAnswer) -> list[float]:
    features = tracer.features(answer.learner, answer.skill, answer.difficulty, answer.at)
    tracer.learn(answer.learner, answer.skill, answer.correct, answer.at)
    return features


def _parts(length: int, fitted_at: int) -> Iterator[slice]:
    """Stretches of the log between two fits."""
    begin, total, goal = 0, fitted_at if fitted_at > _FIRST_FIT // 2 else 0, 2 * fitted_at
    while begin < length:
        end = min(length, begin + max(1, goal - total))
        yield slice(begin, end)
        total += end - begin
        begin, goal = end, 2 * goal


def _answer(row: Row) -> LoggedAnswer:
    learner, skill, correct = row["learner"], row["skill"], row["correct"].lower()
    if not learner or not skill or correct not in _TRUE | _FALSE:
        raise row.error(
            f"an answer needs a learner, a skill and 0 or 1, not “{learner}”, “{skill}” and "
            f"“{correct}”"
        )
    difficulty = row["difficulty"]
    return LoggedAnswer(
        learner,
        skill,
        correct in _TRUE,
        _moment(row),
        row.number("difficulty") if difficulty else None,
    )


def _moment(row: Row) -> float | None:
    said = row["time"]
    if not said:
        return None
    try:
        return float(said)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise row.error(f"“{said[:60]}” is not a time") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _in_words(scores: MasteryScores) -> str:
    area = "undefined" if scores.auc is None else f"{scores.auc:.4f}"
    told = f"{scores.n} answers, foretold forward in time"
    return f"{told}\nAUC      {area}\nlog loss {scores.log_loss:.4f}"
