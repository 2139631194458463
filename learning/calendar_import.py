"""Busy times out of an iCalendar file: what can be read is used, the rest is named.

The file is cut into its events first, so that one broken event costs only itself and is reported
with the line it begins on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from base.errors import InvalidInput
from base.text import one_line
from learning.calendar_rules import MOST_STEPS, Looked, instant, rule_problem, steps
from memory.records import BusyTime

if TYPE_CHECKING:
    from icalendar import Event

MOST_BYTES = 20_000_000
MOST_TIMES = 50_000
_UNREPEATABLE = "when it takes place cannot be worked out"
_TOO_LONG = "working out when it repeats would take too long"
MOST_EVENTS = 20_000
_SINGLE = ("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "STATUS", "TRANSP")
_BACK, _AHEAD = timedelta(days=7), timedelta(days=560)


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
    looked = Looked(now - _BACK, now + _AHEAD)
    work: dict[int, int] = {}
    for number, chunk in enumerate(_chunks(lines, "VEVENT", troubles)):
        if number == MOST_EVENTS:
            problem = f"only the first {MOST_EVENTS} events of a file are read"
            troubles.append(Trouble(chunk.line, _title_in(chunk.text), problem))
            break
        event = _event(chunk, defined)
        if isinstance(event, str):
            troubles.append(Trouble(chunk.line, _title_in(chunk.text), event))
        else:
            work[chunk.line] = steps(event, looked)
            good.append(chunk)
    good = list(_workable(good, work, troubles))
    found = _occurrences(zones, good, looked, troubles)
    times = {time_ for event in found for time_ in _busy_time(event, source, zone)}
    unused = {trouble.line for trouble in troubles}
    return ImportedCalendar(
        tuple(sorted(times, key=lambda t: (t.start, t.end, t.uid)))[:MOST_TIMES],
        sum(chunk.line not in unused and not chunk.takes_no_time for chunk in good),
        tuple(sorted(troubles, key=lambda trouble: trouble.line)),
        looked.end.astimezone(zone).date(),
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


def _workable(
    chunks: list[_Chunk], work: Mapping[int, int], troubles: list[Trouble]
) -> Iterator[_Chunk]:
    """The events that can be worked out together; those that would take longest are left out."""
    left = MOST_STEPS
    kept: set[int] = set()
    for line, amount in sorted(work.items(), key=lambda item: item[1]):
        left -= amount
        if left >= 0:
            kept.add(line)
    for chunk in chunks:
        if chunk.line in kept:
            yield chunk
        else:
            troubles.append(Trouble(chunk.line, _title_in(chunk.text), _TOO_LONG))


def _event(chunk: _Chunk, zones: frozenset[str]) -> Event | str:
    """The event, or what is wrong with it; `zones` are those that the file defines itself."""
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
    problem = _bad_times(event) or _unknown_zone(event, zones) or rule_problem(event)
    return event if problem is None else problem


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
    return "its end is before its start" if instant(end) < instant(start) else None


def _value(event: Event, name: str) -> Any:
    return getattr(event.get(name), "dt", None)


def _occurrences(
    zones: list[str],
    events: list[_Chunk],
    looked: Looked,
    troubles: list[Trouble],
) -> list[Event]:
    """Every occurrence in the time looked at; where one series cannot be worked out, the
    others are used."""
    try:
        return _expanded(zones, events, looked)
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
        for event in _occurrences(zones, chunks, looked, troubles)
    ]


def _expanded(zones: list[str], events: list[_Chunk], looked: Looked) -> list[Event]:
    from icalendar import Calendar
    from recurring_ical_events import of  # type: ignore[import-untyped]  # ships no types

    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Waymark//import//EN"]
    texts = [chunk.text for chunk in events]
    calendar = Calendar.from_ical("\r\n".join([*head, *zones, *texts, "END:VCALENDAR", ""]))
    return list(of(calendar).between(looked.begin, looked.end))


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
