"""How much one turn may do: so many steps, so many calls, and nothing over and over.

All of it is read from the messages of the turn, so that it holds across approvals and crashes.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain.agents.middleware.types import ToolCallRequest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolCall, ToolMessage
from langgraph.types import Command

from agent.once import ToolHandler
from agent.room import Room
from agent.tokens import both_ends, tokens_in
from base.text import holds_outside_text, quote_outside
from tools.context import MentorContext

MODEL_CALLS_A_TURN = 12
TOOL_CALLS_A_TURN = 24
SAME_CALLS_A_TURN = 2
"""So often a call may give the same result; asked for once more, it is pointed to that result."""

_LEAST_OF_A_RESULT = 100
"""Tokens that are shown of a result even where the turn's room is used up."""

TOO_MANY_STEPS = (
    f"I stopped here: {MODEL_CALLS_A_TURN} steps brought this to no end. "
    "Ask for a smaller piece of it, or say it in other words."
)
_TOO_MANY_CALLS = (
    f"Not done: one turn has at most {TOOL_CALLS_A_TURN} tool calls. Answer with what you have, "
    "and tell the learner what was left out."
)
_SAME_AGAIN = (
    "Not done again: {tool} with these arguments gave the same result {times} times in this turn. "
    "Use that result, call something else, or answer."
)


class Limits(AgentMiddleware[AgentState[Any], MentorContext, Any]):
    """Ends a turn of too many steps in words of ours; answers the calls that are too many, and
    shortens results that have no room."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room

    async def awrap_model_call(
        self,
        request: ModelRequest[MentorContext],
        handler: Callable[[ModelRequest[MentorContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        steps = sum(isinstance(message, AIMessage) for message in of_this_turn(request.messages))
        if steps >= MODEL_CALLS_A_TURN:
            return ModelResponse(result=[AIMessage(TOO_MANY_STEPS)])
        return await handler(request)

    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: ToolHandler
    ) -> ToolMessage | Command[Any]:
        messages = request.state["messages"]
        refused = why_not(request.tool_call, messages)
        if refused is None:
            return shortened(await handler(request), room_of_a_result(messages, self._room))
        return ToolMessage(
            refused,
            name=request.tool_call["name"],
            tool_call_id=request.tool_call["id"] or "",
            status="error",
        )


def room_of_a_result(messages: Sequence[BaseMessage], room: Room) -> int:
    """Tokens of one result of the calls asked for last: they share what the turn has left."""
    turn = of_this_turn(messages)
    used = sum(tokens_in(m.text) + tokens_in(str(getattr(m, "tool_calls", ""))) for m in turn)
    last = next((m for m in reversed(turn) if isinstance(m, AIMessage)), None)
    calls = max(len(last.tool_calls) if last else 1, 1)
    return max(_LEAST_OF_A_RESULT, min(room.result, (room.turn - used) // calls))


def shortened(result: ToolMessage | Command[Any], tokens: int) -> ToolMessage | Command[Any]:
    """A result of more than `tokens`, with its middle left out and a word on how to get it.

    A fence round text from outside could lose one of its ends: it is put round all that is left.
    """
    if not isinstance(result, ToolMessage) or tokens_in(result.text) <= tokens:
        return result
    head, tail = both_ends(result.text, tokens)
    left_out = len(result.text) - len(head) - len(tail)
    pointer = (
        f"[… {left_out:,} characters left out; call {result.name} again for less of it at a time]"
    )
    if holds_outside_text(result.text):
        kept = quote_outside(f"{head}\n…\n{tail}", result.name or "a tool")
        return result.model_copy(update={"content": f"{kept}\n{pointer}"})
    return result.model_copy(update={"content": f"{head}\n{pointer}\n{tail}"})


def why_not(call: ToolCall, messages: Sequence[BaseMessage]) -> str | None:
    """What to answer to `call` instead of doing it; None where it may be done."""
    turn = of_this_turn(messages)
    calls = [c for message in turn if isinstance(message, AIMessage) for c in message.tool_calls]
    position = next((n for n, known in enumerate(calls) if known["id"] == call["id"]), len(calls))
    if position >= TOOL_CALLS_A_TURN:
        return _TOO_MANY_CALLS
    results = {m.tool_call_id: m.text for m in turn if isinstance(m, ToolMessage)}
    alike = [
        results[known["id"] or ""]
        for known in calls[:position]
        if _key(known) == _key(call) and known["id"] in results
    ]
    same = alike[-SAME_CALLS_A_TURN:]
    if len(same) == SAME_CALLS_A_TURN and len(set(same)) == 1:
        return _SAME_AGAIN.format(tool=call["name"], times=SAME_CALLS_A_TURN)
    return None


def of_this_turn(messages: Sequence[BaseMessage]) -> Sequence[BaseMessage]:
    """The learner's newest words and what came after them."""
    newest = max((n for n, m in enumerate(messages) if isinstance(m, HumanMessage)), default=0)
    return messages[newest:]


def _key(call: ToolCall) -> tuple[str, str]:
    return call["name"], json.dumps(call["args"], sort_keys=True, default=str)
