"""The offline mentor as a LangChain chat model: rules that ask for tools and word their results.

It goes through the same graph and the same tools as any model. What it says and asks for follows
from the messages alone: the same messages give the same answer, with the same call ids.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    ToolCall,
    ToolCallChunk,
)
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from agent.offline import strangers
from agent.offline.conversation import Turn, read_turn
from agent.offline.mentor import Step, next_step, wanted_call
from agent.offline.request import Ask

_DELTA_CHARACTERS = 24
_WORD = re.compile(r"\s*\S+|\s+")

Tools = dict[str, strangers.Schema]
"""The bound tools by name, each with the schema of its arguments."""


class OfflineMentor(BaseChatModel):
    """Understands a request by rules, asks for tools and words their results.

    `stop` ends a text before any of its strings, as with other chat models.
    """

    model: str = "offline-mentor"
    stop: list[str] | None = None

    @property
    def _llm_type(self) -> str:
        return "waymark-offline"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | dict[str, Any] | bool | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The mentor with these tools at hand.

        Args:
            tools: what LangChain can turn into an OpenAI tool.
            tool_choice: None or "auto" leaves it to the mentor; "any", "required" or True asks
                for some tool; a name, alone or in a dict, for that one; "none" for none.
            kwargs: passed on to every call.
        """
        formatted = [convert_to_openai_tool(tool) for tool in tools]
        return self.bind(tools=formatted, tool_choice=tool_choice, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002  # BaseChatModel's
        **kwargs: Any,
    ) -> ChatResult:
        message = self._respond(messages, stop, kwargs)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for chunk in _chunks(self._respond(messages, stop, kwargs)):
            if run_manager:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        # The first turn reads the roadmap; the event loop of an interface must not wait for that.
        message = await asyncio.to_thread(self._respond, messages, stop, kwargs)
        for chunk in _chunks(message):
            if run_manager:
                await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    def _respond(
        self, messages: list[BaseMessage], stop: list[str] | None, options: dict[str, Any]
    ) -> AIMessage:
        tools = _bound(options.get("tools") or ())
        turn = read_turn(messages)
        step = _step(turn, tools, options.get("tool_choice"))
        asks = step.asks[:1] if options.get("parallel_tool_calls") is False else step.asks
        seed = _fingerprint(messages)
        return AIMessage(
            content=_until_stop(step.words, stop or self.stop),
            tool_calls=[
                ToolCall(
                    name=ask.tool,
                    args=dict(ask.args),
                    id=f"call_{seed}_{position}",
                    type="tool_call",
                )
                for position, ask in enumerate(asks)
            ],
            usage_metadata=_no_tokens(),
            response_metadata={
                "model_name": self.model,
                "model_provider": "waymark",
                "finish_reason": "tool_calls" if asks else "stop",
            },
        )


def _step(turn: Turn, tools: Tools, choice: Any) -> Step:
    if not tools or choice == "none":
        return next_step(turn, ())
    forced = _forced(choice, tools)
    if forced:
        return Step(asks=(_forced_call(turn, tools, forced),))
    step = next_step(turn, tools)
    filled = tuple(_with_arguments(ask, turn, tools) for ask in step.asks)
    return Step(asks=filled, words=step.words)


def _forced(choice: Any, tools: Tools) -> tuple[str, ...]:
    """The tools of which one must be called; none where the mentor is free."""
    if choice in ("any", "required") or choice is True:
        return tuple(tools)
    if isinstance(choice, dict):
        choice = choice.get("name") or choice.get("function", {}).get("name")
    return (choice,) if isinstance(choice, str) and choice in tools else ()


def _forced_call(turn: Turn, tools: Tools, forced: tuple[str, ...]) -> Ask:
    wanted = wanted_call(turn, forced)
    if wanted is not None:
        return wanted
    words = turn.request.words
    name = strangers.nearest_to(words, forced)
    return Ask(name, strangers.arguments(tools[name], words))


def _with_arguments(ask: Ask, turn: Turn, tools: Tools) -> Ask:
    """A tool that is not Waymark's own gets its arguments by its schema."""
    required = tools[ask.tool].get("required", ())
    if all(name in ask.args for name in required):
        return ask
    return Ask(ask.tool, {**strangers.arguments(tools[ask.tool], turn.request.words), **ask.args})


def _bound(tools: Sequence[dict[str, Any]]) -> Tools:
    return {tool["function"]["name"]: strangers.parameters(tool) for tool in tools}


def _until_stop(text: str, stop: list[str] | None) -> str:
    ends = [place for word in stop or () if word and (place := text.find(word)) >= 0]
    return text[: min(ends)] if ends else text


def _fingerprint(messages: Sequence[BaseMessage]) -> str:
    """The same for the same messages, and another after every message more."""
    digest = hashlib.sha256()
    for message in messages:
        calls = message.tool_calls if isinstance(message, AIMessage) else ()
        said = [message.type, message.text, [call["id"] for call in calls]]
        digest.update(json.dumps(said, default=str).encode())
    return digest.hexdigest()[:20]


def _chunks(message: AIMessage) -> Iterator[ChatGenerationChunk]:
    """The message in pieces of a few words; its calls and its end come in the last."""
    for delta in _deltas(message.text):
        yield ChatGenerationChunk(message=AIMessageChunk(content=delta))
    last = AIMessageChunk(
        content="",
        tool_call_chunks=[
            ToolCallChunk(
                name=call["name"],
                args=json.dumps(call["args"], ensure_ascii=False),
                id=call["id"],
                index=position,
                type="tool_call_chunk",
            )
            for position, call in enumerate(message.tool_calls)
        ],
        usage_metadata=message.usage_metadata,
        response_metadata=message.response_metadata,
        chunk_position="last",
    )
    yield ChatGenerationChunk(message=last)


def _deltas(text: str) -> Iterator[str]:
    piece = ""
    for word in _WORD.findall(text):
        piece += word
        if len(piece) >= _DELTA_CHARACTERS:
            yield piece
            piece = ""
    if piece:
        yield piece


def _no_tokens() -> UsageMetadata:
    return UsageMetadata(input_tokens=0, output_tokens=0, total_tokens=0)
