"""Two hands at one quiz: an answer is read against the question it was meant for, or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from base.errors import NotNow, WaymarkError
from base.paths import Home
from learning.question_views import QuestionView
from learning.study import Study
from memory.learner import LearnerMemory

GIVE_UP = "I don't know"


@contextmanager
def opened(home: Home) -> Iterator[Study]:
    study = Study(home, LearnerMemory.open(home.learner_db))
    try:
        yield study
    finally:
        study.close()


def test_a_token_names_the_question_until_it_is_moved_on_from(study: Study) -> None:
    question = study.quizzes.start("chunking", 3)
    study.quizzes.hint()
    assert study.quizzes.current() == question
    upcoming = study.quizzes.answer(GIVE_UP, asked=question.token).next
    assert upcoming is not None
    assert upcoming.token != question.token


def test_an_answer_to_a_question_that_is_gone_is_refused_and_keeps_nothing(study: Study) -> None:
    question = study.quizzes.start("chunking", 3)
    study.quizzes.answer(GIVE_UP)
    for late in (
        lambda: study.quizzes.answer("B", asked=question.token),
        lambda: study.quizzes.skip(question.token),
        lambda: study.quizzes.change("B", question.token),
    ):
        with pytest.raises(NotNow, match="no longer the open one") as refused:
            late()
        assert "question 2 of 3" in refused.value.hint
    assert len(study.memory.attempts.of_run("quiz", question.run)) == 1


def test_of_many_answers_to_one_question_one_is_kept(study: Study, home: Home) -> None:
    question = study.quizzes.start("chunking", 5)

    def answer(_: int) -> bool:
        with opened(home) as mine:
            try:
                mine.quizzes.answer(GIVE_UP, asked=question.token)
            except NotNow:
                return False
            return True

    with ThreadPoolExecutor(6) as pool:
        kept = list(pool.map(answer, range(6)))
    assert sum(kept) == 1
    assert [a.position for a in study.memory.attempts.of_run("quiz", question.run)] == [0]


_STARTS = """
import json, sys
from base.paths import Home
from learning.study import Study
from pathlib import Path

study = Study.open(Home(Path(sys.argv[1])))
study.roadmap.quiz_items()
print("ready", flush=True)
sys.stdin.readline()
questions = [study.quizzes.start(topic, 2) for topic in sys.argv[2:]]
print(json.dumps([(question.run, question.topic_title) for question in questions]), flush=True)
"""


def test_quizzes_begun_in_the_same_second_have_ids_of_their_own(home: Home, tmp_path: Path) -> None:
    topics = ["chunking", "transformers", "python", "quantization"]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _STARTS, str(home.root), topic],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for topic in topics
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    runs = [
        run
        for process in processes
        for run, _ in json.loads(process.communicate("go\n", timeout=60)[0])
    ]
    assert len(set(runs)) == len(topics)
    with opened(home) as study:
        kept = [study.memory.quizzes.get(run) for run in runs]
        assert {run.topic for run in kept if run} == set(topics)
        assert sum(run.status == "running" for run in kept if run) == 1


def test_the_same_quiz_begun_twice_at_once_is_one_quiz(study: Study, home: Home) -> None:
    def start(_: int) -> QuestionView | WaymarkError:
        with opened(home) as mine:
            try:
                return mine.quizzes.start("chunking", 3)
            except WaymarkError as error:
                return error

    with ThreadPoolExecutor(4) as pool:
        started = list(pool.map(start, range(4)))
    assert len({view.run for view in started if isinstance(view, QuestionView)}) == 1
    assert len(started) == 4
