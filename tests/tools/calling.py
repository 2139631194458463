"""Calls a tool as the agent's graph does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from langchain.tools import ToolRuntime
from langchain_core.messages import AnyMessage, ToolMessage
from langchain_core.tools import BaseTool

from learning.study import Study
from tools.context import MentorContext


@dataclass(frozen=True)
class Said:
    """What the model reads, and the line for a card."""

    content: str
    summary: str


def call(tool: BaseTool, study: Study, **args: object) -> Said:
    message = Caller(study, [tool])(tool.name, **args)
    return Said(str(message.content), str(message.artifact))


class Caller:
    """Calls one of `tools` by its name, in one conversation; `seen` are the messages before."""

    def __init__(
        self, study: Study, tools: Sequence[BaseTool], conversation: str = "conversation-1"
    ) -> None:
        self._context = MentorContext(study, conversation)
        self._tools = {tool.name: tool for tool in tools}
        self.seen: list[AnyMessage] = []

    def __call__(self, name: str, **args: object) -> ToolMessage:
        runtime: ToolRuntime[MentorContext, dict[str, object]] = ToolRuntime(
            state={"messages": self.seen},
            context=self._context,
            config={},
            stream_writer=lambda _: None,
            tool_call_id="call-1",
            store=None,
        )
        asked = {"name": name, "args": {**args, "runtime": runtime}, "id": "call-1"}
        message = self._tools[name].invoke({**asked, "type": "tool_call"})
        assert isinstance(message, ToolMessage)
        return message
