"""What is under way: each call done once, its result kept with what it wrote."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from base.errors import NotFound
from memory.learner import LearnerMemory
from memory.turns import OpenTurn
from memory.unit_of_work import GateShut

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def begun(memory: LearnerMemory) -> int:
    return memory.turns.begin("c", "mark it", "me", AT)


def mark(memory: LearnerMemory) -> tuple[str, str]:
    memory.topics.set("cnns", "done", AT)
    return "CNNs are done.", "done"


def test_a_call_that_has_a_result_gives_it_again_without_running(memory: LearnerMemory) -> None:
    turn = begun(memory)
    first = memory.turns.calls(turn).once("call_1", "mark", lambda: mark(memory))
    again = memory.turns.calls(turn).once("call_1", "mark", lambda: pytest.fail("ran twice"))
    assert again == first == ("CNNs are done.", "done")


def test_a_call_that_fails_half_way_keeps_nothing_and_can_be_tried_again(
    memory: LearnerMemory,
) -> None:
    calls = memory.turns.calls(begun(memory))

    def fails() -> tuple[str, str]:
        mark(memory)
        raise NotFound("no such thing")

    with pytest.raises(NotFound):
        calls.once("call_1", "mark", fails)
    assert memory.topics.all() == {}
    assert calls.finished() == ()
    calls.once("call_1", "mark", lambda: mark(memory))
    assert set(memory.topics.all()) == {"cnns"}


def test_after_the_gate_is_shut_nothing_is_kept_however_far_the_call_was(
    memory: LearnerMemory,
) -> None:
    calls = memory.turns.calls(begun(memory))

    def stopped_at_its_end() -> tuple[str, str]:
        answer = mark(memory)
        calls.shut()
        return answer

    with pytest.raises(GateShut):
        calls.once("call_1", "mark", stopped_at_its_end)
    assert memory.topics.all() == {}
    with pytest.raises(GateShut):
        calls.once("call_2", "mark", lambda: mark(memory))
    assert memory.topics.all() == {}


def test_a_step_that_is_caught_inside_a_call_is_undone_alone(memory: LearnerMemory) -> None:
    def half_of_it_fails() -> tuple[str, str]:
        mark(memory)
        with pytest.raises(NotFound):
            memory.transcripts.rename("no such conversation", "title")
        memory.topics.set("rnns", "done", AT)
        return "both", "both"

    memory.turns.calls(begun(memory)).once("call_1", "mark", half_of_it_fails)
    assert set(memory.topics.all()) == {"cnns", "rnns"}


def test_before_its_first_write_a_call_holds_nobody_up(memory: LearnerMemory) -> None:
    written = threading.Event()

    def other() -> None:
        memory.topics.set("rnns", "done", AT)
        written.set()

    def thinks_then_writes() -> tuple[str, str]:
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(timeout=30)
        assert written.is_set()
        return mark(memory)

    memory.turns.calls(begun(memory)).once("call_1", "mark", thinks_then_writes)
    assert set(memory.topics.all()) == {"cnns", "rnns"}


def test_what_was_deleted_in_a_call_is_wiped_after_it(memory: LearnerMemory) -> None:
    memory.transcripts.append("old", "learner", "a secret word: xylophone", AT)

    def delete() -> tuple[str, str]:
        memory.transcripts.delete("old")
        return "gone", "gone"

    memory.turns.calls(begun(memory)).once("call_1", "delete", delete)
    assert b"xylophone" not in memory.path.read_bytes()


def test_a_turn_is_open_until_it_is_finished_and_its_calls_go_with_it(
    memory: LearnerMemory,
) -> None:
    turn = begun(memory)
    memory.turns.calls(turn).once("call_1", "mark", lambda: mark(memory))
    assert memory.turns.open_turns("c") == (OpenTurn(turn, "c", "mark it", "me"),)
    memory.turns.finish(turn, "c", [("mentor", "It is done.")], AT)
    assert memory.turns.open_turns() == ()
    assert memory.turns.calls(turn).finished() == ()
    assert [m.text for m in memory.transcripts.messages("c")] == ["mark it", "It is done."]


def test_a_turn_is_stopped_once_and_taken_up_once(memory: LearnerMemory) -> None:
    turn = begun(memory)
    memory.turns.save_said(turn, "Half a th", outside=True)
    [running] = memory.turns.open_turns("c")
    assert (running.said, running.outside) == ("Half a th", True)
    assert not memory.turns.take_up(turn, "other"), "it still runs"
    assert memory.turns.stop(running, [("mentor", running.said)], AT)
    assert not memory.turns.stop(running, [("mentor", running.said)], AT)
    assert [m.text for m in memory.transcripts.messages("c")] == ["mark it", "Half a th"]
    assert memory.turns.take_up(turn, "other")
    assert not memory.turns.take_up(turn, "me")


def test_deleting_a_conversation_takes_what_is_open_in_it(memory: LearnerMemory) -> None:
    turn = begun(memory)
    memory.turns.calls(turn).once("call_1", "mark", lambda: mark(memory))
    memory.transcripts.delete("c")
    assert memory.turns.open_turns() == ()
    assert memory.turns.calls(turn).finished() == ()
