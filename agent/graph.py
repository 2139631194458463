"""The ReAct graph: model, tools, and the guard rails round them."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import (
    AgentMiddleware,
    ToolErrorMiddleware,
)
from langchain.agents.middleware.types import ToolCallRequest
from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph.state import CompiledStateGraph

from agent.approval import approval_middleware
from agent.build_model import build_model
from agent.cache_marks import CacheMarks
from agent.fallback import OfflineFallback
from agent.limits import Limits
from agent.listed_models import what_may_help
from agent.meter import metered
from agent.models import ModelChoice
from agent.ollama_room import OllamaRoom
from agent.once import OneWriteAtATime
from agent.prefix import StablePrefix
from agent.room import UNKNOWN_CONTEXT, Room
from agent.spending import Spending
from agent.toolbox import COMMIT_TOOLS, TOOLS, WRITE_TOOLS
from agent.trace import Recorder
from base.errors import WaymarkError
from base.settings import Settings
from tools.context import MentorContext

log = logging.getLogger("waymark.agent")

Graph = CompiledStateGraph[Any, MentorContext, Any, Any]


def build_graph(
    choice: ModelChoice,
    settings: Settings,
    checkpointer: BaseCheckpointSaver[Any],
    recorder: Recorder,
    spending: Spending,
    room: Room,
) -> Graph:
    """The compiled agent for a model choice; any but the offline mentor falls back on it."""

    def measured(which: ModelChoice) -> BaseChatModel:
        return metered(build_model(which, settings), which, "answer", recorder)

    middleware: list[AgentMiddleware[Any, MentorContext, Any]] = [
        recorder,
        Limits(room),
        StablePrefix(choice.provider),
        approval_middleware(),
        OneWriteAtATime(WRITE_TOOLS | COMMIT_TOOLS),
        ToolErrorMiddleware(on_error=_tool_error),
    ]
    if choice.provider != "offline":
        offline = measured(ModelChoice("offline", "offline", "fallback"))
        allowed = partial(spending.check, choice.provider, choice.name)
        unknown = partial(what_may_help, choice, settings)
        fallback = OfflineFallback(choice.spec, offline, allowed, unknown, settings.retries)
        middleware.insert(3, fallback)
    if choice.provider == "anthropic":
        middleware.append(CacheMarks())
    if choice.provider == "ollama":
        reckoned = settings.context_tokens or UNKNOWN_CONTEXT["ollama"]
        middleware.append(OllamaRoom(choice.name, reckoned))
    return create_agent(
        measured(choice),
        list(TOOLS),
        middleware=middleware,
        context_schema=MentorContext,
        checkpointer=checkpointer,
    )


def _tool_error(error: Exception, request: ToolCallRequest) -> str:
    """Errors of ours come with their hint; of any other only the kind is told."""
    if isinstance(error, WaymarkError):
        return f"{error.message}\n{error.hint}".strip()
    log.exception("tool %s failed", request.tool_call["name"], exc_info=error)
    name, kind = request.tool_call["name"], type(error).__name__
    return f"{name} failed inside ({kind}). It may be done in part."
