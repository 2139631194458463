"""What the learner says about how they study: checked as a whole, then kept."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from pydantic import TypeAdapter

from base.clock import Clock
from base.errors import InvalidInput
from base.text import fold, one_line
from learning.availability import Availability
from learning.habits import with_habits
from learning.zones import system_zone, zone_named
from memory.learner import LearnerMemory
from memory.records import Change, Profile

MOST_HOURS = 80.0
LONGEST_ROLE = 80
_AS_JSON = TypeAdapter(Profile)
_CLEARED = frozenset({"", "none"})
_HOURS = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(h|hrs?|hours?|m|min|minutes?)?(?:\s*(?:a|per|/)\s*week)?"
)


class ProfileService:
    def __init__(self, memory: LearnerMemory, clock: Clock) -> None:
        self._memory = memory
        self._clock = clock

    def show(self) -> Profile:
        return self._memory.profile.load()

    def update(
        self,
        timezone: str | None = None,
        hours: float | str | None = None,
        availability: str | None = None,
        role: str | None = None,
        deadline: date | str | None = None,
        *,
        energy: str | None = None,
        block_minutes: int | str | None = None,
        break_minutes: int | str | None = None,
        slack_percent: int | str | None = None,
        at_most: str | None = None,
    ) -> Profile:
        """Change what is given, leave the rest; "none" takes a value back.

        The last five hold in every week unless a week's own wishes say otherwise. Everything is
        checked before anything is kept.

        Raises:
            InvalidInput: a value does not fit; nothing was changed.
        """
        standing = self.show()
        zone = standing.timezone if timezone is None else _zone(timezone)
        today = self._clock().astimezone(zone_named(zone) if zone else system_zone()).date()
        changed = replace(
            standing,
            timezone=zone,
            hours_per_week=standing.hours_per_week if hours is None else _hours(hours),
            availability=(
                standing.availability if availability is None else _availability(availability)
            ),
            role=standing.role if role is None else _role(role),
            deadline=standing.deadline if deadline is None else _deadline(deadline, today),
        )
        wishes = {
            "energy": energy,
            "block_minutes": block_minutes,
            "break_minutes": break_minutes,
            "slack_percent": slack_percent,
            "at_most": at_most,
        }
        said = {name: value for name, value in wishes.items() if value is not None}
        changed = with_habits(
            changed, {name: None if _cleared(value) else value for name, value in said.items()}
        )
        if changed != standing:
            now = self._clock()
            change = Change("profile", "", "update", as_text(standing), as_text(changed), now)
            self._memory.profile.save(changed, now, change=change)
        return changed


def as_text(profile: Profile) -> str:
    """The profile as JSON; `profile_in` reads it."""
    return str(_AS_JSON.dump_json(profile), "utf-8")


def profile_in(text: str) -> Profile:
    """The profile that `as_text` wrote."""
    return _AS_JSON.validate_json(text)


def parse_hours(value: float | str) -> float:
    """Hours a week from a number or words such as "6h", "6.5 hours" or "90 min".

    Raises:
        InvalidInput: it is no such thing, or not above 0 and at most 80.
    """
    match = _HOURS.fullmatch(fold(str(value)))
    if match is None:
        raise InvalidInput(
            f"“{one_line(str(value), 40)}” is not a number of hours.",
            hint='Write it like 6, 7.5 or "6h".',
        )
    hours = float(match[1].replace(",", "."))
    if (match[2] or "").startswith("m"):
        hours /= 60
    if not 0 < hours <= MOST_HOURS:
        raise InvalidInput(
            f"{hours:g} hours a week cannot be planned.",
            hint=f"Give more than 0 and at most {MOST_HOURS:g} hours.",
        )
    return round(hours, 2)


def parse_day(value: date | str, what: str) -> date:
    """A date from ISO text.

    Raises:
        InvalidInput: it is none; `what` names it in the message.
    """
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise InvalidInput(
            f"“{one_line(value, 40)}” is not a {what}.", hint="Write the date like 2027-06-30."
        ) from error


def _zone(name: str) -> str | None:
    return None if _cleared(name) else zone_named(name).key


def _hours(given: float | str) -> float | None:
    return None if _cleared(given) else parse_hours(given)


def _availability(text: str) -> str | None:
    return None if _cleared(text) else str(Availability.parse(text))


def _cleared(value: object) -> bool:
    return isinstance(value, str) and fold(value) in _CLEARED


def _role(text: str) -> str | None:
    role = one_line(text, 400)
    if len(role) > LONGEST_ROLE:
        raise InvalidInput(
            f"The role has {len(role)} characters; {LONGEST_ROLE} are kept.",
            hint="Name the job alone, such as “Machine Learning Engineer”.",
        )
    return None if _cleared(role) else role


def _deadline(value: date | str, today: date) -> date | None:
    if _cleared(value):
        return None
    deadline = parse_day(value, "date for a deadline")
    if deadline < today:
        raise InvalidInput(
            f"The deadline {deadline.isoformat()} has passed; today is {today.isoformat()}.",
            hint="Give a day to come, or “none” to have no deadline.",
        )
    return deadline
