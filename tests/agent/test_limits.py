"""How much of a result the model is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from agent.limits import room_of_a_result, shortened
from agent.room import Room
from agent.tokens import tokens_in
from base.text import holds_outside_text, quote_outside

ROOM = Room(window=3_000, turn=3_000, message=500, result=1_000)


def result(text: str) -> ToolMessage:
    return ToolMessage(text, name="show_paper", tool_call_id="call_1")


def cut_to(text: str, tokens: int) -> str:
    cut = shortened(result(text), tokens)
    assert isinstance(cut, ToolMessage)
    assert cut.tool_call_id == "call_1"
    return cut.text


def calls(count: int) -> AIMessage:
    return AIMessage(
        "", tool_calls=[{"name": "show_paper", "args": {}, "id": f"{n}"} for n in range(count)]
    )


def test_a_long_result_keeps_both_ends_and_says_how_to_get_the_rest() -> None:
    text = cut_to("start " + "x" * 100_000 + " end", 1_000)
    assert text.startswith("start ")
    assert text.endswith(" end")
    assert "call show_paper again" in text


@given(st.integers(0, 40_000), st.integers(0, 40_000), st.integers(0, 40_000))
def test_text_from_outside_stays_in_a_fence_wherever_it_is_cut(
    before: int, inside: int, after: int
) -> None:
    text = cut_to("a" * before + quote_outside("字" * inside, "arXiv") + "c" * after, 4_000)
    assert holds_outside_text(text)
    assert text.count("<outside-text") == text.count("</outside-text>") == 1
    assert "字" not in text.partition("</outside-text>")[2].partition("[…")[0]
    assert tokens_in(text) < 4_000 + 150


def test_a_result_of_usual_length_is_left_alone() -> None:
    usual = result("A card.")
    assert shortened(usual, 1_000) is usual


def test_calls_asked_for_together_share_the_room_of_their_turn() -> None:
    asked = HumanMessage("compare these papers")
    assert room_of_a_result([asked, calls(1)], ROOM) == ROOM.result
    assert 100 < room_of_a_result([asked, calls(6)], ROOM) < 500


def test_results_that_came_before_leave_less_room() -> None:
    before: list[BaseMessage] = [HumanMessage("x" * 100_000), AIMessage("word " * 100)]
    turn: list[BaseMessage] = [HumanMessage("compare"), calls(1), result("word " * 2_000), calls(1)]
    assert room_of_a_result([*before, *turn], ROOM) < 500
    assert room_of_a_result([*before, *turn, result("word " * 9_000), calls(1)], ROOM) == 100
