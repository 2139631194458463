"""Times as the learner file keeps them: ISO 8601 text in UTC, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from base.errors import InvalidInput


def stamp(at: datetime) -> str:
    """`at` in UTC with six decimals, always 32 characters.

    Raises:
        InvalidInput: `at` carries no zone, so the moment it means is unknown.
    """
    if at.tzinfo is None:
        raise InvalidInput(
            f"The time {at.isoformat()} has no zone.",
            hint="Give it an offset, such as +00:00 for UTC.",
        )
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def stamp_or_none(at: datetime | None) -> str | None:
    return None if at is None else stamp(at)


def moment(text: str) -> datetime:
    """The aware UTC time that `stamp` wrote."""
    return datetime.fromisoformat(text)


def moment_or_none(text: str | None) -> datetime | None:
    return None if text is None else moment(text)


def day_in(at: datetime, zone: str | None) -> str:
    """The day of `at` as the learner's calendar has it, such as “Mon 23 Nov 2026”.

    `zone` is the profile's: UTC where none is set or the machine does not know it.
    """
    try:
        local = at.astimezone(ZoneInfo(zone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        local = at.astimezone(UTC)
    return f"{local:%a} {local.day} {local:%b %Y}"
