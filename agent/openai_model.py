"""OpenAI's chat model, over either of its APIs, and whatever speaks as it does."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import openai
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI

from agent.carried import beside, put_back
from agent.coalesce import coalesced
from agent.reasoning import THOUGHT, ThinkTags
from agent.stream_watch import FailedInStream, watched

_OPTIONAL = {
    "reasoning": "reasoning",
    "include": "include",
    "temperature": "temperature",
    "stream_options": "stream_usage",
}
"""What a request does as well without, by its name on the wire, and the field that holds it."""
_CODE = re.compile(r"\bcode='(\w+)'|^(\w+): ")


class WatchedOpenAI(ChatOpenAI):
    """`idle_seconds` is how long it may stay silent.

    A parameter that this model refuses, and that is not needed, is left out from then on: what a
    model takes differs from model to model and from server to server.
    """

    idle_seconds: float = 60.0

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        while True:
            raw = _without_tags(super()._astream(*args, **kwargs))
            try:
                async with aclosing(coalesced(watched(raw, self.idle_seconds))) as chunks:
                    async for chunk in chunks:
                        yield chunk
                return
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                if not self._goes_without(error):
                    raise
            except ValueError as error:
                if type(error) is not ValueError:
                    raise
                # A Responses stream that says it failed reaches LangChain's callers as these words.
                raise FailedInStream(_code_in(str(error))) from error

    def _goes_without(self, error: openai.APIStatusError) -> bool:
        """Leave out what `error` says is refused; False where that is not the trouble."""
        root = re.split(r"[.\[]", error.param or "")[0]
        named = re.search(r"\bstream_options\b|\btemperature\b", f"{error.message} {error.body}")
        field = _OPTIONAL.get(root or (named.group() if named else ""))
        if field is None or not getattr(self, field):
            return False
        setattr(self, field, False if field == "stream_usage" else None)
        return True

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], *args: Any, **kwargs: Any
    ) -> ChatGenerationChunk | None:
        """What streams beside the text, where LangChain lets it go, is kept; and so is a call
        that has no number, as Gemini sends them: it is whole."""
        deltas = [choice.get("delta") or {} for choice in chunk.get("choices") or ()]
        for call in (call for delta in deltas for call in delta.get("tool_calls") or ()):
            call.setdefault("index", None)
        generation = super()._convert_chunk_to_generation_chunk(chunk, *args, **kwargs)
        if generation is not None:
            for delta in deltas:
                generation.message.additional_kwargs.update(beside(delta))
        return generation

    def _get_request_payload(self, input_: LanguageModelInput, **kwargs: Any) -> dict[str, Any]:
        payload: dict[str, Any] = super()._get_request_payload(input_, **kwargs)
        messages = self._convert_input(input_).to_messages()
        for message, sent in zip(messages, payload.get("messages", ()), strict=False):
            if isinstance(message, AIMessage) and message.tool_calls:
                put_back(message, sent)
        return payload


async def _without_tags(
    chunks: AsyncIterator[ChatGenerationChunk],
) -> AsyncIterator[ChatGenerationChunk]:
    """`chunks` with what stands between `<think>` tags beside the text instead of in it."""
    tags = ThinkTags()
    async for chunk in chunks:
        message = chunk.message
        if isinstance(message.content, str):
            thought, answer = tags.feed(message.content)
            if (chunk.generation_info or {}).get("finish_reason"):
                last_thought, last_answer = tags.end()
                thought, answer = thought + last_thought, answer + last_answer
            if thought:
                message.additional_kwargs[THOUGHT] = thought
            message.content = answer
            yield ChatGenerationChunk(message=message, generation_info=chunk.generation_info)
        else:
            yield chunk


def _code_in(words: str) -> str:
    found = _CODE.search(words)
    return next(filter(None, found.groups()), "") if found else ""
