"""Profile, busy times, review cards and the library."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from base.errors import InvalidInput, NotFound, StorageError
from memory.learner import LearnerMemory
from memory.records import Profile, ReviewFit, ReviewLog
from tests.memory.examples import busy, card, item
from tests.memory.moments import MONDAY, later


class TestProfile:
    def test_nothing_is_known_at_first(self, memory: LearnerMemory) -> None:
        assert memory.profile.load() == Profile()

    def test_what_was_saved_last_stands(self, memory: LearnerMemory) -> None:
        full = Profile(
            "Europe/Lisbon",
            7.5,
            "mon 19:00-21:00",
            "ml-engineer",
            date(2027, 6, 1),
            "evening",
            45,
            0,
            20,
            "2 h a day",
        )
        memory.profile.save(full, MONDAY)
        assert memory.profile.load() == full
        memory.profile.save(replace(full, role=None), later(1))
        assert memory.profile.load() == replace(full, role=None)


class TestBusyTimes:
    def test_those_that_touch_the_time_come_in_order(self, memory: LearnerMemory) -> None:
        memory.busy.replace("work", [busy("b", 120), busy("a", 0)])
        assert memory.busy.between(MONDAY, later(999)) == (busy("a", 0), busy("b", 120))
        assert memory.busy.between(later(60), later(120)) == ()
        assert memory.busy.between(later(59), later(121)) == (busy("a", 0), busy("b", 120))

    def test_a_repeating_event_is_busy_each_time(self, memory: LearnerMemory) -> None:
        memory.busy.replace("work", [busy("weekly", 0), busy("weekly", 500)])
        assert len(memory.busy.between(MONDAY, later(999))) == 2

    def test_a_calendar_is_replaced_whole_and_alone(self, memory: LearnerMemory) -> None:
        memory.busy.replace("work", [busy("a"), busy("b")])
        memory.busy.replace("home", [replace(busy("c"), source="elsewhere")])
        memory.busy.replace("work", [busy("d")])
        assert {(t.source, t.uid) for t in memory.busy.between(MONDAY, later(999))} == {
            ("work", "d"),
            ("home", "c"),
        }
        assert memory.busy.sources() == ("home", "work")
        memory.busy.replace("work", [])
        assert memory.busy.sources() == ("home",)

    def test_a_wrong_time_leaves_the_calendar_as_it_was(self, memory: LearnerMemory) -> None:
        memory.busy.replace("work", [busy("a")])
        wrong = replace(busy("b"), end=MONDAY.replace(tzinfo=None))
        with pytest.raises(InvalidInput):
            memory.busy.replace("work", [busy("c"), wrong])
        assert memory.busy.between(MONDAY, later(999)) == (busy("a"),)


class TestReviews:
    def test_one_is_made_once_with_its_first_review(self, memory: LearnerMemory) -> None:
        assert memory.reviews.add(card("a"), ReviewLog("a", later(1), 1))
        assert not memory.reviews.add(replace(card("a"), back="other"), ReviewLog("a", MONDAY, 3))
        assert memory.reviews.get("a") == card("a")
        assert memory.reviews.get("b") is None
        assert memory.reviews.logs() == (ReviewLog("a", later(1), 1),)

    def test_only_kept_ones_are_due(self, memory: LearnerMemory) -> None:
        for name in ("kept", "aside"):
            memory.reviews.add(card(name))
        memory.reviews.set_status("aside", "aside")
        memory.reviews.add(replace(card("drafted"), status="drafted"))
        assert [c.id for c in memory.reviews.due(later(10))] == ["kept"]
        assert [c.id for c in memory.reviews.all("aside")] == ["aside"]
        assert len(memory.reviews.all()) == 3
        with pytest.raises(NotFound):
            memory.reviews.set_status("nowhere", "kept")

    def test_the_longest_overdue_comes_first(self, memory: LearnerMemory) -> None:
        for name, minutes in (("soon", 30), ("now", 10), ("overdue", 0)):
            memory.reviews.add(card(name, minutes))
        assert [c.id for c in memory.reviews.due(later(10))] == ["overdue", "now"]
        assert [c.id for c in memory.reviews.due(later(10), limit=1)] == ["overdue"]
        assert [c.id for c in memory.reviews.all()] == ["overdue", "now", "soon"]

    def test_card_and_log_are_kept_both_or_neither(self, memory: LearnerMemory) -> None:
        with pytest.raises(StorageError):
            memory.reviews.add(card("a"), ReviewLog("nowhere", later(2), 3))
        assert memory.reviews.get("a") is None

    def test_fits_come_oldest_first(self, memory: LearnerMemory) -> None:
        fits = [ReviewFit(later(n), 200 + n, 40, (0.1, n), 0.4, 0.5, n > 0) for n in (0, 1)]
        for fit in fits:
            memory.reviews.add_fit(fit)
        assert list(memory.reviews.fits()) == fits


class TestLibrary:
    def test_the_newest_comes_first_and_an_item_is_kept_once(self, memory: LearnerMemory) -> None:
        memory.library.save(item("a", 0))
        memory.library.save(item("b", 1))
        memory.library.save(replace(item("a", 0), note="read twice"))
        assert memory.library.all() == (item("b", 1), replace(item("a", 0), note="read twice"))

    def test_an_item_is_taken_out_once(self, memory: LearnerMemory) -> None:
        memory.library.save(item("a"))
        assert memory.library.remove("a")
        assert not memory.library.remove("a")
        assert memory.library.all() == ()


def test_text_that_is_not_unicode_is_refused_plainly(memory: LearnerMemory) -> None:
    with pytest.raises(InvalidInput, match="cannot be stored"):
        memory.library.save(replace(item("a"), note="\ud800"))
