"""OpenAI's chat model, over either of its APIs, and whatever speaks as it does."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import openai
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI

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
            try:
                async for chunk in watched(super()._astream(*args, **kwargs), self.idle_seconds):
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
        """A refusal streams beside the text, where LangChain lets it go: it is kept."""
        generation = super()._convert_chunk_to_generation_chunk(chunk, *args, **kwargs)
        for choice in chunk.get("choices") or ():
            refusal = (choice.get("delta") or {}).get("refusal")
            if refusal and generation is not None:
                generation.message.additional_kwargs["refusal"] = refusal
        return generation


def _code_in(words: str) -> str:
    found = _CODE.search(words)
    return next(filter(None, found.groups()), "") if found else ""
