"""The one place that reads the time."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime

from base.errors import InvalidInput

Clock = Callable[[], datetime]
"""Returns the present moment as an aware datetime in UTC."""


def system_clock() -> datetime:
    """The present moment in UTC; `WAYMARK_NOW` (ISO 8601, UTC where no offset is given) sets it.

    Raises:
        InvalidInput: `WAYMARK_NOW` is not an ISO 8601 time.
    """
    fixed = os.environ.get("WAYMARK_NOW")
    if not fixed:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(fixed)
    except ValueError as error:
        raise InvalidInput(
            f"WAYMARK_NOW is “{fixed}”, which is not an ISO 8601 time.",
            hint="Write it like 2027-03-22T08:00:00+00:00, or unset it.",
        ) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
