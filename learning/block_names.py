"""Which block of a plan the learner means."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from base.text import fold
from memory.records import StoredBlock

_LEAST_OF_AN_ID = 3
_NEAR_ENOUGH = 80


def begins_with(blocks: Collection[StoredBlock], said: str) -> StoredBlock | None:
    """The one block whose id begins with `said`, where it is one alone."""
    words = fold(said)
    found = [b for b in blocks if len(words) >= _LEAST_OF_AN_ID and b.id.startswith(words)]
    return found[0] if len(found) == 1 else None


def titled(blocks: Collection[StoredBlock], words: str) -> list[StoredBlock]:
    """The blocks whose title or topic says `words`; where none does, those that come near."""
    said = [b for b in blocks if words in fold(b.title) or words == (b.topic or "")]
    if said or not words:
        return said
    from rapidfuzz import fuzz

    scores = {b.id: fuzz.token_set_ratio(words, fold(b.title)) for b in blocks}
    best = max(scores.values(), default=0.0)
    return [b for b in blocks if scores[b.id] == best] if best >= _NEAR_ENOUGH else []


def soonest(blocks: Collection[StoredBlock], now: datetime) -> StoredBlock | None:
    """The block that is next; where all are over, the first."""
    return min(blocks, key=lambda b: (b.end <= now, b.start), default=None)
