"""OpenAI's Responses API: the server-sent events of an answer, and what it refuses.

As the live service frames it: every event with its name and a running number, items announced,
grown and closed one after the other, the whole response at the end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any
from uuid import uuid4

from tests.servers.loopback import Answer, json_answer, split_bytes
from tests.servers.replies import Call, Reply

PIECE = 13
"""Bytes a write: events, JSON and UTF-8 characters are all cut through."""

Event = dict[str, Any]


def stream(reply: Reply, body: Mapping[str, Any]) -> Answer:
    """The answer to a request, or the error that the live service would give."""
    wrong = refused(body)
    if wrong is not None:
        return wrong
    numbers = count()
    events = ({**event, "sequence_number": next(numbers)} for event in _events(reply, body))
    data = b"".join(map(wire, events))
    return Answer(200, "text/event-stream", split_bytes(data, PIECE))


def wire(event: Event) -> bytes:
    text = json.dumps(event, ensure_ascii=False)
    return f"event: {event['type']}\ndata: {text}\n\n".encode()


def first_events(body: Mapping[str, Any], text: str) -> bytes:
    """The first events of an answer that has got as far as `text`."""
    message: Event = {"id": "msg_0", "type": "message", "role": "assistant"}
    message = {**message, "status": "in_progress", "content": []}
    events: list[Event] = [
        {"type": "response.created", "response": response(body, "in_progress")},
        {"type": "response.output_item.added", "output_index": 0, "item": message},
        _part("added", 0, "msg_0", {"type": "output_text", "text": "", "annotations": []}),
        _text_delta(0, "msg_0", text),
    ]
    return b"".join(wire({**event, "sequence_number": n}) for n, event in enumerate(events))


def first_thought(body: Mapping[str, Any], text: str) -> bytes:
    """The first events of an answer that has thought as far as `text`."""
    item: Event = {"id": "rs_0", "type": "reasoning", "summary": []}
    delta = {"item_id": "rs_0", "output_index": 0, "summary_index": 0, "delta": text}
    events: list[Event] = [
        {"type": "response.created", "response": response(body, "in_progress")},
        {"type": "response.output_item.added", "output_index": 0, "item": item},
        {"type": "response.reasoning_summary_text.delta", **delta},
    ]
    return b"".join(wire({**event, "sequence_number": n}) for n, event in enumerate(events))


def refused(body: Mapping[str, Any]) -> Answer | None:
    """What the live service says of a history that does not hold together without its own
    memory, or of a model that cannot do what is asked."""
    items = body["input"]
    asked = {item["call_id"] for item in items if item.get("type") == "function_call"}
    given = {item["call_id"] for item in items if item.get("type") == "function_call_output"}
    for item in items:
        if item.get("type") == "reasoning" and not item.get("encrypted_content"):
            return error(
                f"Item with id '{item['id']}' not found. Items are not persisted when `store` is "
                "set to false. Try again with `store` set to true, or remove this item from your "
                "input.",
                param="input",
            )
    for missing in sorted(asked - given):
        return error(f"No tool output found for function call {missing}.", param="input")
    for missing in sorted(given - asked):
        said = f"No tool call found for function call output with call_id {missing}."
        return error(said, param="input")
    if body["model"].startswith("gpt-4") and body.get("reasoning"):
        said = "Unsupported parameter: 'reasoning.summary' is not supported with this model."
        return error(said, code="unsupported_parameter", param="reasoning.summary")
    if body["model"].startswith("gpt-4") and body.get("include"):
        return error("Encrypted content is not supported with this model.", param="include")
    return None


def error(message: str, *, code: str | None = None, param: str | None = None) -> Answer:
    kind = "invalid_request_error"
    return json_answer(
        400, {"error": {"message": message, "type": kind, "param": param, "code": code}}
    )


def _events(reply: Reply, body: Mapping[str, Any]) -> Iterator[Event]:
    begun = response(body, "in_progress")
    yield {"type": "response.created", "response": begun}
    yield {"type": "response.in_progress", "response": begun}
    whole, output = reply.finish is None, list[Event]()
    steps: list[Iterator[Event]] = []
    if reply.reasoning:
        steps.append(_reasoning(0, reply, bool(body.get("reasoning")), output))
    if reply.text or reply.refusal:
        steps.append(_message(len(steps), reply, output))
    for n, call in enumerate(reply.calls, start=len(steps)):
        steps.append(_function_call(n, call, output, whole=whole))
    for step in steps:
        yield from step
    if reply.finish == "":
        return
    status = "completed" if whole else "incomplete"
    whole_response = response(body, status, output, reply, begun["id"])
    if not whole:
        whole_response["incomplete_details"] = {"reason": reply.finish}
    yield {"type": f"response.{status}", "response": whole_response}


def _reasoning(index: int, reply: Reply, shown: bool, output: list[Event]) -> Iterator[Event]:
    item = f"rs_{uuid4().hex}"
    place = {"item_id": item, "output_index": index, "summary_index": 0}
    empty = {"id": item, "type": "reasoning", "summary": [], "encrypted_content": "gAAA"}
    yield {"type": "response.output_item.added", "output_index": index, "item": empty}
    summary = {"type": "summary_text", "text": reply.reasoning}
    if shown:
        kind = "response.reasoning_summary_part"
        yield {"type": f"{kind}.added", **place, "part": {"type": "summary_text", "text": ""}}
        for word in reply.reasoning.split(" "):
            yield {
                "type": "response.reasoning_summary_text.delta",
                **place,
                "delta": f"{word} ",
            }
        yield {
            "type": "response.reasoning_summary_text.done",
            **place,
            "text": reply.reasoning,
        }
        yield {"type": f"{kind}.done", **place, "part": summary}
    done = {**empty, "summary": [summary] if shown else [], "encrypted_content": reply.seal}
    output.append(done)
    yield {"type": "response.output_item.done", "output_index": index, "item": done}


def _message(index: int, reply: Reply, output: list[Event]) -> Iterator[Event]:
    item = f"msg_{uuid4().hex}"
    message: Event = {"id": item, "type": "message", "role": "assistant"}
    place = {"item_id": item, "output_index": index, "content_index": 0}
    opened = {**message, "status": "in_progress", "content": []}
    yield {"type": "response.output_item.added", "output_index": index, "item": opened}
    if reply.refusal:
        part: Event = {"type": "refusal", "refusal": reply.refusal}
        yield _part("added", index, item, {**part, "refusal": ""})
        yield {"type": "response.refusal.delta", **place, "delta": reply.refusal}
        yield {"type": "response.refusal.done", **place, "refusal": reply.refusal}
    else:
        part = {"type": "output_text", "text": f"{reply.text} ", "annotations": []}
        yield _part("added", index, item, {**part, "text": ""})
        for word in reply.text.split(" "):
            yield _text_delta(index, item, f"{word} ")
        if reply.finish == "":
            return
        yield {
            "type": "response.output_text.done",
            **place,
            "text": part["text"],
            "logprobs": [],
        }
    yield _part("done", index, item, part)
    done = {**message, "status": "completed", "content": [part]}
    output.append(done)
    yield {"type": "response.output_item.done", "output_index": index, "item": done}


def _function_call(index: int, call: Call, output: list[Event], *, whole: bool) -> Iterator[Event]:
    item = {
        "id": f"fc_{uuid4().hex}",
        "type": "function_call",
        "call_id": call.id,
        "name": call.tool,
    }
    place = {"item_id": item["id"], "output_index": index}
    opened = {**item, "status": "in_progress", "arguments": ""}
    yield {"type": "response.output_item.added", "output_index": index, "item": opened}
    for start in range(0, len(call.wire), 5):
        delta = call.wire[start : start + 5]
        yield {"type": "response.function_call_arguments.delta", **place, "delta": delta}
    done = {**item, "status": "completed" if whole else "incomplete", "arguments": call.wire}
    if whole:
        said = {"arguments": call.wire, "name": call.tool}
        yield {"type": "response.function_call_arguments.done", **place, **said}
    output.append(done)
    yield {"type": "response.output_item.done", "output_index": index, "item": done}


def _part(what: str, index: int, item: str, part: Event) -> Event:
    place = {"item_id": item, "output_index": index, "content_index": 0}
    return {"type": f"response.content_part.{what}", **place, "part": part}


def _text_delta(index: int, item: str, text: str) -> Event:
    place = {"item_id": item, "output_index": index, "content_index": 0}
    return {"type": "response.output_text.delta", **place, "delta": text, "logprobs": []}


def response(
    body: Mapping[str, Any],
    status: str,
    output: Sequence[Event] = (),
    reply: Reply | None = None,
    name: str = "",
) -> Event:
    """The response as a whole, which stands in the events that begin and end a stream."""
    usage = reply and {
        "input_tokens": reply.input_tokens,
        "input_tokens_details": {
            "cached_tokens": reply.cached_tokens,
            "cache_write_tokens": reply.cache_write_tokens,
        },
        "output_tokens": reply.output_tokens,
        "output_tokens_details": {"reasoning_tokens": reply.reasoning_tokens},
        "total_tokens": reply.input_tokens + reply.output_tokens,
    }
    return {
        "id": name or f"resp_{uuid4().hex}",
        "object": "response",
        "created_at": 1_790_000_000,
        "status": status,
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "metadata": {},
        "model": body["model"],
        "output": list(output),
        "parallel_tool_calls": True,
        "temperature": 1.0,
        "tool_choice": "auto",
        "tools": body.get("tools", []),
        "top_p": 1.0,
        "store": body.get("store", True),
        "usage": usage,
    }
