"""A summary is kept with the place it reaches to, and gives way to whoever was first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from memory.learner import LearnerMemory
from memory.records import QUOTES_OUTSIDE
from memory.summaries import Summary
from tests.memory.moments import MONDAY


@pytest.fixture
def said(memory: LearnerMemory) -> int:
    """The id of the last of three messages."""
    for text in ("one", "two"):
        memory.transcripts.append("c", "learner", text, MONDAY)
    return memory.transcripts.append("c", "learner", "three", MONDAY)


def test_a_conversation_begins_without_one(memory: LearnerMemory) -> None:
    assert memory.summaries.of("c") == Summary("c", begins_after=0, covers=0, text="")


def test_a_summary_takes_the_place_of_the_one_it_was_made_of(
    memory: LearnerMemory, said: int, file: Path
) -> None:
    first = Summary("c", said - 1, said - 1, "They counted.")
    assert memory.summaries.replace(memory.summaries.of("c"), first)
    second = Summary("c", said, said, "They counted to three.")
    with LearnerMemory.open(file) as another:
        assert another.summaries.replace(first, second)
    assert not memory.summaries.replace(first, replace(first, text="They counted again."))
    assert memory.summaries.of("c") == second


def test_what_is_shown_never_begins_earlier_than_it_did(memory: LearnerMemory, said: int) -> None:
    standing = memory.summaries.of("c")
    memory.summaries.move("c", said)
    memory.summaries.move("c", said - 1)
    assert memory.summaries.of("c").begins_after == said
    assert memory.summaries.replace(standing, Summary("c", said - 1, said - 1, "Early."))
    assert memory.summaries.of("c") == Summary("c", said, said - 1, "Early.")


def test_one_made_before_something_was_forgotten_is_not_kept(
    memory: LearnerMemory, said: int
) -> None:
    fact = memory.facts.remember("other", "counts to three", "said", 1.0, MONDAY)
    standing = memory.summaries.of("c")
    memory.facts.forget(fact.id, MONDAY)
    assert not memory.summaries.replace(standing, Summary("c", said, said, "Counts to three."))
    assert memory.summaries.of("c") == Summary("c", 0, said, "")


def test_one_of_a_conversation_that_is_gone_is_not_kept(memory: LearnerMemory, said: int) -> None:
    standing = memory.summaries.of("c")
    memory.transcripts.delete("c")
    assert not memory.summaries.replace(standing, Summary("c", said, said, "They counted."))
    memory.summaries.move("c", said)
    assert memory.summaries.of("c") == Summary("c")


def test_what_was_spoken_between_two_places_comes_with_the_notes_on_it(
    memory: LearnerMemory, said: int
) -> None:
    for role, text in (
        ("tool", "show_paper: The paper"),
        ("mentor", "It says so."),
        ("notice", QUOTES_OUTSIDE),
        ("notice", "offline"),
        ("learner", "four"),
    ):
        memory.transcripts.append("c", role, text, MONDAY)  # type: ignore[arg-type]  # four roles
    spoken = memory.transcripts.spoken("c", after=said - 1, before=said + 5, limit=9)
    assert [m.text for m in spoken] == ["three", "It says so.", QUOTES_OUTSIDE]
    newest = memory.transcripts.spoken("c", after=0, before=None, limit=2)
    assert [m.text for m in newest] == [QUOTES_OUTSIDE, "four"]
