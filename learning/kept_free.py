"""Times of a week in which there is to be no study: "sun evening", "before 10:00", "fri 18-20"."""

from __future__ import annotations

import re
from collections.abc import Collection

from base.errors import InvalidInput
from base.text import fold, one_line
from learning.availability import Availability
from learning.availability_text import DAYS, days_text, read_days, read_windows

EXAMPLE = "Write it like “sun evening”, “before 10:00”, “fri after 18:00” or “mon 12:00-13:00”."
_DAWN = 5 * 60
_EDGE = re.compile(
    r"(?P<days>.*?)\b(?P<edge>before|until|till|after|from)\s+(?P<clock>(?:\d|noon)[\w:.\s]*)"
)
_PART = re.compile(r"(?P<days>.*?)\b(?P<part>morning|afternoon|evening|night)s?")
_FILLER = re.compile(r"\b(?:(?:every|each) day|daily|nothing|no study|not|on|in|the|every)\b")
_LASTS = {
    "morning": "05:00-12:00",
    "afternoon": "12:00-17:00",
    "evening": "17:00-05:00",  # with the night after it, which is no morning
    "night": "17:00-05:00",
}


def kept_free(text: str) -> str:
    """The words in one canonical form, such as "fri after 18:00".

    Raises:
        InvalidInput: they name no time.
    """
    words = " ".join(_FILLER.sub(" ", fold(text)).split())
    try:
        if match := _EDGE.fullmatch(words):
            edge = "before" if match["edge"] in ("before", "until", "till") else "after"
            return f"{_of_days(match['days'])}{edge} {_clock(match['clock'])}"
        if match := _PART.fullmatch(words):
            part = "evening" if match["part"] == "night" else match["part"]
            return f"{_of_days(match['days']) or 'every '}{part}"
        if not words:
            raise InvalidInput("No time was given.", hint=EXAMPLE)
        timed = words if re.match(r"[a-z]", words) else f"daily {words}"
        return str(Availability.parse(timed if re.search(r"\d", timed) else f"{timed} 00:00-24:00"))
    except InvalidInput as error:
        raise InvalidInput(
            f"“{one_line(text, 40)}” is no time to keep free.", hint=EXAMPLE
        ) from error


def joined_kept_free(first: Collection[str], later: Collection[str]) -> tuple[str, ...]:
    """Both lists; of two that differ in the time on the clock alone the later counts."""
    edges = {_but_the_clock(text) for text in later}
    kept = (text for text in first if text not in later and _but_the_clock(text) not in edges)
    return (*kept, *later)


def on_days(canonical: str) -> frozenset[str]:
    """The days by name that the text speaks of; empty where it is every day."""
    match = _EDGE.fullmatch(canonical) or _PART.fullmatch(canonical)
    said = match["days"] if match else canonical.partition(" ")[0]
    named = said.replace("every", "").replace("daily", "").strip()
    return frozenset(DAYS[number] for number in read_days(named)) if named else frozenset()


def kept_free_times(canonical: str) -> Availability:
    """The windows of a week that `kept_free` text stands for. A night belongs to its evening."""
    if match := _EDGE.fullmatch(canonical):
        days, clock = match["days"].strip() or "daily", match["clock"]
        if match["edge"] == "after":
            return Availability.parse(f"{days} {clock}-{'04:59' if clock == '05:00' else '05:00'}")
        early = _minutes(clock) <= _DAWN
        return Availability.parse(f"{days} {'00:00' if early else '05:00'}-{clock}")
    if match := _PART.fullmatch(canonical):
        days = match["days"].replace("every", "").strip() or "daily"
        return Availability.parse(f"{days} {_LASTS[match['part']]}")
    return Availability.parse(canonical)


def _but_the_clock(canonical: str) -> str:
    match = _EDGE.fullmatch(canonical)
    return canonical[: match.start("clock")] if match else canonical


def _of_days(said: str) -> str:
    numbers = read_days(said) if said.strip() else list(range(7))
    return "" if len(numbers) == 7 else f"{days_text(numbers)} "


def _clock(said: str) -> str:
    return f"{_minutes(said) // 60:02d}:{_minutes(said) % 60:02d}"


def _minutes(clock: str) -> int:
    ((_, end),) = read_windows(f"mon 00:00-{clock.strip().replace('noon', '12:00')}")
    return end
