"""The last change of any kind is taken back, and only where that is right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from base.errors import NotFound, NotNow, WaymarkError
from base.paths import Home
from learning.study import Study
from learning.wishes import Wishes
from memory.records import BusyTime


def prepared(study: Study) -> None:
    study.profile.update("Europe/Berlin", 6, "mon-fri 19:00-21:00; sat-sun 09:00-12:00")
    study.week.draft("this")
    study.week.commit()


def state(study: Study) -> tuple[object, ...]:
    """All that a change can touch."""
    topics = {name: found.status for name, found in study.memory.topics.all().items()}
    return study.profile.show(), study.week.blocks("this"), topics


def undo_last(study: Study) -> str:
    change = study.undoing.changes()[0]
    words = study.undoing.in_words(change)
    study.undoing.undo(change)
    return words


def test_nothing_was_changed_yet(study: Study) -> None:
    with pytest.raises(NotFound, match="nothing to take back"):
        study.undoing.changes()


def test_changes_of_every_kind_go_back_one_by_one(study: Study) -> None:
    states = [state(study)]
    study.profile.update("Europe/Berlin", 6, "mon-fri 19:00-21:00; sat-sun 09:00-12:00")
    states.append(state(study))
    study.week.draft("this")
    study.week.commit()
    states.append(state(study))
    study.week.update_block(study.week.blocks("this")[0].id, "done", minutes=30)
    states.append(state(study))
    study.progress.set_status("linear algebra", "done")
    states.append(state(study))
    study.repairs.apply(study.repairs.propose(Wishes(days_off=("fri",))))
    said = []
    for before in states[::-1]:
        said.append(undo_last(study))
        assert state(study) == before
    assert [words.partition(" (")[0] for words in said] == [
        "the plan of 23 Nov to 29 Nov 2026 was replaced",
        "“Linear Algebra” became done",
        "“Linear Algebra” was marked done",
        "the plan of 23 Nov to 29 Nov 2026 was committed",
        "the profile was updated: time zone, hours, availability",
    ]
    with pytest.raises(NotFound):
        study.undoing.changes()


def test_a_plan_that_is_taken_back_waits_as_a_draft(study: Study) -> None:
    prepared(study)
    undo_last(study)
    assert study.week.blocks("this") == ()
    assert study.week.draft_of("this") is not None
    study.week.commit()
    assert study.week.blocks("this") != ()


def test_an_older_change_is_taken_back_and_later_ones_stay(study: Study) -> None:
    study.profile.update(hours=6)
    study.profile.update(role="ML engineer")
    study.undoing.undo(study.undoing.changes()[1])
    assert (study.profile.show().hours_per_week, study.profile.show().role) == (None, "ML engineer")


@pytest.mark.parametrize(
    ("kind", "again", "message"),
    [
        ("profile", lambda s: s.profile.update(hours=9), "profile was changed again"),
        (
            "topic",
            lambda s: s.progress.set_status("chunking", "learning"),
            "“Chunking techniques” was changed again",
        ),
    ],
)
def test_what_was_changed_again_since_is_left_alone(
    study: Study, kind: str, again: Callable[[Study], object], message: str
) -> None:
    study.profile.update(hours=6)
    study.progress.set_status("chunking", "done")
    change = next(change for change in study.undoing.changes() if change.kind == kind)
    again(study)
    before = state(study)
    with pytest.raises(NotNow, match=message):
        study.undoing.undo(change)
    assert state(study) == before


def test_a_repair_is_not_taken_back_into_a_busy_time(study: Study) -> None:
    prepared(study)
    block = study.week.blocks("this")[-1]
    study.memory.busy.add(BusyTime("x.ics", "1", block.start, block.end, "Concert"))
    study.repairs.apply(study.repairs.propose())
    after = state(study)
    with pytest.raises(NotNow, match="It cannot stand again: your calendar has “Concert”"):
        undo_last(study)
    assert state(study) == after


def test_what_was_changed_is_gone_once_something_is_forgotten(study: Study) -> None:
    from memory import forgetting

    study.profile.update(role="A job I keep to myself")
    forgetting.forget(study.memory, forgetting.find(study.memory, "my role"), study.clock())
    assert study.memory.changes.newest() == ()


@settings(max_examples=10)
@given(
    steps=st.lists(st.sampled_from(["done", "skip", "move", "topic", "hours", "mend"]), max_size=6)
)
def test_whatever_was_changed_going_all_the_way_back_is_as_if_nothing_was(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    now = [datetime(2026, 11, 23, 9, tzinfo=UTC)]
    study = Study.open(Home(tmp_path_factory.mktemp("home")), lambda: now[0])
    prepared(study)
    before, changes = state(study), len(study.undoing.changes())
    for number, step in enumerate(steps):
        now[0] += timedelta(hours=1)
        blocks = [block for block in study.week.blocks("this") if block.status == "planned"]
        try:
            if step == "topic":
                study.progress.set_status("chunking", ["done", "learning"][number % 2])
            elif step == "hours":
                study.profile.update(hours=3 + number)
            elif step == "mend":
                study.repairs.apply(study.repairs.propose(Wishes(days_off=("thu",))))
            else:
                when = f"sun {13 + number}:00" if step == "move" else None
                study.week.update_block(blocks[-1].id, step, when)  # type: ignore[arg-type]  # one of them
        except WaymarkError:  # there is not always room
            continue
    while len(study.undoing.changes()) > changes:
        undo_last(study)
    assert state(study) == before
    study.close()
