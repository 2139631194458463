"""What happens when a provider fails: asked again where that helps, else the offline mentor.

The one retry policy there is: the providers' own clients do not retry.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, cast
from uuid import uuid4

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage

from agent.answer_check import is_cut, is_declined, is_paused, see_that_it_is_whole, with_own_ids
from agent.events import Notice
from agent.failures import is_unknown_model, seconds_until_retry, why_it_failed
from agent.limits import of_this_turn
from agent.stream_watch import Heard, heard
from base.errors import WaymarkError
from tools.context import MentorContext

log = logging.getLogger("waymark.agent")

MOST_PAUSES = 5
"""An answer that is paused more often is taken as it stands."""

Handler = Callable[[ModelRequest[MentorContext]], Awaitable[ModelResponse[Any]]]


class OfflineFallback(AgentMiddleware[AgentState[Any], MentorContext, Any]):
    """Runs the model; when that fails, tells the learner and runs `offline` on the same state.

    The rest of that turn is the offline mentor's; the next turn tries the model again.
    """

    def __init__(
        self,
        spec: str,
        offline: BaseChatModel,
        allowed: Callable[[], None],
        unknown: Callable[[], str],
        retries: int,
    ) -> None:
        """`allowed` is asked before each request, and raises a WaymarkError where none may go.
        `unknown` says what may help where the provider does not know the model."""
        super().__init__()
        self._spec = spec
        self._offline = offline
        self._allowed = allowed
        self._unknown = unknown
        self._retries = retries
        self._failed_turn: MentorContext | None = None

    async def awrap_model_call(
        self, request: ModelRequest[MentorContext], handler: Handler
    ) -> ModelResponse[Any]:
        if self._failed_turn is request.runtime.context:
            return await handler(request.override(model=self._offline))
        try:
            return self._checked(request, await self._to_its_end(request, handler))
        except Exception as error:  # whatever a provider's client raises ends the same way
            log.warning("%s failed: %s", self._spec, type(error).__name__)
            notice = Notice(level="warning", text=await self._why(error))
            self._failed_turn = request.runtime.context
            request.runtime.stream_writer(notice)
            return await handler(request.override(model=self._offline))

    async def _why(self, error: Exception) -> str:
        if isinstance(error, WaymarkError):
            return f"{error.message} The offline mentor takes this turn. {error.hint}".strip()
        why = f"{self._spec} did not help: {why_it_failed(error)}."
        if is_unknown_model(error) and (advice := await asyncio.to_thread(self._unknown)):
            why = f"{why} {advice}"
        return f"{why} The offline mentor takes this turn."

    async def _to_its_end(
        self, request: ModelRequest[MentorContext], handler: Handler
    ) -> ModelResponse[Any]:
        """The answer, gone on with where the provider paused it."""
        response = await self._asked(request, handler)
        for _ in range(MOST_PAUSES):
            said = response.result
            if not isinstance(said[-1], AIMessage) or not is_paused(said[-1]):
                break
            so_far = [*request.messages, *cast("list[AnyMessage]", said)]
            self._allowed()
            more = await handler(request.override(messages=so_far))
            response = ModelResponse(result=[*said, *more.result])
        return response

    async def _asked(
        self, request: ModelRequest[MentorContext], handler: Handler
    ) -> ModelResponse[Any]:
        """The answer, asked for again where the failure may pass and nothing was said yet."""
        listener = Heard()
        heard.set(listener)
        for attempt in range(self._retries):
            self._allowed()
            try:
                return await handler(request)
            except Exception as error:
                wait = None if listener.text else seconds_until_retry(error, attempt)
                if wait is None:
                    raise
                log.warning("%s failed (%s), asked again", self._spec, type(error).__name__)
            await asyncio.sleep(wait)
        self._allowed()
        return await handler(request)

    def _checked(
        self, request: ModelRequest[MentorContext], response: ModelResponse[Any]
    ) -> ModelResponse[Any]:
        """The response, once its answer is known to be whole; a refusal is put into words."""
        *before, message = response.result
        if not isinstance(message, AIMessage):
            return response
        if is_declined(message) and not message.tool_calls:
            if message.text:
                declined_there = f"{self._spec} declined to go on; the answer ends there."
                request.runtime.stream_writer(Notice(level="warning", text=declined_there))
                return response
            said = f"{self._spec} declined to answer this. Ask in other words, or something else."
            declined = AIMessage(said, id=uuid4().hex, usage_metadata=message.usage_metadata)
            return ModelResponse(result=[*before, declined])
        see_that_it_is_whole(message)
        if is_cut(message):
            cut = "The answer reached the model's limit and ends there. Ask for the rest of it."
            request.runtime.stream_writer(Notice(level="warning", text=cut))
        taken = {
            call["id"] or ""
            for earlier in of_this_turn(request.messages)
            if isinstance(earlier, AIMessage)
            for call in earlier.tool_calls
        }
        return ModelResponse(result=[*before, with_own_ids(message, taken)])
