"""A plan as an iCalendar file (RFC 5545), written so that an import again updates."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from base.errors import StorageError
from base.text import clean, one_line
from learning.calendar_zone import zone_definition
from memory.records import CalendarEntry, StoredPlan

if TYPE_CHECKING:
    from icalendar import Event

ALARM_BEFORE = timedelta(minutes=10)
_PRODUCT = "-//Waymark//Waymark//EN"


def calendar_text(plan: StoredPlan, entries: Collection[CalendarEntry]) -> bytes:
    """The entries of `plan` as a calendar, in its zone; those taken out of it are cancelled.

    Everything in it follows from the two: the same give the same bytes. An entry keeps its UID
    where it is moved, and its sequence number says which state of it is the newest.
    """
    from icalendar import Calendar

    zone = ZoneInfo(plan.timezone)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Waymark, week of {plan.week_start.isoformat()}")
    if plan.timezone != "UTC":
        year = timedelta(days=366)
        calendar.add_component(
            zone_definition(zone, plan.week_start - year, plan.week_start + year)
        )
    for entry in entries:
        calendar.add_component(_event(entry, zone))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, zone: ZoneInfo) -> Event:
    """An entry as an event; one that is cancelled rings no more."""
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", f"{entry.block}@waymark")
    event.add("dtstamp", entry.stamped_at)
    event.add("last-modified", entry.stamped_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.start.astimezone(zone))
    event.add("dtend", entry.end.astimezone(zone))
    event.add("summary", one_line(entry.title))
    event.add("description", clean(entry.reason))
    event.add("categories", [entry.kind])
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if not entry.cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -ALARM_BEFORE)
        alarm.add("description", one_line(entry.title))
        event.add_component(alarm)
    return event


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
