"""What the learner says of every week, or of days to come: lasting wishes, and holidays."""

from __future__ import annotations

import re

from agent.offline import answers, days
from agent.offline.request import Ask, Intent, Request, Understand
from agent.offline.wishes import Wishes, wishes

_LASTING = (
    r"\b(?:from now on|always|every week|each week|in general|generally|usually|by default"
    r"|as a rule|permanently|in (?:the )?future|going forward|in all (?:my )?weeks|i prefer)\b"
)
_AWAY = (
    r"\b(?:holidays?|vacation|away|travell?ing|on leave|off|out of town|abroad|trip|conference"
    r"|wedding|can'?t study|cannot study|no (?:study|studying|time)|not (?:free|available)|busy)\b"
)
_OF_A_WEEK = ("days_off", "days_on", "parts", "keep_free")


def lasting_wishes(request: Request) -> Intent | None:
    """“From now on only 45-minute blocks”: a wish of every week, kept in the profile."""
    if not request.has(_LASTING) or request.folded.endswith("?"):
        return None
    said = wishes(re.sub(_LASTING, " ", request.plain))
    args = _kept_in_the_profile(said)
    other = [name for name in _OF_A_WEEK if getattr(said, name)]
    if args:
        say = answers.FREE_TIMES_SAY_THAT if other else ""
        return Intent("update_profile", (Ask("update_profile", args),), say=say)
    if other and not request.says(r"i (?:prefer|usually|always|generally)\b"):
        return Intent("free_times_say_that", say=answers.FREE_TIMES_SAY_THAT)
    return None


def _kept_in_the_profile(said: Wishes) -> dict[str, object]:
    args: dict[str, object] = {
        "energy": said.energy,
        "block_minutes": said.block_minutes,
        "break_minutes": said.break_minutes,
        "slack_percent": said.slack_percent,
        "at_most": "; ".join(said.at_most) or None,
    }
    return {name: value for name, value in args.items() if value is not None}


def holiday(request: Request) -> Intent | None:
    """“I have a holiday from 24 to 31 December”: days off by date, kept for every plan."""
    if not request.has(_AWAY) or request.folded.endswith("?") or request.open is not None:
        return None
    span = days.span(request.plain, request.today)
    if span is None:
        return None
    first, last = (day.isoformat() for day in span)
    away = first if first == last else f"{first} to {last}"
    return Intent("update_profile", (Ask("update_profile", {"away": away}),))


INTENTS: tuple[Understand, ...] = (lasting_wishes, holiday)
