"""Review cards and when they come back: the FSRS-6 scheduler of the `fsrs` library.

FSRS: Ye, Su and Cao, "A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition
Scheduling" (KDD 2022), with the library's default parameters and a desired retention of 90 %.
Without learning steps within the day, because study comes once a day, and without fuzz, so that
the same answers give the same dates.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from learning.grading import Verdict
from learning.item_grading import right_answer
from memory.records import ReviewCard, ReviewLog
from roadmap.models import Topic
from roadmap.questions import QuizItem, Rubric, RubricPoint
from roadmap.topic_cards import TopicCard

RatingName = Literal["again", "hard", "good", "easy"]
RATINGS: dict[RatingName, int] = {"again": 1, "hard": 2, "good": 3, "easy": 4}
EARNED: dict[Verdict, RatingName] = {
    "right": "good",
    "partly": "hard",
    "unsure": "hard",
    "wrong": "again",
}
"""How a graded answer is rated."""
_FIRST_REVIEW = timedelta(days=1)
_WORDS_OF_A_CLAIM = 4


def missed_card_id(item_id: str) -> str:
    return f"quiz-{item_id}"


def topic_card_id(topic_id: str) -> str:
    return f"topic-{topic_id}"


def card_for_missed(item: QuizItem, at: datetime) -> tuple[ReviewCard, ReviewLog]:
    """A card of a quiz item that was missed at `at`: the miss is its first review."""
    card = ReviewCard(
        id=missed_card_id(item.id),
        topic=item.topic,
        item=item.id,
        front=item.stem,
        back=f"{right_answer(item)}\n\n{item.explanation}",
        state=_new_state(at),
        due=at,
        created_at=at,
    )
    return review(card, 1, at)


def card_for_topic(topic: Topic, taught: TopicCard, finished_at: datetime) -> ReviewCard:
    """A card that asks for the key points of a topic the learner has done."""
    return ReviewCard(
        id=topic_card_id(topic.id),
        topic=topic.id,
        item=None,
        front=f"{topic.title}: what are the points that matter? Name as many as you can.",
        back="\n".join(f"- {point}" for point in taught.key_points),
        state=_new_state(finished_at + _FIRST_REVIEW),
        due=finished_at + _FIRST_REVIEW,
        created_at=finished_at,
    )


def key_point_rubric(card: ReviewCard) -> Rubric:
    """What is looked for in an answer to a card of key points: each line of its back, by any of
    the claims it makes."""
    points = [line.removeprefix("- ") for line in card.back.splitlines() if line.strip()]
    return Rubric(
        points=tuple(
            RubricPoint(id=f"k{number}", says=point, accepted=_claims(point))
            for number, point in enumerate(points, start=1)
        )
    )


def _claims(point: str) -> tuple[str, ...]:
    """The clauses of `point` that have enough words to mean something; else all of it."""
    parts = [part.strip() for part in re.split(r"[.;:,()]\s+|\band\b", point)]
    return tuple(part for part in parts if len(part.split()) >= _WORDS_OF_A_CLAIM) or (point,)


def review(card: ReviewCard, rating: int, at: datetime) -> tuple[ReviewCard, ReviewLog]:
    """The card as a review at `at`, rated 1 (again) to 4 (easy), leaves it, and the review."""
    from fsrs import Card, Rating, Scheduler

    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    before = Card.from_dict(json.loads(card.state))
    after, _ = scheduler.review_card(before, Rating(rating), at)
    state = json.dumps(after.to_dict())
    return replace(card, state=state, due=after.due), ReviewLog(card.id, at, rating)


def _new_state(due: datetime) -> str:
    from fsrs import Card

    return json.dumps(Card(card_id=0, due=due).to_dict())
