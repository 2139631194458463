"""The placement test: what it believes, what it asks next, and when it is sure."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.placement import SURE, Belief, belief_before, next_item
from roadmap.catalogue import Roadmap
from roadmap.models import Topic
from roadmap.questions import QuizItem


@cache
def phase() -> tuple[tuple[Topic, ...], tuple[QuizItem, ...]]:
    roadmap = Roadmap.load()
    topics = roadmap.phases[1].topics
    return topics, tuple(item for t in topics for item in roadmap.quiz_items(t.id))


answers = st.lists(st.tuples(st.integers(0, 100), st.floats(0, 1)), max_size=12)


def believed(log: list[tuple[int, float]]) -> Belief:
    topics, items = phase()
    belief = belief_before(topics)
    for number, share in log:
        belief = belief.after(items[number], share)
    return belief


@settings(max_examples=30)
@given(answers, st.integers(0, 100))
def test_a_right_answer_lowers_no_topic_and_a_wrong_one_raises_none(
    log: list[tuple[int, float]], last: int
) -> None:
    before = believed(log)
    item = phase()[1][last]
    right, wrong = before.after(item, 1.0), before.after(item, 0.0)
    for mean, higher, lower in zip(before.means, right.means, wrong.means, strict=True):
        assert lower - 1e-9 <= mean <= higher + 1e-9
    assert right.chance(item.topic) >= wrong.chance(item.topic)


@settings(max_examples=30)
@given(answers)
def test_every_answer_leaves_a_belief_that_can_be_held(log: list[tuple[int, float]]) -> None:
    belief = believed(log)
    assert all(0 <= chance <= 1 for chance in belief.chances.values())
    assert all(row[place] > 0 for place, row in enumerate(belief.covariance))


def test_nothing_is_asked_twice_and_the_test_ends() -> None:
    topics, items = phase()
    belief, asked = belief_before(topics), list[str]()
    while (item := next_item(belief, items, asked, "seed")) is not None:
        asked.append(item.id)
        belief = belief.after(item, 1.0)
    assert len(asked) == len(set(asked)) < len(topics)
    assert all(chance >= SURE for chance in belief.chances.values())


def test_the_same_is_asked_for_the_same_seed_and_what_was_seen_lately_is_left_for_last() -> None:
    topics, items = phase()
    belief = belief_before(topics)
    first = next_item(belief, items, (), "seed")
    assert first is not None
    assert next_item(belief, items, (), "seed") == first
    other = next_item(belief, items, (), "seed", lately={first.id})
    assert other is not None
    assert other.id != first.id
    only = [item for item in items if item.topic == first.topic]
    lately = {item.id for item in only}
    assert next_item(belief, only, (), "seed", lately) is not None


def test_an_answer_tells_most_of_its_own_topic_and_something_of_what_it_rests_on() -> None:
    topics, items = phase()
    belief = belief_before(topics)
    here = {topic.id for topic in topics}
    topic = next(t for t in topics if set(t.prerequisites) & here)
    base = next(name for name in topic.prerequisites if name in here)
    item = next(item for item in items if item.topic == topic.id)
    after = belief.after(item, 0.0)
    assert after.chance(topic.id) < after.chance(base) < belief.chance(base)


def test_three_kinds_of_simulated_learners_are_read_with_fewer_questions_than_at_random() -> None:
    import random

    from benchmarks.placement import KINDS, at_random, by_worth, rights

    topics, items = phase()
    chance = random.Random(7)  # noqa: S311  # a simulation
    people = [kind(topics, chance) for kind in KINDS for _ in range(2)]
    chosen, drawn = (
        sum(
            sum(rights(topics, items, person, choose, number)[:25])
            for number, person in enumerate(people)
        )
        for choose in (by_worth, at_random)
    )
    assert chosen > drawn
