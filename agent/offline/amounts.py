"""Amounts as people say them: hours, minutes, counts and how sure they are.

Every function takes folded text (`base.text.fold`) and returns None where nothing is said.
"""

from __future__ import annotations

import re

_WORDS = {
    "a": 1.0,
    "an": 1.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
    "eleven": 11.0,
    "twelve": 12.0,
    "fifteen": 15.0,
    "twenty": 20.0,
    "thirty": 30.0,
    "forty": 40.0,
    "forty-five": 45.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "ninety": 90.0,
}
_NUMBER = (
    r"(?<![\w.,/])(?P<number>\d{1,4}(?:[.,]\d{1,2})?|"
    + "|".join(sorted(_WORDS, key=len, reverse=True))
    + r")"
)
_RANGE = r"(?:\s*(?:-|–|to|or)\s*\d{1,3}(?:[.,]\d)?)?"
_HOUR = r"(?:hours?|hrs?|h)\b"
_MINUTE = r"(?:minutes?|mins?)\b"

_CLOCK_HOURS = re.compile(r"(?<![\w.])(?P<hours>\d{1,2})\s*h\s*(?P<minutes>\d{2})\b")
_HALF_HOUR = re.compile(r"\bhalf(?: an|-an|-)?[ -]hour\b|\bhalf hours?\b")
_HOUR_AND_HALF = re.compile(rf"{_NUMBER}(?:[\s-]+{_HOUR})?\s+and\s+a\s+half(?:\s+{_HOUR})?")
_HOURS = re.compile(rf"{_NUMBER}(?:\s+(?:or|and) so)?{_RANGE}(?:\s+(?:study|free))?[\s-]*{_HOUR}")
_MINUTES = re.compile(rf"{_NUMBER}{_RANGE}[\s-]*{_MINUTE}")
_A_DAY = re.compile(
    r"\b(?:a|per|each|every)\s+(?:\w+\s+)?(?:day|night|morning|evening)\b|\bdaily\b"
)
_LONGEST_READ = 2_000
_BLOCKS = r"(?:study\s+)?(?:blocks?|sessions?|chunks?|slots?)"
_BLOCK_LENGTH = re.compile(
    rf"(?P<before>[\w.,-]+(?:\s+and a half)?[\s-]*(?:{_MINUTE}|{_HOUR}))[\s-]*(?:long\s+)?{_BLOCKS}"
    rf"|{_BLOCKS}\s+(?:(?:shorter|longer|smaller)[\s,:]+(?:to |of |at )?)?(?:of|be|to be|to"
    rf"|at most|no longer than|max)?\s*(?:be\s+)?(?:at most\s+)?"
    rf"(?P<after>(?:half an )?[\w.,-]+[\s-]*(?:{_MINUTE}|{_HOUR})|half an hour)"
)
_CLAUSE = re.compile(r"[,;.]\s+")
_CLOCK_ONLY = re.compile(r"\b(?:start|begin|starting|beginning|at|after|before|until)\b")
_CORRECTED = re.compile(
    r"\b(?:instead|rather|not|but|or|total|altogether|max|up to|block|session)\b"
)
_BELOW_NOTHING = re.compile(rf"(?:(?<![\w-])-\s?|\bminus )\d+(?:[.,]\d+)?\s*(?:{_HOUR}|{_MINUTE})")
_RELATIVE = re.compile(rf"{_NUMBER}\s*(?:{_HOUR}|{_MINUTE})\s+(?:less|more|fewer|extra)\b")
_COUNT = re.compile(
    rf"{_NUMBER}(?:[\s-]+(?!hours?\b|minutes?\b)[a-z-]+){{0,2}}?[\s-]+"
    r"(?:questions?|items?|cards?|reviews?|topics?|things|problems?|exercises?|papers?)\b"
)
_SURE = r"(?:sure|confident|certain|confidence|certainty)"
_CONFIDENCE = re.compile(
    rf"[\s,;(\[–—-]*\b(?:i(?:'m| am)\s+|with\s+)?(?:about\s+|around\s+|only\s+|maybe\s+|~\s*)?"
    rf"(?P<percent>\d{{1,3}})\s*(?:%|percent|per cent)\s*{_SURE}"
    r"(?:\s+(?:that\s+)?(?:it(?:'s| is)))?"
    rf"|[\s,;(\[–—-]*\b{_SURE}\s*[:=]?\s*(?P<after>\d{{1,3}})\s*(?:%|percent|per cent)?",
    re.IGNORECASE,
)


def number(said: str) -> float | None:
    """The number a word or figure stands for: "six" and "6" are 6, "4,5" is 4.5."""
    if said in _WORDS:
        return _WORDS[said]
    try:
        return float(said.replace(",", "."))
    except ValueError:
        return None


def minutes(plain: str) -> float | None:
    """The first stretch of time said, in minutes."""
    if clock := _CLOCK_HOURS.search(plain):
        return int(clock["hours"]) * 60.0 + int(clock["minutes"])
    if (mixed := _HOUR_AND_HALF.search(plain)) and "h" in mixed[0].replace("half", "", 1):
        whole = number(mixed["number"])
        return None if whole is None else (whole + 0.5) * 60
    if _HALF_HOUR.search(plain):
        return 30.0
    if found := _HOURS.search(plain):
        whole = number(found["number"])
        return None if whole is None else whole * 60
    if found := _MINUTES.search(plain):
        return number(found["number"])
    return None


def hours(plain: str, days: int = 7) -> float | None:
    """The hours of study said, the length of single blocks left out.

    Hours “more” or “less” than before are no amount. Of a range the lower end counts: a plan that
    asks for less than there was fits for sure. Hours "a day" are taken times `days`.
    """
    rest = _RELATIVE.sub(" ", _BLOCK_LENGTH.sub(" ", plain))
    rest = _BELOW_NOTHING.sub(" ", rest)
    daily = daily_minutes(rest)
    said = daily * days if daily is not None else _summed(rest)
    return round(said / 60, 2) if said else None


def daily_minutes(plain: str) -> float | None:
    """The minutes said to be "a day"; a day that only a clock time speaks of does not count."""
    clauses = [
        clause
        for clause in _CLAUSE.split(plain)
        if minutes(clause) is not None or not _CLOCK_ONLY.search(clause)
    ]
    rest = ", ".join(clauses)
    return minutes(rest) if _A_DAY.search(rest) else None


def below_nothing(plain: str) -> bool:
    """Whether an amount of time is said that is less than none: "-5 hours"."""
    return _BELOW_NOTHING.search(plain) is not None


def _summed(plain: str) -> float | None:
    """Stretches that stand side by side, "2h monday, 2h wednesday", taken together."""
    whole = [number(found["number"]) for found in _HOURS.finditer(plain)]
    if len(whole) < 2 or _CORRECTED.search(plain) or _CLOCK_HOURS.search(plain):
        return minutes(plain)
    return 60 * sum(hours for hours in whole if hours is not None)


def block_minutes(plain: str) -> int | None:
    """The length of a block: "45-minute blocks", "sessions of half an hour"."""
    found = _BLOCK_LENGTH.search(plain)
    if found is None:
        return None
    said = minutes(found["before"] or found["after"])
    return int(said) if said else None


def count(plain: str, limit: int) -> int | None:
    """How many questions, cards or topics are asked for, between 1 and `limit`."""
    found = _COUNT.search(plain)
    said = number(found["number"]) if found else None
    return None if said is None else max(1, min(int(said), limit))


def confidence(text: str) -> tuple[str, int | None]:
    """`text` without what it says about how sure the learner is, and that as a percentage.

    "B, 80% sure" is ("B", 80). A percentage that does not speak of being sure is left alone.
    """
    found = _CONFIDENCE.search(text) if len(text) <= _LONGEST_READ else None
    if found is None:
        return text, None
    percent = int(found["percent"] or found["after"])
    if percent > 100:
        return text, None
    rest = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;()[]\n\t")
    return rest, percent
