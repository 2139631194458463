"""Which block of a plan the learner means."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from base.text import fold
from learning.availability_text import DAYS
from memory.records import StoredBlock

Looking = Literal["back", "ahead"]
"""What is marked done has begun; what is skipped, moved or shortened is mostly still to come."""

LAST: Final = "last"
NEXT: Final = "next"
AROUND = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}

_LEAST_OF_AN_ID = 3
_NEAR_ENOUGH = 80
_LEAST_TO_BE_NEAR = 4
_WEEKDAY = rf"\b(?P<weekday>{'|'.join(DAYS)})(?:s?day|nesday|rsday|urday|s|rs)?s?"
_DAY = re.compile(
    rf"(?:\b(?:on|of|from|for)\s+)?(?:\b(?P<date>\d{{4}}-\d{{2}}-\d{{2}})\b"
    rf"|\b(?P<around>{'|'.join(AROUND)})\b|{_WEEKDAY}\b)(?:['’]s)?"
)
_FILLER = re.compile(r"\b(?:the|my|a|an|block|session|one|on)\b")


@dataclass(frozen=True, slots=True)
class Meant:
    """What words say of a block: the days it may lie on (none: any), and words of its title."""

    days: frozenset[date]
    title: str


def begins_with(blocks: Collection[StoredBlock], said: str) -> StoredBlock | None:
    """The one block whose id begins with `said`, where it is one alone."""
    words = fold(said)
    found = [b for b in blocks if len(words) >= _LEAST_OF_AN_ID and b.id.startswith(words)]
    return found[0] if len(found) == 1 else None


def titled(blocks: Collection[StoredBlock], words: str) -> list[StoredBlock]:
    """The blocks whose title or topic says `words`; where none does, those that come near."""
    begins = re.compile(rf"\b{re.escape(words)}")
    said = [b for b in blocks if words == fold(b.title) or words == (b.topic or "")]
    said = said or [b for b in blocks if len(words) > 1 and begins.search(fold(b.title))]
    if said or len(words) < _LEAST_TO_BE_NEAR:
        return said
    from rapidfuzz import fuzz

    scores = {b.id: fuzz.token_set_ratio(words, fold(b.title)) for b in blocks}
    best = max(scores.values(), default=0.0)
    return [b for b in blocks if scores[b.id] == best] if best >= _NEAR_ENOUGH else []


def read(said: str, looking: Looking, today: date) -> Meant:
    """The days and the title in words such as “linear algebra on friday”.

    A weekday is one of the last seven days, or of the next seven and this week's, as one looks.
    """
    words = fold(said)
    found = _DAY.search(words)
    if found is None:
        return Meant(frozenset(), words)
    rest = " ".join(_FILLER.sub(" ", words[: found.start()] + " " + words[found.end() :]).split())
    if found["around"] is not None:
        return Meant(frozenset({today + timedelta(days=AROUND[found["around"]])}), rest)
    if found["weekday"] is not None:
        return Meant(_days_called(found["weekday"], looking, today), rest)
    try:
        return Meant(frozenset({date.fromisoformat(found["date"])}), rest)
    except ValueError:
        return Meant(frozenset(), words)


def named(
    blocks: Sequence[StoredBlock], said: str, looking: Looking, now: datetime, zone: ZoneInfo
) -> StoredBlock | None:
    """The block of `blocks` (planned ones) that `said` means, none where there is none.

    `said` is "next", "last" (begun last), a day, words of a title, or both of these.
    """
    today = now.astimezone(zone).date()
    if fold(said) == LAST:
        begun = [b for b in blocks if b.start <= now]
        return max(begun, key=lambda b: b.start, default=None)
    if fold(said) == NEXT:
        of_today = [b for b in blocks if b.start <= now and _day(b, zone) == today]
        to_come = [b for b in blocks if b.end > now]
        return _first(of_today if looking == "back" and of_today else to_come)
    meant = read(said, looking, today)
    found = [b for b in blocks if not meant.days or _day(b, zone) in meant.days]
    if meant.title:
        found = titled(found, meant.title)
    elif not meant.days:
        return None
    return _likeliest(found, looking, now, zone)


def _likeliest(
    blocks: Sequence[StoredBlock], looking: Looking, now: datetime, zone: ZoneInfo
) -> StoredBlock | None:
    """Looking back the first of the latest day on which one has begun; looking ahead the next.
    Where there is none of that kind, the nearest of the other."""
    begun = [b for b in blocks if b.start <= now]
    to_come = [b for b in blocks if b.end > now]
    if to_come and (looking == "ahead" or not begun):
        return _first(to_come)
    latest = max((_day(b, zone) for b in begun), default=None)
    return _first([b for b in begun if _day(b, zone) == latest])


def _first(blocks: Collection[StoredBlock]) -> StoredBlock | None:
    return min(blocks, key=lambda b: b.start, default=None)


def _days_called(weekday: str, looking: Looking, today: date) -> frozenset[date]:
    if looking == "back":
        around = [today - timedelta(days=n) for n in range(7)]
    else:
        around = [today + timedelta(days=n) for n in range(-today.weekday(), 7)]
    return frozenset(day for day in around if DAYS[day.weekday()] == weekday)


def _day(block: StoredBlock, zone: ZoneInfo) -> date:
    return block.start.astimezone(zone).date()
