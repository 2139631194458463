"""Calendars out and in: what a calendar program reads, and what we read of theirs."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from base.errors import InvalidInput, StorageError
from learning.calendar_import import ImportedCalendar, read_calendar, read_calendar_text
from learning.calendar_revisions import entries_of
from learning.calendars import calendar_text, write_file
from learning.study import Study
from memory.records import BlockKind, StoredBlock, StoredPlan

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 3, 15, 9, tzinfo=UTC)
EVERY_MINUTE = ",".join(map(str, range(60)))
KINDS: tuple[BlockKind, ...] = ("learn", "review", "project")


def stored(zone: str = "Europe/Berlin", title: str = "RAG, in short; part 1") -> StoredPlan:
    start = datetime(2027, 3, 26, 18, tzinfo=UTC)
    blocks = tuple(
        StoredBlock(
            f"b{number}",
            start + timedelta(days=number),
            start + timedelta(days=number, minutes=50),
            kind,
            "rag-evaluation",
            title,
            "you asked for RAG",
        )
        for number, kind in enumerate(KINDS)
    )
    return StoredPlan("p1", date(2027, 3, 22), zone, "committed", NOW, blocks, "{}")


def text_of(plan: StoredPlan) -> bytes:
    return calendar_text(plan, entries_of(plan, (), NOW))


def read(*lines: str, zone: ZoneInfo = BERLIN) -> ImportedCalendar:
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""])
    return read_calendar_text(text, "test.ics", zone, NOW)


def event(*lines: str, uid: str = "1", title: str = "Busy") -> list[str]:
    return ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *lines, "END:VEVENT"]


def spans(imported: ImportedCalendar) -> list[tuple[str, str]]:
    return [(f"{t.start:%m-%d %H:%M}", f"{t.end:%m-%d %H:%M}") for t in imported.times]


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/New_York", "UTC"]
)
def test_the_blocks_are_read_back_at_the_same_moments(zone: str) -> None:
    plan = stored(zone)
    calendar = Calendar.from_ical(text_of(plan))
    events = calendar.events
    assert [(e.start, e.end) for e in events] == [(b.start, b.end) for b in plan.blocks]
    assert [str(e["UID"]) for e in events] == [f"{b.id}@waymark" for b in plan.blocks]
    assert [str(e["SUMMARY"]) for e in events] == [b.title for b in plan.blocks]
    assert not calendar.get_missing_tzids()


def test_every_event_rings_ten_minutes_before() -> None:
    for found in Calendar.from_ical(text_of(stored())).events:
        (alarm,) = found.alarms.times
        assert found.start - alarm.trigger == timedelta(minutes=10)


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert text_of(stored()) == text_of(stored())
    assert b"DTSTAMP:20270315T090000Z" in text_of(stored())


def test_a_skipped_block_is_cancelled() -> None:
    plan = stored()
    skipped = dataclasses.replace(plan.blocks[0], status="skipped")
    text = text_of(dataclasses.replace(plan, blocks=(skipped, *plan.blocks[1:])))
    statuses = [str(e["STATUS"]) for e in Calendar.from_ical(text).events]
    assert statuses == ["CANCELLED", "CONFIRMED", "CONFIRMED"]


@given(st.text(max_size=120))
def test_no_title_breaks_the_file(title: str) -> None:
    (first, *rest) = Calendar.from_ical(text_of(stored(title=title))).events
    assert len(rest) == 2
    assert not first.errors


def test_a_file_is_written_whole_and_over_an_older_one(tmp_path: Path) -> None:
    target = tmp_path / "week.ics"
    target.write_text("old")
    assert write_file(target, b"new") == target
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_where_a_file_cannot_be_written_nothing_is_left_behind(tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "missing" / "week.ics"):
        with pytest.raises(StorageError) as caught:
            write_file(target, b"new")
        assert caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_plan_is_exported_and_its_times_block_nothing_when_imported_again(
    study: Study, tmp_path: Path
) -> None:
    study.profile.update(timezone="Europe/Berlin")
    plan = study.week.draft("next")
    imported = read_calendar(study.week.export(tmp_path / "week.ics"), BERLIN, study.clock())
    assert imported.troubles == ()
    assert [(t.start, t.end) for t in imported.times] == [(b.start, b.end) for b in plan.blocks]


def test_times_of_other_zones_are_understood() -> None:
    imported = read(
        *event("DTSTART;TZID=America/New_York:20270317T090000", "DURATION:PT1H"),
        *event("DTSTART:20270317T160000Z", "DTEND:20270317T170000Z", uid="2"),
        *event("DTSTART:20270317T190000", "DTEND:20270317T200000", uid="3"),
    )
    assert spans(imported) == [
        ("03-17 13:00", "03-17 14:00"),
        ("03-17 16:00", "03-17 17:00"),
        ("03-17 18:00", "03-17 19:00"),
    ]


def test_a_zone_that_the_file_defines_itself_is_understood() -> None:
    imported = read(
        "BEGIN:VTIMEZONE",
        "TZID:Office",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0300",
        "TZOFFSETTO:+0300",
        "END:STANDARD",
        "END:VTIMEZONE",
        *event("DTSTART;TZID=Office:20270317T100000", "DTEND;TZID=Office:20270317T110000"),
    )
    assert spans(imported) == [("03-17 07:00", "03-17 08:00")]


def test_an_all_day_event_takes_the_learners_whole_day() -> None:
    imported = read(*event("DTSTART;VALUE=DATE:20270328", "DTEND;VALUE=DATE:20270329"))
    assert spans(imported) == [("03-27 23:00", "03-28 22:00")]


def test_repetitions_keep_their_clock_time_and_leave_out_what_was_cancelled() -> None:
    imported = read(
        *event(
            "DTSTART;TZID=Europe/Berlin:20270322T190000",
            "DTEND;TZID=Europe/Berlin:20270322T200000",
            "RRULE:FREQ=WEEKLY;COUNT=4",
            "EXDATE;TZID=Europe/Berlin:20270405T190000",
        ),
        *event(
            "RECURRENCE-ID;TZID=Europe/Berlin:20270412T190000",
            "DTSTART;TZID=Europe/Berlin:20270412T190000",
            "DTEND;TZID=Europe/Berlin:20270412T200000",
            "STATUS:CANCELLED",
        ),
    )
    assert spans(imported) == [("03-22 18:00", "03-22 19:00"), ("03-29 17:00", "03-29 18:00")]


def test_a_moved_occurrence_is_busy_where_it_was_moved_to() -> None:
    imported = read(
        *event("DTSTART:20270322T180000Z", "DTEND:20270322T190000Z", "RRULE:FREQ=DAILY;COUNT=2"),
        *event(
            "RECURRENCE-ID:20270323T180000Z", "DTSTART:20270324T060000Z", "DTEND:20270324T070000Z"
        ),
    )
    assert spans(imported) == [("03-22 18:00", "03-22 19:00"), ("03-24 06:00", "03-24 07:00")]


def test_cancelled_and_free_events_take_no_time() -> None:
    times = ("DTSTART:20270317T160000Z", "DTEND:20270317T170000Z")
    imported = read(*event(*times, "STATUS:CANCELLED"), *event(*times, "TRANSP:TRANSPARENT"))
    assert imported.times == ()
    assert imported.troubles == ()


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["DTSTART:20270317T160000Z", "DTEND:20270317T150000Z"], "end is before its start"),
        (["DTSTART:20270317T160000Z", "DTEND;VALUE=DATE:20270318"], "ends on a day"),
        (["DTSTART:2027-13-45"], "DTSTART"),
        (["DTEND:20270317T150000Z"], "no start"),
        (["DTSTART:20270317T160000Z", "DURATION:-PT1H"], "less than nothing"),
        (["DTSTART:20270317T160000Z", "RRULE:FREQ=SOMETIMES"], "RRULE"),
        (["DTSTART:20270317T160000Z", "RRULE:FREQ=SECONDLY"], "more than once an hour"),
        (
            ["DTSTART:20270317T160000Z", f"RRULE:FREQ=HOURLY;BYMINUTE={EVERY_MINUTE}"],
            "once an hour",
        ),
        (
            [
                "DTSTART:20270317T160000Z",
                "RRULE:FREQ=DAILY;BYHOUR=1,2;BYMINUTE=1,2,3,4,5,6,7,8,9,10,11,12,13",
            ],
            "once an hour",
        ),
        (["DTSTART:20270317T160000Z", "RRULE:FREQ=DAILY;INTERVAL=0"], "interval is less than one"),
        (["DTSTART:20270317T160000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"], "no day fits"),
        (["DTSTART:20270317T160000Z", "RRULE:FREQ=DAILY;BYSETPOS=2"], "take too long"),
        (["DTSTART:00010101T000000Z", "RRULE:FREQ=HOURLY"], "take too long"),
        (["DTSTART:20270317T160000Z", "DTSTART:20270318T160000Z"], "stands twice"),
    ],
)
def test_a_broken_event_is_named_with_its_line_and_the_rest_is_used(
    lines: list[str], problem: str
) -> None:
    good = event("DTSTART:20270318T160000Z", "DTEND:20270318T170000Z", uid="2")
    imported = read(*event(*lines, title="Broken"), *good)
    assert spans(imported) == [("03-18 16:00", "03-18 17:00")]
    (trouble,) = imported.troubles
    assert (trouble.line, trouble.title) == (3, "Broken")
    assert problem in trouble.problem


def test_of_many_series_those_that_can_be_worked_out_together_are_used() -> None:
    hourly = [
        line
        for number in range(40)
        for line in event(
            "DTSTART:20270301T160000Z", "DURATION:PT5M", "RRULE:FREQ=HOURLY", uid=f"h{number}"
        )
    ]
    once = event("DTSTART:20270318T160000Z", "DTEND:20270318T170000Z", uid="once", title="Once")
    imported = read(*hourly, *once)
    assert "Once" in {busy.title for busy in imported.times}
    assert 0 < imported.events < 41
    assert {trouble.problem for trouble in imported.troubles} == {
        "working out when it repeats would take too long"
    }


def test_a_rule_that_names_days_in_a_leap_year_is_followed() -> None:
    leap = event(
        "DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", uid="leap"
    )
    last = event("DTSTART;VALUE=DATE:20270331", "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2")
    imported = read(*leap, *last)
    assert imported.troubles == ()
    assert spans(imported)[:1] == [("03-30 22:00", "03-31 22:00")]


def test_a_time_in_a_zone_that_nobody_knows_is_reported() -> None:
    mars = "DTSTART;TZID=Mars/Olympus:20270317T160000"
    good = event("DTSTART:20270318T160000Z", "DTEND:20270318T170000Z", uid="2")
    imported = read(*event(mars, "DURATION:PT1H", title="Landing"), *good)
    assert spans(imported) == [("03-18 16:00", "03-18 17:00")]
    assert imported.events == 1
    (trouble,) = imported.troubles
    assert (trouble.line, trouble.title) == (3, "Landing")
    assert trouble.problem == "its time zone “Mars/Olympus” is not known"


def test_events_that_take_no_time_are_not_counted() -> None:
    times = ("DTSTART:20270317T160000Z", "DTEND:20270317T170000Z")
    imported = read(
        *event(*times, uid="1"),
        *event(*times, "STATUS:CANCELLED", uid="2"),
        *event(*times, "TRANSP:TRANSPARENT", uid="3"),
    )
    assert (len(imported.times), imported.events) == (1, 1)


def test_a_file_that_was_cut_off_is_used_as_far_as_it_goes() -> None:
    whole = event("DTSTART:20270318T160000Z", "DTEND:20270318T170000Z")
    text = "\n".join(["BEGIN:VCALENDAR", *whole, "BEGIN:VEVENT", "SUMMARY:Half", "DTSTA"])
    imported = read_calendar_text(text, "cut.ics", BERLIN, NOW)
    assert len(imported.times) == 1
    assert [(t.line, t.problem) for t in imported.troubles] == [(8, "the file ends inside it")]


def test_what_is_no_calendar_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.ics"
    page.write_bytes(b"<html>\xff\x00</html>")
    for path in (page, tmp_path / "missing.ics", tmp_path):
        with pytest.raises(InvalidInput) as caught:
            read_calendar(path, BERLIN, NOW)
        assert caught.value.hint


def test_titles_from_calendars_are_cleaned() -> None:
    imported = read(
        *event(
            "DTSTART:20270318T160000Z", "DTEND:20270318T170000Z", title="Call\x1b[31m \u202eboss"
        )
    )
    assert [t.title for t in imported.times] == ["Call boss"]


LINES = [
    "UID:1",
    "UID:2",
    "DTSTART:20270318T160000Z",
    "DTEND:20270318T170000Z",
    "DTSTART;TZID=Nowhere/Land:20270318T160000",
    "DTSTART;VALUE=DATE:20270318",
    "DURATION:P1D",
    "RRULE:FREQ=DAILY;UNTIL=2027",
    "RRULE:FREQ=WEEKLY;BYDAY=9XX",
    "RRULE:FREQ=YEARLY;COUNT=-1;INTERVAL=0",
    "RRULE:FREQ=DAILY",
    "RECURRENCE-ID:20270318T160000Z",
    "RDATE:x",
    "RDATE;VALUE=PERIOD:20270319T160000Z/PT1H",
    "EXDATE;VALUE=DATE:20270318",
    "BEGIN:VALARM",
    "END:VALARM",
    " folded",
]


@given(st.lists(st.lists(st.sampled_from(LINES), max_size=7), max_size=3))
def test_whatever_stands_in_an_event_it_is_used_or_named(events: list[list[str]]) -> None:
    imported = read(*[line for lines in events for line in ("BEGIN:VEVENT", *lines, "END:VEVENT")])
    assert imported.events + len(imported.troubles) == len(events)
