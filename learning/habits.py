"""What the learner wishes of every week: kept in the profile, overridden by a week's own wishes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from base.errors import InvalidInput
from base.text import fold, one_line
from learning.day_limits import joined_limits
from learning.wishes import Wishes, checked_wishes
from memory.records import Profile

_LENGTH = re.compile(r"(\d{1,4})\s*(?:m|mins?|minutes?)?")
_PATTERNS = {
    "block_minutes": _LENGTH,
    "break_minutes": _LENGTH,
    "slack_percent": re.compile(r"(\d{1,3})\s*(?:%|percent|per cent)?"),
}


def habits(profile: Profile) -> Wishes:
    """The wishes of every week.

    Raises:
        InvalidInput: the profile holds what is no wish, as a file by other hands may.
    """
    return checked_wishes(
        energy=profile.energy,
        block_minutes=profile.block_minutes,
        break_minutes=profile.break_minutes,
        slack_percent=profile.slack_percent,
        at_most=_listed(profile.at_most),
    )


def with_habits(profile: Profile, changes: Mapping[str, int | str | None]) -> Profile:
    """`profile` with the wishes of every week in `changes`, by field; None takes one back.

    Raises:
        InvalidInput: a value does not fit.
    """
    values = {name: _read(name, value) for name, value in changes.items()}
    limits = values.pop("at_most", _listed(profile.at_most))
    standing = habits(profile).model_dump(include={"energy", *_PATTERNS})
    wishes = checked_wishes(**{**standing, **values}, at_most=limits)
    return replace(
        profile,
        energy=wishes.energy,
        block_minutes=wishes.block_minutes,
        break_minutes=wishes.break_minutes,
        slack_percent=wishes.slack_percent,
        at_most="; ".join(wishes.at_most) or None,
    )


def _read(name: str, value: int | str | None) -> object:
    if name == "at_most":
        return joined_limits((), _listed(None if value is None else str(value)))
    if value is None or name not in _PATTERNS:
        return value
    match = _PATTERNS[name].fullmatch(fold(str(value)))
    if match is None:
        unit = "a percentage" if name == "slack_percent" else "a number of minutes"
        raise InvalidInput(
            f"“{one_line(str(value), 40)}” is not {unit}.",
            hint="Write a whole number such as 20, or “none” to take it back.",
        )
    return int(match[1])


def _listed(at_most: str | None) -> list[str]:
    return [part.strip() for part in re.split(r"[;,]", at_most or "") if part.strip()]
