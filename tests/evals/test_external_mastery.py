"""`python -m evals.external mastery` on logs of the form it names."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from evals.external.__main__ import main
from evals.external.mastery import LoggedAnswer, foretell, score
from evals.external.scores import area_under_curve, log_loss, pearson, root_mean_square


def simulated(seed: int, learners: int) -> list[LoggedAnswer]:
    """Learners who differ in ability, and skills in hardness."""
    rng = random.Random(seed)  # noqa: S311  # a simulation
    log = []
    for number in range(learners):
        ability = rng.gauss(0, 1.2)
        for skill in range(5):
            for _ in range(5):
                chance = 0.5 + 0.45 * max(-1.0, min(1.0, (ability - skill / 2 + 1) / 2))
                log.append(LoggedAnswer(str(number), str(skill), rng.random() < chance, None, None))
    return log


def written(path: Path, log: list[LoggedAnswer]) -> Path:
    lines = [f"{a.learner},{a.skill},{int(a.correct)}" for a in log]
    path.write_text("\n".join(["learner,skill,correct", *lines]), encoding="utf-8")
    return path


def test_it_prints_the_three_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = written(tmp_path / "log.csv", simulated(1, 60))
    train = written(tmp_path / "train.csv", simulated(2, 60))
    assert main(["mastery", "--log", str(log), "--train", str(train), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert list(figures) == ["auc", "log_loss", "n"]
    assert figures["n"] == 60 * 25
    assert figures["auc"] > 0.65


def test_training_on_other_learners_helps() -> None:
    log, train = simulated(3, 40), simulated(4, 150)
    right = [answer.correct for answer in log]
    assert score(right, foretell(log, train)).log_loss < score(right, foretell(log)).log_loss


def test_what_comes_later_never_changes_what_was_told_before() -> None:
    log = simulated(5, 40)
    turned = [
        *log[:600],
        *(LoggedAnswer(a.learner, a.skill, not a.correct, None, None) for a in log[600:]),
    ]
    assert foretell(log)[:600] == foretell(turned)[:600]


def test_rows_are_taken_by_their_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"a,x,{n % 2},2026-01-{n + 1:02}T09:00:00" for n in range(20)]
    header = "learner,skill,correct,time"
    printed = []
    for name, lines in (("one", rows), ("two", rows[::-1])):
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join([header, *lines]), encoding="utf-8")
        assert main(["mastery", "--log", str(path), "--json"]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("learner,skill\na,x\n", "no column correct"),
        ("learner,skill,correct\na,x,maybe\n", "log.csv:2"),
        ("learner,skill,correct,difficulty\na,x,1,hard\n", "“hard” is no number"),
        ("learner,skill,correct,time\na,x,1,noon\n", "“noon” is not a time"),
        ("learner,skill,correct\n", "holds no answer"),
    ],
)
def test_a_file_of_another_form_is_named_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(text, encoding="utf-8")
    assert main(["mastery", "--log", str(path)]) != 0
    assert says in capsys.readouterr().err


def test_the_scores_are_those_of_the_books() -> None:
    outcomes, chances = [True, False, True, False], [0.9, 0.4, 0.4, 0.2]
    assert area_under_curve(outcomes, chances) == 0.875
    assert area_under_curve([True, True], [0.5, 0.6]) is None
    assert log_loss([True], [0.5]) == pytest.approx(0.6931, abs=1e-4)
    assert pearson([1, 2, 3], [2, 4, 6]) == pytest.approx(1.0)
    assert pearson([1, 1], [2, 3]) is None
    assert root_mean_square([0.0, 1.0], [1.0, 1.0]) == pytest.approx(0.7071, abs=1e-4)
