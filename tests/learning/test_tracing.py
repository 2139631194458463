"""The next answer is told from those before: in the right direction, and never from ahead."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from learning.tracing import FEATURES, RISING, Tracer
from learning.tracing_readout import Readout

answers = st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.booleans())


def traced(log: list[tuple[str, str, bool]]) -> Tracer:
    tracer = Tracer()
    for learner, skill, correct in log:
        tracer.learn(learner, skill, correct)
    return tracer


@given(st.lists(answers, max_size=15), st.sampled_from("xyz"), st.sampled_from("xyz"))
def test_a_right_answer_leaves_every_rising_feature_higher_than_a_wrong_one(
    log: list[tuple[str, str, bool]], answered: str, asked: str
) -> None:
    right, wrong = traced([*log, ("a", answered, True)]), traced([*log, ("a", answered, False)])
    after_right, after_wrong = right.features("a", asked), wrong.features("a", asked)
    for name, high, low in zip(FEATURES, after_right, after_wrong, strict=True):
        if name in RISING:
            assert high >= low, name


@given(st.lists(answers, max_size=15))
def test_other_learners_answers_are_no_part_of_ones_own_history(
    log: list[tuple[str, str, bool]],
) -> None:
    own = [entry for entry in log if entry[0] == "a"]
    names = ("rate in the skill, 0.6", "rate overall, 0.9", "successes overall")
    places = [FEATURES.index(name) for name in names]
    with_others, alone = traced(log).features("a", "x"), traced(own).features("a", "x")
    assert [with_others[p] for p in places] == [alone[p] for p in places]


def simulated(seed: int, learners: int = 120) -> list[tuple[str, str, bool]]:
    """Learners who differ, in skills that differ, and who learn as they go."""
    rng = random.Random(seed)  # noqa: S311  # a simulation
    log = []
    for number in range(learners):
        ability = rng.gauss(0, 1)
        for skill in range(4):
            level = ability + rng.gauss(0, 0.7) - 0.5 * skill
            for _ in range(8):
                correct = rng.random() < 1 / (1 + np.exp(-level))
                log.append((f"learner-{number}", f"skill-{skill}", bool(correct)))
                level += 0.15
    return log


def rows(log: list[tuple[str, str, bool]]) -> tuple[np.ndarray, list[bool]]:
    tracer, features = Tracer(), []
    for learner, skill, correct in log:
        features.append(tracer.features(learner, skill))
        tracer.learn(learner, skill, correct)
    return np.array(features), [correct for _, _, correct in log]


def test_a_fit_gives_better_chances_than_the_first_guess_and_no_rising_weight_below_zero() -> None:
    features, outcomes = rows(simulated(1))
    readout = Readout()
    before = readout.chances(features)
    readout.fit(features, outcomes)
    after = readout.chances(features)
    assert surprise(outcomes, after) < surprise(outcomes, before)
    assert all(readout.weights[name] >= 0 for name in RISING)


def surprise(outcomes: list[bool], chances: np.ndarray) -> float:
    right = np.array(outcomes)
    return float(-np.mean(np.log(np.where(right, chances, 1 - chances))))


def test_an_answer_that_is_always_right_is_no_trouble_to_fit() -> None:
    features, _ = rows([("a", "x", True)] * 30)
    readout = Readout()
    readout.fit(features, [True] * 30)
    assert np.isfinite(readout.chances(features)).all()
