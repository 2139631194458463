"""Counts and times every request to a model, whoever made it: also those that failed, were asked
again, or were stopped.

A request is counted when its end is known, so a process that is killed loses the one under way. One
that was stopped, before its first word or after, is counted by what its provider had told by then;
what it had not is reckoned from characters, as its bill will hold it too. One that failed before
its first word is not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, LLMResult

from agent.anthropic_usage import AT_START
from agent.models import ModelChoice
from agent.trace import Recorder
from memory.usage import Purpose, Tokens

CHARACTERS_A_TOKEN = 4
"""Where a provider tells no count: about right for English, too few for most other languages."""


@dataclass
class _Request:
    """One that is under way. `turn` is the turn it was made in."""

    turn: int | None
    messages: Sequence[BaseMessage]
    tools: Any
    started: float = field(default_factory=perf_counter)
    told: Tokens = field(default_factory=Tokens)
    complete: bool = False
    model: str = ""
    answered: bool = False
    characters: int = 0

    def hear(self, message: BaseMessage) -> None:
        """Take in a piece of the answer, or all of it."""
        self.answered = True
        self.characters += _characters(message)
        said = message.response_metadata
        self.model = str(said.get("model_name") or said.get("model") or "") or self.model
        # Counts grow in a stream and are told anew, by some servers with every piece: the greatest
        # of each is the last.
        if AT_START in said:
            self.told = self.told.at_least(Tokens(**said[AT_START]))
        if isinstance(message, AIMessage) and message.usage_metadata is not None:
            self.told = self.told.at_least(tokens_of(message.usage_metadata))
            self.complete = True


class Meter(BaseCallbackHandler):
    """Stands at one model and tells `recorder` of each request to it."""

    run_inline = True  # in the order of events, and on the thread that makes them

    def __init__(self, choice: ModelChoice, purpose: Purpose, recorder: Recorder) -> None:
        self._choice = choice
        self._purpose: Purpose = purpose
        self._recorder = recorder
        self._under_way: dict[UUID, _Request] = {}

    def settle(self) -> None:
        """Count what is still under way as stopped: a task that is cancelled tells nobody."""
        for run_id in list(self._under_way):
            self._under_way[run_id].answered = True  # as far as its bill goes
            self._end(run_id, whole=False)

    def on_chat_model_start(
        self,
        serialized: dict[str, Any],  # noqa: ARG002  # LangChain's signature
        messages: list[list[BaseMessage]],
        *,
        run_id: UUID,
        **kwargs: Any,
    ) -> None:
        asked = [message for batch in messages for message in batch]
        tools = (kwargs.get("invocation_params") or {}).get("tools")
        turn = None if self._purpose == "summary" else self._recorder.turn  # it is beside turns
        self._under_way[run_id] = _Request(turn, asked, tools)

    def on_llm_new_token(
        self,
        token: str | list[str | dict[str, Any]],  # noqa: ARG002
        *,
        chunk: Any = None,
        run_id: UUID,
        **_: Any,
    ) -> None:
        request = self._under_way.get(run_id)
        if request is not None and isinstance(chunk, ChatGenerationChunk):
            request.hear(chunk.message)

    def on_llm_end(self, response: LLMResult, *, run_id: UUID, **_: Any) -> None:
        request = self._under_way.get(run_id)
        if request is not None and not request.answered:
            for generation in response.generations[0]:
                if isinstance(generation, ChatGeneration):
                    request.hear(generation.message)
        self._end(run_id, whole=True)

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **_: Any) -> None:  # noqa: ARG002
        self._end(run_id, whole=False)

    def _end(self, run_id: UUID, *, whole: bool) -> None:
        request = self._under_way.pop(run_id, None)
        if request is None:
            return
        nothing = Tokens(), False  # the offline mentor reads no tokens
        offline = self._choice.provider == "offline"
        tokens, guessed = nothing if offline else _counted(request, whole=whole)
        self._recorder.asked(
            self._choice,
            self._purpose,
            model=request.model or self._choice.name,
            turn=request.turn,
            started=request.started,
            ok=whole,
            tokens=tokens,
            guessed=guessed,
        )


def metered(
    model: BaseChatModel, choice: ModelChoice, purpose: Purpose, recorder: Recorder
) -> BaseChatModel:
    """`model` with a meter at it; one that answers is settled when its turn ends."""
    meter = Meter(choice, purpose, recorder)
    model.callbacks = [meter]
    if purpose == "answer":
        recorder.meters.append(meter)
    return model


def _counted(request: _Request, *, whole: bool) -> tuple[Tokens, bool]:
    """The tokens of a request and whether some are reckoned."""
    told = request.told
    if not request.answered or (whole and request.complete and told.input):
        return told, False
    asked = sum(map(_characters, request.messages)) + len(json.dumps(request.tools, default=str))
    reckoned = Tokens(
        input=told.input or -(-asked // CHARACTERS_A_TOKEN),
        cached=told.cached,
        cache_write=told.cache_write,
        output=max(told.output, -(-request.characters // CHARACTERS_A_TOKEN)),
        reasoning=told.reasoning,
    )
    return reckoned, reckoned != told


def tokens_of(usage: UsageMetadata) -> Tokens:
    """A provider's count as LangChain words it; OpenAI's service tiers stand before the names."""
    details: list[tuple[str, int]] = [
        (name, int(count))
        for part in (usage.get("input_token_details"), usage.get("output_token_details"))
        for name, count in (part or {}).items()
        if isinstance(count, int)
    ]

    def summed(*names: str) -> int:
        return sum(count for name, count in details if name.endswith(names))

    return Tokens(
        input=usage["input_tokens"],
        cached=summed("cache_read"),
        cache_write=summed("cache_creation", "5m_input_tokens", "1h_input_tokens"),
        output=usage["output_tokens"],
        reasoning=summed("reasoning"),
    )


def _characters(message: BaseMessage) -> int:
    """The letters in a message: its words, its thoughts, and what it calls."""
    written = 0
    if isinstance(message.content, str):
        written += len(message.content)
    else:
        for block in message.content:
            values = [block] if isinstance(block, str) else list(block.values())
            written += sum(len(value) for value in values if isinstance(value, str))
    if isinstance(message, AIMessageChunk):
        written += sum(len(piece["args"] or "") for piece in message.tool_call_chunks)
    elif isinstance(message, AIMessage):
        written += sum(len(str(call["args"])) for call in message.tool_calls)
    return written
