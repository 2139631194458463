"""A quiz answered from a file and killed at any statement: nothing answered is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from base.paths import Home
from learning.study import Study
from tests.conftest import RunWaymark

# Runs the command line, and kills its own process before the nth statement on the learner file
# after the quiz has been opened.
_KILLED_AT = """
import functools, os, signal, sqlite3, sys
import memory.database
import learning.quizzes

left = int(sys.argv.pop(1))
counting = False


class Mortal(sqlite3.Connection):
    def execute(self, *args):
        global left
        if counting:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return super().execute(*args)


memory.database.sqlite3.connect = functools.partial(sqlite3.connect, factory=Mortal)
start = learning.quizzes.QuizService.start


def counted(*args, **kwargs):
    global counting
    question = start(*args, **kwargs)
    counting = True
    return question


learning.quizzes.QuizService.start = counted
from cli.main import main

sys.exit(main())
"""


@pytest.fixture
def command(home: Home, tmp_path: Path) -> list[str]:
    """A quiz of five, answered in turn with "I don't know" and a guess."""
    answers = tmp_path / "a.yaml"
    answers.write_text(
        yaml.safe_dump([f"I don't know{'.' * number}" for number in range(5)]), encoding="utf-8"
    )
    quiz = ["quiz", "transformers", "-n", "5", "--answers", str(answers), "--json"]
    return ["--home", str(home.root), *quiz]


@contextmanager
def opened(home: Home) -> Iterator[Study]:
    study = Study.open(home)
    try:
        yield study
    finally:
        study.close()


def answered_and_consistent(home: Home) -> int:
    """How many questions are answered; each with its own answer, its card and its one review."""
    with opened(home) as study:
        run = study.memory.quizzes.running() or study.memory.quizzes.newest()
        assert run is not None
        attempts = study.memory.attempts.of_run("quiz", run.id)
        assert [a.position for a in attempts] == list(range(len(attempts)))
        assert [a.answer for a in attempts] == [f"I don't know{'.' * a.position}" for a in attempts]
        assert run.position == len(attempts)
        assert [a.item for a in attempts] == list(run.items[: len(attempts)])
        logs = study.memory.reviews.logs()
        assert sorted(log.card for log in logs) == sorted(f"quiz-{a.item}" for a in attempts)
        assert {card.item for card in study.memory.reviews.all()} == {a.item for a in attempts}
        return len(attempts)


def test_killed_at_any_statement_it_goes_on_where_it_was(
    command: list[str], home: Home, run_waymark: RunWaymark
) -> None:
    reached = [0]
    for statements in (20, 23, 26, 29, 33, 47):
        process = subprocess.run(
            [sys.executable, "-c", _KILLED_AT, str(statements), *command],
            capture_output=True,
            check=False,
            env={**os.environ, "WAYMARK_NOW": "2026-11-23T09:00:00+00:00"},
        )
        assert process.returncode in (-signal.SIGKILL, 0), process.stderr.decode()
        reached.append(answered_and_consistent(home))
        assert reached[-1] >= reached[-2]
        if process.returncode == 0:
            break
    assert len(set(reached)) >= 3, reached  # the kills came at different places
    rest = run_waymark(*command[2:])
    assert rest.returncode == 0, rest.stderr
    if reached[-1] < 5:
        assert json.loads(rest.stdout)["summary"]["answered"] == 5
        assert answered_and_consistent(home) == 5
