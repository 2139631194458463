"""What a scripted model says, independent of any provider's wire format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Call:
    tool: str
    args: Mapping[str, object] = field(default_factory=dict)
    id: str = "call_1"


@dataclass(frozen=True)
class Reply:
    """One model answer: words, tool calls, or both."""

    text: str = ""
    calls: tuple[Call, ...] = ()
    input_tokens: int = 100
    output_tokens: int = 20
    cached_tokens: int = 0
