"""Anthropic's messages over server-sent events, as the live service frames them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tests.servers.listing import Listed, anthropic_list
from tests.servers.loopback import Answer, Asked, Loopback, json_answer, serve, split_bytes
from tests.servers.replies import Call, Reply

PIECE = 11


@contextmanager
def anthropic_server(
    replies: Sequence[Reply | Answer] | Callable[[Any], Reply | Answer],
    models: Sequence[str] = (),
) -> Iterator[Loopback]:
    """Answers the n-th message request with the n-th reply (the last one repeats), or with what
    `replies` makes of the request's body. `models` are listed where that is asked for."""
    count = iter(range(10_000))

    def respond(asked: Asked) -> Answer:
        if asked.path.startswith("/v1/models") and models:
            return anthropic_list([Listed(name) for name in models])
        if "/v1/messages" not in asked.path:  # a proxy is asked for the whole address
            return json_answer(404, {"type": "error", "error": {"type": "not_found_error"}})
        if callable(replies):
            reply = replies(asked.body)
        else:
            reply = replies[min(next(count), len(replies) - 1)]
        return reply if isinstance(reply, Answer) else _refused(asked.body) or _stream(reply, asked)

    with serve(respond) as server:
        yield server


def _refused(body: Any) -> Answer | None:
    """What the live service says where thinking that led to a tool call does not come back as it
    was sent."""
    for number, message in enumerate(body["messages"]):
        for place, block in enumerate(message["content"]):
            if isinstance(block, dict) and block.get("type") == "thinking":
                at = f"messages.{number}.content.{place}"
                if not block.get("signature"):
                    return _invalid(f"{at}.thinking.signature: Field required")
                if block["signature"] != f"seal of {block['thinking']}":
                    return _invalid(f"{at}: Invalid `signature` in `thinking` block")
    return None


def _invalid(message: str) -> Answer:
    error = {"type": "invalid_request_error", "message": message}
    return json_answer(400, {"type": "error", "error": error})


def _stream(reply: Reply, asked: Asked) -> Answer:
    data = b"".join(_event(event) for event in _events(reply, asked.body["model"]))
    return Answer(200, "text/event-stream", split_bytes(data, PIECE))


def _event(event: dict[str, Any]) -> bytes:
    body = json.dumps(event, ensure_ascii=False)
    return f"event: {event['type']}\ndata: {body}\n\n".encode()


def _events(reply: Reply, model: str) -> Iterator[dict[str, Any]]:
    yield {
        "type": "message_start",
        "message": {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": model,
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {**_input_usage(reply), "output_tokens": 1},
        },
    }
    yield {"type": "ping"}
    index = 0
    if reply.reasoning:
        yield from _thinking_block(index, reply.reasoning)
        index += 1
    if reply.text:
        yield from _text_block(index, reply.text)
        index += 1
    for call in reply.calls:
        yield from _tool_block(index, call)
        index += 1
    if reply.finish == "":
        return
    usual = "tool_use" if reply.calls else "end_turn"
    yield {
        "type": "message_delta",
        "delta": {
            "stop_reason": reply.finish or usual,
            "stop_sequence": None,
        },
        "usage": {**_input_usage(reply), "output_tokens": reply.output_tokens},
    }
    yield {"type": "message_stop"}


def _input_usage(reply: Reply) -> dict[str, int]:
    """What goes through the cache is counted apart from the other input."""
    return {
        "input_tokens": reply.input_tokens - reply.cached_tokens - reply.cache_write_tokens,
        "cache_read_input_tokens": reply.cached_tokens,
        "cache_creation_input_tokens": reply.cache_write_tokens,
    }


def _thinking_block(index: int, thought: str) -> Iterator[dict[str, Any]]:
    block = {"type": "thinking", "thinking": "", "signature": ""}
    yield {"type": "content_block_start", "index": index, "content_block": block}
    words = [f"{word} " for word in thought.split(" ")]
    for word in words:
        delta = {"type": "thinking_delta", "thinking": word}
        yield {"type": "content_block_delta", "index": index, "delta": delta}
    seal = {"type": "signature_delta", "signature": f"seal of {''.join(words)}"}
    yield {"type": "content_block_delta", "index": index, "delta": seal}
    yield {"type": "content_block_stop", "index": index}


def _text_block(index: int, text: str) -> Iterator[dict[str, Any]]:
    block = {"type": "text", "text": ""}
    yield {"type": "content_block_start", "index": index, "content_block": block}
    for word in text.split(" "):
        delta = {"type": "text_delta", "text": f"{word} "}
        yield {"type": "content_block_delta", "index": index, "delta": delta}
    yield {"type": "content_block_stop", "index": index}


def _tool_block(index: int, call: Call) -> Iterator[dict[str, Any]]:
    block = {"type": "tool_use", "id": call.id, "name": call.tool, "input": {}}
    yield {"type": "content_block_start", "index": index, "content_block": block}
    arguments = call.wire
    for start in range(0, len(arguments), 5):
        delta = {"type": "input_json_delta", "partial_json": arguments[start : start + 5]}
        yield {"type": "content_block_delta", "index": index, "delta": delta}
    yield {"type": "content_block_stop", "index": index}
