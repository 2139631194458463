"""Messages out of the transcript, as widgets."""

from __future__ import annotations

import re

from textual.widget import Widget

from memory.records import Message
from tui.widgets.messages import LearnerMessage, MentorMessage
from tui.widgets.notice import NoticeLine
from tui.widgets.tool_card import State, ToolCard

_TOOL_LINE = re.compile(r"(?P<tool>[a-z_]+)(?P<failed> failed)?: (?P<summary>.*)", re.DOTALL)


def widget_for(message: Message) -> Widget:
    """The widget that shows a stored message."""
    match message.role:
        case "learner":
            return LearnerMessage(message.text)
        case "mentor":
            return MentorMessage(message.text)
        case "tool":
            return _card(message.text)
        case "notice":
            return NoticeLine(message.text)


def _card(line: str) -> ToolCard:
    """A card for the session's line about a tool: “plan_week: 5 blocks”, “recall failed: …”."""
    parts = _TOOL_LINE.fullmatch(line)
    if parts is None:
        return ToolCard("tool", {}, state="done", summary=line)
    state: State = "failed" if parts["failed"] else "done"
    return ToolCard(parts["tool"], {}, state=state, summary=parts["summary"])
