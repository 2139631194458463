"""Wishes for one week, as people say them: days off, parts of the day, more of one topic."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from agent.offline import amounts, days, times
from agent.offline.names import topics, unmistakable

_PARTS = ("morning", "afternoon", "evening")
_PART = r"(?:(?:early |late )?(?:mornings?|afternoons?|evenings?|nights?)|after work|before work)"
_PART_LIST = rf"{_PART}(?:\s*(?:,|and|or|&|/)+\s*(?:in the )?{_PART})*"
_NOT_PARTS = re.compile(
    rf"\b(?:no|not|never|without|avoid|skip|except|but not)\s+(?:in\s+|during\s+|the\s+|any\s+)*"
    rf"(?P<parts>{_PART_LIST})"
)
_PARTS_WANTED = re.compile(
    rf"(?P<a>{_PART_LIST})\s+only|\b(?:only|just|all|everything|prefer|keep it to|stick to|rather"
    r"|move (?:it|everything|them))\s+(?:to\s+|in\s+|into\s+|for\s+|the\s+|my\s+)*"
    rf"(?P<b>{_PART_LIST})"
    rf"|\b(?:in|during)\s+(?:the\s+|my\s+)?(?P<c>{_PART_LIST})|(?:\A|[,;]\s*)(?P<d>{_PART_LIST})(?=\s*(?:[,;]|\Z))"
)
_CLAUSE = re.compile(r"[,;.]|\bbut\b|\band(?= (?:more|less|fewer|not|no|only)\b)")
_MORE = re.compile(
    r"\b(?:(?:a (?:bit|little|lot) |some |much )?(?<!no )more(?: time)?(?: (?:for|on|of))?"
    r"|extra(?: time (?:for|on))?|increase|add)\s+(?P<what>.+)"
)
_LESS = re.compile(
    r"\b(?:(?:a (?:bit|little|lot) |much )?(?:less|no more)(?: time)?(?: (?:for|on|of))?|fewer"
    r"|reduce"
    r"|cut down on|drop|leave out|without|no|not|skip)\s+(?P<what>.+)"
)
_USUAL_BLOCK = 45
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm|o'?clock|h\b)?"
_ENERGY = re.compile(
    r"\b(?:hard(?:er|est)?|difficult|tough|demanding)(?: (?:topics?|things|stuff|blocks?|ones?"
    rf"|work|parts?))? (?:first thing )?(?:in the |early in the |on |into the )?(?P<part>{_PART})"
)
_BREAK = re.compile(
    r"\b(?P<minutes>\d{1,2})[\s-]*(?:minutes?|mins?|m)[\s-]*(?:long )?(?:breaks?|pauses?)\b"
    r"|\b(?:breaks?|pauses?) of (?P<after>\d{1,2})\b(?: ?(?:minutes?|mins?))?"
    r"|\b(?:no|without(?: any)?) (?:breaks?|pauses?)\b"
)
_SLACK = re.compile(
    r"\b(?:leave|keep)\b[^,.;]*?(?P<percent>\d{1,2})\s*(?:%|percent|per cent)[^,.;]*?"
    r"\b(?:free|unplanned|open|slack)\b"
)
_UNUSED = re.compile(
    rf"\b(?:(?:not|never|cannot|can'?t|don'?t)(?: \w+){{0,3}} )?(?:after|before"
    rf"|until) {_CLOCK}(?!\w)"
    r"|\b\d{1,2}(?::\d{2})?\s*(?:am|pm)?\s*(?:-|–|to)\s*\d{1,2}(?::\d{2}\s*(?:am|pm)?|\s*(?:am|pm))\b"
    rf"|\b(?:start(?:ing)?|begin(?:ning)?) (?:at|from) {_CLOCK}(?!\w)(?: (?:each|every) day)?"
    r"|(?<!7 )\b(?:\d|one|two|three|four|five|six) days\b|\b(?:today|tomorrow|tonight)\b"
)
_KINDS = {
    "theory": r"theory|theoretical\w*|reading|new topics",
    "practice": r"practi[cs]e|practical\w*|exercises?|hands[- ]on",
    "projects": r"projects?|project work|building",
    "reviews": r"reviews?|repetition|flash ?cards?|cards",
    "interviews": r"interviews?|rehearsals?|mock interviews?",
}
_PIECE = re.compile(r"[,;.!]|\b(?:but|and|with)\b")
_HEARD = re.compile(
    rf"\d|\b(?:{_PART}|hours?|week|weeks|weekend|weekdays?|days?|blocks?|sessions?|breaks?|plan"
    r"|schedule|today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|hard\w*|free|usual"
    r"|please|thanks?|you|possible|sick|ill|holidays?|vacation|away|missed|fix|commit|save|show"
    r"|export|balanced?|good|nice|best)\b"
)
"""Words that were heard elsewhere in a request, or that ask for nothing of a plan."""
_START_OVER = re.compile(
    r"\b(?:start (?:over|again|afresh)|from scratch|forget the (?:old|last) one)\b"
)
_FOCUS = re.compile(
    r"\b(?:with (?:a|the|some|my|more) (?:main )?focus(?: mostly| mainly)? (?:on|in)"
    r"|focus(?:s?ed|s?ing|es)?(?: mostly| mainly| more)? (?:on|in)"
    r"|concentrat\w+ on|emphasis on|priorit(?:y|i[sz]e|i[sz]ing)(?: (?:to|on))?|mostly|mainly"
    r"|around"
    r"|about|for|on|with|to (?:learn|study)|learn(?:ing)?|study(?:ing)?)\s+(?P<what>.+)"
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was said about one week. Topics go by names that the roadmap knows."""

    hours: float | None = None
    focus: tuple[str, ...] = ()
    days_off: tuple[str, ...] = ()
    days_on: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    keep_free: tuple[str, ...] = ()
    free: str | None = None
    at_most: tuple[str, ...] = ()
    block_minutes: int | None = None
    break_minutes: int | None = None
    energy: str | None = None
    slack_percent: int | None = None
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    start_over: bool = False
    unused: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return replace(self, unused=()) != Wishes()

    def about(self, focus: tuple[str, ...]) -> Wishes:
        """The same with `focus`, where no topic is spoken of yet."""
        return self if self.focus or self.more or self.less else replace(self, focus=focus)

    @property
    def constraints(self) -> dict[str, object]:
        """All that was said but hours and focus, as the planning tool takes it."""
        said: dict[str, object] = {
            "days_off": list(self.days_off),
            "days_on": list(self.days_on),
            "parts": list(self.parts),
            "keep_free": list(self.keep_free),
            "free": self.free,
            "at_most": list(self.at_most),
            "block_minutes": self.block_minutes,
            "break_minutes": self.break_minutes,
            "energy": self.energy,
            "slack_percent": self.slack_percent,
            "more": list(self.more),
            "less": list(self.less),
            "start_over": self.start_over,
        }
        return {
            n: value for n, value in said.items() if value or (value == 0 and value is not False)
        }


def wishes(plain: str) -> Wishes:
    """Everything a message says about how the week should be."""
    limits, plain = times.limits_of_a_day(plain)
    free, plain = times.free_times(plain)
    kept_free, plain = times.times_kept_free(plain)
    off = days.days_off(plain)
    energy, pause, slack = _ENERGY.search(plain), _BREAK.search(plain), _SLACK.search(plain)
    whole, plain = plain, _BREAK.sub(" ", _SLACK.sub(" ", _ENERGY.sub(" ", plain)))
    more, less, focus = _topics_said(plain)
    daily = amounts.daily_minutes(plain)
    short = int(daily) if daily is not None and 15 <= daily < _USUAL_BLOCK else None
    return Wishes(
        hours=amounts.hours(plain, days=_study_days(plain, off)),
        focus=focus,
        days_off=off,
        days_on=days.days_on(whole),
        parts=parts_of_day(plain),
        keep_free=kept_free,
        free=free,
        at_most=limits,
        block_minutes=amounts.block_minutes(plain) or short,
        break_minutes=int(pause["minutes"] or pause["after"] or 0) if pause else None,
        energy=next(iter(_parts_in(energy["part"])), None) if energy else None,
        slack_percent=int(slack["percent"]) if slack else None,
        more=more,
        less=less,
        start_over=_START_OVER.search(plain) is not None,
        unused=tuple(found[0].strip(" ,") for found in _UNUSED.finditer(plain)),
    )


def parts_of_day(plain: str) -> tuple[str, ...]:
    """The parts of the day that are wanted; of those ruled out, the ones that are left."""
    if ruled_out := _NOT_PARTS.search(plain):
        unwanted = _parts_in(ruled_out["parts"])
        return tuple(part for part in _PARTS if part not in unwanted)
    wanted = _PARTS_WANTED.search(plain)
    if wanted is None:
        return ()
    return _parts_in(next(said for said in wanted.groups() if said))


def _parts_in(said: str) -> tuple[str, ...]:
    text = said.replace("after work", "evening").replace("before work", "morning")
    text = text.replace("night", "evening")
    return tuple(part for part in _PARTS if part in text)


def _study_days(plain: str, off: tuple[str, ...]) -> int:
    """On how many days hours "a day" are meant."""
    named = days.weekdays(plain) if not off else ()
    return len(named) or 7 - len(off)


def _topics_said(plain: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Topics to have more of, less of, and in focus, clause by clause."""
    more: list[str] = []
    less: list[str] = []
    focus: list[str] = []
    current: list[str] | None = None
    for clause in _CLAUSE.split(plain):
        if found := _MORE.search(clause):
            current = more
        elif found := _LESS.search(clause):
            current = less
        elif found := _FOCUS.search(clause):
            current = focus
        said = found["what"] if found else clause
        if current is not None:
            names = [unmistakable(name) for name in topics(said)]
            names += _kinds_in(said) if current is not focus else []
            current.extend(name for name in names if name not in current)
    return tuple(more), tuple(less), tuple(focus)


def unheard(plain: str) -> tuple[str, ...]:
    """The parts of a request, after the first, that say nothing which a plan takes up."""
    pieces = [piece.strip() for piece in _PIECE.split(plain)[1:]]
    return tuple(
        piece
        for piece in pieces
        if len(piece.split()) > 1
        and not _HEARD.search(piece)
        and not wishes(piece)
        and not topics(piece)
        and not _kinds_in(piece)
    )


def _kinds_in(said: str) -> list[str]:
    """Kinds of blocks that are named: “more practice”, “less theory”."""
    return [name for name, words in _KINDS.items() if re.search(rf"\b(?:{words})\b", said)]


def week_said(plain: str, today: date | None) -> str | None:
    """The week that is meant, where one is: “rest of the week” and “today” are this one."""
    if said := days.week(plain, today):
        return said
    if re.search(r"\btomorrow\b", plain) and today is not None:
        return "next" if today.weekday() == len(days.WEEKDAYS) - 1 else "this"
    return "this" if re.search(r"\b(?:today|tonight)\b", plain) else None
