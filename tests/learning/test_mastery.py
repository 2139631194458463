"""Mastery moves with the evidence, in the right direction, by less the more there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.mastery import Mastery
from roadmap.catalogue import Roadmap

START = datetime(2026, 1, 1, tzinfo=UTC)
CHAIN = {"rag": ("embeddings", "chunking"), "embeddings": ("vectors",), "loop": ("loop",)}
SKILLS = ("rag", "embeddings", "chunking", "vectors", "loop", "alone")

answers = st.tuples(
    st.sampled_from(SKILLS),
    st.booleans(),
    st.none() | st.integers(1, 5),
    st.none() | st.integers(0, 2_000).map(lambda days: START + timedelta(days=days)),
)


def after(log: list[tuple[str, bool, int | None, datetime | None]]) -> Mastery:
    mastery = Mastery(prerequisites=CHAIN)
    for skill, correct, difficulty, at in log:
        mastery = mastery.observe(skill, correct, difficulty, at)
    return mastery


@given(st.lists(answers, max_size=12), answers)
def test_a_right_answer_lowers_no_skill_and_a_wrong_one_raises_none(
    log: list[tuple[str, bool, int | None, datetime | None]],
    last: tuple[str, bool, int | None, datetime | None],
) -> None:
    before = after(log)
    skill, correct, difficulty, at = last
    then = before.observe(skill, correct, difficulty, at)
    for name in SKILLS:
        change = then.probability(name) - before.probability(name)
        assert change >= 0 if correct else change <= 0


@given(st.lists(answers, max_size=12), answers)
def test_nor_as_it_stands_at_the_moment_of_the_answer(
    log: list[tuple[str, bool, int | None, datetime | None]],
    last: tuple[str, bool, int | None, datetime | None],
) -> None:
    before = after(log)
    skill, correct, difficulty, at = last
    if at is None:
        return
    then = before.observe(skill, correct, difficulty, at)
    for name in SKILLS:
        change = then.at(at).probability(name) - before.at(at).probability(name)
        assert change >= -1e-12 if correct else change <= 1e-12


@given(st.lists(answers, max_size=20), st.sampled_from(SKILLS))
def test_probabilities_stay_between_guessing_and_certainty(
    log: list[tuple[str, bool, int | None, datetime | None]], skill: str
) -> None:
    mastery = after(log)
    by_difficulty = [mastery.probability(skill, difficulty) for difficulty in range(1, 6)]
    assert all(mastery.guess <= chance <= 1 for chance in by_difficulty)
    assert by_difficulty == sorted(by_difficulty, reverse=True)


def test_observing_returns_a_new_value_and_leaves_the_old_as_it_was() -> None:
    before = Mastery()
    chance = before.probability("a")
    assert before.observe("a", True) is not before
    assert before.probability("a") == chance
    assert before.skills == {}


def test_the_same_answer_moves_less_the_more_is_known() -> None:
    first = Mastery().observe("a", True)
    many = Mastery()
    for correct in [True, False] * 20:
        many = many.observe("a", correct)
    step = many.observe("a", True).probability("a") - many.probability("a")
    assert step < first.probability("a") - Mastery().probability("a")


def test_mastery_can_be_reached_and_lost() -> None:
    mastery = Mastery()
    for _ in range(12):
        mastery = mastery.observe("a", True, difficulty=3)
    assert mastery.known("a") > 0.85
    for _ in range(25):
        mastery = mastery.observe("a", False, difficulty=3)
    assert mastery.known("a") < 0.35


def test_a_hard_question_answered_right_says_more_than_an_easy_one() -> None:
    hard, easy = Mastery().observe("a", True, 5), Mastery().observe("a", True, 1)
    assert hard.probability("a") > easy.probability("a")


def test_what_is_not_practised_fades_towards_not_knowing() -> None:
    mastery = Mastery().observe("a", True, at=START).observe("a", True, at=START)
    month, year = (mastery.at(START + timedelta(days=days)).known("a") for days in (30, 365))
    assert mastery.known("a") > month > year > Mastery().known("a")
    assert mastery.at(START).known("a") == pytest.approx(mastery.known("a"))


def test_an_answer_says_a_part_about_what_it_rests_on() -> None:
    mastery = Mastery(prerequisites=CHAIN)
    missed = mastery.observe("rag", False)
    assert missed.probability("embeddings") < mastery.probability("embeddings")
    assert missed.probability("embeddings") > missed.probability("rag")
    assert missed.known("vectors") == mastery.known("vectors")
    assert missed.evidence("rag") == 1.0
    assert 0 < missed.evidence("embeddings") < 1.0


def test_what_is_answered_elsewhere_tells_of_a_skill_not_met_yet_and_is_no_mastery_of_it() -> None:
    mastery = Mastery()
    for number in range(10):
        mastery = mastery.observe(f"other-{number}", True)
    assert mastery.probability("a") > Mastery().probability("a")
    assert mastery.known("a") == Mastery().known("a")
    assert mastery.evidence("a") == 0.0


def test_every_topic_of_the_roadmap_can_be_mastered_by_its_own_questions() -> None:
    roadmap = Roadmap.load()
    for topic in roadmap.topics:
        mastery = Mastery()
        for item in roadmap.quiz_items(topic) * 3:
            mastery = mastery.observe(topic, True, item.difficulty)
        assert mastery.known(topic) > 0.8, topic
