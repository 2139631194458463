"""The learner's brief: what the mentor is told of the moment, in front of the newest message.

It stands there, and not in the system prompt, so that everything before it stays the same from
turn to turn and providers can cache it. `split(join(brief, text)) == (brief, text)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Literal, cast

from agent.earlier import without_summary
from base.text import one_line

OpenActivity = Literal["quiz", "review", "interview"]

IN_A_CASE = ", a case: questions about it are for the interviewer"
"""Ends `open_detail` where the learner may ask the interviewer about the situation."""

_START, _END = "<brief>", "</brief>"
_BLOCK = re.compile(rf"\A{_START}\n(?P<lines>.*?){_END}\n\n", re.DOTALL)
_BRIEF_TAG = re.compile(r"</?brief>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Brief:
    """The moment, each field one short line; empty means there is nothing to say.

    `now` is the learner's local date and time. `open` is what waits for an answer, and
    `open_detail` the question's place in it. `draft` names a plan that is not committed;
    `earlier` what of the conversation is not shown any more.
    """

    now: str
    open: OpenActivity | None = None
    open_detail: str = ""
    draft: str = ""
    profile: str = ""
    earlier: str = ""


def join(brief: Brief, text: str) -> str:
    """The message the model sees: the brief as a block, then the learner's words."""
    lines = [
        f"{field.name}: {value}\n"
        for field in fields(brief)
        if (value := _line(getattr(brief, field.name)))
    ]
    return f"{_START}\n{''.join(lines)}{_END}\n\n{text}"


def split(message: str) -> tuple[Brief, str]:
    """Take a message of `join` apart; a message without a brief has an empty one. A summary in
    front of it is no part of either."""
    message = without_summary(message)
    block = _BLOCK.match(message)
    if block is None:
        return Brief(now=""), message
    values = dict(line.split(": ", 1) for line in block["lines"].splitlines() if ": " in line)
    brief = Brief(
        now=values.get("now", ""),
        open=cast("OpenActivity | None", values.get("open")),
        open_detail=values.get("open_detail", ""),
        draft=values.get("draft", ""),
        profile=values.get("profile", ""),
        earlier=values.get("earlier", ""),
    )
    return brief, message[block.end() :]


def _line(value: str | None) -> str:
    return one_line(_BRIEF_TAG.sub("", value or ""), limit=400)
