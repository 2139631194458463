"""How much of a result the model is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import ToolMessage

from agent.limits import RESULT_CHARACTERS, shortened
from base.text import holds_outside_text, quote_outside


def result(text: str) -> ToolMessage:
    return ToolMessage(text, name="show_paper", tool_call_id="call_1")


def test_a_long_result_keeps_both_ends_and_says_how_to_get_the_rest() -> None:
    cut = shortened(result("start " + "x" * 100_000 + " end"))
    assert isinstance(cut, ToolMessage)
    assert cut.text.startswith("start ")
    assert cut.text.endswith(" end")
    assert "call show_paper again" in cut.text
    assert cut.tool_call_id == "call_1"


@given(st.integers(0, 40_000), st.integers(0, 40_000), st.integers(0, 40_000))
def test_text_from_outside_stays_in_a_fence_wherever_it_is_cut(
    before: int, inside: int, after: int
) -> None:
    text = "a" * before + quote_outside("b" * inside, "arXiv") + "c" * after
    cut = shortened(result(text))
    assert isinstance(cut, ToolMessage)
    assert holds_outside_text(cut.text)
    assert cut.text.count("<outside-text") == cut.text.count("</outside-text>") == 1
    assert "b" not in cut.text.partition("</outside-text>")[2].partition("[…")[0]
    assert len(cut.text) < RESULT_CHARACTERS + 300


def test_a_result_of_usual_length_is_left_alone() -> None:
    usual = result("A card.")
    assert shortened(usual) is usual
