"""What is due, what is put off, leeches and drafts, in words and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from base.text import one_line
from learning.due_reviews import DueCard, DueReviews
from learning.learner_days import on_day
from learning.review_load import CARDS_A_DAY
from memory.records import ReviewFit

_MOST_LISTED = 15
_WHEN = {"today": "today", "tomorrow": "tomorrow", "week": "this week", "next": "next week"}


def due_in_words(due: DueReviews, now: datetime, timezone: str | None, *, ids: bool = False) -> str:
    """Markdown; with `ids`, each card has its id, to name it on the command line."""
    parts = [_due_cards(due, now, timezone, ids)]
    if due.put_off and due.cleared is not None:
        parts.append(
            f"{len(due.put_off)} more are spread over the days after, so that no day holds more "
            f"than {CARDS_A_DAY}; you are through on {due.cleared:%A} {due.cleared.day} "
            f"{due.cleared:%B}."
        )
    if due.leeches:
        parts.append(_leeches(due.leeches, ids))
    if due.drafts:
        parts.append(_drafts(due.drafts, ids))
    return "\n\n".join(parts)


def fit_in_words(fit: ReviewFit | None) -> str:
    """Where the schedule's parameters come from."""
    if fit is None:
        return "The schedule uses FSRS's own parameters; your reviews will fit it to you."
    return (
        f"The schedule was fitted to {fit.reviews} of your reviews on {fit.at.day} {fit.at:%B %Y}: "
        f"on {fit.held_out} later ones its log loss was {fit.loss:.3f}, before it "
        f"{fit.loss_before:.3f}."
    )


def due_json(due: DueReviews, fit: ReviewFit | None) -> dict[str, Any]:
    """What is due as JSON types; times are ISO 8601."""
    cards = ("overdue", "cards", "put_off", "leeches", "drafts")
    return {
        "period": due.period,
        **{name: [_card_json(card) for card in getattr(due, name)] for name in cards},
        "next_due": due.next_due and due.next_due.isoformat(),
        "cleared": due.cleared and due.cleared.isoformat(),
        "fit": None if fit is None else {**asdict(fit), "at": fit.at.isoformat()},
    }


def _due_cards(due: DueReviews, now: datetime, timezone: str | None, ids: bool) -> str:
    name = _WHEN[due.period]
    if not due.overdue and not due.cards:
        if due.next_due is None:
            return (
                f"Nothing is due {name}, and no card waits. Cards come from quiz questions that "
                "were missed and from topics set to done."
            )
        return f"Nothing is due {name}. The next card comes {on_day(due.next_due, now, timezone)}."
    parts = []
    for title, cards in (("Overdue", due.overdue), (f"Due {name}", due.cards)):
        if cards:
            days = [f" ({on_day(card.due, now, timezone)})" for card in cards]
            parts.append(f"**{title}: {len(cards)}**\n{_listed(cards, days, ids)}")
    return "\n\n".join(parts)


def _leeches(cards: tuple[DueCard, ...], ids: bool) -> str:
    missed = [f" (missed {card.lapses} times)" for card in cards]
    return (
        f"**Leeches: {len(cards)}**, missed again and again. Reading the topic up helps more than "
        "another review; one that is not worth it can be put aside with "
        f"`waymark review --aside ID`.\n{_listed(cards, missed, ids)}"
    )


def _drafts(cards: tuple[DueCard, ...], ids: bool) -> str:
    return (
        f"**Drafted cards: {len(cards)}**, waiting for your word: “keep the cards”, “decline the "
        "cards”, or one by one with `waymark review --confirm ID`."
        f"\n{_listed(cards, [''] * len(cards), ids)}"
    )


def _listed(cards: tuple[DueCard, ...], asides: list[str], ids: bool) -> str:
    lines = [
        f"- {f'`{card.id}` ' if ids else ''}{card.topic_title}: {one_line(card.front, 90)}{aside}"
        for card, aside in list(zip(cards, asides, strict=True))[:_MOST_LISTED]
    ]
    left = len(cards) - len(lines)
    return "\n".join([*lines, f"- and {left} more"] if left else lines)


def _card_json(card: DueCard) -> dict[str, Any]:
    return {**asdict(card), "due": card.due.isoformat()}
