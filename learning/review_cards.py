"""Review cards and when they come back: the FSRS-6 scheduler of the `fsrs` library.

FSRS: Ye, Su and Cao, "A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition
Scheduling" (KDD 2022), with a desired retention of 90 %, and without learning steps within the
day, because study comes once a day. A card's state follows from its reviews and the parameters
alone, and so does its date: the spread that keeps cards from coming back in a bunch is drawn from
the card's id, not from chance.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from base.text import clean
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
MISSED: tuple[Verdict, ...] = ("wrong", "partly")
"""The verdicts of a quiz answer that call for a card."""
LEECH_LAPSES = 4
"""Misses at which a card is shown as a leech. Anki waits for eight, with cards far smaller."""
_SHORTEST_SPREAD = 3
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
    return review(card, (), RATINGS["again"], at)


@dataclass(frozen=True, slots=True)
class CardDraft:
    """A card put forward for the learner to keep or decline, such as from a missed interview
    question. `source` names where it comes from; one source makes one card, once.

    `back` holds the points that an answer is graded by, one a line.
    """

    source: str
    topic: str
    front: str
    back: str


def drafted_card_id(draft: CardDraft) -> str:
    return f"draft-{draft.source}"


def card_for_draft(draft: CardDraft, at: datetime) -> ReviewCard:
    """The drafted card; confirmed, it is due a day after it was drafted."""
    return ReviewCard(
        id=drafted_card_id(draft),
        topic=draft.topic,
        item=None,
        front=clean(draft.front).strip(),
        back=clean(draft.back).strip(),
        state=_new_state(at + _FIRST_REVIEW),
        due=at + _FIRST_REVIEW,
        created_at=at,
        status="drafted",
    )


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


def review(
    card: ReviewCard,
    history: Sequence[ReviewLog],
    rating: int,
    at: datetime,
    parameters: Sequence[float] | None = None,
) -> tuple[ReviewCard, ReviewLog]:
    """The card as a review at `at`, rated 1 (again) to 4 (easy), leaves it, and the review.

    `history` is every earlier review of the card; `parameters` are FSRS-6's 21, the library's own
    where none are given.
    """
    from fsrs import Card, Rating, Scheduler

    settings: dict[str, Any] = {} if parameters is None else {"parameters": tuple(parameters)}
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False, **settings)
    state = Card(card_id=0, due=card.created_at)
    for log in sorted(history, key=lambda log: log.at):
        state, _ = scheduler.review_card(state, Rating(log.rating), log.at)
    state, _ = scheduler.review_card(state, Rating(rating), at)
    days = (state.due - at).days
    state.due = at + timedelta(days=spread_days(days, f"{card.id}/{len(history)}"))
    left = replace(card, state=json.dumps(state.to_dict()), due=state.due)
    return left, ReviewLog(card.id, at, rating)


def spread_days(days: int, lot: str) -> int:
    """`days` moved a little, the same for the same `lot`, within the ranges of FSRS: one day for
    an interval of 3, about 7 % of a long one. A longer interval never ends up before a shorter
    one of the same lot, and none below 2 days is moved."""
    from fsrs.scheduler import FUZZ_RANGES

    if days < _SHORTEST_SPREAD:
        return days
    reach = 1.0 + sum(
        part["factor"] * max(min(days, part["end"]) - part["start"], 0.0) for part in FUZZ_RANGES
    )
    first, last = max(2, round(days - reach)), round(days + reach)
    digest = hashlib.sha256(lot.encode()).digest()
    drawn = int.from_bytes(digest[:4], "big") / 2**32
    return first + math.floor(drawn * (last - first + 1))


def lapses(history: Sequence[ReviewLog]) -> int:
    """How often the card was missed after it had been met for the first time."""
    return sum(log.rating == RATINGS["again"] for log in history[1:])


def is_leech(history: Sequence[ReviewLog]) -> bool:
    """Whether the card takes more than it gives: missed again and again."""
    return lapses(history) >= LEECH_LAPSES


def _new_state(due: datetime) -> str:
    from fsrs import Card

    return json.dumps(Card(card_id=0, due=due).to_dict())
