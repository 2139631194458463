"""Carries out tool calls without a model: to make a learner, and to reach a reference state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, ToolMessage
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode

from agent.toolbox import TOOLS
from base.errors import InvalidInput, WaymarkError
from evals.task import Action
from learning.study import Study
from tools.context import MentorContext


async def act(study: Study, conversation: str, actions: Sequence[Action]) -> None:
    """Run `actions` in order through the agent's own tools.

    Raises:
        InvalidInput: a tool refused; a reference that cannot be followed is a fault of the task.
    """
    graph = StateGraph(MessagesState, context_schema=MentorContext)
    graph.add_node("tools", ToolNode(TOOLS, handle_tool_errors=_in_words))
    graph.add_edge(START, "tools")
    graph.add_edge("tools", END)
    runner = graph.compile()
    context = MentorContext(study=study, conversation=conversation)
    for number, action in enumerate(actions):
        call: Any = {"name": action.tool, "args": dict(action.args), "id": f"reference-{number}"}
        message = AIMessage("", tool_calls=[{**call, "type": "tool_call"}])
        after = await runner.ainvoke({"messages": [message]}, context=context)
        answer = after["messages"][-1]
        if isinstance(answer, ToolMessage) and answer.status == "error":
            raise InvalidInput(f"{action.tool} refused: {answer.text}")


def _in_words(error: WaymarkError) -> str:
    """LangGraph reads from the annotation that other errors are to be raised."""
    return f"{error.message} {error.hint}"
