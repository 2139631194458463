"""A plan as an iCalendar file (RFC 5545), written so that an import again updates."""

from __future__ import annotations

import contextlib
import os
import tempfile
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from base.errors import StorageError
from base.text import clean, one_line
from memory.records import StoredPlan

ALARM_BEFORE = timedelta(minutes=10)
_PRODUCT = "-//Waymark//Waymark//EN"


def calendar_text(plan: StoredPlan) -> bytes:
    """The plan's blocks as a calendar; skipped ones are marked as cancelled.

    Everything in it follows from the plan: the same plan gives the same bytes, and a block keeps
    its UID where it is moved.
    """
    from icalendar import Alarm, Calendar, Event, Timezone

    zone = ZoneInfo(plan.timezone)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Waymark, week of {plan.week_start.isoformat()}")
    if plan.timezone != "UTC":
        calendar.add_component(
            Timezone.from_tzid(
                plan.timezone,
                first_date=plan.week_start - timedelta(days=366),
                last_date=plan.week_start + timedelta(days=366),
            )
        )
    for block in plan.blocks:
        event = Event()
        event.add("uid", f"{block.id}@waymark")
        event.add("dtstamp", plan.created_at)
        event.add("dtstart", block.start.astimezone(zone))
        event.add("dtend", block.end.astimezone(zone))
        event.add("summary", one_line(block.title))
        event.add("description", clean(block.reason))
        event.add("categories", [block.kind])
        event.add("status", "CANCELLED" if block.status == "skipped" else "CONFIRMED")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -ALARM_BEFORE)
        alarm.add("description", one_line(block.title))
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def write_file(path: Path, content: bytes) -> Path:
    """Write `content` to `path` whole or not at all, and return the absolute path.

    Raises:
        StorageError: the folder is missing, `path` is a folder, or it cannot be written.
    """
    target = path.absolute()
    if target.is_dir():
        raise StorageError(f"{target} is a folder.", hint="Name a file in it, such as week.ics.")
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise StorageError(
            f"{target} cannot be written ({error.strerror or error}).",
            hint="Choose a folder that exists and that you may write.",
        ) from error
    return target
