"""A plan imported into a calendar again and again: entries are updated, never doubled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject

from learning.intervals import Interval
from learning.study import Study


class Calendar:
    """A calendar program: it keys by UID and keeps what has the higher sequence, then the newer
    stamp (RFC 5546, section 2.1.5). What it reads is parsed by vobject."""

    def __init__(self) -> None:
        self.entries: dict[str, Any] = {}

    def read(self, path: Path) -> None:
        for event in vobject.readOne(path.read_text("utf-8")).vevent_list:
            known = self.entries.get(event.uid.value)
            if known is None or _age(event) >= _age(known):
                self.entries[event.uid.value] = event

    @property
    def standing(self) -> list[Interval]:
        return sorted(
            (
                Interval(event.dtstart.value, event.dtend.value)
                for event in self.entries.values()
                if event.status.value != "CANCELLED"
            ),
            key=lambda interval: interval.start,
        )


def _age(event: Any) -> tuple[int, Any]:
    return int(event.sequence.value), event.dtstamp.value


@pytest.fixture
def learner(study: Study) -> Study:
    study.profile.update(
        timezone="Europe/Berlin", hours=6, availability="mon-fri 19:00-21:00; sat 09:00-12:00"
    )
    study.week.draft("next")
    study.week.commit()
    return study


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the clock."""
    return lambda moment: monkeypatch.setenv("WAYMARK_NOW", moment)


def planned(study: Study) -> list[Interval]:
    blocks = study.week.blocks("next")
    return [Interval(b.start, b.end) for b in blocks if b.status == "planned"]


def test_a_second_import_of_the_same_plan_changes_nothing(
    learner: Study, tmp_path: Path, at: Callable[[str], None]
) -> None:
    first = learner.week.export(tmp_path / "a.ics")
    at("2026-11-23T10:00:00+00:00")
    assert learner.week.export(tmp_path / "b.ics").read_bytes() == first.read_bytes()


def test_a_block_that_moves_is_updated_and_not_doubled(
    learner: Study, tmp_path: Path, at: Callable[[str], None]
) -> None:
    calendar = Calendar()
    calendar.read(learner.week.export(tmp_path / "a.ics"))
    assert calendar.standing == planned(learner)
    at("2026-11-23T10:00:00+00:00")
    moved = learner.week.update_block(learner.week.blocks("next")[0].id, "move", "sun 10:00")
    calendar.read(learner.week.export(tmp_path / "b.ics"))
    assert calendar.standing == planned(learner)
    ages = {uid: int(event.sequence.value) for uid, event in calendar.entries.items()}
    assert ages.pop(f"{moved.id}@waymark") == 1
    assert set(ages.values()) == {0}


def test_what_is_taken_out_of_the_plan_is_cancelled_and_comes_back_with_it(
    learner: Study, tmp_path: Path, at: Callable[[str], None]
) -> None:
    calendar = Calendar()
    calendar.read(learner.week.export(tmp_path / "a.ics"))
    before = planned(learner)
    for number, hours in ((1, 2), (2, 6)):
        at(f"2026-11-23T1{number}:00:00+00:00")
        learner.week.draft("next", hours=hours)
        learner.week.commit()
        calendar.read(learner.week.export(tmp_path / "b.ics"))
        assert calendar.standing == planned(learner)
    assert calendar.standing == before


def test_an_older_file_read_late_does_not_undo_a_newer_one(
    learner: Study, tmp_path: Path, at: Callable[[str], None]
) -> None:
    calendar = Calendar()
    older = learner.week.export(tmp_path / "a.ics")
    at("2026-11-23T10:00:00+00:00")
    learner.week.update_block(learner.week.blocks("next")[0].id, "skip")
    calendar.read(learner.week.export(tmp_path / "b.ics"))
    calendar.read(older)
    assert calendar.standing == planned(learner)


def test_a_second_program_reads_the_zone_and_the_alarms(learner: Study, tmp_path: Path) -> None:
    text = learner.week.export(tmp_path / "a.ics").read_text("utf-8")
    calendar = vobject.readOne(text)
    assert "Europe/Berlin" in {str(zone.tzid.value) for zone in calendar.vtimezone_list}
    for event in calendar.vevent_list:
        assert event.valarm.trigger.value == -timedelta(minutes=10)
        assert event.dtstart.value.utcoffset() == timedelta(hours=1)


def test_a_cancelled_entry_rings_no_more(learner: Study, tmp_path: Path) -> None:
    learner.week.update_block(learner.week.blocks("next")[0].id, "skip")
    calendar = vobject.readOne(learner.week.export(tmp_path / "a.ics").read_text("utf-8"))
    ringing = {event.status.value: hasattr(event, "valarm") for event in calendar.vevent_list}
    assert ringing == {"CANCELLED": False, "CONFIRMED": True}


def test_entries_of_one_week_say_nothing_about_another(learner: Study, tmp_path: Path) -> None:
    learner.week.export(tmp_path / "a.ics")
    later = learner.week.draft("2026-12-07")
    calendar = Calendar()
    calendar.read(learner.week.export(tmp_path / "b.ics", later.id))
    assert calendar.standing == [b.interval for b in later.blocks]
