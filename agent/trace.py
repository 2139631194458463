"""What a turn spent its time and tokens on, kept on this machine and without a word of its text.

One JSON line a turn in `logs/turns.jsonl`; `waymark trace` shows it as a tree. The tokens go into
the learner file as well, where the budget is held against them.
"""

from __future__ import annotations

from datetime import datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

from langchain.agents.middleware import AgentMiddleware, AgentState
from langchain.agents.middleware.types import ToolCallRequest
from langchain_core.messages import ToolMessage
from langgraph.types import Command

from agent.models import ModelChoice
from agent.once import ToolHandler
from agent.spending import Spending
from agent.trace_log import Outcome, Span, TurnTrace
from base.clock import Clock
from memory.usage import ModelCall, Purpose, Tokens
from tools.context import MentorContext

if TYPE_CHECKING:
    from agent.meter import Meter


class Recorder(AgentMiddleware[AgentState[Any], MentorContext, Any]):
    """Times every tool call of the turn that runs, and is told of every request to a model.

    Requests may come from other threads, and end after the turn in which they were made: they are
    counted for that turn, and stand in no other's trace.
    """

    def __init__(self, model: str, spending: Spending, clock: Clock) -> None:
        super().__init__()
        self.turn: int | None = None
        """The turn that runs."""
        self.calls: tuple[ModelCall, ...] = ()
        """Its requests that brought tokens, so far."""
        self.meters: list[Meter] = []
        """Those at the models that answer in a turn."""
        self._model = model
        self._spending = spending
        self._clock = clock
        self._spans: list[Span] = []
        self._started = perf_counter()

    def begin(self, turn: int) -> None:
        """Forget the turn before."""
        self.turn, self.calls = turn, ()
        self._spans, self._started = [], perf_counter()

    def settle(self) -> None:
        """The turn does nothing more: what is still asked for it was stopped."""
        for meter in self.meters:
            meter.settle()

    def end(self, turn: int, at: datetime, outcome: Outcome) -> TurnTrace:
        """The trace of the turn since `begin`."""
        self.settle()
        self.turn = None
        return TurnTrace(
            turn=turn,
            at=at,
            model=self._model,
            milliseconds=_since(self._started),
            outcome=outcome,
            spans=tuple(sorted(self._spans, key=lambda span: span.after)),
        )

    def asked(
        self,
        choice: ModelChoice,
        purpose: Purpose,
        *,
        model: str,
        turn: int | None,
        started: float,
        ok: bool,
        tokens: Tokens,
        guessed: bool,
    ) -> None:
        """A request to `model`, begun at `started` (perf_counter), has ended."""
        name = self._spending.prices.counted_as(choice.provider, model, choice.name)
        call = ModelCall(self._clock(), choice.provider, name, purpose, tokens, turn, guessed)
        if tokens != Tokens():
            self._spending.keep(call)
        if turn is None or turn != self.turn:
            return
        if tokens != Tokens():
            self.calls += (call,)
        cost = self._spending.cost(call).known
        self._spans.append(
            Span(
                kind="model",
                name=model,
                after=round((started - self._started) * 1000, 1),
                milliseconds=_since(started),
                ok=ok,
                input_tokens=tokens.input,
                output_tokens=tokens.output,
                cached_tokens=tokens.cached,
                cache_write_tokens=tokens.cache_write,
                reasoning_tokens=tokens.reasoning,
                cost=None if cost is None else float(cost),
                provider=choice.provider,
                purpose=purpose,
            )
        )

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
                    # A model may call what is no tool, by any name it likes.
                    name=request.tool_call["name"] if request.tool else "unknown tool",
                    after=round((start - self._started) * 1000, 1),
                    milliseconds=_since(start),
                    ok=ok,
                )
            )


def _since(start: float) -> float:
    return round((perf_counter() - start) * 1000, 1)
