"""Which cards there are to review and when: drawn up from what happened, listed by day.

Cards come from quiz items that were missed, from topics that are done, and from drafts that the
learner kept. The first two are drawn up when they are asked for, from the attempts and the topics,
so that none is lost with a killed process.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from base.errors import NotFound
from learning.learner_days import Period, bounds
from learning.quiz_pool import title_of
from learning.review_cards import (
    MISSED,
    card_for_missed,
    card_for_topic,
    is_leech,
    lapses,
    missed_card_id,
    topic_card_id,
)
from learning.review_load import spread
from memory.learner import LearnerMemory
from memory.records import Attempt, ReviewCard, ReviewLog
from roadmap.catalogue import Roadmap
from roadmap.questions import QuizItem


@dataclass(frozen=True, slots=True)
class DueCard:
    """A card in the list of what is due. Its back is not shown before it is answered. `lapses`
    counts how often it was missed since it was first met."""

    id: str
    topic: str
    topic_title: str
    front: str
    due: datetime
    lapses: int = 0


@dataclass(frozen=True, slots=True)
class DueReviews:
    """Cards for the period `start` to `end`, the longest due first.

    `overdue` were due before `start`; `put_off` are due by `end` but find no room in the period,
    and come on the days after, the last on `cleared`. `leeches` are missed again and again,
    whenever they are due. `drafts` wait for the learner's word.
    """

    period: Period
    start: datetime
    end: datetime
    overdue: tuple[DueCard, ...]
    cards: tuple[DueCard, ...]
    next_due: datetime | None
    """When the first card after the period comes, if any does."""
    put_off: tuple[DueCard, ...] = ()
    cleared: date | None = None
    leeches: tuple[DueCard, ...] = ()
    drafts: tuple[DueCard, ...] = ()


def draw_up_cards(memory: LearnerMemory, roadmap: Roadmap) -> int:
    """Make the cards that are called for and missing; how many were made."""
    known = {card.id for card in memory.reviews.all()}
    made = 0
    for attempt in memory.attempts.all():
        item = _missed_item(roadmap, attempt)
        if item is not None and missed_card_id(item.id) not in known:
            made += memory.reviews.add(*card_for_missed(item, attempt.at))
            known.add(missed_card_id(item.id))
    for name, state in memory.topics.all().items():
        topic = roadmap.topics.get(name)
        if state.status == "done" and topic and topic_card_id(name) not in known:
            made += memory.reviews.add(card_for_topic(topic, roadmap.card(name), state.at))
    return made


def list_due(memory: LearnerMemory, roadmap: Roadmap, period: Period, now: datetime) -> DueReviews:
    """The cards there are for `period`, in the learner's days."""
    timezone = memory.profile.load().timezone
    start, end = bounds(period, now, timezone)
    days = planned_days(memory, now)
    cards = memory.reviews.all("kept")
    histories = _histories(memory)

    def listed(card: ReviewCard) -> DueCard:
        title = title_of(roadmap, card.topic)
        missed = lapses(histories[card.id])
        return DueCard(card.id, card.topic, title, card.front, card.due, missed)

    in_period = [card for card in cards if start.date() <= days[card.id] < end.date()]
    put_off = [card for card in cards if card.due < end and days[card.id] >= end.date()]
    if period != "today":
        put_off = [card for card in put_off if card.due >= start]
    return DueReviews(
        period=period,
        start=start,
        end=end,
        overdue=tuple(listed(card) for card in in_period if card.due < start),
        cards=tuple(listed(card) for card in in_period if card.due >= start),
        next_due=min((card.due for card in cards if card.due >= end), default=None),
        put_off=tuple(listed(card) for card in put_off),
        cleared=max((days[card.id] for card in put_off), default=None),
        leeches=tuple(listed(card) for card in cards if is_leech(histories[card.id])),
        drafts=tuple(listed(card) for card in memory.reviews.all("drafted")),
    )


def planned_days(memory: LearnerMemory, now: datetime) -> dict[str, date]:
    """The day on which each kept card comes, in the learner's zone: where more are due than a day
    holds, the later ones come on the days after."""
    timezone = memory.profile.load().timezone
    zone = ZoneInfo(timezone or "UTC")
    due = [(card.id, card.due.astimezone(zone).date()) for card in memory.reviews.all("kept")]
    return dict(spread(due, now.astimezone(zone).date(), reviewed_today(memory, now)))


def reviewed_today(memory: LearnerMemory, now: datetime) -> int:
    """How many cards were reviewed in the learner's day so far."""
    start, _ = bounds("today", now, memory.profile.load().timezone)
    return sum(attempt.source == "review" for attempt in memory.attempts.all(since=start))


def _histories(memory: LearnerMemory) -> defaultdict[str, list[ReviewLog]]:
    """Every card's reviews, oldest first."""
    histories: defaultdict[str, list[ReviewLog]] = defaultdict(list)
    for log in memory.reviews.logs():
        histories[log.card].append(log)
    return histories


def _missed_item(roadmap: Roadmap, attempt: Attempt) -> QuizItem | None:
    if attempt.source != "quiz" or attempt.verdict not in MISSED:
        return None
    try:
        return roadmap.quiz_item(attempt.item)
    except NotFound:
        return None
