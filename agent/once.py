"""A tool that writes does so once for each call, whatever stops and takes up the turn."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState
from langchain.agents.middleware.types import ToolCallRequest
from langchain.tools import ToolRuntime
from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool, StructuredTool
from langgraph.types import Command

from tools.context import MentorContext, ToolAnswer

ToolHandler = Callable[[ToolCallRequest], Awaitable[ToolMessage | Command[Any]]]


def done_once(tool: BaseTool) -> BaseTool:
    """`tool`, with its writes and its result kept together under the id of its call.

    A call that has a result gives it again without running. One whose turn is stopped while it
    runs keeps nothing.
    """
    if not isinstance(tool, StructuredTool) or tool.func is None:
        raise TypeError(f"{tool.name} is no function that can be wrapped")
    function = tool.func

    @functools.wraps(function)
    def run(*, runtime: ToolRuntime[MentorContext], **args: Any) -> ToolAnswer:
        calls = runtime.context.calls
        if calls is None or not runtime.tool_call_id:
            answer: ToolAnswer = function(runtime=runtime, **args)
            return answer
        return calls.once(
            runtime.tool_call_id, tool.name, lambda: function(runtime=runtime, **args)
        )

    return tool.model_copy(update={"func": run})


class OneWriteAtATime(AgentMiddleware[AgentState[Any], MentorContext, Any]):
    """Calls of `tools` in one message run one after another, in the order the model gave them."""

    def __init__(self, tools: Collection[str]) -> None:
        super().__init__()
        self._tools = frozenset(tools)
        self._free = asyncio.Lock()

    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: ToolHandler
    ) -> ToolMessage | Command[Any]:
        if request.tool_call["name"] not in self._tools:
            return await handler(request)
        async with self._free:
            return await handler(request)
