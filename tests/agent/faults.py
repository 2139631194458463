"""Everything a provider may do wrong, as it goes over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.servers import responses_events
from tests.servers.loopback import Answer, json_answer
from tests.servers.replies import Call, Reply

SECRET = "sk-secret-1234567890"


@dataclass(frozen=True)
class Fault:
    """What the server answers; the second and later requests of the turn get `after`, else the
    same again. `requests` is how many the turn may make."""

    name: str
    answer: Answer | Reply
    after: Reply | None = None
    requests: int = 1


def _error(status: int, message: str, code: str = "", *headers: tuple[str, str]) -> Answer:
    body: Mapping[str, object] = {
        "type": "error",
        "error": {"type": code or "error", "code": code or None, "message": message},
    }
    return json_answer(status, body, *headers)


def _events(*data: bytes, cut: bool = False, stall: bool = False) -> Answer:
    return Answer(200, "text/event-stream", data, cut=cut, stall="after" if stall else "")


_BEGUN = {
    "openai": (
        b'data: {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", '
        b'"choices": [{"index": 0, "delta": {"role": "assistant", "content": "Half a th"}, '
        b'"finish_reason": null}]}\n\n'
    ),
    "responses": responses_events.first_events({"model": "m"}, "Half a th"),
    "anthropic": (
        b'event: message_start\ndata: {"type": "message_start", "message": {"id": "m", "type": '
        b'"message", "role": "assistant", "model": "m", "content": [], "stop_reason": null, '
        b'"stop_sequence": null, "usage": {"input_tokens": 1, "output_tokens": 1}}}\n\n'
        b'event: content_block_start\ndata: {"type": "content_block_start", "index": 0, '
        b'"content_block": {"type": "text", "text": ""}}\n\n'
        b'event: content_block_delta\ndata: {"type": "content_block_delta", "index": 0, '
        b'"delta": {"type": "text_delta", "text": "Half a th"}}\n\n'
    ),
}
_THINKING = {
    "openai": (
        b'data: {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", '
        b'"choices": [{"index": 0, "delta": {"role": "assistant", "content": null, '
        b'"reasoning_content": "They ask"}, "finish_reason": null}]}\n\n'
    ),
    "responses": responses_events.first_thought({"model": "m"}, "They ask"),
    "anthropic": (
        b'event: message_start\ndata: {"type": "message_start", "message": {"id": "m", "type": '
        b'"message", "role": "assistant", "model": "m", "content": [], "stop_reason": null, '
        b'"stop_sequence": null, "usage": {"input_tokens": 1, "output_tokens": 1}}}\n\n'
        b'event: content_block_start\ndata: {"type": "content_block_start", "index": 0, '
        b'"content_block": {"type": "thinking", "thinking": "", "signature": ""}}\n\n'
        b'event: content_block_delta\ndata: {"type": "content_block_delta", "index": 0, '
        b'"delta": {"type": "thinking_delta", "thinking": "They ask"}}\n\n'
    ),
}
_OVERLOADED = (
    b'event: error\ndata: {"type": "error", "error": {"type": "overloaded_error", '
    b'"message": "Overloaded"}}\n\n'
)
_SAID_TO_FAIL = {
    "error": responses_events.wire(
        {
            "type": "error",
            "code": "server_error",
            "message": "Sorry",
            "param": None,
            "sequence_number": 9,
        }
    ),
    "response.failed": responses_events.wire(
        {
            "type": "response.failed",
            "sequence_number": 9,
            "response": {
                **responses_events.response({"model": "m"}, "failed"),
                "error": {"code": "rate_limit_exceeded", "message": "Rate limit reached"},
            },
        }
    ),
}
"""The two ways in which Responses says in its stream that the answer failed."""
_LIMIT = {"openai": "length", "responses": "max_output_tokens", "anthropic": "max_tokens"}
_DONE = Reply("I could not do that.")


def faults(provider: str) -> list[Fault]:
    """Every fault in the form in which `provider` ("openai", over chat completions, "responses"
    or "anthropic") shows it."""
    begun, length = _BEGUN[provider], _LIMIT[provider]
    if provider == "anthropic":
        refused = Reply("", finish="refusal")
        too_long = _error(400, "prompt is too long: 250000 tokens > 200000 maximum", "invalid")
        no_credit = _error(400, "Your credit balance is too low to access the API", "invalid")
    else:
        refused = Reply("", refusal="I will not.")
        too_long = _error(400, "too many tokens", "context_length_exceeded")
        no_credit = _error(429, "You exceeded your current quota", "insufficient_quota")
    html = b"<html><body>Bad Gateway " + SECRET.encode() + b"</body></html>"
    return [
        Fault("401", _error(401, f"bad key {SECRET}")),
        Fault("403", _error(403, "no access")),
        Fault("404", _error(404, "no such model")),
        Fault("429, wait 0 s", _error(429, "slow down", "", ("retry-after", "0")), requests=2),
        Fault("429, wait an hour", _error(429, "slow down", "", ("retry-after", "3600"))),
        Fault("no credit left", no_credit),
        Fault("500", _error(500, "boom"), requests=2),
        Fault("500, then well", _error(500, "boom"), after=Reply("All is well."), requests=2),
        Fault("502 with a page of HTML", Answer(502, "text/html", (html,)), requests=2),
        Fault("529", _error(529, "overloaded", "overloaded_error"), requests=2),
        Fault("overloaded in mid-stream", _events(begun, _OVERLOADED)),
        *_said_in_stream(provider),
        Fault("silent before the first byte", Answer(200, "text/event-stream", (), stall="before")),
        Fault("silent in mid-stream", _events(begun, stall=True)),
        Fault("cut off before the first event", _events(b"data: ", cut=True), requests=2),
        Fault(
            "cut off while it thinks",
            _events(_THINKING[provider], cut=True),
            after=Reply("All is well."),
            requests=2,
        ),
        Fault("cut off in mid-stream", _events(begun, cut=True)),
        Fault("a clean early end", Reply("Half a th", finish="")),
        Fault("broken events", _events(begun, b'data: {"choices": [{"del\n\n')),
        Fault("not UTF-8", _events(begun.replace(b"Half", b"\xff\xfe"))),
        Fault("context too long", too_long),
        Fault("cut arguments, said whole", Reply("", (_marks(raw='{"topic": "cnn", "sta'),))),
        Fault("cut arguments, by the limit", Reply("", (_marks(),), finish=length)),
        Fault("arguments that are a list", Reply("", (_marks(raw='["cnn"]'),))),
        Fault("unknown tool", Reply("", (Call("no_such_tool"),)), after=_DONE, requests=2),
        Fault(
            "arguments of a wrong type",
            Reply("", (Call("set_topic_status", {"topic": 7, "status": ["done"]}),)),
            after=_DONE,
            requests=2,
        ),
        Fault(
            "40 calls at once",
            Reply("", tuple(Call("next_topics", {"limit": n % 9 + 1}, f"c{n}") for n in range(40))),
            after=_DONE,
            requests=2,
        ),
        Fault("5 MB of text", _long(provider)),
        Fault("an empty answer", Reply("")),
        Fault("a refusal", refused),
        Fault("text cut by the limit", Reply("It goes on and", finish=length)),
    ]  # fmt: skip


def _marks(raw: str | None = None) -> Call:
    return Call("set_topic_status", {"topic": "cnn", "status": "done"}, raw=raw)


def _said_in_stream(provider: str) -> list[Fault]:
    if provider != "responses":
        return []
    head, _, _ = _BEGUN[provider].partition(b"event: response.output_text.delta")
    failed = _events(head, _SAID_TO_FAIL["error"])
    return [
        Fault("said to fail before a word", failed, requests=2),
        Fault(
            "said to fail in mid-stream",
            _events(_BEGUN[provider], _SAID_TO_FAIL["response.failed"]),
        ),
    ]


def _long(provider: str) -> Answer:
    """Five million characters, a hundred thousand an event."""
    words = "word " * 20_000
    if provider == "openai":
        event = _BEGUN[provider].replace(b"Half a th", words.encode())
        return _events(*[event] * 50, b"data: [DONE]\n\n")
    kind = b"content_block_delta" if provider == "anthropic" else b"response.output_text.delta"
    head, mark, delta = _BEGUN[provider].rpartition(b"event: " + kind)
    event = mark + delta.replace(b"Half a th", words.encode())
    return _events(head, *[event] * 50)
