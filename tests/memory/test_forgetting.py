"""What “forget that” takes, and what it only points to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from memory.forgetting import ToForget, find, forget, still_said
from memory.learner import LearnerMemory
from memory.records import Profile
from tests.memory.moments import MONDAY, later

FACTS = (
    "Works night shifts as a nurse in Lisbon",
    "Prefers studying in the mornings",
    "Prefers videos to books",
    "Dislikes linear algebra",
)


@pytest.fixture
def known(memory: LearnerMemory) -> LearnerMemory:
    for text in FACTS:
        memory.facts.remember("other", text, "said", 1.0, MONDAY)
    memory.profile.save(Profile(timezone="Europe/Lisbon", deadline=date(2027, 6, 1)), MONDAY)
    return memory


def taken(found: ToForget) -> list[int]:
    return [FACTS.index(fact.text) for fact in found.facts]


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("3", [2]),
        ("fact 3", [2]),
        ("#3", [2]),
        ("`3`", [2]),
        ("prefers videos to BOOKS.", [2]),
        ("prefers vidoes to books", [2]),
        ("that I'm a nurse", [0]),
        ("my dislike of linear algebra", [3]),
        ("study mornings", [1]),
        ("everything about what I prefer", [1, 2]),
        ("everything you know about me", [0, 1, 2, 3]),
    ],
)
def test_what_is_clearly_meant_is_taken(
    known: LearnerMemory, what: str, expected: list[int]
) -> None:
    assert taken(find(known, what)) == expected


@pytest.mark.parametrize(
    ("what", "perhaps"),
    [
        ("prefers", {1, 2}),
        ("nurse who prefers mornings", {0, 1, 2}),
        ("quantum chess", set()),
        ("99", set()),
        ("", set()),
        ("that", set()),
        ('"*', set()),
    ],
)
def test_what_is_not_clear_is_only_pointed_to(
    known: LearnerMemory, what: str, perhaps: set[int]
) -> None:
    found = find(known, what)
    assert not found
    assert {FACTS.index(fact.text) for fact in found.perhaps} == perhaps


@pytest.mark.parametrize(
    ("what", "fields"),
    [("my deadline", ("deadline",)), ("my time zone", ("timezone",)), ("my role", ())],
)
def test_a_field_of_the_profile_can_be_named_when_it_is_set(
    known: LearnerMemory, what: str, fields: tuple[str, ...]
) -> None:
    assert find(known, what).fields == fields


def test_what_was_found_is_forgotten_and_the_rest_stays(known: LearnerMemory) -> None:
    forget(known, find(known, "my deadline"), later(1))
    forget(known, find(known, "nurse"), later(1))
    assert known.profile.load() == Profile(timezone="Europe/Lisbon")
    assert [fact.text for fact in known.facts.current()] == list(FACTS[1:])


def test_everything_means_the_profile_too(known: LearnerMemory) -> None:
    forget(known, find(known, "everything"), later(1))
    assert known.profile.load() == Profile()
    assert known.facts.current() == ()


def test_conversations_that_still_say_it_are_named(known: LearnerMemory) -> None:
    known.transcripts.append("c", "learner", "I dislike linear algebra, honestly", MONDAY)
    known.transcripts.append("d", "learner", "What is linear regression?", MONDAY)
    found = find(known, "linear algebra")
    assert [c.id for c in still_said(known, found.facts)] == ["c"]


def test_a_wish_of_every_week_is_forgotten_by_its_name(memory: LearnerMemory) -> None:
    wished = Profile(energy="morning", block_minutes=45, break_minutes=10, at_most="2 h a day")
    for said, field in (
        ("my block length", "block_minutes"),
        ("the energy", "energy"),
        ("breaks", "break_minutes"),
        ("my daily limit", "at_most"),
    ):
        memory.profile.save(wished, MONDAY)
        forget(memory, find(memory, said), MONDAY)
        assert memory.profile.load() == replace(wished, **{field: None})
