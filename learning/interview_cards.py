"""Review cards from what an interview missed, drafted for the learner to keep or decline."""

from __future__ import annotations

from collections.abc import Sequence

from learning.interview_results import CardResult, QuestionResult
from learning.review_cards import CardDraft

_WEAK_BELOW = 0.75
_MOST_POINTS = 5


def cards_from(results: Sequence[QuestionResult]) -> tuple[CardResult, ...]:
    """A card for each question on a topic that was reached and answered weakly: the question in
    front, the points that were missed behind, the essential first."""
    return tuple(card for result in results if (card := _card(result)) is not None)


def drafts_of(cards: Sequence[CardResult]) -> tuple[CardDraft, ...]:
    return tuple(
        CardDraft(source=card.source, topic=card.topic, front=card.front, back=card.back)
        for card in cards
    )


def _card(result: QuestionResult) -> CardResult | None:
    if not result.topics or result.score is None or result.score >= _WEAK_BELOW:
        return None
    lacking = [point for point in result.points if point.met == "missed"]
    lacking = lacking or [point for point in result.points if point.met == "partly"]
    lacking = lacking or list(result.points)  # every word was there, and no claim
    lacking.sort(key=lambda point: not point.must)
    return CardResult(
        source=f"interview-{result.id}",
        topic=result.topics[0],
        front=result.question,
        back="\n".join(f"- {point.says}" for point in lacking[:_MOST_POINTS]),
    )
