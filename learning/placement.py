"""A placement test: which topics somebody has mastered, found with few questions.

What is believed of the topics is a joint normal distribution of their skill, in logits over the
threshold of mastery. A topic's skill is made of what the learner brings to everything, to its
section, what it rests on, and a part of its own; so an answer on one topic moves all that are tied
to it, most those nearest to it along the prerequisites. An answer of difficulty d is right with
the chance c + (1 − c) · σ(θ − d), and is taken in by the Gaussian update of an extended Kalman
filter on its log likelihood (as Glicko does: Glickman, Applied Statistics 48, 1999).

No tie is negative: a right answer lowers no topic and a wrong one raises none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import erf, exp, pi, sqrt

from roadmap.models import Topic
from roadmap.questions import QuizItem, SingleChoice

SURE = 0.9
"""How likely a decision must be to be taken for sure."""
_SPREAD = 2.2
"""Standard deviation of a skill before any answer, in logits."""
_GENERAL, _SECTION, _OWN = 0.35, 0.15, 0.5
"""Shares of the variance. Of its own part, a topic takes over what it rests on:"""
_PASSED_ON = 0.85
_DIFFICULTY_STEP, _MIDDLE = 0.6, 3
_EASIER_THAN_MASTERY = 1.0
"""At the threshold of mastery, a question of middling difficulty is this much too easy."""
_GUESS = 0.05
"""The chance of guessing an answer that is not one of a few options."""


@dataclass(frozen=True, slots=True)
class Belief:
    """`means` and `covariance` go by the order of `topics`."""

    topics: tuple[str, ...]
    means: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]

    def chance(self, topic: str) -> float:
        """How likely the topic is mastered, 0 to 1."""
        at = self.topics.index(topic)
        return _normal(self.means[at] / sqrt(self.covariance[at][at]))

    @property
    def chances(self) -> dict[str, float]:
        return {
            topic: _normal(self.means[n] / sqrt(self.covariance[n][n]))
            for n, topic in enumerate(self.topics)
        }

    @property
    def open(self) -> tuple[str, ...]:
        """The topics that nothing is sure about yet."""
        chances = self.chances
        return tuple(t for t in self.topics if max(chances[t], 1 - chances[t]) < SURE)

    def after(self, item: QuizItem, share: float) -> Belief:
        """What is believed after an answer to `item` that is right in `share`, 0 to 1."""
        at = self.topics.index(item.topic)
        column, (slope, told) = self.covariance[at], self._slope(at, item, share)
        shrink = 1 + told * column[at]
        means = tuple(
            mean + tie * slope / shrink for mean, tie in zip(self.means, column, strict=True)
        )
        factor = told / shrink
        covariance = tuple(
            tuple(held - factor * tie * other for held, other in zip(row, column, strict=True))
            for row, tie in zip(self.covariance, column, strict=True)
        )
        return Belief(self.topics, means, covariance)

    def worth(self, item: QuizItem) -> float:
        """How much an answer to `item` is expected to settle: the variance it takes from the
        topics, each weighed by how undecided it is."""
        at = self.topics.index(item.topic)
        column, (_, told) = self.covariance[at], self._slope(at, item, 1.0)
        settled = 0.0
        for n, tie in enumerate(column):
            variance = self.covariance[n][n]
            chance = _normal(self.means[n] / sqrt(variance))
            settled += chance * (1 - chance) * tie * tie / variance
        return settled * told / (1 + told * column[at])

    def _slope(self, at: int, item: QuizItem, share: float) -> tuple[float, float]:
        """The slope of the log likelihood at what is believed, and the information in it."""
        hard = (item.difficulty - _MIDDLE) * _DIFFICULTY_STEP - _EASIER_THAN_MASTERY
        spread = sqrt(1 + pi * self.covariance[at][at] / 8)
        known = 1 / (1 + exp(-(self.means[at] - hard) / spread))
        guess = guess_of(item)
        chance = guess + (1 - guess) * known
        rise = (1 - guess) * known * (1 - known)
        slope = share * rise / chance - (1 - share) * rise / (1 - chance)
        return slope, rise * rise / (chance * (1 - chance))


def belief_before(topics: Sequence[Topic]) -> Belief:
    """What is believed of `topics` of whom nothing is known: as likely mastered as not."""
    own: dict[str, dict[str, float]] = {}
    names = [topic.id for topic in topics]
    for topic in _bases_first(topics):
        parts = {topic.id: 1.0}
        bases = [own[name] for name in topic.prerequisites if name in own]
        for base in bases:
            for name, part in base.items():
                parts[name] = parts.get(name, 0.0) + _PASSED_ON * part / len(bases)
        length = sqrt(sum(part * part for part in parts.values()))
        own[topic.id] = {name: part / length for name, part in parts.items()}
    sections = {topic.id: topic.section for topic in topics}

    def tie(one: str, other: str) -> float:
        shared = sum(part * own[other].get(name, 0.0) for name, part in own[one].items())
        section = _SECTION * (sections[one] == sections[other])
        return _SPREAD**2 * (_GENERAL + section + _OWN * shared)

    covariance = tuple(tuple(tie(one, other) for other in names) for one in names)
    return Belief(tuple(names), (0.0,) * len(names), covariance)


def next_item(
    belief: Belief,
    items: Sequence[QuizItem],
    asked: Collection[str],
    seed: str,
    lately: Collection[str] = (),
) -> QuizItem | None:
    """Which of `items` to ask: the one that settles most; None where all is sure or all was asked.

    One of `lately`, seen not long ago, is asked only where there is no other on its topic.
    """
    if not belief.open:
        return None
    left = [item for item in items if item.id not in asked]
    fresh = {item.topic for item in left if item.id not in lately}
    left = [item for item in left if item.id not in lately or item.topic not in fresh]
    if not left:
        return None
    return max(left, key=lambda item: (round(belief.worth(item), 9), _lot(seed, item.id)))


def guess_of(item: QuizItem) -> float:
    """The chance of a right answer knowing nothing."""
    return 1 / len(item.options) if isinstance(item, SingleChoice) else _GUESS


def _bases_first(topics: Sequence[Topic]) -> list[Topic]:
    by_id: Mapping[str, Topic] = {topic.id: topic for topic in topics}
    done: dict[str, Topic] = {}

    def take(topic: Topic) -> None:
        if topic.id in done:
            return
        for name in topic.prerequisites:
            if name in by_id:
                take(by_id[name])
        done[topic.id] = topic

    for topic in topics:
        take(topic)
    return list(done.values())


def _normal(deviation: float) -> float:
    return (1 + erf(deviation / sqrt(2))) / 2


def _lot(seed: str, item: str) -> str:
    return hashlib.sha256(f"{seed}/{item}".encode()).hexdigest()
