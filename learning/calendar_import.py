"""Busy times out of an iCalendar file: what can be read is used, the rest is named.

The file is cut into its events first, so that one broken event costs only itself and is reported
with the line it begins on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from base.errors import InvalidInput
from base.text import one_line
from memory.records import BusyTime

if TYPE_CHECKING:
    from icalendar import Event

MOST_BYTES = 20_000_000
MOST_TIMES = 50_000
_UNREPEATABLE = "when it takes place cannot be worked out"
_TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY"})
_SINGLE = ("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "STATUS", "TRANSP")
_BACK, _AHEAD = timedelta(days=7), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Trouble:
    """An event that could not be used. `line` counts from 1."""

    line: int
    title: str
    problem: str


@dataclass(frozen=True, slots=True)
class ImportedCalendar:
    """Busy times from a week back to `until`, and what could not be read. `events` counts those
    that were used: not the cancelled ones, nor those marked as free."""

    times: tuple[BusyTime, ...]
    events: int
    troubles: tuple[Trouble, ...]
    until: date


@dataclass(frozen=True, slots=True)
class _Chunk:
    line: int
    text: str

    @property
    def uid(self) -> str:
        lines = (line for line in self.text.splitlines() if line.upper().startswith("UID"))
        return next(lines, f"line {self.line}")

    @property
    def takes_no_time(self) -> bool:
        return (
            _value_in(self.text, "STATUS").upper() == "CANCELLED"
            or _value_in(self.text, "TRANSP").upper() == "TRANSPARENT"
        )


def read_calendar(path: Path, zone: ZoneInfo, now: datetime) -> ImportedCalendar:
    """The times at which the calendar in `path` is busy; `zone` is for times that name none.

    Repeating events are expanded. Cancelled events and those marked as free take no time; an
    all-day event takes its days whole.

    Raises:
        InvalidInput: the file cannot be read, or is no calendar.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InvalidInput(
                f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB.",
                hint="Export a shorter stretch of your calendar.",
            )
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError as error:
        raise InvalidInput(
            f"{path} cannot be read ({error.strerror or error}).",
            hint="Give the path of an .ics file that your calendar program exported.",
        ) from error
    return read_calendar_text(text, path.name, zone, now)


def read_calendar_text(text: str, source: str, zone: ZoneInfo, now: datetime) -> ImportedCalendar:
    """As `read_calendar`, from the text itself; `source` names it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in lines):
        raise InvalidInput(
            f"{source} is not an iCalendar file.",
            hint="It begins with BEGIN:VCALENDAR; export it again from your calendar program.",
        )
    troubles: list[Trouble] = []
    good: list[_Chunk] = []
    zones = [chunk.text for chunk in _chunks(lines, "VTIMEZONE", [])]
    defined = frozenset(_value_in(zone_text, "TZID") for zone_text in zones)
    for chunk in _chunks(lines, "VEVENT", troubles):
        problem = _problem(chunk, defined)
        if problem is None:
            good.append(chunk)
        else:
            troubles.append(Trouble(chunk.line, _title_in(chunk.text), problem))
    begin, end = now - _BACK, now + _AHEAD
    found = _occurrences(zones, good, begin, end, troubles)
    times = {time_ for event in found for time_ in _busy_time(event, source, zone)}
    unused = {trouble.line for trouble in troubles}
    return ImportedCalendar(
        tuple(sorted(times, key=lambda t: (t.start, t.end, t.uid)))[:MOST_TIMES],
        sum(chunk.line not in unused and not chunk.takes_no_time for chunk in good),
        tuple(sorted(troubles, key=lambda trouble: trouble.line)),
        end.astimezone(zone).date(),
    )


def _chunks(lines: list[str], name: str, troubles: list[Trouble]) -> Iterator[_Chunk]:
    """The components called `name`, each with the line it begins on."""
    start: int | None = None
    for number, line in enumerate(lines):
        word = line.strip().upper()
        if word == f"BEGIN:{name}":
            if start is not None:
                part = "\n".join(lines[start:number])
                troubles.append(Trouble(start + 1, _title_in(part), "it has no end"))
            start = number
        elif word == f"END:{name}" and start is not None:
            yield _Chunk(start + 1, "\r\n".join(lines[start : number + 1]))
            start = None
    if start is not None:
        part = "\n".join(lines[start:])
        troubles.append(Trouble(start + 1, _title_in(part), "the file ends inside it"))


def _problem(chunk: _Chunk, zones: frozenset[str]) -> str | None:
    """What is wrong with an event, or None; `zones` are those that the file defines itself."""
    from icalendar import Event

    try:
        event = Event.from_ical(chunk.text)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        return f"it cannot be read ({one_line(str(error), 80)})"
    if not isinstance(event, Event):
        return "it is no event"
    if event.errors:
        name, reason = event.errors[0]
        return f"its {name or 'content'} cannot be read ({one_line(str(reason), 80)})"
    twice = [name for name in _SINGLE if isinstance(event.get(name), list)]
    if twice:
        return f"its {twice[0]} stands twice"
    if _TOO_OFTEN.intersection(map(str, event.get("RRULE", {}).get("FREQ", ()))):
        return "it repeats more than once an hour"
    return _bad_times(event) or _unknown_zone(event, zones)


def _unknown_zone(event: Event, zones: frozenset[str]) -> str | None:
    """Times in a zone that neither this machine nor the file knows could be any time."""
    for name in ("DTSTART", "DTEND"):
        moment = _value(event, name)
        if isinstance(moment, datetime) and moment.tzinfo is None:
            named = str(event[name].params.get("TZID", ""))
            if named and named not in zones:
                return f"its time zone “{one_line(named, 40)}” is not known"
    return None


def _bad_times(event: Event) -> str | None:
    start, end = _value(event, "DTSTART"), _value(event, "DTEND")
    if not isinstance(start, date):
        return "it has no start"
    if end is None:
        length = _value(event, "DURATION")
        backwards = isinstance(length, timedelta) and length < timedelta(0)
        return "it lasts less than nothing" if backwards else None
    if isinstance(start, datetime) != isinstance(end, datetime):
        return "it starts at a time and ends on a day"
    return "its end is before its start" if _comparable(end) < _comparable(start) else None


def _value(event: Event, name: str) -> Any:
    return getattr(event.get(name), "dt", None)


def _comparable(moment: date) -> datetime:
    instant = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)


def _occurrences(
    zones: list[str],
    events: list[_Chunk],
    begin: datetime,
    end: datetime,
    troubles: list[Trouble],
) -> list[Event]:
    """Every occurrence between `begin` and `end`; where one series cannot be worked out, the
    others are used."""
    try:
        return _expanded(zones, events, begin, end)
    except Exception:  # what a broken series makes the libraries raise is not known beforehand
        if len({chunk.uid for chunk in events}) == 1:
            troubles.extend(Trouble(c.line, _title_in(c.text), _UNREPEATABLE) for c in events)
            return []
    series: dict[str, list[_Chunk]] = {}
    for chunk in events:
        series.setdefault(chunk.uid, []).append(chunk)
    return [
        event
        for chunks in series.values()
        for event in _occurrences(zones, chunks, begin, end, troubles)
    ]


def _expanded(
    zones: list[str], events: list[_Chunk], begin: datetime, end: datetime
) -> list[Event]:
    from icalendar import Calendar
    from recurring_ical_events import of  # type: ignore[import-untyped]  # ships no types

    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Waymark//import//EN"]
    texts = [chunk.text for chunk in events]
    calendar = Calendar.from_ical("\r\n".join([*head, *zones, *texts, "END:VCALENDAR", ""]))
    return list(of(calendar).between(begin, end))


def _busy_time(event: Event, source: str, zone: ZoneInfo) -> Iterator[BusyTime]:
    if _takes_no_time(event):
        return
    start, finish = _utc(event.start, zone), _utc(event.end, zone)
    if start < finish:
        yield BusyTime(
            source=source,
            uid=one_line(str(event.get("UID", "")), 200),
            start=start,
            end=finish,
            title=one_line(str(event.get("SUMMARY", "busy")), 120) or "busy",
        )


def _takes_no_time(event: Event) -> bool:
    status = str(event.get("STATUS", "")).upper()
    return status == "CANCELLED" or str(event.get("TRANSP", "")).upper() == "TRANSPARENT"


def _utc(moment: date, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _title_in(text: str) -> str:
    return one_line(_value_in(text, "SUMMARY"), 60)


def _value_in(text: str, name: str) -> str:
    """What stands in the first line of the property `name`, or ""."""
    for line in text.splitlines():
        head, _, value = line.partition(":")
        if head.partition(";")[0].strip().upper() == name:
            return value.strip()
    return ""
