"""Facts: standing once, superseded in a line, really forgotten."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from base.errors import InvalidInput, NotFound, NotNow, StorageError
from memory.learner import LearnerMemory
from memory.records import Fact, Trust
from memory.wording import digest
from tests.memory.moments import MONDAY, later


def remember(memory: LearnerMemory, text: str, trust: Trust = "said", kind: str = "other") -> Fact:
    return memory.facts.remember(kind, text, trust, 0.9, MONDAY)


def test_a_fact_comes_back_as_it_was_given(memory: LearnerMemory) -> None:
    source = memory.transcripts.append("c", "learner", "I work nights", MONDAY)
    fact = memory.facts.remember("constraint", "Works nights", "said", 1.0, MONDAY, source)
    assert fact == Fact(
        fact.id, "constraint", "Works nights", "said", 1.0, MONDAY, None, None, source
    )
    assert memory.facts.current() == (fact,)
    assert memory.facts.current("constraint") == (fact,)
    assert memory.facts.current("goal") == ()
    assert memory.facts.get(fact.id) == fact


def test_the_same_text_again_returns_the_fact_that_stands(memory: LearnerMemory) -> None:
    fact = remember(memory, "Lives in São Paulo.")
    assert remember(memory, "  lives in  sao paulo") == fact
    assert memory.facts.current() == (fact,)


def test_a_fact_needs_words(memory: LearnerMemory) -> None:
    with pytest.raises(InvalidInput, match="nothing to remember"):
        remember(memory, " \x00\u202e ")


def test_a_fact_outlives_the_conversation_it_came_from(memory: LearnerMemory) -> None:
    source = memory.transcripts.append("c", "learner", "I work nights", MONDAY)
    fact = memory.facts.remember("constraint", "Works nights", "said", 1.0, MONDAY, source)
    memory.transcripts.delete("c")
    (kept,) = memory.facts.current()
    assert (kept.id, kept.source_message) == (fact.id, None)


class TestSuperseding:
    def test_the_old_wording_is_closed_and_points_to_the_new(self, memory: LearnerMemory) -> None:
        old = memory.facts.remember("goal", "Wants to join Initech", "derived", 0.6, MONDAY)
        new = memory.facts.supersede(old.id, "Wants to join Globex", later(5))
        assert memory.facts.current() == (new,)
        assert (new.kind, new.trust, new.confidence, new.valid_from) == (
            "goal",
            "derived",
            0.6,
            later(5),
        )
        kept = memory.facts.get(old.id)
        assert kept is not None
        assert (kept.text, kept.valid_to, kept.superseded_by) == (
            "Wants to join Initech",
            later(5),
            new.id,
        )

    def test_the_same_wording_changes_nothing(self, memory: LearnerMemory) -> None:
        old = remember(memory, "Likes mornings")
        assert memory.facts.supersede(old.id, "likes mornings", later(1)) == old

    def test_a_wording_that_stands_already_takes_over(self, memory: LearnerMemory) -> None:
        old, other = remember(memory, "Likes mornings"), remember(memory, "Likes evenings")
        assert memory.facts.supersede(old.id, "Likes evenings", later(1)) == other
        assert memory.facts.current() == (other,)

    def test_only_a_standing_fact_can_be_superseded(self, memory: LearnerMemory) -> None:
        old = remember(memory, "one")
        memory.facts.supersede(old.id, "two", later(1))
        with pytest.raises(NotFound):
            memory.facts.supersede(old.id, "three", later(2))
        with pytest.raises(NotFound):
            memory.facts.supersede(99, "three", later(2))

    def test_a_text_cannot_be_overwritten(self, memory: LearnerMemory) -> None:
        remember(memory, "as it was")
        with (
            pytest.raises(StorageError, match="superseded, never overwritten"),
            memory._database.writing() as connection,
        ):
            connection.execute("UPDATE facts SET text = 'otherwise'")


class TestForgetting:
    def test_it_takes_the_whole_line_of_wordings(self, memory: LearnerMemory) -> None:
        first = remember(memory, "one")
        second = memory.facts.supersede(first.id, "two", later(1))
        third = memory.facts.supersede(second.id, "three", later(2))
        bystander = remember(memory, "stays")
        memory.facts.forget(third.id, later(3))
        assert [memory.facts.get(n) for n in (first.id, second.id, third.id)] == [None] * 3
        assert memory.facts.current() == (bystander,)

    def test_an_old_wording_can_go_while_the_new_one_stays(self, memory: LearnerMemory) -> None:
        first = remember(memory, "one")
        second = memory.facts.supersede(first.id, "two", later(1))
        memory.facts.forget(first.id, later(2))
        assert memory.facts.get(first.id) is None
        assert memory.facts.current() == (second,)

    @pytest.mark.parametrize("trust", ["derived", "read"])
    def test_it_is_not_derived_or_read_again(self, memory: LearnerMemory, trust: Trust) -> None:
        memory.facts.forget(remember(memory, "Has a cat").id, later(1))
        with pytest.raises(NotNow, match="forgotten"):
            remember(memory, "has a CAT!", trust)
        other = remember(memory, "Has a dog", trust)
        with pytest.raises(NotNow):
            memory.facts.supersede(other.id, "Has a cat", later(2))
        assert memory.facts.current() == (other,)

    def test_the_learner_can_say_it_again(self, memory: LearnerMemory) -> None:
        memory.facts.forget(remember(memory, "Has a cat").id, later(1))
        said = remember(memory, "Has a cat")
        assert memory.facts.current() == (said,)
        assert remember(memory, "Has a cat", "derived") == said

    def test_what_is_not_there_cannot_be_forgotten(self, memory: LearnerMemory) -> None:
        with pytest.raises(NotFound, match="99"):
            memory.facts.forget(99, MONDAY)


class TestSearch:
    def test_it_finds_standing_facts_by_any_word(self, memory: LearnerMemory) -> None:
        old = remember(memory, "Studies on weekday mornings")
        new = memory.facts.supersede(old.id, "Studies on weekday evenings", later(1))
        remember(memory, "Works as a nurse")
        assert memory.facts.search("when do I study on weekdays?") == (new,)
        assert memory.facts.search("mornings") == ()
        assert len(memory.facts.search("nurse evening", limit=1)) == 1

    @pytest.mark.parametrize("query", ['"', "zzz AND", "*", "", "text:x", "\x00"])
    def test_hostile_queries_find_nothing(self, memory: LearnerMemory, query: str) -> None:
        remember(memory, "Works as a nurse")
        assert memory.facts.search(query) == ()


WORDINGS = st.sampled_from(["alpha", "beta", "Beta.", "gamma", "  delta  ", "Delta"])


class FactsMachine(RuleBasedStateMachine):
    """Facts against a model: the standing digests and the forgotten ones."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.memory = LearnerMemory.open(Path(self.folder.name) / "learner.db")
        self.memory._database.scrub = lambda: True  # type: ignore[method-assign]  # bytes have their own tests
        self.standing: dict[str, int] = {}
        self.forgotten: set[str] = set()
        self.ancestors: dict[int, set[str]] = {}

    @rule(text=WORDINGS, trust=st.sampled_from(["said", "derived"]))
    def remember(self, text: str, trust: Trust) -> None:
        key = digest(text)
        if key in self.forgotten and key not in self.standing and trust == "derived":
            with pytest.raises(NotNow):
                remember(self.memory, text, trust)
            return
        fact = remember(self.memory, text, trust)
        if key in self.standing:
            assert fact.id == self.standing[key]
            return
        self.forgotten.discard(key)
        self.standing[key] = fact.id
        self.ancestors[fact.id] = {key}

    @precondition(lambda self: self.standing)
    @rule(text=WORDINGS, data=st.data())
    def supersede(self, text: str, data: st.DataObject) -> None:
        old_key = data.draw(st.sampled_from(sorted(self.standing)))
        old = self.memory.facts.get(self.standing[old_key])
        assert old is not None
        key = digest(text)
        if key in self.forgotten and key not in self.standing and old.trust != "said":
            with pytest.raises(NotNow):
                self.memory.facts.supersede(old.id, text, later(1))
            return
        new = self.memory.facts.supersede(old.id, text, later(1))
        if key == old_key:
            assert new == old
            return
        self.forgotten.discard(key)
        del self.standing[old_key]
        self.standing[key] = new.id
        self.ancestors.setdefault(new.id, {key}).update(self.ancestors[old.id])

    @precondition(lambda self: self.standing)
    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.standing)))
        number = self.standing.pop(key)
        self.memory.facts.forget(number, later(2))
        self.forgotten |= self.ancestors[number]

    @invariant()
    def what_stands_is_what_was_said_last(self) -> None:
        facts = self.memory.facts.current()
        assert {digest(f.text): f.id for f in facts} == self.standing

    @invariant()
    def what_stands_is_what_is_found(self) -> None:
        found = self.memory.facts.search("alpha beta gamma delta", limit=50)
        assert {f.id for f in found} == set(self.standing.values())

    def teardown(self) -> None:
        self.memory.close()
        self.folder.cleanup()


TestFactsMachine = FactsMachine.TestCase
TestFactsMachine.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
