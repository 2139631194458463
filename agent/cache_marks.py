"""What Anthropic is told to keep of a request beside the prefix: the window, and the turn so far.

Its cache holds what stands before a mark. A turn begins with the window of the one before, and each
step of a turn with all of the step before; what is read from the cache costs a tenth.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.messages import AnyMessage

from agent.limits import of_this_turn
from agent.prefix import CACHED
from tools.context import MentorContext


class CacheMarks(AgentMiddleware[AgentState[Any], MentorContext, Any]):
    """Puts the marks on the messages as they are sent; what is kept of them has none."""

    async def awrap_model_call(
        self,
        request: ModelRequest[MentorContext],
        handler: Callable[[ModelRequest[MentorContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        return await handler(request.override(messages=marked(request.messages)))


def marked(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """`messages` with a mark on the last one before the learner's newest, and on the very last."""
    newest = len(messages) - len(of_this_turn(messages))
    ends = {newest - 1, len(messages) - 1}
    return [_marked(m) if n in ends and m.text else m for n, m in enumerate(messages)]


def _marked(message: AnyMessage) -> AnyMessage:
    content = message.content
    blocks = [content] if isinstance(content, str) else list(content)
    last = blocks[-1]
    last = {"type": "text", "text": last} if isinstance(last, str) else last
    return message.model_copy(update={"content": [*blocks[:-1], {**last, **CACHED}]})
