"""Plans: drafts are kept, one plan of a week is committed, blocks are lived."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from base.errors import NotFound
from memory.learner import LearnerMemory
from memory.records import PlanStatus
from tests.memory.examples import WEEK, block, plan
from tests.memory.moments import MONDAY, later


def test_a_plan_comes_back_as_it_was_given(memory: LearnerMemory) -> None:
    lived = replace(block("b", 60), topic=None, status="done", actual_minutes=50)
    given = plan("p", block("z", 120), lived)
    memory.plans.save(given)
    assert memory.plans.get("p") == given
    assert memory.plans.get("q") is None


def test_saving_again_replaces_the_plan_and_its_blocks(memory: LearnerMemory) -> None:
    memory.plans.save(plan("p", block("a"), block("b")))
    revised = replace(plan("p", block("b", 30)), detail='{"objective": 4}')
    memory.plans.save(revised)
    assert memory.plans.get("p") == revised
    assert memory.plans.block("a") is None


def test_the_latest_plan_of_a_week_is_the_newest_of_its_status(memory: LearnerMemory) -> None:
    memory.plans.save(plan("first"))
    memory.plans.save(plan("second", minutes=1))
    memory.plans.save(plan("same-moment", minutes=1))
    memory.plans.save(replace(plan("next-week", minutes=9), week_start=WEEK + timedelta(days=7)))
    memory.plans.commit("first", later(2))
    latest = memory.plans.latest(WEEK)
    committed = memory.plans.latest(WEEK, status="committed")
    assert latest is not None
    assert latest.id == "same-moment"
    assert committed is not None
    assert (committed.id, committed.committed_at) == ("first", later(2))
    assert memory.plans.latest(WEEK, status="superseded") is None
    assert memory.plans.latest(WEEK - timedelta(days=7)) is None


def test_committing_supersedes_the_weeks_other_plan(memory: LearnerMemory) -> None:
    memory.plans.save(plan("old", block("a")))
    memory.plans.save(plan("new", block("b")))
    memory.plans.commit("old", later(1))
    memory.plans.commit("new", later(2))
    old, new = memory.plans.get("old"), memory.plans.get("new")
    assert old is not None
    assert new is not None
    assert (old.status, new.status) == ("superseded", "committed")
    assert [b.id for b in memory.plans.blocks(MONDAY, later(999))] == ["b"]


def test_committing_again_keeps_the_first_moment(memory: LearnerMemory) -> None:
    memory.plans.save(plan("p"))
    memory.plans.commit("p", later(1))
    memory.plans.commit("p", later(2))
    kept = memory.plans.get("p")
    assert kept is not None
    assert kept.committed_at == later(1)


def test_a_plan_that_is_not_there_cannot_be_committed(memory: LearnerMemory) -> None:
    with pytest.raises(NotFound, match="nowhere"):
        memory.plans.commit("nowhere", MONDAY)


class TestBlocks:
    def test_those_of_committed_plans_that_touch_the_time_come_in_order(
        self, memory: LearnerMemory
    ) -> None:
        blocks = [block("late", 200), block("early", 0), block("middle", 100)]
        memory.plans.save(plan("p", *blocks))
        assert memory.plans.blocks(MONDAY, later(999)) == ()
        memory.plans.commit("p", MONDAY)
        found = memory.plans.blocks(MONDAY, later(999))
        assert [b.id for b in found] == ["early", "middle", "late"]
        assert [b.id for b in memory.plans.blocks(later(44), later(101))] == ["early", "middle"]
        assert memory.plans.blocks(later(45), later(100)) == ()

    def test_one_is_updated_where_it_is_lived(self, memory: LearnerMemory) -> None:
        memory.plans.save(plan("lived", block("b")))
        memory.plans.commit("lived", MONDAY)
        memory.plans.save(plan("draft", block("b", 500), minutes=5))
        assert memory.plans.block("b") == block("b")
        done = replace(block("b"), status="done", actual_minutes=40)
        memory.plans.update_block(done)
        lived, draft = memory.plans.get("lived"), memory.plans.get("draft")
        assert lived is not None
        assert draft is not None
        assert (lived.blocks, draft.blocks) == ((done,), (block("b", 500),))

    def test_one_that_is_in_no_plan_cannot_be_updated(self, memory: LearnerMemory) -> None:
        assert memory.plans.block("b") is None
        with pytest.raises(NotFound, match="b"):
            memory.plans.update_block(block("b"))


class PlansMachine(RuleBasedStateMachine):
    """However plans are saved and committed, a week has at most one committed plan: the last."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.memory = LearnerMemory.open(Path(self.folder.name) / "learner.db")
        self.status: dict[str, str] = {}
        self.committed: str | None = None

    @rule(plan_id=st.sampled_from("abc"), committed=st.booleans())
    def save(self, plan_id: str, committed: bool) -> None:
        status: PlanStatus = "committed" if committed else "draft"
        self.memory.plans.save(replace(plan(plan_id, block(f"{plan_id}-1")), status=status))
        if committed:
            self._take_over(plan_id)
        elif self.committed == plan_id:
            self.committed = None
        self.status[plan_id] = status

    @precondition(lambda self: self.status)
    @rule(data=st.data())
    def commit(self, data: st.DataObject) -> None:
        plan_id = data.draw(st.sampled_from(sorted(self.status)))
        self.memory.plans.commit(plan_id, later(1))
        self._take_over(plan_id)

    def _take_over(self, plan_id: str) -> None:
        if self.committed not in (None, plan_id):
            self.status[str(self.committed)] = "superseded"
        self.committed = plan_id
        self.status[plan_id] = "committed"

    @invariant()
    def every_plan_has_the_status_it_should(self) -> None:
        for plan_id, status in self.status.items():
            kept = self.memory.plans.get(plan_id)
            assert kept is not None
            assert kept.status == status

    @invariant()
    def the_blocks_are_those_of_the_committed_plan(self) -> None:
        found = [b.id for b in self.memory.plans.blocks(MONDAY, later(60))]
        assert found == ([] if self.committed is None else [f"{self.committed}-1"])

    def teardown(self) -> None:
        self.memory.close()
        self.folder.cleanup()


TestPlansMachine = PlansMachine.TestCase
TestPlansMachine.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
