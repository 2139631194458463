"""One block of the plan: done in so many minutes, skipped, moved, shortened.

A block goes by what the planner can find it by: its id, a day, words of its title, or both of
these (“Calculus on friday”), since a topic has blocks on several days.
"""

from __future__ import annotations

import re
from datetime import date

from agent.offline import amounts, answers, days
from agent.offline.request import Ask, Intent, Request, Understand

_BLOCK = (
    r"\b(?:blocks?|sessions?|appointments?|(?:today|tomorrow|yesterday|monday|tuesday|wednesday"
    r"|thursday|friday|saturday|sunday|this morning|tonight|this evening)'?s? (?:block|session"
    r"|study"
    r"|lesson|one|work)|b\d+)\b"
)
_BLOCK_ID = re.compile(
    r"(?<![\w-])(?P<id>(?:blk|b)[-_]?[0-9a-f]{2,}[\w-]*|[a-z0-9-]+\.[a-z0-9.-]*\d)\b"
)
_BLOCK_DONE = (
    r"(?:i(?:'ve| have)? |i'm |i am )?(?:did|done(?: with)?|finished|completed|mark(?:ed)?|tick"
    r"|check"
    r" off|complete|finish|ticked)\b"
)
_BLOCK_SKIP = (
    r"(?:i )?(?:skip(?:ped)?|drop|cancel|miss(?:ed)?|can'?t (?:do|make)|won'?t (?:do|make))\b"
)
_BLOCK_MOVE = r"(?:move|shift|push|postpone|reschedule|delay|put off|bring forward)\b"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_EVENING_MOVED = rf"{_BLOCK_MOVE} (?:tonight|today|tomorrow|this evening|{_WEEKDAY})(?:'s)? to\b"
_BLOCK_SHORTEN = r"(?:shorten|cut|trim|reduce|make .* (?:shorter|\d+ ?min))"
_TODAY = r"\b(?:today|tonight|this (?:morning|afternoon|evening))(?:'s)?\b"
_A_DAY = (
    rf"(?:today|tonight|yesterday|last night|this (?:morning|afternoon|evening)|{_WEEKDAY})(?:'s)?"
)
_DID = re.compile(
    rf"(?:(?:on |last )?{_A_DAY}(?: morning| afternoon| evening)?[, ]+)?i(?:'ve| have)?"
    r" (?:(?:just|already|actually|also|really) )*(?:did(?: do)?|done|worked (?:on|through)"
    r"|studied|learn(?:ed|t)|went through|got through|finished|completed|spent)"
    r" (?!not\b|nothing\b|no\b|only\b|half\b(?! an hour))(?P<what>.+)"
)
_BY_DAY_ALONE = re.compile(
    rf"(?:it |that )?(?:on |last )?{_A_DAY}(?: morning| evening)?(?: after all)?"
)
_ELSEWHERE = r"\b(?:quiz|questions?|interview|reviews?|cards?|projects?|papers?|books?|course)\b"
_OF_THE_PLAN = r"\b(?:the|my|that) (?=\w)"
_TIME_SPENT = (
    r"\b(?:it |that |this )?took(?: me)? (?:about |around |only )?\S+|\bi (?:spent|needed) \S+"
    r"|\bin (?:about |only )?\d+ ?(?:min|h)"
)


def did_a_block(request: Request) -> Intent | None:
    """“I did the linear algebra tonight, 40 minutes”, “I did Tuesday”: what was done of a plan."""
    found = _DID.match(request.plain)
    if found is None or request.folded.endswith("?") or request.has(_ELSEWHERE):
        return None
    minutes = amounts.minutes(request.plain)
    day = _day_meant(request.plain, request.today)
    if not request.topics:
        by_day = day is not None and _BY_DAY_ALONE.fullmatch(found["what"]) is not None
        return _update(_of_day_alone(request, request.plain), "done") if by_day else None
    whole_topic = request.has(r"\b(?:finished|completed|studied|learn(?:ed|t))\b")
    of_the_plan = request.has(rf"\b(?:did|done|do) .*{_OF_THE_PLAN}|\bdid (?:the|my) ")
    if minutes is None and (whole_topic or not (day or of_the_plan)):
        return None
    return _update(_which_block(request), "done", _length(request))


def tells_time_spent(request: Request) -> Intent | None:
    """“It took me 40 minutes”, with no word of which block: no wish for a week."""
    if not request.has(_TIME_SPENT) or amounts.minutes(request.plain) is None:
        return None
    return Intent("time_spent", say=answers.WHICH_BLOCK)


def block_of_a_topic(request: Request) -> Intent | None:
    """“Skip calculus on Friday”, “move calculus to Saturday 10:00”: a block without that word."""
    if not request.topics or request.has(r"\b(?:not|more|less|week|now)\b"):
        return None
    subject = request.plain.split(" to ")[0]
    if request.says(_BLOCK_SKIP) and _day_meant(subject, request.today):
        return _update(_which_block(request), "skip")
    if request.says(_BLOCK_MOVE) and " to " in request.plain:
        return _update(_which_block(request), "move", _target(request))
    if request.says("shorten") and (length := _length(request)):
        return _update(_which_block(request), "shorten", length)
    return None


def update_block(request: Request) -> Intent | None:
    if not is_about_a_block(request):
        return None
    if request.says(_BLOCK_DONE):
        return _update(_which_block(request), "done", _length(request))
    if request.says(_BLOCK_MOVE):
        return _update(_which_block(request), "move", _target(request))
    if request.says(_BLOCK_SHORTEN):
        return _update(_which_block(request), "shorten", _length(request))
    if request.says(_BLOCK_SKIP):
        return _update(_which_block(request), "skip")
    return None


def is_about_a_block(request: Request) -> bool:
    if request.says(_EVENING_MOVED):
        return True
    return request.has(_BLOCK) and not request.has(r"\bblocks\b")


def _update(block: str, action: str, when: str | None = None) -> Intent:
    args = {"block": block, "action": action}
    if when is not None:
        args["when"] = when
    return Intent("update_block", (Ask("update_block", args),))


def _which_block(request: Request) -> str:
    if named := _BLOCK_ID.search(request.folded):
        return named["id"]
    subject = request.plain.split(" to ")[0]
    for name in request.part(subject).topics:
        day = _day_meant(subject, request.today)
        return f"{name.title} {day}" if day else name.title
    return _of_day_alone(request, subject)


def _of_day_alone(request: Request, subject: str) -> str:
    if re.search(_TODAY, subject):
        return "today"
    past = request.has(r"\b(?:missed|did|done|finished|completed)\b")
    meant = days.last_weekday(subject, request.today) if past else None
    meant = meant or days.day(re.sub(r"\blast night\b", "yesterday", subject), request.today)
    return meant.isoformat() if meant else "next"


def _day_meant(subject: str, today: date | None) -> str | None:
    """The one day that is named, as the planner takes it beside words of a title."""
    if re.search(_TODAY, subject):
        return "today"
    if found := re.search(r"\b(?:yesterday|tomorrow)\b", subject):
        return found[0]
    if re.search(r"\blast night\b", subject):
        return "yesterday"
    if dated := days.span(subject, today):
        return f"on {dated[0].isoformat()}"
    named = days.weekdays(subject)
    return f"on {named[0]}" if len(named) == 1 else None


def _length(request: Request) -> str | None:
    length = amounts.minutes(request.plain)
    return f"{int(length)} minutes" if length else None


def _target(request: Request) -> str | None:
    _, _, target = request.words.rpartition(" to ")
    return target.strip(" .!?") or None


INTENTS: tuple[Understand, ...] = (did_a_block, update_block, block_of_a_topic, tells_time_spent)
