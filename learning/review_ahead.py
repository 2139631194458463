"""How many reviews the weeks to come bring: of the cards there are, and of those to be made.

Cards are carried forward one by one: each is reviewed when FSRS-6 says it is due, and recalled with
the learner's own rate. With a desired retention of 90 % a card takes about eight reviews in its
first year, half of them in the first month, so what is learned weighs most soon after.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from learning.plan_model import GRID_MINUTES
from learning.review_cards import RATINGS
from learning.review_load import CARDS_A_DAY
from learning.week_candidates import MINUTES_A_CARD, REVIEWS_AT_MOST, SHORTEST_REVIEW

_RETENTION, _RETENTION_REVIEWS = 0.9, 50.0
"""What FSRS aims at, and the reviews that it counts as beside the learner's own."""
_CARDS_A_TOPIC, _CARDS_TOPICS = 2.0, 5.0
"""A topic that is done makes one card of its own, and a quiz on it about one more; the assumption
counts as so many topics beside what the learner's own topics have made."""
_SIMULATED_CARDS, _SEED = 200, 6
_MORNING = timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class ReviewLoad:
    """Reviews by week, the present one first: `standing` of the cards there are; `curve` of one
    card by weeks since it was made, of which a topic makes `cards_a_topic`."""

    standing: tuple[float, ...] = ()
    curve: tuple[float, ...] = ()
    cards_a_topic: float = 0.0


class Reviewing:
    """The reviews of one week after another, as topics are finished."""

    def __init__(self, load: ReviewLoad) -> None:
        self._load = load
        self._made: list[int] = []
        self._waiting = 0.0

    def take(self, room: int) -> int:
        """The minutes of the next week that reviews take, up to half of its `room`; what does not
        fit waits for the week after."""
        week = len(self._made)
        load = self._load
        self._waiting += load.standing[week] if week < len(load.standing) else 0.0
        self._waiting += load.cards_a_topic * sum(
            made * load.curve[week - then - 1]
            for then, made in enumerate(self._made)
            if made and week - then - 1 < len(load.curve)
        )
        most = int(room * REVIEWS_AT_MOST)
        cards = min(int(self._waiting), 7 * CARDS_A_DAY, most // MINUTES_A_CARD)
        self._waiting -= cards
        self._made.append(0)
        minutes = -(-cards * MINUTES_A_CARD // GRID_MINUTES) * GRID_MINUTES
        return min(max(minutes, SHORTEST_REVIEW), most) if cards else 0

    def finished(self, topics: int) -> None:
        """So many topics are done in the week that was taken last."""
        self._made[-1] += topics


def recall_rate(recalled: int, reviewed: int) -> float:
    """The part of reviews that the learner passes, held near what FSRS aims at by few reviews."""
    return (recalled + _RETENTION * _RETENTION_REVIEWS) / (reviewed + _RETENTION_REVIEWS)


def cards_a_topic(cards: int, topics: int) -> float:
    """Cards that a finished topic makes, by the learner's `cards` of so many finished `topics`."""
    return max(1.0, (cards + _CARDS_A_TOPIC * _CARDS_TOPICS) / (topics + _CARDS_TOPICS))


@lru_cache(maxsize=4)
def card_curve(
    weeks: int, recall: float, parameters: tuple[float, ...] | None = None
) -> tuple[float, ...]:
    """The mean number of reviews of a card in each week after the one in which it was made."""
    made = datetime(2000, 1, 3, tzinfo=UTC)
    states = [_state_of_new(made)] * _SIMULATED_CARDS
    total = reviews_by_week(states, made, weeks, recall, parameters)
    return tuple(reviews / _SIMULATED_CARDS for reviews in total)


def reviews_by_week(
    states: Sequence[str],
    begin: datetime,
    weeks: int,
    recall: float,
    parameters: tuple[float, ...] | None = None,
) -> tuple[float, ...]:
    """Reviews in each of so many weeks from `begin` on, of cards with these states of FSRS.

    A card that is overdue comes at once. The same cards give the same figures.
    """
    from fsrs import Card, Rating, Scheduler

    settings: dict[str, Any] = {} if parameters is None else {"parameters": parameters}
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False, **settings)
    chance = random.Random(_SEED)  # noqa: S311  # a simulation, not a secret
    total = [0.0] * weeks
    for state in states:
        card = Card.from_dict(json.loads(state))
        while (week := max(0, (card.due - begin).days) // 7) < weeks:
            total[week] += 1
            at = max(card.due, begin + _MORNING)
            rating = RATINGS["good"] if chance.random() < recall else RATINGS["again"]
            card, _ = scheduler.review_card(card, Rating(rating), at)
    return tuple(total)


def _state_of_new(made: datetime) -> str:
    from fsrs import Card

    return json.dumps(Card(card_id=0, due=made + timedelta(days=1)).to_dict())
