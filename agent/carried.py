"""What servers of chat completions send beside the text of an answer, and want back.

LangChain knows of none of it. What led to a tool call has to go back with the call, under the name
it came by: without it DeepSeek, Gemini and others refuse the next step, or think worse.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from langchain_core.messages import AIMessage

from agent.reasoning import FIELDS

_DETAILS = "reasoning_details"
"""OpenRouter's; kept as lines of JSON, because pieces of a message are put together as text."""
_EXTRA = "extra_content"
"""Gemini's, on each call; kept by the id of the call."""


def beside(delta: Mapping[str, Any]) -> dict[str, Any]:
    """What stands beside the text in a piece of an answer, for its `additional_kwargs`."""
    texts = {"refusal": delta.get("refusal")}
    name = next((name for name in FIELDS if delta.get(name)), None)
    if name is not None:
        texts[FIELDS[name]] = delta[name]
    found: dict[str, Any] = {
        key: text for key, text in texts.items() if isinstance(text, str) and text
    }
    details = delta.get(_DETAILS)
    if isinstance(details, list):
        found[_DETAILS] = "".join(f"{json.dumps(detail)}\n" for detail in details)
    extras = {
        call["id"]: call[_EXTRA]
        for call in delta.get("tool_calls") or ()
        if call.get("id") and call.get(_EXTRA)
    }
    return {**found, _EXTRA: extras} if extras else found


def put_back(message: AIMessage, sent: dict[str, Any]) -> None:
    """Add to `sent`, which is `message` as it goes over the wire, what came with its calls."""
    kept = message.additional_kwargs
    sent |= {wire: kept[name] for wire, name in FIELDS.items() if name in kept}
    if _DETAILS in kept:
        sent[_DETAILS] = list(_whole(kept[_DETAILS].splitlines()))
    for call in sent.get("tool_calls", ()):
        if extra := kept.get(_EXTRA, {}).get(call["id"]):
            call[_EXTRA] = extra


def _whole(lines: list[str]) -> Iterator[dict[str, Any]]:
    """The details with their text put together: it comes in pieces, its signature with the last."""
    growing: dict[str, Any] | None = None
    for detail in map(json.loads, lines):
        same = growing and all(growing.get(k) == detail.get(k) for k in ("type", "index"))
        if growing is not None and same and detail.get("type") == "reasoning.text":
            text = (growing.get("text") or "") + (detail.get("text") or "")
            growing |= {k: v for k, v in detail.items() if v is not None} | {"text": text}
            continue
        if growing is not None:
            yield growing
        growing = detail
    if growing is not None:
        yield growing
