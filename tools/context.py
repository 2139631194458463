"""What a tool is handed: the learner's study and the conversation it is called from."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ConfigDict

from learning.study import Study
from memory.turns import CallLedger

ToolAnswer = tuple[str, str]
"""What a tool returns: the whole result in Markdown for the model, and one line for a card."""


@dataclass(frozen=True, slots=True)
class MentorContext:
    """`calls` remembers what this turn has done; None where nothing has to be remembered."""

    __pydantic_config__ = ConfigDict(arbitrary_types_allowed=True)  # tool schemas look in here

    study: Study
    conversation: str
    asked: str | None = None
    """The token of the question that was open when the learner's words were said."""
    calls: CallLedger | None = None
