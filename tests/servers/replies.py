"""What a scripted model says, independent of any provider's wire format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Call:
    tool: str
    args: Mapping[str, object] = field(default_factory=dict)
    id: str = "call_1"
    raw: str | None = None
    """The arguments as they go over the wire, where they are not the JSON of `args`."""
    signature: str = ""
    """Gemini's seal on a call; with it the call comes in one piece and without a number."""

    @property
    def wire(self) -> str:
        return json.dumps(self.args) if self.raw is None else self.raw


@dataclass(frozen=True)
class Reply:
    """One model answer: words, tool calls, or both."""

    text: str = ""
    calls: tuple[Call, ...] = ()
    input_tokens: int = 100
    output_tokens: int = 20
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    finish: str | None = None
    """The provider's word for why it ended; the usual one for None, none at all for ""."""
    refusal: str = ""
    reasoning: str = ""
    """What the model thought before it spoke, as far as it shows it."""
    reasoning_as: str = "reasoning_content"
    """Where a server of chat completions puts it: `reasoning_content`, `reasoning`, or `think` for
    tags in the text."""
    reasoning_tokens: int = 0
    details: tuple[Mapping[str, object], ...] = ()
    """OpenRouter's `reasoning_details`, one a piece of the answer."""
    seal: str = "gAAAAsealed"
    """What stands for the whole of the reasoning, and has to come back as it was sent."""
