"""Topic states: the latest counts, the history stays, a change can be taken back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from memory.learner import LearnerMemory
from memory.records import TopicState, TopicStatus
from tests.memory.moments import MONDAY, later


def test_the_latest_state_counts(memory: LearnerMemory) -> None:
    memory.topics.set("svm", "learning", MONDAY)
    done = memory.topics.set("svm", "done", later(1))
    memory.topics.set("k-means", "planned", later(2))
    assert done == TopicStatus("svm", "done", later(1))
    assert memory.topics.all() == {
        "svm": done,
        "k-means": TopicStatus("k-means", "planned", later(2)),
    }


def test_the_same_state_again_is_no_change(memory: LearnerMemory) -> None:
    memory.topics.set("svm", "planned", MONDAY)
    first = memory.topics.set("svm", "done", later(1))
    assert memory.topics.set("svm", "done", later(2)) == first
    assert memory.topics.undo("svm") == TopicStatus("svm", "planned", MONDAY)


def test_a_change_that_was_taken_back_stays_in_the_history(memory: LearnerMemory) -> None:
    memory.topics.set("svm", "done", MONDAY)
    assert memory.topics.undo("svm") is None
    assert memory.topics.undo("svm") is None
    assert memory.topics.all() == {}
    assert [(t.status, t.undone) for t in memory.export().topics] == [("done", True)]


class TopicsMachine(RuleBasedStateMachine):
    """Against a stack of states per topic."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.memory = LearnerMemory.open(Path(self.folder.name) / "learner.db")
        self.stacks: dict[str, list[str]] = {"svm": [], "k-means": []}

    @rule(
        topic=st.sampled_from(["svm", "k-means"]),
        state=st.sampled_from(["planned", "learning", "done", "skipped"]),
    )
    def set(self, topic: str, state: TopicState) -> None:
        self.memory.topics.set(topic, state, MONDAY)
        if self.stacks[topic][-1:] != [state]:
            self.stacks[topic].append(state)

    @rule(topic=st.sampled_from(["svm", "k-means"]))
    def undo(self, topic: str) -> None:
        standing = self.memory.topics.undo(topic)
        if self.stacks[topic]:
            self.stacks[topic].pop()
        left = self.stacks[topic]
        assert (standing.status if standing else None) == (left[-1] if left else None)

    @invariant()
    def the_top_of_each_stack_stands(self) -> None:
        kept = {topic: status.status for topic, status in self.memory.topics.all().items()}
        assert kept == {topic: stack[-1] for topic, stack in self.stacks.items() if stack}

    def teardown(self) -> None:
        self.memory.close()
        self.folder.cleanup()


TestTopicsMachine = TopicsMachine.TestCase
TestTopicsMachine.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
