"""OpenAI over server-sent events, as the live service frames them: chat completions and Responses.

Ollama's OpenAI-compatible address speaks the same, and its own `/api` tells of its models.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tests.servers import responses_events
from tests.servers.listing import Listed, ollama_ps, ollama_show, ollama_tags, openai_list
from tests.servers.loopback import Answer, Asked, Loopback, json_answer, serve, split_bytes
from tests.servers.replies import Call, Reply

PIECE = 7
"""Bytes a write: events, JSON and UTF-8 characters are all cut through."""


@contextmanager
def openai_server(
    replies: Sequence[Reply | Answer] | Callable[[Any], Reply | Answer],
    models: Sequence[str | Listed] = (),
) -> Iterator[Loopback]:
    """Answers the n-th chat request with the n-th reply (the last one repeats), or with what
    `replies` makes of the request's body. `models` are listed where that is asked for."""
    count = iter(range(10_000))
    listed = [Listed(model) if isinstance(model, str) else model for model in models]

    def respond(asked: Asked) -> Answer:
        if asked.path.endswith("/api/tags"):
            return ollama_tags(listed)
        if asked.path.endswith("/api/show"):
            return ollama_show(listed, asked.body["model"])
        if asked.path.endswith("/api/ps"):
            return ollama_ps(listed)
        if asked.path.endswith("/models") and listed:
            return openai_list(listed)
        if not asked.path.endswith(("/chat/completions", "/responses")):
            return json_answer(404, {"error": {"message": f"no such path {asked.path}"}})
        if callable(replies):
            reply = replies(asked.body)
        else:
            reply = replies[min(next(count), len(replies) - 1)]
        if isinstance(reply, Answer):
            return reply
        if asked.path.endswith("/responses"):
            return responses_events.stream(reply, asked.body)
        return _stream(reply, asked.body["model"])

    with serve(respond) as server:
        yield server


def _stream(reply: Reply, model: str) -> Answer:
    events = [_event(chunk) for chunk in _chunks(reply, model)]
    data = b"".join([*events, b"data: [DONE]\n\n"])
    return Answer(200, "text/event-stream", split_bytes(data, PIECE))


def _event(chunk: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(chunk, ensure_ascii=False).encode() + b"\n\n"


def _chunks(reply: Reply, model: str) -> Iterator[dict[str, Any]]:
    def chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1_790_000_000,
            "model": model,
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }

    yield chunk({"role": "assistant", "content": ""})
    thought, text = reply.reasoning, reply.text
    if thought and reply.reasoning_as == "think":
        thought, text = "", f"<think>\n{thought}\n</think>\n\n{text}"
    for word in thought.split(" ") if thought else ():
        yield chunk({"content": None, reply.reasoning_as: f"{word} "})
    for word in text.split(" ") if text else ():
        yield chunk({"content": f"{word} "})
    for detail in reply.details:
        yield chunk({"content": "", "reasoning": detail.get("text"), "reasoning_details": [detail]})
    for index, call in enumerate(reply.calls):
        yield from map(chunk, _call_deltas(index, call))
    if reply.refusal:
        yield chunk({"refusal": reply.refusal})
    if reply.finish == "":
        return
    yield chunk({}, reply.finish or ("tool_calls" if reply.calls else "stop"))
    yield {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1_790_000_000,
        "model": model,
        "choices": [],
        "usage": {
            "prompt_tokens": reply.input_tokens,
            "completion_tokens": reply.output_tokens,
            "total_tokens": reply.input_tokens + reply.output_tokens,
            "prompt_tokens_details": {
                "cached_tokens": reply.cached_tokens,
                "cache_write_tokens": reply.cache_write_tokens,
            },
            "completion_tokens_details": {"reasoning_tokens": reply.reasoning_tokens},
        },
    }


def _call_deltas(index: int, call: Call) -> Iterator[dict[str, Any]]:
    function = {"name": call.tool, "arguments": ""}
    start = {"id": call.id, "type": "function", "function": function}
    if call.signature:
        function["arguments"] = call.wire
        seal = {"google": {"thought_signature": call.signature}}
        yield {"tool_calls": [{**start, "extra_content": seal}]}
        return
    yield {"tool_calls": [{"index": index, **start}]}
    for start_at in range(0, len(call.wire), 5):
        piece = {"arguments": call.wire[start_at : start_at + 5]}
        yield {"tool_calls": [{"index": index, "function": piece}]}
