"""Which cards there are to review and when: drawn up from what happened, listed by day.

Cards come from quiz items that were missed and from topics that are done. They are drawn up when
they are asked for, from the attempts and the topics, so that none is lost with a killed process.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from base.errors import NotFound
from learning.learner_days import Period, bounds
from learning.quiz_pool import title_of
from learning.review_cards import (
    card_for_missed,
    card_for_topic,
    missed_card_id,
    topic_card_id,
)
from memory.learner import LearnerMemory
from memory.records import Attempt, ReviewCard
from roadmap.catalogue import Roadmap
from roadmap.questions import QuizItem


@dataclass(frozen=True, slots=True)
class DueCard:
    """A card in the list of what is due. Its back is not shown before it is answered."""

    id: str
    topic: str
    topic_title: str
    front: str
    due: datetime


@dataclass(frozen=True, slots=True)
class DueReviews:
    """Cards due in the period `start` to `end`; `overdue` are due before `start`."""

    period: Period
    start: datetime
    end: datetime
    overdue: tuple[DueCard, ...]
    cards: tuple[DueCard, ...]
    next_due: datetime | None
    """When the first card after the period comes, if any does."""


def draw_up_cards(memory: LearnerMemory, roadmap: Roadmap) -> int:
    """Make the cards that are called for and missing; how many were made."""
    known = {card.id for card in memory.reviews.all()}
    made = 0
    for attempt in memory.attempts.all():
        item = _missed_item(roadmap, attempt)
        if item is not None and missed_card_id(item.id) not in known:
            memory.reviews.log(*card_for_missed(item, attempt.at))
            known.add(missed_card_id(item.id))
            made += 1
    for name, state in memory.topics.all().items():
        topic = roadmap.topics.get(name)
        if state.status == "done" and topic and topic_card_id(name) not in known:
            memory.reviews.put(card_for_topic(topic, roadmap.card(name), state.at))
            made += 1
    return made


def list_due(memory: LearnerMemory, roadmap: Roadmap, period: Period, now: datetime) -> DueReviews:
    """The cards there are for `period`, in the learner's days, the soonest due first."""
    start, end = bounds(period, now, memory.profile.load().timezone)
    cards = memory.reviews.all()
    return DueReviews(
        period=period,
        start=start,
        end=end,
        overdue=tuple(_listed(roadmap, card) for card in cards if card.due < start),
        cards=tuple(_listed(roadmap, card) for card in cards if start <= card.due < end),
        next_due=min((card.due for card in cards if card.due >= end), default=None),
    )


def _listed(roadmap: Roadmap, card: ReviewCard) -> DueCard:
    return DueCard(card.id, card.topic, title_of(roadmap, card.topic), card.front, card.due)


def _missed_item(roadmap: Roadmap, attempt: Attempt) -> QuizItem | None:
    if attempt.source != "quiz" or attempt.verdict not in ("wrong", "partly"):
        return None
    try:
        return roadmap.quiz_item(attempt.item)
    except NotFound:
        return None
