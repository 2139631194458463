"""A change to a block is taken back whole, and nothing else with it."""

from __future__ import annotations

import pytest

from base.errors import NotFound, NotNow
from learning.study import Study
from learning.week_plans import detail_of
from memory.records import StoredBlock


@pytest.fixture
def blocks(study: Study) -> tuple[StoredBlock, ...]:
    study.profile.update(
        timezone="Europe/Berlin", hours=6, availability="mon-fri 19:00-21:00; sat-sun 09:00-12:00"
    )
    study.week.draft("this")
    study.week.commit()
    return study.week.blocks("this")


def test_the_last_change_of_all_or_of_one_block_is_taken_back(
    study: Study, blocks: tuple[StoredBlock, ...]
) -> None:
    first, second, *_ = blocks
    study.week.update_block(first.id, "done", minutes=20)
    study.week.update_block(second.id, "shorten", "30 min")
    assert study.week.update_block(first.id, "undo") == first
    assert study.week.update_block("last", "undo") == second
    assert study.week.blocks("this") == blocks
    with pytest.raises(NotFound, match="nothing to take back"):
        study.week.update_block("last", "undo")


def test_two_changes_of_a_block_go_back_one_by_one(
    study: Study, blocks: tuple[StoredBlock, ...]
) -> None:
    moved = study.week.update_block(blocks[0].id, "move", "sun 15:00")
    study.week.update_block(blocks[0].id, "done")
    assert study.week.update_block(blocks[0].id, "undo") == moved
    assert study.week.update_block(blocks[0].id, "undo") == blocks[0]


def test_a_move_that_is_taken_back_leaves_the_block_free_for_planning_again(
    study: Study, blocks: tuple[StoredBlock, ...]
) -> None:
    study.week.update_block(blocks[0].id, "move", "sun 15:00")
    study.week.update_block("last", "undo")
    plan = study.memory.plans.plan_of_block(blocks[0].id)
    assert plan is not None
    assert detail_of(plan).pinned == ()


def test_a_place_that_was_taken_meanwhile_is_not_taken_twice(
    study: Study, blocks: tuple[StoredBlock, ...]
) -> None:
    first, second, *_ = blocks
    study.week.update_block(first.id, "move", "sun 15:00")
    study.week.update_block(second.id, "move", first.start.isoformat())
    with pytest.raises(NotNow, match="lies where"):
        study.week.update_block(first.id, "undo")
    study.week.update_block(second.id, "undo")
    assert study.week.update_block(first.id, "undo") == first


def test_a_mark_taken_back_stays_so_when_an_older_draft_is_committed(
    study: Study, blocks: tuple[StoredBlock, ...]
) -> None:
    study.week.update_block(blocks[0].id, "done")
    study.week.draft("this", hours=7)
    study.week.update_block(blocks[0].id, "undo")
    study.week.commit()
    assert study.week.blocks("this")[0] == blocks[0]


def test_what_stood_before_is_gone_once_something_is_forgotten(
    study: Study, blocks: tuple[StoredBlock, ...]
) -> None:
    from memory import forgetting

    study.week.update_block(blocks[0].id, "done")
    forgetting.forget(study.memory, forgetting.find(study.memory, "my availability"), study.clock())
    assert study.memory.changes.newest() == ()
