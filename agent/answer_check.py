"""Whether an answer is what it seems, asked before any of its tool calls runs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import uuid4

from langchain_core.messages import AIMessage, ToolCall

from agent.stream_watch import UnreadableAnswer

_WHOLE = frozenset({
    "stop", "tool_calls", "function_call",  # OpenAI, chat completions
    "completed",  # OpenAI, Responses
    "end_turn", "tool_use", "stop_sequence",  # Anthropic
})  # fmt: skip
_TOO_LONG = frozenset({
    "length", "max_output_tokens", "max_tokens", "model_context_window_exceeded", "incomplete",
    "pause_turn",
})  # fmt: skip
_DECLINED = frozenset({"refusal", "content_filter"})
_CALLS = {"tool_use": "id", "function_call": "call_id"}
"""The blocks that hold a call, of Anthropic and of Responses, and where its id stands."""


def why_ended(message: AIMessage) -> str | None:
    """The provider's word for why the answer ended; None where it broke off without one."""
    said = message.response_metadata
    if said.get("status") == "incomplete":
        return str((said.get("incomplete_details") or {}).get("reason", "incomplete"))
    ended = said.get("finish_reason") or said.get("stop_reason") or said.get("status")
    return str(ended) if ended else None


def is_cut(message: AIMessage) -> bool:
    """Whether the answer reached the model's limit and ends there."""
    return why_ended(message) in _TOO_LONG


def is_paused(message: AIMessage) -> bool:
    """Whether the provider paused a long answer: sent back as it is, the model goes on with it."""
    return why_ended(message) == "pause_turn" and not message.tool_calls


def is_declined(message: AIMessage) -> bool:
    """Whether the model, or its provider's filter, declined to answer."""
    refused = bool(message.additional_kwargs.get("refusal")) or any(
        isinstance(block, dict) and block.get("type") == "refusal" for block in _blocks(message)
    )
    return refused or why_ended(message) in _DECLINED


def see_that_it_is_whole(message: AIMessage) -> None:
    """Refuse an answer that broke off, and tool calls that may have been completed by a parser.

    Raises:
        UnreadableAnswer: it broke off, or holds calls that cannot be trusted.
    """
    ended = why_ended(message)
    if ended is None or message.invalid_tool_calls:
        raise UnreadableAnswer
    if message.tool_calls and ended not in _WHOLE:
        raise UnreadableAnswer


def with_own_ids(message: AIMessage, taken: Collection[str]) -> AIMessage:
    """`message` with an id for each call that no other call of the turn has.

    Some servers count their calls anew in each message, or send none: what was done would be
    taken for what is asked.
    """
    seen, calls = set(taken), list[ToolCall]()
    for call in message.tool_calls:
        fresh = call["id"] if call["id"] and call["id"] not in seen else f"call_{uuid4().hex}"
        seen.add(fresh)
        calls.append({**call, "id": fresh})
    if [call["id"] for call in calls] == [call["id"] for call in message.tool_calls]:
        return message
    ids = iter(call["id"] for call in calls)
    content = [
        {**block, name: next(ids)} if (name := _CALLS.get(block.get("type", ""))) else block
        for block in _blocks(message)
        if isinstance(block, dict)
    ]
    update: dict[str, Any] = {"tool_calls": calls}
    return message.model_copy(update={**update, "content": content} if content else update)


def _blocks(message: AIMessage) -> list[str | dict[Any, Any]]:
    return message.content if isinstance(message.content, list) else []
