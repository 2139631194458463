"""Export and import: a round trip loses nothing, a broken file changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from base.errors import InvalidInput, NotNow
from memory.archive import LearnerArchive
from memory.learner import LearnerMemory
from memory.records import Profile, ReviewFit, ReviewLog
from memory.summaries import Summary
from tests.memory.examples import (
    attempt,
    block,
    busy,
    card,
    entry,
    exchange,
    foretold,
    interview,
    item,
    model_call,
    plan,
    quiz,
)
from tests.memory.moments import MONDAY, later


def fill(memory: LearnerMemory) -> None:
    """Something of everything, tombstones and superseded things among it."""
    memory.profile.save(
        Profile(
            "Asia/Kolkata",
            7.5,
            "mon 19:00-21:00",
            None,
            date(2027, 6, 1),
            "morning",
            50,
            0,
            20,
            "2 h a day; 1 block on fri",
        ),
        MONDAY,
    )
    said = memory.transcripts.append("c", "learner", "I work nights — “naïvely” 🙂\n", MONDAY)
    memory.transcripts.append("d", "notice", "offline", later(0.01))
    memory.transcripts.delete("d")
    memory.transcripts.append("e", "mentor", "hello", later(1))
    memory.transcripts.rename("e", "Greeting")
    old = memory.facts.remember("constraint", "Works nights", "said", 1.0, MONDAY, said)
    memory.facts.supersede(old.id, "Works days", later(3))
    memory.facts.forget(memory.facts.remember("other", "Has a cat", "said", 1, MONDAY).id, later(4))
    memory.summaries.replace(memory.summaries.of("c"), Summary("c", said, said, "Works nights."))
    for state, minutes in (("learning", 0), ("done", 1), ("skipped", 2)):
        memory.topics.set("svm", state, later(minutes))  # type: ignore[arg-type]  # three of the states
    memory.topics.undo("svm")
    memory.attempts.add(attempt(0))
    memory.attempts.dispute(memory.attempts.add(attempt(1)), later(5))
    memory.attempts.delete(memory.attempts.add(attempt(2)), later(6))
    memory.quizzes.begin(replace(quiz(), position=2, step=2))
    memory.interviews.save(replace(interview(), report='{"score": 0.5}'))
    memory.interviews.ask(exchange(0))
    memory.interviews.answer("talk-1", 0, "It learns the noise.", later(2))
    memory.plans.save(plan("old", block("a")))
    memory.plans.commit("old", later(1))
    memory.plans.save(plan("new", block("b"), block("c", 60)))
    memory.plans.commit("new", later(2))
    memory.busy.replace("work", [busy("a"), busy("b", 0.000001)])
    memory.calendar_entries.save([entry("a"), entry("b", 30)])
    memory.forecasts.save([foretold()])
    memory.reviews.add(card("a", 900), ReviewLog("a", later(2), 3))
    memory.reviews.add_fit(ReviewFit(later(4), 240, 48, (0.2, 1.3), 0.41, 0.44, adopted=True))
    memory.library.save(item("a"))
    memory.usage.add(model_call(said))
    memory.usage.add(model_call(said))


@pytest.fixture
def filled(memory: LearnerMemory) -> LearnerMemory:
    fill(memory)
    return memory


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return tmp_path / "other" / "learner.db"


def test_a_round_trip_loses_nothing(filled: LearnerMemory, other: Path) -> None:
    text = filled.export().to_json()
    with LearnerMemory.open(other) as memory:
        assert memory.import_(LearnerArchive.from_json(text)) is None
        assert memory.export().to_json() == text
        assert memory.export() == filled.export()
        assert memory.recall("nights") == filled.recall("nights")
        assert memory.facts.search("days") == filled.facts.search("days")
        assert memory.backups() == ()


def test_the_example_leaves_no_part_of_an_export_empty(filled: LearnerMemory) -> None:
    archive = filled.export()
    assert [name for name in LearnerArchive.model_fields if not getattr(archive, name)] == []


def test_every_table_is_in_the_export(filled: LearnerMemory, other: Path) -> None:
    def counts(memory: LearnerMemory) -> dict[str, int]:
        connection = memory._database._connection
        tables = [
            row["name"]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if "_index" not in row["name"] and not row["name"].startswith(("_", "sqlite"))
        ]
        return {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608  # names from the schema
            for name in tables
            if name not in ("upkeep", "open_turns", "finished_calls", "budget_warnings", "changes")
        }

    with LearnerMemory.open(other) as memory:
        memory.import_(filled.export())
        assert counts(memory) == counts(filled)
        assert 0 not in counts(filled).values()


def test_tombstones_hold_after_an_import(filled: LearnerMemory, other: Path) -> None:
    with LearnerMemory.open(other) as memory:
        memory.import_(filled.export())
        with pytest.raises(NotNow, match="forgotten"):
            memory.facts.remember("other", "has a cat", "derived", 0.5, later(9))
        memory.attempts.add(attempt(2))
        assert [a.position for a in memory.attempts.all()] == [0]


def test_an_import_into_a_filled_memory_is_refused(filled: LearnerMemory) -> None:
    before = filled.export()
    with pytest.raises(NotNow, match="already holds") as refused:
        filled.import_(LearnerArchive())
    assert "--replace" in refused.value.hint
    assert filled.export() == before


def test_replacing_keeps_a_copy_of_what_was_there(filled: LearnerMemory) -> None:
    before = filled.export()
    copy = filled.import_(LearnerArchive(), replace=True)
    spent = tuple(replace(call, turn=None) for call in before.model_calls)
    assert filled.export() == LearnerArchive(
        deleted_attempts=before.deleted_attempts, model_calls=spent
    )
    assert filled.recall("nights") == []
    assert copy is not None
    assert filled.backups() == (copy,)
    with LearnerMemory.open(copy) as kept:
        assert kept.export() == before


def test_an_export_that_says_no_place_of_a_quiz_goes_on_behind_its_last_answer(
    filled: LearnerMemory, other: Path
) -> None:
    data = json.loads(filled.export().to_json())
    for name in ("position", "step", "hinted", "skipped"):
        del data["quizzes"][0][name]
    with LearnerMemory.open(other) as memory:
        memory.import_(LearnerArchive.from_json(json.dumps(data)))
        run = memory.quizzes.running()
        assert run is not None
        assert run.position == 2


def break_attempt_time(data: dict[str, Any]) -> None:
    data["attempts"][0]["at"] = "yesterday"


def break_role(data: dict[str, Any]) -> None:
    data["messages"][1]["role"] = "stranger"


def break_with_unknown_key(data: dict[str, Any]) -> None:
    data["quizzes"][0]["statsu"] = "running"


def break_format(data: dict[str, Any]) -> None:
    data["format"] = "something-else"


def break_zone(data: dict[str, Any]) -> None:
    data["library"][0]["saved_at"] = "2026-11-23T09:00:00"


def break_message_id(data: dict[str, Any]) -> None:
    data["messages"][1]["id"] = data["messages"][0]["id"]


def break_card_reference(data: dict[str, Any]) -> None:
    data["review_logs"][0]["card"] = "nowhere"


def break_supersession(data: dict[str, Any]) -> None:
    data["facts"][0]["superseded_by"] = 999


def break_by_repeating_a_quiz(data: dict[str, Any]) -> None:
    data["quizzes"].append({**data["quizzes"][0], "status": "finished"})


def break_by_two_committed_plans(data: dict[str, Any]) -> None:
    for each in data["plans"]:
        each["status"] = "committed"


def break_by_a_huge_number(data: dict[str, Any]) -> None:
    data["attempts"][0]["position"] = 2**70


@pytest.mark.parametrize(
    ("break_it", "named"),
    [
        (break_attempt_time, r"attempts\.0\.at"),
        (break_role, r"messages\.1\.role"),
        (break_with_unknown_key, r"quizzes\.0\.statsu"),
        (break_format, "format"),
        (break_zone, r"library\.0: .*no zone"),
        (break_message_id, r"messages\.1: UNIQUE"),
        (break_card_reference, "review_logs refers to one of review_cards"),
        (break_supersession, "facts refers to one of facts"),
        (break_by_repeating_a_quiz, "quizzes holds entries"),
        (break_by_two_committed_plans, "plans holds entries"),
        (break_by_a_huge_number, r"attempts\.0"),
    ],
)
def test_a_broken_export_is_refused_by_name_and_changes_nothing(
    filled: LearnerMemory, break_it: Callable[[dict[str, Any]], None], named: str
) -> None:
    before = filled.export()
    data = json.loads(before.to_json())
    break_it(data)
    with pytest.raises(InvalidInput, match=named):
        filled.import_(LearnerArchive.from_json(json.dumps(data)), replace=True)
    assert filled.export() == before


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "not json at all", '{"messages": 3}'])
def test_what_is_no_export_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        LearnerArchive.from_json(text)
    assert "waymark memory export" in refused.value.hint


def test_an_export_of_a_later_version_asks_for_an_update() -> None:
    with pytest.raises(InvalidInput, match="version") as refused:
        LearnerArchive.from_json('{"format": "waymark-learner", "version": 2}')
    assert "Update Waymark" in refused.value.hint


def test_imported_words_are_cleaned_as_spoken_ones_are(memory: LearnerMemory) -> None:
    data = {
        "format": "waymark-learner",
        "messages": [
            {"id": 1, "conversation": "c", "role": "learner", "text": "\u001b[2Jhi",
             "at": MONDAY.isoformat()}
        ]
    }  # fmt: skip
    memory.import_(LearnerArchive.from_json(json.dumps(data)))
    assert [m.text for m in memory.transcripts.messages("c")] == ["hi"]
