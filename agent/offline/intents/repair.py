"""Life happened: days that were missed or are lost, and a week that is to be mended."""

from __future__ import annotations

from datetime import date, timedelta

from agent.offline import days
from agent.offline.request import Ask, Intent, Request

_MISSED = (
    r"\bi(?:'ve| have)? (?:missed|(?:did(?: not|n'?t)|could(?: not|n'?t)|was(?: not|n'?t) able to)"
    r" (?:study|learn|do anything|get to (?:it|study)))"
    r"(?: (?:on|at all|anything|all))* (?:yesterday|today|this week|(?:mon|tues|wednes|thurs|fri"
    r"|satur|sun)day|the (?:last|past) (?:two|three|few|couple of|\d) days)\b(?!'?s)"
)
_ILL = (
    r"\bi(?:'ve been| have been| was|'m| am|'ll be| will be) (?:ill|sick|unwell|in bed)\b.*"
    r"\b(?:until|till|through|yesterday|today|tomorrow|this week|since|day)\b"
)
_MEND = r"\b(?:mend|repair) (?:my|the|this) (?:plan|week|schedule)\b"
_UNTIL = r"\b(?:until|till|through|to)\b"


def life_happened(request: Request) -> Intent | None:
    """“I missed yesterday”, “I was ill until Thursday”, “mend my week”."""
    ill = request.has(_ILL)
    if not (ill or request.has(_MISSED) or request.has(_MEND)):
        return None
    args: dict[str, object] = {"week": "this", "mend": True}
    if ill and (lost := _lost_days(request)):
        args["constraints"] = {"days_off": list(lost)}
    return Intent("mend_week", (Ask("plan_week", args),))


def _lost_days(request: Request) -> tuple[str, ...]:
    """The days of this week, from today on, that an illness takes."""
    today = request.today
    if today is None:
        return ()
    last = _last_lost_day(request, today)
    sunday = today + timedelta(days=6 - today.weekday())
    if last is None or not today <= last <= sunday:
        return ()
    return days.WEEKDAYS[today.weekday() : last.weekday() + 1]


def _last_lost_day(request: Request, today: date) -> date | None:
    last = days.day(request.plain, today)
    over = request.has(r"\bi (?:was|(?:ha)?ve been)\b") and last == today
    if over or not request.has(rf"{_UNTIL}|\b(?:today|tomorrow)\b"):
        return None
    return last
