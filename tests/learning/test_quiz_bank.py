"""The questions that ship are fair: their keys hold, and nothing but knowing gives them away."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest

from base.text import fold
from learning.grading import grade_rubric
from roadmap.catalogue import Roadmap
from roadmap.questions import (
    CodeOutput,
    Content,
    Item,
    MultipleChoice,
    Numeric,
    QuizItem,
    ShortAnswer,
    SingleChoice,
)

ITEMS = Roadmap.load().quiz_items()
SINGLE = [item for item in ITEMS if isinstance(item, SingleChoice)]
NUMERIC = [item for item in ITEMS if isinstance(item, Numeric)]
CODE = [item for item in ITEMS if isinstance(item, CodeOutput)]
SHORT = [item for item in ITEMS if isinstance(item, ShortAnswer)]

WELL_COVERED = (
    "bias-variance",
    "overfitting-regularization",
    "cross-validation",
    "evaluation-metrics",
    "transformers",
    "rag-evaluation",
    "chunking",
)
# Upper 1 % points of chi-square with 2, 3, 4 and 5 degrees of freedom.
CHI_SQUARE_1_PERCENT = {3: 9.21, 4: 11.34, 5: 13.28, 6: 15.09}
CHECK_SECONDS = 30


def name(item: Item | Content) -> str:
    return getattr(item, "id", "")


@pytest.mark.parametrize("topic", WELL_COVERED)
def test_topics_at_the_heart_have_a_quiz_of_their_own(topic: str) -> None:
    kinds = {item.kind for item in ITEMS if item.topic == topic}
    assert sum(item.topic == topic for item in ITEMS) >= 5
    assert len(kinds) >= 3


def test_every_item_is_on_a_topic_of_the_roadmap() -> None:
    assert {item.topic for item in ITEMS} <= set(Roadmap.load().topics)


def test_no_question_is_asked_twice() -> None:
    stems = Counter((fold(item.stem), getattr(item, "code", "")) for item in ITEMS)
    assert [stem for stem, times in stems.items() if times > 1] == []
    assert len({item.id for item in ITEMS}) == len(ITEMS)


def test_the_right_letter_cannot_be_guessed_from_its_place() -> None:
    for options in sorted({len(item.options) for item in SINGLE}):
        places = Counter(
            next(n for n, option in enumerate(item.options) if option.correct)
            for item in SINGLE
            if len(item.options) == options
        )
        total = sum(places.values())
        expected = total / options
        if expected < 5:  # too few for the test to mean anything
            continue
        statistic = sum((places[n] - expected) ** 2 / expected for n in range(options))
        assert statistic < CHI_SQUARE_1_PERCENT[options]


@pytest.mark.parametrize("sign", [1, -1], ids=["longest", "shortest"])
def test_the_right_option_cannot_be_guessed_from_its_length(sign: int) -> None:
    hits = sum(
        max(item.options, key=lambda option: sign * len(option.text)).correct for item in SINGLE
    )
    assert hits / len(SINGLE) <= 0.35


def wrong_options(item: QuizItem) -> list[str]:
    if not isinstance(item, SingleChoice | MultipleChoice):
        return []
    return [option.why for option in item.options if not option.correct]


def test_every_wrong_option_says_why_someone_would_choose_it() -> None:
    assert [item.id for item in ITEMS if not all(wrong_options(item))] == []


@pytest.mark.parametrize("item", NUMERIC, ids=name)
def test_a_numeric_key_is_what_its_check_computes(item: Numeric) -> None:
    assert item.check
    result = float(run_python(f"{item.check}\nprint(float(result))"))
    assert abs(result - item.answer) <= max(item.tolerance, 1e-9)


@pytest.mark.parametrize("item", CODE, ids=name)
def test_code_prints_what_its_key_says(item: CodeOutput) -> None:
    assert run_python(item.code).strip() == item.output.strip()


def run_python(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-I", "-c", code],
        capture_output=True,
        text=True,
        timeout=CHECK_SECONDS,
        check=True,
    ).stdout


@pytest.mark.parametrize("item", SHORT, ids=name)
def test_a_reference_answer_earns_every_point_of_its_rubric(item: ShortAnswer) -> None:
    grade = grade_rubric(item.stem, item.rubric, item.reference)
    assert grade.verdict == "right"
    assert {point.met for point in grade.points} == {"met"}
    assert grade.red_flags == ()


@pytest.mark.parametrize("item", SHORT, ids=name)
def test_the_question_itself_earns_nothing(item: ShortAnswer) -> None:
    assert grade_rubric(item.stem, item.rubric, item.stem).score <= 0.2


@pytest.mark.parametrize("item", SHORT, ids=name)
def test_a_probe_does_not_give_its_point_away(item: ShortAnswer) -> None:
    for point in item.rubric.points:
        if point.probe:
            graded = grade_rubric(item.stem, item.rubric, point.probe)
            assert next(p for p in graded.points if p.id == point.id).met != "met"
