"""Times to keep free, limits of a day and free times of one week, as people say them.

Each function takes folded text and returns what it found, in the form the planner takes, with the
text that is left: what was said of a Friday evening says nothing of the whole Friday.
"""

from __future__ import annotations

import re

from agent.offline import amounts, days
from base.errors import InvalidInput
from learning.availability import Availability
from learning.day_limits import DayLimit
from learning.kept_free import kept_free

_CLOCK = r"(?:\d{1,2}(?:[:.h]\d{2})?\s*(?:am|pm|a\.m\.|p\.m\.|o'?clock|h\b)?|noon)(?![\w%])"
_DAYS = days.DAY_LIST


_CLOCK_IN_A_PART = re.compile(
    r"\b(?:from\s+|between\s+)?(?P<from>\d{1,2}(?::\d{2})?)\s*(?:-|–|to|until|till|and)\s*"
    r"(?P<to>\d{1,2}(?::\d{2})?)\s+(?:in the |at |every )?(?P<part>mornings?|evenings?|night)\b"
)
_PART_OF_DAYS = re.compile(
    rf"(?P<days>{_DAYS})\s+(?:in the )?(?P<part>mornings?|afternoons?|evenings?)\b"
    r"(?!\s*(?:from|at|\d))"
)
_USUAL = {"morning": "09:00-12:00", "afternoon": "14:00-17:00", "evening": "19:00-21:00"}


def _on_days(group: str) -> str:
    return rf"(?:\s*,?\s*(?:on\s+|every\s+|each\s+)*(?P<{group}>{_DAYS}))?"


_PART = r"(?:mornings?|afternoons?|evenings?|nights?)"
_NO = (
    r"(?:not?|nothing|never|forget(?: about)?"
    r"|don'?t|do not|can'?t|cannot|won'?t|without|avoid|skip|except|but not"
    r"|busy|unavailable|not free|not available|no (?:study|studying|blocks?|sessions?|learning))"
)
_MEANWHILE = r"(?:\s+(?!(?:before|after|until|till|earlier|later)\b)[a-z']+){0,4}?\s+"
_NOT_THEN = re.compile(
    rf"\b{_NO}(?:{_MEANWHILE}(?:on\s+)?(?P<day>{_DAYS}))?(?:{_MEANWHILE}|\s+)"
    rf"(?P<edge>before|earlier than|after|later than|until|till)\s+(?P<clock>{_CLOCK})"
    + _on_days("days")
)
_ONLY_THEN = re.compile(
    rf"\b(?:(?:start|begin)(?:ning|ing|s)?|only|just|i(?:'m| am) (?:only )?free|nothing but)"
    rf"(?:\s+(?:only|study|studying|blocks?|earliest|work))*\s+"
    rf"(?P<from>after|from|not before|no earlier than|not earlier than)\s+(?P<begin>{_CLOCK})"
    rf"(?!\s*(?:-|–|to|until|till)\s*\d)(?:\s+on(?:wards?)?\b(?!\s+{_DAYS}))?"
    + _on_days("begin_days")
    + rf"|\b(?:(?:finish|stop|end|be done|be over|done|over)(?:ing|ed|s)?"
    rf"(?:\s+(?:latest|studying|blocks?))*\s+(?:by|before|at|until)"
    rf"|(?:only|just) (?:before|until|till))\s+(?P<finish>{_CLOCK})" + _on_days("end_days")
)
_FREE_PART = re.compile(
    rf"\b{_NO}(?:\s+(?:in|on|for|during|the|any|my|study|studying|do|make|work|anything|at))*\s+"
    rf"(?P<said>{_DAYS}\s+{_PART})\b"
    rf"|\b(?:keep|leave|make|have|want|need|take|give me)\s+(?:the\s+|my\s+|on\s+)*"
    rf"(?P<kept>{_DAYS}\s+{_PART})\s+(?:free|off|clear|empty|open)\b"
    rf"|(?P<off>{_DAYS}\s+{_PART})(?:\s+(?:is|are|as))?\s+(?:off|taken|busy|out|not possible)\b"
)
_RANGE = rf"{_CLOCK}\s*(?:-|–|to|until|till)\s*{_CLOCK}"
_FREE_RANGE = re.compile(
    rf"\b{_NO}(?:\s+[a-z']+){{0,3}}?\s+(?:on\s+)?(?P<said>(?:{_DAYS}\s+)(?:from\s+|between\s+)?{_RANGE})"
    rf"|\b(?:keep|leave)\s+(?:the\s+|my\s+)*(?P<kept>(?:{_DAYS}\s+)?{_RANGE})\s+(?:free|off|clear|empty)\b"
)
_AMOUNT = (
    r"(?:half an hour|an hour and a half|(?:\d{1,3}(?:[.,]\d+)?|an?|one|two|three|four|five|six"
    r"|ten|fifteen|twenty|thirty|forty-five|forty|fifty|sixty|ninety)(?:\s+and a half)?\s*"
    r"(?:hours?|hrs?|h|minutes?|mins?|m|(?:study\s+)?(?:blocks?|sessions?))(?:\s*\d{2}(?:\s*min)?)?)\b"
)
_DAILY = r"(?:(?:a|per|each|every)\s+day\b|daily\b)"
_AT_MOST = re.compile(
    rf"\b(?:at most|at the most|no more than|not more than|never more than"
    rf"|max(?:imum|imal)?(?: of)?|up to"
    rf"|limit(?:ed)?(?: it| me)? to)\s+(?P<amount>{_AMOUNT})\s*,?\s*"
    rf"(?:(?P<daily>{_DAILY})(?:\s+on\s+(?P<daily_on>{_DAYS}))?"
    rf"|(?:on\s+|every\s+|each\s+)*(?P<days>{_DAYS}))"
    rf"|(?P<said>{_AMOUNT})\s+(?:(?P<said_daily>{_DAILY})|(?:on\s+|every\s+)*(?P<said_days>{_DAYS}))"
    rf"\s+(?:at (?:the )?most|max(?:imum)?)\b"
    rf"|\b(?:only|just)\s+(?P<only>{_AMOUNT})\s+(?:on\s+|every\s+|each\s+)*(?P<only_days>{_DAYS})"
)
_THIS_WEEKS = re.compile(
    rf"\b(?:i(?:'m| am|'ll be| will be) (?:only )?(?:free|available)|i can (?:only )?study"
    rf"|i have time|free|available|only)(?:\s+(?:only|on|from))*\s+"
    rf"(?P<when>{_DAYS}\s*(?:from\s+|between\s+)?{_RANGE}"
    rf"(?:\s*(?:,|;|and|&)+\s*(?:{_DAYS}\s*(?:from\s+|between\s+)?)?{_RANGE})*)"
)


def times_kept_free(plain: str) -> tuple[tuple[str, ...], str]:
    """“Not before 10”, “start after 7pm”, “keep Sunday evening free”, “not Friday 18:00-20:00”."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        try:
            text = kept_free(_time_meant(match))
        except InvalidInput:
            return match[0]
        if text not in found:
            found.append(text)
        return " , "

    for pattern in (_FREE_RANGE, _NOT_THEN, _ONLY_THEN, _FREE_PART):
        plain = pattern.sub(take, plain)
    return tuple(found), plain


def _time_meant(match: re.Match[str]) -> str:
    said = match.groupdict()
    if said.get("clock"):
        when = _named(said["day"] or said["days"])
        edge = "after" if said["edge"] in ("after", "later than") else "before"
        return f"{when} {edge} {said['clock']}"
    if said.get("begin"):
        return f"{_named(said['begin_days'])} before {said['begin']}"
    if said.get("finish"):
        return f"{_named(said['end_days'])} after {said['finish']}"
    words = said.get("said") or said.get("kept") or said.get("off") or ""
    part = re.search(rf"{_PART}|\d.*", words)
    return f"{_named(words)} {part[0] if part else ''}"


def _named(words: str | None) -> str:
    return ",".join(days.weekdays(words or ""))


def limits_of_a_day(plain: str) -> tuple[tuple[str, ...], str]:
    """“At most 2 hours a day”, “not more than one block on Fridays”, “only 1 hour on Wednesday”."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        said = match.groupdict()
        amount = said["amount"] or said["said"] or said["only"]
        when = _named(said["days"] or said["daily_on"] or said["said_days"] or said["only_days"])
        if "block" in amount or "session" in amount:
            number = amounts.number(amount.split()[0])
            text = f"{number or 0:g} blocks {when}"
        else:
            text = f"{amounts.minutes(amount) or 0:g} min {when}"
        try:
            found.append(str(DayLimit.parse(text)))
        except InvalidInput:
            return match[0]
        return " , "

    rest = _AT_MOST.sub(take, plain)
    return tuple(dict.fromkeys(found)), rest


def clock_times(when: str) -> tuple[str, bool]:
    """Free times with “7 to 9 in the evening” as a clock has it, and parts of a day as their usual
    hours; and whether such hours were assumed."""

    def halved(match: re.Match[str]) -> str:
        half = "am" if match["part"].startswith("morning") else "pm"
        return f"{match['from']}{half}-{match['to']}{half}"

    text = _CLOCK_IN_A_PART.sub(halved, when)
    assumed = _PART_OF_DAYS.sub(lambda m: f"{m['days']} {_USUAL[m['part'].rstrip('s')]}", text)
    return re.sub(r"\s*(?:,|\band\b)\s+(?=(?:on )?[a-z])", "; ", assumed), assumed != text


def free_times(plain: str) -> tuple[str | None, str]:
    """“I'm free mon-fri 9-12 this week”, in the form of an availability."""
    match = _THIS_WEEKS.search(plain)
    if match is None:
        return None, plain
    try:
        free = str(Availability.parse(match["when"]))
    except InvalidInput:
        return None, plain
    return free, f"{plain[: match.start()]} , {plain[match.end() :]}"
