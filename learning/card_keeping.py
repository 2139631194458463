"""Which cards are in the learner's reviews: drafts kept or declined, cards put aside and back."""

from __future__ import annotations

from collections.abc import Sequence

from base.clock import Clock
from base.errors import InvalidInput, NotFound
from base.text import one_line
from learning.due_reviews import DueCard, list_due
from learning.review_cards import CardDraft, card_for_draft
from memory.learner import LearnerMemory
from memory.records import CardStatus
from roadmap.catalogue import Roadmap

_SAID_OF: dict[CardStatus, str] = {
    "drafted": "waiting for your word",
    "kept": "in your reviews",
    "declined": "declined",
    "aside": "put aside",
}


class CardKeeping:
    def __init__(self, memory: LearnerMemory, roadmap: Roadmap, clock: Clock) -> None:
        self._memory = memory
        self._roadmap = roadmap
        self._clock = clock

    def draft(self, drafts: Sequence[CardDraft]) -> tuple[DueCard, ...]:
        """Put cards forward for the learner to keep or decline; those that were not known yet.

        Raises:
            InvalidInput: a draft has no front or no back.
        """
        now = self._clock()
        cards = [card_for_draft(draft, now) for draft in drafts]
        if not all(card.front and card.back for card in cards):
            raise InvalidInput("A review card needs a question and what answers it.")
        made = {card.id for card in cards if self._memory.reviews.add(card)}
        return tuple(card for card in self.drafts() if card.id in made)

    def drafts(self) -> tuple[DueCard, ...]:
        """The cards that wait for the learner's word."""
        return list_due(self._memory, self._roadmap, "today", self._clock()).drafts

    def confirm(self, cards: Sequence[str] | None = None) -> int:
        """Keep drafted cards, all where none are named; how many. They are due from the day after
        they were drafted.

        Raises:
            NotFound: no drafted card has such an id. Nothing is changed.
        """
        return self._settle(cards, "drafted", "kept")

    def decline(self, cards: Sequence[str] | None = None) -> int:
        """Turn drafted cards down, all where none are named; how many. They are not put forward
        again.

        Raises:
            NotFound: no drafted card has such an id. Nothing is changed.
        """
        return self._settle(cards, "drafted", "declined")

    def put_aside(self, card: str) -> None:
        """Take a card out of the reviews, such as a leech, until it is brought back.

        Raises:
            NotFound: no kept card has this id.
        """
        self._settle([card], "kept", "aside")

    def bring_back(self, card: str) -> None:
        """Take a card into the reviews again that was put aside.

        Raises:
            NotFound: no card with this id was put aside.
        """
        self._settle([card], "aside", "kept")

    def _settle(self, cards: Sequence[str] | None, wanted: CardStatus, status: CardStatus) -> int:
        known = {card.id for card in self._memory.reviews.all(wanted)}
        named = known if cards is None else dict.fromkeys(cards)
        for card in named:
            if card not in known:
                raise NotFound(
                    f"No card “{one_line(card, 80)}” is {_SAID_OF[wanted]}.",
                    hint="The list names them: waymark review --list",
                )
        for card in named:
            self._memory.reviews.set_status(card, status)
        return len(named)
