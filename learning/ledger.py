"""The evidence ledger: the answers behind a figure, what each did to it, and what to do with one.

A disputed answer stays in sight and counts for nothing until the dispute is taken back. A deleted
one is gone, and its tombstone keeps it from coming back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from base.clock import Clock
from base.errors import NotFound
from learning.evidence import counts, observed, prerequisites_of
from learning.mastery import Mastery
from learning.quiz_pool import place_called
from memory.learner import LearnerMemory
from memory.records import Attempt
from roadmap.catalogue import Roadmap
from roadmap.models import Topic

Weight = Literal["counts", "flows", "disputed", "unsure", "own grade"]
"""`flows`: an answer on a topic that rests on this one. `own grade`: rated by the learner alone."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer in the ledger. `before` and `after` are how far the topic was known, 0 to 1, just
    before and after it was counted; they are the same where it counts for nothing."""

    attempt: Attempt
    weight: Weight
    before: float
    after: float
    question: str = ""

    @property
    def moved(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class TopicEvidence:
    """`figure` is how far the topic is known now, 0 to 1; None where no answer on it counts."""

    topic: str
    title: str
    figure: float | None
    entries: tuple[Entry, ...]

    @property
    def answers(self) -> int:
        return sum(entry.weight == "counts" for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of one topic, or of those in a section or phase that have any, weakest first."""

    title: str
    topics: tuple[TopicEvidence, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries of every topic, oldest first, and the mastery they add up to."""

    entries: Mapping[str, tuple[Entry, ...]]
    mastery: Mastery


def ledger_of(attempts: Iterable[Attempt], prerequisites: Mapping[str, tuple[str, ...]]) -> Ledger:
    """The ledger of `attempts`, which are oldest first and may be disputed."""
    mastery = Mastery(prerequisites=prerequisites)
    entries: dict[str, list[Entry]] = {}
    for attempt in attempts:
        counted = counts(attempt)
        then = observed(mastery, attempt) if counted else mastery
        touched = (attempt.topic, *(prerequisites.get(attempt.topic, ()) if counted else ()))
        for topic in dict.fromkeys(touched):
            entry = Entry(
                attempt,
                _weight(attempt, own=topic == attempt.topic),
                mastery.known(topic, attempt.at),
                then.known(topic, attempt.at),
            )
            entries.setdefault(topic, []).append(entry)
        mastery = then
    return Ledger({topic: tuple(found) for topic, found in entries.items()}, mastery)


class LedgerService:
    def __init__(self, memory: LearnerMemory, roadmap: Roadmap, clock: Clock) -> None:
        self._memory = memory
        self._roadmap = roadmap
        self._clock = clock

    def evidence(self, name: str) -> Evidence:
        """The answers behind what is held of the topic, section or phase called `name`.

        Raises:
            NotFound: the roadmap has nothing called that.
        """
        place = place_called(self._roadmap, name)
        ledger = self._ledger()
        if isinstance(place, Topic):
            return Evidence(place.title, (self._of_topic(place, ledger),))
        topics = [t for t in place.topics if _asked_about(ledger, t.id)]
        found = [self._of_topic(topic, ledger) for topic in topics]
        found.sort(key=lambda topic: 1.0 if topic.figure is None else topic.figure)
        return Evidence(place.title, tuple(found))

    def overview(self) -> tuple[TopicEvidence, ...]:
        """Every topic that was asked about, in the roadmap's order."""
        ledger = self._ledger()
        return tuple(
            self._of_topic(self._roadmap.topics[name], ledger)
            for name in self._roadmap.order
            if _asked_about(ledger, name)
        )

    def entry(self, attempt_id: int) -> Entry:
        """The entry of one answer, in its own topic.

        Raises:
            NotFound: there is no such answer.
        """
        for entries in self._ledger().entries.values():
            for entry in entries:
                if entry.attempt.id == attempt_id and entry.weight != "flows":
                    return self._worded(entry)
        raise NotFound(
            f"There is no answer {attempt_id} in the ledger.",
            hint="`waymark evidence TOPIC` shows the answers with their numbers.",
        )

    def figure(self, topic: str) -> float | None:
        """How far the topic with this id is known now, as `TopicEvidence.figure` says it."""
        return self._figure(topic, self._ledger())

    def dispute(self, attempt_id: int) -> Entry:
        """Leave the answer out of every figure; the entry as it stands then.

        Raises:
            NotFound: there is no such answer.
        """
        self.entry(attempt_id)
        self._memory.attempts.dispute(attempt_id, self._clock())
        return self.entry(attempt_id)

    def stand_by(self, attempt_id: int) -> Entry:
        """Let a disputed answer count again; the entry as it stands then.

        Raises:
            NotFound: there is no such answer.
        """
        self.entry(attempt_id)
        self._memory.attempts.stand_by(attempt_id)
        return self.entry(attempt_id)

    def delete(self, attempt_id: int) -> Entry:
        """Delete the answer for good; the entry as it stood.

        Raises:
            NotFound: there is no such answer.
        """
        entry = self.entry(attempt_id)
        self._memory.attempts.delete(attempt_id, self._clock())
        return entry

    def _ledger(self) -> Ledger:
        attempts = self._memory.attempts.with_disputed()
        return ledger_of(attempts, prerequisites_of(self._roadmap))

    def _of_topic(self, topic: Topic, ledger: Ledger) -> TopicEvidence:
        entries = tuple(self._worded(entry) for entry in ledger.entries.get(topic.id, ()))
        return TopicEvidence(topic.id, topic.title, self._figure(topic.id, ledger), entries)

    def _figure(self, topic: str, ledger: Ledger) -> float | None:
        if not any(entry.weight == "counts" for entry in ledger.entries.get(topic, ())):
            return None
        return round(ledger.mastery.known(topic, self._clock()), 3)

    def _worded(self, entry: Entry) -> Entry:
        return replace(entry, question=self._question(entry.attempt))

    def _question(self, attempt: Attempt) -> str:
        """The question in its words; its id where the content has it no more."""
        try:
            if attempt.source == "interview":
                return self._roadmap.interview_question(attempt.item).question
            return self._roadmap.quiz_item(attempt.item).stem
        except NotFound:
            return attempt.item


def _asked_about(ledger: Ledger, topic: str) -> bool:
    return any(entry.weight != "flows" for entry in ledger.entries.get(topic, ()))


def _weight(attempt: Attempt, *, own: bool) -> Weight:
    if attempt.disputed_at is not None:
        return "disputed"
    if counts(attempt):
        return "counts" if own else "flows"
    return "unsure" if attempt.verdict == "unsure" else "own grade"
