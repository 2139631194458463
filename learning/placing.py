"""Testing out of a part of the roadmap: asked, kept answer by answer, marked when it is over.

A test is the answers given to it: what is asked next, and what is proved, follows from them. So a
test that was broken off goes on, in any process, for the rest of the day.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from base.clock import Clock
from base.text import clean
from learning.evidence import counts
from learning.given_answers import KEPT_CHARACTERS
from learning.item_grading import grade_item, right_answer
from learning.placement import SURE, Belief, belief_before, next_item
from learning.question_views import QuestionView, view_of_item
from learning.quiz_pool import Place, place_called
from memory.learner import LearnerMemory
from memory.records import Attempt
from roadmap.catalogue import Roadmap
from roadmap.models import Topic
from roadmap.questions import QuizItem

Outcome = Literal["proved", "not yet", "open"]
_FEWEST, _MOST, _A_TOPIC = 6, 40, 2
_LATELY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class PlacedTopic:
    """`chance` is how likely the topic is mastered, 0 to 1, after `answers` on it itself; the
    rest follows from what it is tied to."""

    topic: str
    title: str
    chance: float
    outcome: Outcome
    answers: int


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a test stands; `question` is None when it is over."""

    run: str
    place: str
    title: str
    asked: int
    most: int
    question: QuestionView | None
    topics: tuple[PlacedTopic, ...]

    @property
    def proved(self) -> tuple[str, ...]:
        return tuple(topic.topic for topic in self.topics if topic.outcome == "proved")


@dataclass(frozen=True, slots=True)
class PlacementAnswer:
    """`right` is the right answer, in words."""

    verdict: str
    right: str
    after: Placement


class PlacementService:
    def __init__(self, memory: LearnerMemory, roadmap: Roadmap, clock: Clock) -> None:
        self._memory = memory
        self._roadmap = roadmap
        self._clock = clock

    def stand(self, name: str, without: Collection[str] = ()) -> Placement:
        """The test of the topic, section or phase called `name`, begun or gone on with. Items
        `without` are not asked. When it is over, what it proved is marked done.

        Raises:
            NotFound: the roadmap has nothing called that, or no question on it.
        """
        place = place_called(self._roadmap, name)
        placement = self._of(place, without)
        if placement.question is None:
            self._mark(placement)
        return placement

    def answer(
        self, name: str, text: str, confidence: int | None = None, without: Collection[str] = ()
    ) -> PlacementAnswer | None:
        """Grade and keep the answer to the open question; None where none is open.

        Raises:
            InvalidInput: the text does not read as an answer to it.
            NotFound: as `stand`.
        """
        before = self.stand(name, without)
        if before.question is None:
            return None
        item = self._roadmap.quiz_item(before.question.item)
        grade = grade_item(item, text, before.run)
        self._memory.attempts.add(
            Attempt(
                id=None,
                at=self._clock(),
                source="quiz",
                run=before.run,
                position=self._next_position(before.run),
                item=item.id,
                topic=item.topic,
                skill=item.skill,
                difficulty=item.difficulty,
                answer=clean(text)[:KEPT_CHARACTERS],
                score=grade.score,
                correct=grade.verdict == "right",
                verdict=grade.verdict,
                confidence=confidence,
            )
        )
        right = right_answer(item, before.run)
        return PlacementAnswer(grade.verdict, right, self.stand(name, without))

    def undo(self, name: str) -> tuple[str, ...]:
        """Take back what today's test of `name` marked; the ids of those topics.

        Raises:
            NotFound: as `stand`.
        """
        placement = self._of(place_called(self._roadmap, name), ())
        attempts = self._memory.attempts.of_run("quiz", placement.run)
        if not attempts:
            return ()
        began = min(attempt.at for attempt in attempts)
        states = self._memory.topics.all()
        marked = tuple(
            topic
            for topic in placement.proved
            if topic in states and states[topic].status == "done" and states[topic].at >= began
        )
        for topic in marked:
            self._memory.topics.undo(topic)
        return marked

    def _of(self, place: Place, without: Collection[str]) -> Placement:
        now = self._clock()
        run = f"placement-{place.id}-{now:%Y%m%d}"
        topics = (place,) if isinstance(place, Topic) else place.topics
        attempts = self._memory.attempts.of_run("quiz", run)
        belief = self._believed(topics, attempts)
        most = min(_MOST, max(_FEWEST, _A_TOPIC * len(topics)))
        item = None
        if len(attempts) < most:
            asked = {attempt.item for attempt in attempts} | set(without)
            items = [item for topic in topics for item in self._roadmap.quiz_items(topic.id)]
            item = next_item(belief, items, asked, run, self._seen_lately(run, now))
        return Placement(
            run=run,
            place=place.id,
            title=place.title,
            asked=len(attempts),
            most=most,
            question=None if item is None else self._view(item, run, len(attempts), most),
            topics=tuple(self._placed(topic, belief, attempts) for topic in topics),
        )

    def _believed(self, topics: tuple[Topic, ...], attempts: tuple[Attempt, ...]) -> Belief:
        belief = belief_before(topics)
        items = {i.id: i for topic in topics for i in self._roadmap.quiz_items(topic.id)}
        for attempt in attempts:
            if counts(attempt) and attempt.item in items:
                belief = belief.after(items[attempt.item], attempt.score)
        return belief

    def _seen_lately(self, run: str, now: datetime) -> set[str]:
        attempts = self._memory.attempts.all(since=now - _LATELY)
        return {attempt.item for attempt in attempts if attempt.run != run}

    def _placed(self, topic: Topic, belief: Belief, attempts: tuple[Attempt, ...]) -> PlacedTopic:
        chance = belief.chance(topic.id)
        outcome: Outcome = (
            "proved" if chance >= SURE else "not yet" if chance <= 1 - SURE else "open"
        )
        answers = sum(attempt.topic == topic.id and counts(attempt) for attempt in attempts)
        return PlacedTopic(topic.id, topic.title, round(chance, 3), outcome, answers)

    def _view(self, item: QuizItem, run: str, asked: int, most: int) -> QuestionView:
        return view_of_item(
            item,
            run=run,
            kind="quiz",
            place=(asked + 1, most),
            topic_title=self._roadmap.topics[item.topic].title,
            token=f"{run}/{asked}",
            skipped=0,
        )

    def _next_position(self, run: str) -> int:
        attempts = self._memory.attempts.of_run("quiz", run)
        return max((attempt.position for attempt in attempts), default=-1) + 1

    def _mark(self, placement: Placement) -> None:
        states = self._memory.topics.all()
        for topic in placement.proved:
            if topic not in states or states[topic].status in ("planned", "learning"):
                self._memory.topics.set(topic, "done", self._clock())
