"""The questions that ship are fair: their keys hold, and nothing but knowing gives them away."""

from __future__ import annotations

from collections import Counter

import pytest

from base.text import fold
from learning.grading import grade_rubric
from roadmap.catalogue import Roadmap
from roadmap.questions import (
    Content,
    Item,
    ShortAnswer,
)

ITEMS = Roadmap.load().quiz_items()
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
