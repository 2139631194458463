"""What stands in front of every request, byte for byte the same: the tools and the system prompt.

Providers cache a prefix that does not change. The tools are all sent always; one that the moment
does not allow says so when it is called, and names the right one.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.messages import SystemMessage
from langchain_core.messages.utils import count_tokens_approximately
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from agent.providers import Provider
from agent.toolbox import TOOLS
from prompts.loader import load_prompt
from tools.context import MentorContext

MOST_TOKENS = 3_500
"""What the prefix may take; a test and `python -m benchmarks.prompt` hold it."""
SYSTEM_PROMPT = "system prompt"

_NULL = {"type": "null"}
_LEFT_OUT = {
    "title",
    "default",
    "additionalProperties",
    "minLength",
    "maxLength",
    "maxItems",
    "minimum",
    "maximum",
    "exclusiveMinimum",
}
CACHED = {"cache_control": {"type": "ephemeral"}}
"""Anthropic's mark: everything up to here is kept, and the tools stand before the prompt."""


class StablePrefix(AgentMiddleware[AgentState[Any], MentorContext, Any]):
    """Sends the tools' schemas without what a model can do without, and marks the end of the
    prefix for the provider that wants it marked."""

    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self._system = SystemMessage(
            [{"type": "text", "text": load_prompt("mentor"), **CACHED}]
            if provider == "anthropic"
            else load_prompt("mentor")
        )

    async def awrap_model_call(
        self,
        request: ModelRequest[MentorContext],
        handler: Callable[[ModelRequest[MentorContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        tools: list[BaseTool | dict[str, Any]] = list(tool_schemas())
        return await handler(request.override(system_message=self._system, tools=tools))


@cache
def tool_schemas() -> tuple[dict[str, Any], ...]:
    """Every tool as a function in OpenAI's form, which all providers' clients take."""
    return tuple(slim(convert_to_openai_tool(tool)) for tool in TOOLS)


@cache
def prefix_tokens() -> Mapping[str, int]:
    """The approximate tokens (four characters each) of the prefix: those of `SYSTEM_PROMPT`, and
    those of every tool under its name."""
    counted = {SYSTEM_PROMPT: count_tokens_approximately([SystemMessage(load_prompt("mentor"))])}
    for function in (tool["function"] for tool in tool_schemas()):
        counted[function["name"]] = round(len(json.dumps(function, ensure_ascii=False)) / 4)
    return MappingProxyType(counted)


def slim(schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON schema without what a model does well without: titles, bounds, defaults, “or null”
    (such an argument may be left out), and what is said of an object beside its parts. What is
    checked when a tool is called is the tool's own model, not this."""
    kept = {key: _slim_value(key, value) for key, value in schema.items() if key not in _LEFT_OUT}
    if "properties" in kept:
        kept.pop("description", None)
    choices = [choice for choice in kept.pop("anyOf", []) if choice != _NULL]
    if len(choices) == 1:
        return {**choices[0], **kept}
    return {**kept, "anyOf": choices} if choices else kept


def _slim_value(key: str, value: Any) -> Any:
    if key == "properties":  # what stands under it are names of arguments
        return {name: slim(argument) for name, argument in value.items()}
    if isinstance(value, dict):
        return slim(value)
    if isinstance(value, list):
        return [slim(item) if isinstance(item, dict) else item for item in value]
    return " ".join(value.split()) if key == "description" else value
