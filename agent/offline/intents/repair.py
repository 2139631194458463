"""Life happened: days that were missed or are lost, and a week that is to be mended."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta

from agent.offline import answers, days
from agent.offline.request import Ask, Intent, Request
from agent.offline.wishes import week_said, wishes

_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MISSED = (
    r"\bi(?:'ve| have)? (?:missed|skipped|forg[eo]t(?: to study| about it)?|(?:did(?: not|n'?t)"
    r"|could(?: not|n'?t)|was(?: not|n'?t) able to)"
    r" (?:study|learn|do (?:anything|it)|get to (?:it|study)))"
    rf"(?: (?:on|at all|anything|all))* (?:yesterday|today|tonight|this week|{_WEEKDAY}"
    r"|the (?:last|past) (?:two|three|few|couple of|\d) days"
    r"|(?:some|my|a few|two|three|\d|several|all) (?:blocks|sessions)|a (?:block|session))\b(?!'?s)"
)
_MISSED_BLOCK = (
    rf"\bi(?:'ve| have)? missed (?P<day>yesterday|{_WEEKDAY})'?s (?:block|session|study)"
)
_ILL = (
    r"\bi(?:'ve been| have been| was|'m| am|'ll be| will be) (?:ill|sick|unwell|in bed)\b.*"
    r"\b(?:until|till|through|yesterday|today|tomorrow|this week|since|\w*day)\b"
)
_MEND = (
    r"\b(?:mend|repair|fix|rearrange|reschedule|adjust|catch up (?:on|with))"
    r" (?:my|the|this|next) (?:next )?(?:plan|week|schedule|calendar)\b"
    r"|\b(?:help me|how (?:do|can) i|i(?: have|'ve got| need| want)? to) catch up\Z"
)
_CANNOT = (
    r"i (?:can'?t|cannot|won'?t be able to|will not be able to)"
    r"(?: (?:make it|study|learn|do (?:it|anything)))?(?: on| at all)* "
    rf"(?:this |next )?(?:{_WEEKDAY}|today|tonight|tomorrow)(?: evening| morning)?\Z"
    r"|(?:something (?:came|has come) up|i(?: have|'ve got| have got) no time|no time)(?: on)? "
    rf"(?:this |next )?(?:{_WEEKDAY}|today|tonight|tomorrow)\Z"
    rf"|(?:this |next )?(?:{_WEEKDAY}|tonight|tomorrow) (?:does(?: not|n'?t) work|is out"
    r"|is (?:im|not )possible)\Z"
    rf"|(?:forget|scrap)(?: about)? (?:this |next )?(?:{_WEEKDAY}|today|tonight|tomorrow)\Z"
    r"|(?:postpone|put off|delay|cancel) (?:today|tonight|tomorrow)\Z"
)
_PART_DONE = (
    r"i(?:'ve| have)? (?:only|just) (?:did|done|managed|got through|finished|had time for)"
    r" (?P<how>half(?! an hour)|a third|two thirds|a quarter|three quarters"
    r"|\d+ ?(?:m|min|mins|minutes))\b"
    r"|i(?:'ve| have)? (?:did|done|managed|got through|finished) (?:only |just )?"
    r"(?P<part>half(?! an hour)|a third|two thirds|a quarter|three quarters)\b"
)
_TAKE_BACK = (
    r"(?:undo|take back|unmark|reopen)\b(?! .*\b(?:quiz|answer|dispute)\b)"
    r"|take (?:that|it) back\Z|i did(?:n'?t| not) do it after all"
)
_UNTIL = r"\b(?:until|till|through|to)\b"
_IN_THE_PAST = r"\bi (?:was|(?:ha)?ve been)\b|\bi've been\b"


def life_happened(request: Request) -> Intent | None:
    """“I missed yesterday”, “I was ill until Thursday”, “I can't on Friday”, “fix my week”."""
    if request.has(r"\A(?:what|which|when|did|have|how many)\b"):
        return None
    ill = request.has(_ILL)
    if ill or _missed(request):
        return _mend(_lost_days(request) if ill else ())
    if _waits_for_a_yes(request):
        return _not_tonight(request)
    if request.has(_MEND):
        said = wishes(request.plain)
        week = week_said(request.plain, request.today) or "this"
        return None if said.hours or said.focus else _mend(said.days_off, week)
    return _cannot(request)


def part_done(request: Request) -> Intent | None:
    """“I only did half of it”: what was done is marked, and the rest offered another place."""
    found = re.match(_PART_DONE, request.plain)
    if found is None or request.has(r"\b(?:quiz|questions?|interview)\b"):
        return None
    said = found["part"] or found["how"]
    how = f"only {said}" if said[0].isdigit() else said
    asks = (
        Ask("update_block", {"block": _which(request), "action": "done", "when": how}),
        Ask("plan_week", {"week": "this", "mend": True}),
    )
    return Intent("part_done", asks)


def take_back(request: Request) -> Intent | None:
    """“Undo that”: the last mark or move of a block."""
    if not request.says(_TAKE_BACK):
        return None
    if request.has(r"\b(?:repair|mend|plan|week|topic|status|profile|commit)\b"):
        return Intent("undo_elsewhere", say=answers.UNDO_ELSEWHERE)
    return Intent("take_back", (Ask("update_block", {"block": "last", "action": "undo"}),))


def _missed(request: Request) -> bool:
    if request.has(_MISSED):
        return True
    found = re.search(_MISSED_BLOCK, request.plain)
    today = request.today
    if found is None or today is None:
        return False
    day = today - timedelta(days=1)
    if found["day"] != "yesterday":
        day = days.last_weekday(found["day"], today) or day
    return day >= today - timedelta(days=today.weekday())


def _cannot(request: Request) -> Intent | None:
    if not request.says(rf"(?:.*[,;] )?(?:{_CANNOT})") or request.today is None:
        return None
    today = request.today
    tonight = request.has(r"\b(?:today|tonight)\b")
    day = today if tonight else days.day(request.plain, today)
    if day is None:
        return None
    monday = today - timedelta(days=today.weekday())
    if request.has(rf"\bnext {_WEEKDAY}") and day < monday + timedelta(days=7):
        day += timedelta(days=7)
    week = "this" if day < monday + timedelta(days=7) else day.isoformat()
    return _mend((days.WEEKDAYS[day.weekday()],), week)


def _not_tonight(request: Request) -> Intent | None:
    """“I can't tonight”, said to a draft: of that draft where it is this week's."""
    if request.today is None or not request.has(r"\b(?:today|tonight)\b"):
        return None
    monday = request.today - timedelta(days=request.today.weekday())
    lost = _cannot(request)
    if lost is None or monday.isoformat() not in request.draft:
        return lost
    off = {"days_off": [days.WEEKDAYS[request.today.weekday()]]}
    return Intent("revise_plan", (Ask("plan_week", {"week": "this", "constraints": off}),))


def _mend(days_off: Collection[str] = (), week: str = "this") -> Intent:
    args: dict[str, object] = {"week": week, "mend": True}
    if days_off:
        args["constraints"] = {"days_off": list(days_off)}
    return Intent("mend_week", (Ask("plan_week", args),))


def _waits_for_a_yes(request: Request) -> bool:
    """Whether a draft was just put forward: then a wish is about that."""
    return request.offered == "commit"


def _which(request: Request) -> str:
    """The block that was partly done: of the day that is named, else the one begun last."""
    if request.has(r"\b(?:today|tonight|this (?:morning|evening))\b"):
        return "today"
    meant = days.last_weekday(request.plain, request.today) or days.day(
        request.plain, request.today
    )
    return meant.isoformat() if meant else "last"


def _lost_days(request: Request) -> tuple[str, ...]:
    """The days of this week that an illness takes, or took."""
    today = request.today
    if today is None:
        return ()
    number = today.weekday()
    if request.has(_IN_THE_PAST) and not request.has(_UNTIL):
        return _past_days(request, number)
    last = _last_lost_day(request, today)
    if last is None or last < today:
        return ()
    sunday = today + timedelta(days=6 - number)
    return days.WEEKDAYS[number : min(last, sunday).weekday() + 1]


def _past_days(request: Request, number: int) -> tuple[str, ...]:
    named = set(days.weekdays(request.plain))
    if request.has(r"\byesterday\b") and number:
        named.add(days.WEEKDAYS[number - 1])
    if request.has(r"\btoday\b"):
        named.add(days.WEEKDAYS[number])
    if request.has(r"\bthis week\b"):
        named.update(days.WEEKDAYS[:number])
    return tuple(day for day in days.WEEKDAYS[: number + 1] if day in named)


def _last_lost_day(request: Request, today: date) -> date | None:
    last = days.day(re.split(_UNTIL, request.plain)[-1], today)
    over = request.has(_IN_THE_PAST) and last == today
    if over or not request.has(rf"{_UNTIL}|\b(?:today|tomorrow)\b"):
        return None
    return last
