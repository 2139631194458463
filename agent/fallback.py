"""A provider that fails hands the turn to the offline mentor; nothing is lost."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel

from agent.events import Notice
from agent.failures import why_it_failed
from tools.context import MentorContext

log = logging.getLogger("waymark.agent")


class OfflineFallback(AgentMiddleware[AgentState[Any], MentorContext, Any]):
    """Runs the model; when that raises, tells the learner and runs `offline` on the same state.

    The rest of that turn is the offline mentor's; the next turn tries the model again.
    """

    def __init__(self, spec: str, offline: BaseChatModel) -> None:
        super().__init__()
        self._spec = spec
        self._offline = offline
        self._failed_turn: MentorContext | None = None

    async def awrap_model_call(
        self,
        request: ModelRequest[MentorContext],
        handler: Callable[[ModelRequest[MentorContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        if self._failed_turn is request.runtime.context:
            return await handler(request.override(model=self._offline))
        try:
            return await handler(request)
        except Exception as error:  # whatever a provider's client raises ends the same way
            log.warning("%s failed: %s", self._spec, type(error).__name__)
            notice = Notice(
                level="warning",
                text=f"{self._spec} did not help: {why_it_failed(error)}. "
                "The offline mentor takes this turn.",
            )
            self._failed_turn = request.runtime.context
            request.runtime.stream_writer(notice)
            return await handler(request.override(model=self._offline))
