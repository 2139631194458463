"""What Anthropic tells of a request's tokens when its answer begins."""

from __future__ import annotations

from typing import Any

AT_START = "usage_at_start"
"""Under this name it stands in the metadata of the first piece of an answer."""


def told_at_start(usage: Any) -> dict[str, int]:
    """The fields of `memory.usage.Tokens`; Anthropic counts the cache apart from other input."""
    cached = usage.cache_read_input_tokens or 0
    cache_write = usage.cache_creation_input_tokens or 0
    return {
        "input": usage.input_tokens + cached + cache_write,
        "cached": cached,
        "cache_write": cache_write,
        "output": usage.output_tokens,
    }
