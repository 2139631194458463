"""From graded answers to mastery: what counts as evidence, and for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from learning.mastery import Mastery
from memory.records import Attempt
from roadmap.catalogue import Roadmap

SELF_GRADED = "self"
"""The grader of an answer that the learner rated alone: it schedules reviews and proves nothing."""


def counts(attempt: Attempt) -> bool:
    """Whether the attempt is evidence: graded by another than the learner, and graded surely."""
    return (
        attempt.verdict != "unsure"
        and attempt.grader != SELF_GRADED
        and attempt.disputed_at is None
    )


def prerequisites_of(roadmap: Roadmap) -> Mapping[str, tuple[str, ...]]:
    """The direct prerequisites of every topic, by id."""
    return {topic.id: tuple(topic.prerequisites) for topic in roadmap.topics.values()}


def observed(mastery: Mastery, attempt: Attempt) -> Mastery:
    """What is held after `attempt`, which counts; right in part, it counts for its share."""
    share = 1.0 if attempt.correct else attempt.score
    for name in dict.fromkeys((attempt.topic, attempt.skill)):
        mastery = mastery.observe(name, share, attempt.difficulty, attempt.at)
    return mastery


def mastery_from(
    attempts: Iterable[Attempt],
    prerequisites: Mapping[str, tuple[str, ...]],
    now: datetime | None = None,
) -> Mastery:
    """Mastery of every topic and finer skill that `attempts`, oldest first, speak of, as it
    stands at `now`."""
    mastery = Mastery(prerequisites=prerequisites)
    for attempt in attempts:
        if counts(attempt):
            mastery = observed(mastery, attempt)
    return mastery if now is None else mastery.at(now)
