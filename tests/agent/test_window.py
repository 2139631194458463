"""The model sees the newest of a conversation, always in a form that providers accept."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage

from agent.window import WINDOW_CHARACTERS, WINDOW_MESSAGES, earlier, window
from memory.records import Message, Role

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def message(role: Role, text: str) -> Message:
    return Message(id=1, conversation="c", role=role, text=text, at=AT)


roles = st.sampled_from(["learner", "mentor", "tool", "notice"])
transcripts = st.lists(
    st.builds(message, roles, st.text(max_size=20) | st.just("x" * 20_000)), max_size=80
)


@given(transcripts)
def test_a_window_is_bounded_and_starts_with_the_learner(transcript: list[Message]) -> None:
    shown = window(transcript)
    assert len(shown) <= WINDOW_MESSAGES
    assert sum(len(str(part.content)) for part in shown) <= WINDOW_CHARACTERS
    assert not shown or isinstance(shown[0], HumanMessage)


def test_what_was_said_keeps_its_order_and_tool_rows_stay_out() -> None:
    shown = window(
        [
            message("learner", "plan my week"),
            message("tool", "plan_week: drafted 6 h"),
            message("mentor", "Here is a draft."),
            message("notice", "a notice"),
            message("learner", "not Wednesday"),
        ]
    )
    assert shown == [
        HumanMessage("plan my week"),
        AIMessage("Here is a draft."),
        HumanMessage("not Wednesday"),
    ]


def test_the_oldest_go_first() -> None:
    transcript = [message("learner", f"question {number}") for number in range(100)]
    shown = window(transcript)
    assert shown[-1] == HumanMessage("question 99")
    assert shown[0] == HumanMessage(f"question {100 - WINDOW_MESSAGES}")


def test_one_long_message_is_shortened_and_says_so() -> None:
    [shown] = window([message("learner", "start " + "x" * 20_000 + " end")])
    text = str(shown.content)
    assert text.startswith("start ")
    assert text.endswith(" end")
    assert "shortened" in text


def test_what_is_not_shown_any_more_is_named_and_pointed_to() -> None:
    transcript = [message("learner", f"question {number}") for number in range(100)]
    said = earlier(transcript, window(transcript))
    assert "recall" in said
    assert f"“question {99 - WINDOW_MESSAGES}”" in said
    assert f"“question {100 - WINDOW_MESSAGES}”" not in said
    assert len(said) < 400
    assert earlier(transcript[:3], window(transcript[:3])) == ""
