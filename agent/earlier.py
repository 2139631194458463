"""What stands for the part of a conversation that the model is not shown any more.

With a model connected that is a summary, in a block in front of the oldest message that is shown:
there it stays the same from turn to turn, and so does all that follows. Without one it is a line in
the brief, extracted from what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from langchain_core.messages import BaseMessage, HumanMessage

from base.text import one_line
from memory.records import Message

_START, _END = "<earlier>", "</earlier>"
_BLOCK = re.compile(rf"\A{_START}\n.*?\n{_END}\n\n", re.DOTALL)
_TAG = re.compile(r"</?earlier>", re.IGNORECASE)
_NAMED = 6


def block(summary: str) -> str:
    """The summary as it stands in front of a message; empty where there is none."""
    if not summary:
        return ""
    said = _TAG.sub("", summary)
    return f"{_START}\nSummed up from what was said before; recall finds it.\n{said}\n{_END}\n\n"


def with_summary(shown: Sequence[BaseMessage], summary: str) -> list[BaseMessage]:
    """The messages with the block in front of the first, which is the learner's."""
    if not summary:
        return list(shown)
    first, rest = (shown[0].text, shown[1:]) if shown else ("", ())
    return [HumanMessage(f"{block(summary)}{first}".strip()), *rest]


def without_summary(text: str) -> str:
    """A message of the learner's without the block in front of it."""
    return _BLOCK.sub("", text)


def named(left_out: Sequence[Message]) -> str:
    """What the learner asked last of what is left out, in a line that points to it."""
    asked = [one_line(message.text, 48) for message in left_out if message.role == "learner"]
    if not asked:
        return "not shown, recall finds it"
    quoted = "; ".join(f"“{text}”" for text in asked[-_NAMED:])
    return f"not shown, recall finds it; last of it: {quoted}"
