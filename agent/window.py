"""The part of a conversation the model is shown: the newest messages that fit.

Providers cache what begins as the request before began. So the window grows at its end, from turn
to turn, and only where it is full is its beginning moved: to half of what fits, and kept there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from agent.room import Room
from agent.tokens import shortened, tokens_in
from base.text import quote_outside
from memory.records import QUOTES_OUTSIDE, Message

WINDOW_MESSAGES = 40
_LEFT_OUT = "[… shortened; recall finds the rest …]"


@dataclass(frozen=True, slots=True)
class Window:
    """No message with an id up to `begins_after` is in it; 0 where nothing is left out.
    `filled` says how full it is, 1 being all that fits."""

    messages: tuple[BaseMessage, ...]
    begins_after: int
    filled: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as the model reads it: `id` is its own, `tokens` what it takes."""

    id: int
    message: BaseMessage
    tokens: int


def window(
    said: Sequence[Message], begins_after: int, room: Room, beside: int = 0, full: float = 1.0
) -> Window:
    """The messages of `said` (oldest first) after `begins_after`, as the model reads them; where
    more than the share `full` of what fits is taken, the newest of them that fit into half.
    `beside` are tokens of the window that are taken by something else.

    Only what learner and mentor said: tool calls lie behind the mentor's words, and a list of
    calls without their results would be refused by providers. An answer that quoted text from
    outside is fenced as a whole. One long message is shortened, so that it cannot push out the
    rest. The window starts with the learner.
    """
    shown: Sequence[Shown] = [p for p in as_shown(said, room) if p.id > begins_after]
    filled = max(
        (beside + sum(part.tokens for part in shown)) / room.window,
        len(shown) / WINDOW_MESSAGES,
    )
    kept = shown if filled <= full else _newest(shown, room.window // 2 - beside)
    while kept and isinstance(kept[0].message, AIMessage):
        kept = kept[1:]
    if filled > full:  # a note behind the last answer before it belongs to that answer
        begins_after = kept[0].id - 1 if kept else said[-1].id
    return Window(tuple(part.message for part in kept), begins_after, filled)


def as_shown(said: Sequence[Message], room: Room) -> list[Shown]:
    """What learner and mentor said, each message as the model reads it, with its tokens."""
    quoting = answers_that_quote(said)
    shown = []
    for message in said:
        if message.role not in ("learner", "mentor"):
            continue
        text = shortened(message.text, room.message, _LEFT_OUT)
        if message.id in quoting:
            text = quote_outside(text, "an earlier answer")
        kind = HumanMessage if message.role == "learner" else AIMessage
        shown.append(Shown(message.id, kind(text), tokens_in(text)))
    return shown


def answers_that_quote(said: Sequence[Message]) -> frozenset[int]:
    """The ids of the mentor's answers that are noted to hold text from outside."""
    return frozenset(
        answer.id
        for answer, note in pairwise(said)
        if answer.role == "mentor" and note.role == "notice" and note.text == QUOTES_OUTSIDE
    )


def _newest(shown: Sequence[Shown], tokens: int) -> Sequence[Shown]:
    first = len(shown)
    while first > 0 and len(shown) - first < WINDOW_MESSAGES // 2:
        tokens -= shown[first - 1].tokens
        if tokens < 0:
            break
        first -= 1
    return shown[first:]
