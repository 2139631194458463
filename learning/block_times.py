"""When a block is to be moved to, and how long it is to be, from a learner's words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from base.errors import InvalidInput
from base.text import fold, one_line
from learning.availability_text import DAYS

_EXAMPLE = 'Say it like "wed 19:00", "tomorrow 7pm" or 2027-03-24T19:00.'
_CLOCK = re.compile(r"(?:\bat\s+)?\b(\d{1,2})(?:[:.h](\d{2}))?\s*([ap]\.?m\.?)?(?=\s|$)")
_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_FILLER = re.compile(r"\b(?:at|on|to|next|this|the|evening|morning|afternoon)\b|,")
_PARTS = {
    "half": 1 / 2,
    "a half": 1 / 2,
    "a third": 1 / 3,
    "two thirds": 2 / 3,
    "a quarter": 1 / 4,
    "three quarters": 3 / 4,
}
_OF_IT = re.compile(
    r"\A(?:only |just |about |to |by )*(?P<part>.+?)(?: of (?:it|the block|that))?\Z"
)
_LENGTH = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*(h|hours?|m|min|mins|minutes?)?")


def moment_named(text: str, block_start: datetime, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment `text` means, in UTC: the day or the time that it leaves out is the block's.

    Raises:
        InvalidInput: it is not understood.
    """
    words = fold(text)
    exact = _exact(text.strip(), zone)
    if exact is not None:
        return exact
    local = block_start.astimezone(zone)
    day, rest = _day(words, local.date(), now.astimezone(zone).date())
    clock = local.time()
    if (match := _CLOCK.search(rest)) is not None:
        clock = _clock(match, text)
        rest = rest[: match.start()] + rest[match.end() :]
    elif day is None:
        raise _unclear(text)
    if _FILLER.sub(" ", rest).strip():
        raise _unclear(text)
    return datetime.combine(day or local.date(), clock, zone).astimezone(UTC)


def minutes_named(text: str) -> int:
    """Minutes from words such as "30", "30 min" or "1 h".

    Raises:
        InvalidInput: it is not understood.
    """
    match = _LENGTH.fullmatch(_OF_IT.sub(r"\g<part>", fold(text).strip()))
    if match is None:
        raise InvalidInput(
            f"“{one_line(text, 40)}” is not a length of time.", hint='Say it like "30 min".'
        )
    amount = float(match[1].replace(",", "."))
    return round(amount * 60 if (match[2] or "").startswith("h") else amount)


def part_named(text: str) -> float | None:
    """The part of a block that is meant by “half”, “a third of it”; None where none is named."""
    match = _OF_IT.match(fold(text).strip())
    return None if match is None else _PARTS.get(match["part"])


def is_unfinished(text: str) -> bool:
    """Whether words such as “half” or “only 20 min” say that the rest is still to do."""
    return part_named(text) is not None or fold(text).startswith("only ")


def _exact(text: str, zone: ZoneInfo) -> datetime | None:
    if len(text) <= len("2027-03-24"):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _day(words: str, block_day: date, today: date) -> tuple[date | None, str]:
    """The day that is named, and the words without it."""
    if (match := _DAY.search(words)) is not None:
        try:
            day = date.fromisoformat(match[1])
        except ValueError as error:
            raise _unclear(words) from error
        return day, words.replace(match[1], " ")
    for word, days in (("today", 0), ("tonight", 0), ("tomorrow", 1)):
        if word in words:
            return today + timedelta(days=days), words.replace(word, " ")
    for number, name in enumerate(DAYS):
        if (match := re.search(rf"\b{name}[a-z]*\b", words)) is not None:
            day = block_day + timedelta(days=number - block_day.weekday())
            if day < today:
                day += timedelta(days=7)
            return day, words.replace(match[0], " ")
    return None, words


def _clock(match: re.Match[str], text: str) -> time:
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        hour = hour % 12 + (12 if match[3].startswith("p") else 0) if hour <= 12 else 99
    if hour > 23 or minute > 59:
        raise _unclear(text)
    return time(hour, minute)


def _unclear(text: str) -> InvalidInput:
    return InvalidInput(f"“{one_line(text, 60)}” does not say when.", hint=_EXAMPLE)
