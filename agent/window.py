"""The part of a conversation the model is shown: the newest messages that fit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from base.text import one_line, quote_outside
from memory.records import QUOTES_OUTSIDE, Message

WINDOW_MESSAGES = 40
WINDOW_CHARACTERS = 32_000
"""About 8,000 tokens: enough for an evening's talk, small enough for a local model."""
_MESSAGE_CHARACTERS = 8_000
_EARLIER_NAMED = 6


def window(transcript: Sequence[Message]) -> list[BaseMessage]:
    """The newest messages of `transcript` (oldest first) as the model reads them.

    Only what learner and mentor said: tool calls lie behind the mentor's words, and a list of
    calls without their results would be refused by providers. An answer that quoted text from
    outside is fenced as a whole. One long message is shortened, so
    that it cannot push out the rest. The window starts with the learner.
    """
    kept: list[BaseMessage] = []
    room = WINDOW_CHARACTERS
    quoting = _answers_that_quote(transcript)
    spoken = [message for message in transcript if message.role in ("learner", "mentor")]
    for message in reversed(spoken[-WINDOW_MESSAGES:]):
        text = _shortened(message.text)
        if message.id in quoting:
            text = quote_outside(text, "an earlier answer")
        room -= len(text)
        if room < 0:
            break
        kept.append(HumanMessage(text) if message.role == "learner" else AIMessage(text))
    while kept and isinstance(kept[-1], AIMessage):
        kept.pop()
    return kept[::-1]


def earlier(transcript: Sequence[Message], shown: Sequence[BaseMessage]) -> str:
    """What the learner asked shortly before the messages in `shown`, in a line; empty where
    nothing is left out. It is extracted, not summed up by a model: what was said stands in the
    transcript, and `recall` finds it."""
    asked = [message.text for message in transcript if message.role == "learner"]
    left_out = asked[: len(asked) - sum(isinstance(part, HumanMessage) for part in shown)]
    if not left_out:
        return ""
    newest = "; ".join(f"“{one_line(text, 48)}”" for text in left_out[-_EARLIER_NAMED:])
    return f"not shown, recall finds it; last of it: {newest}"


def _answers_that_quote(transcript: Sequence[Message]) -> frozenset[int]:
    """The ids of the mentor's answers that are noted to hold text from outside."""
    return frozenset(
        answer.id
        for answer, note in pairwise(transcript)
        if answer.role == "mentor" and note.role == "notice" and note.text == QUOTES_OUTSIDE
    )


def _shortened(text: str) -> str:
    if len(text) <= _MESSAGE_CHARACTERS:
        return text
    half = _MESSAGE_CHARACTERS // 2
    return f"{text[:half]}\n[… shortened; recall finds the rest …]\n{text[-half:]}"
