"""What a turn is made of, as the outside sees it.

`MentorSession.send` yields these in order; interfaces render them and `as_json` is the line that
`waymark ask --json` prints. They know nothing of LangGraph.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True)
class ToolStarted:
    type: ClassVar[str] = "tool_started"
    tool: str
    args: Mapping[str, object]
    call_id: str


@dataclass(frozen=True, slots=True)
class ToolFinished:
    """`summary` is one line for a card; the whole result went to the model."""

    type: ClassVar[str] = "tool_finished"
    tool: str
    call_id: str
    ok: bool
    summary: str


@dataclass(frozen=True, slots=True)
class TextDelta:
    """More of the mentor's answer, in Markdown."""

    type: ClassVar[str] = "text"
    text: str


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """More of what the model thinks before it speaks, as far as it shows it. Not its answer."""

    type: ClassVar[str] = "reasoning"
    text: str


@dataclass(frozen=True, slots=True)
class ApprovalAsked:
    """A tool waits for the learner's yes. Answer with `MentorSession.decide` before going on."""

    type: ClassVar[str] = "approval"
    tool: str
    args: Mapping[str, object]
    preview: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the learner should know that is not part of the answer."""

    type: ClassVar[str] = "notice"
    level: Literal["info", "warning", "error"]
    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of the turn, over all model calls; zero for the offline mentor.

    `cost` is what they cost and `month_cost` what all of the month's did, in US dollars as
    estimated: None where a price is not known, and for the month where the turn asked no model.
    """

    type: ClassVar[str] = "usage"
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    cost: float | None = 0.0
    month_cost: float | None = None


@dataclass(frozen=True, slots=True)
class TurnFinished:
    """`message` is the whole answer; it stands in the transcript."""

    type: ClassVar[str] = "turn_finished"
    conversation: str
    message: str


@dataclass(frozen=True, slots=True)
class TurnFailed:
    type: ClassVar[str] = "turn_failed"
    error: str
    hint: str


Event = (
    ToolStarted
    | ToolFinished
    | TextDelta
    | ReasoningDelta
    | ApprovalAsked
    | Notice
    | Usage
    | TurnFinished
    | TurnFailed
)


def as_json(event: Event) -> str:
    """One line of JSON, `type` first."""
    line = json.dumps({"type": event.type, **asdict(event)}, ensure_ascii=False, default=str)
    return line.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True)
class Decision:
    """The learner's answer to `ApprovalAsked`.

    With a yes, `args` (where given) take the place of the call's own, and `always` says yes to
    every further call of that tool in this session. With a no, `reason` is told to the model.
    """

    approved: bool
    reason: str = ""
    args: Mapping[str, object] | None = None
    always: bool = False
