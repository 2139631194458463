"""What a turn spent its time and tokens on, kept on this machine and without a word of its text.

One JSON line a turn in `logs/turns.jsonl`; `waymark trace` shows it as a tree.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from time import perf_counter
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain.agents.middleware.types import ToolCallRequest
from langchain_core.messages import AIMessage, ToolMessage
from langgraph.types import Command

from agent.once import ToolHandler
from agent.trace_log import Outcome, Span, TurnTrace
from tools.context import MentorContext


class Recorder(AgentMiddleware[AgentState[Any], MentorContext, Any]):
    """Times every model call and every tool call of the turn that runs."""

    def __init__(self, model: str) -> None:
        super().__init__()
        self._model = model
        self._spans: list[Span] = []
        self._started = perf_counter()

    def begin(self) -> None:
        """Forget the turn before."""
        self._spans, self._started = [], perf_counter()

    def end(self, turn: int, at: datetime, outcome: Outcome) -> TurnTrace:
        """The trace of the turn since `begin`."""
        return TurnTrace(
            turn=turn,
            at=at,
            model=self._model,
            milliseconds=_since(self._started),
            outcome=outcome,
            spans=tuple(self._spans),
        )

    async def awrap_model_call(
        self,
        request: ModelRequest[MentorContext],
        handler: Callable[[ModelRequest[MentorContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        start = perf_counter()
        message: Any = None
        try:
            response = await handler(request)
            message = response.result[-1]
            return response
        finally:
            self._spans.append(_model_span(self._model, start, self._started, message))

    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: ToolHandler
    ) -> ToolMessage | Command[Any]:
        start, ok = perf_counter(), False
        try:
            result = await handler(request)
            ok = isinstance(result, ToolMessage) and result.status != "error"
            return result
        finally:
            self._spans.append(
                Span(
                    kind="tool",
                    name=request.tool_call["name"],
                    after=round((start - self._started) * 1000, 1),
                    milliseconds=_since(start),
                    ok=ok,
                )
            )


def _model_span(model: str, start: float, turn: float, message: Any) -> Span:
    usage = message.usage_metadata if isinstance(message, AIMessage) else None
    said = message.response_metadata if isinstance(message, AIMessage) else {}
    return Span(
        kind="model",
        name=str(said.get("model_name") or said.get("model") or model),
        after=round((start - turn) * 1000, 1),
        milliseconds=_since(start),
        ok=message is not None,
        input_tokens=usage["input_tokens"] if usage else 0,
        output_tokens=usage["output_tokens"] if usage else 0,
        cached_tokens=usage.get("input_token_details", {}).get("cache_read", 0) if usage else 0,
    )


def _since(start: float) -> float:
    return round((perf_counter() - start) * 1000, 1)
