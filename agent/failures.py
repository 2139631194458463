"""What went wrong with a model, in words for the learner and without any secret."""

from __future__ import annotations

import re
from collections.abc import Mapping

from langchain_core.exceptions import (
    ContextOverflowError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelInvalidRequestError,
    ModelNotFoundError,
    ModelPermissionDeniedError,
    ModelRateLimitError,
    ModelTimeoutError,
)

from agent.stream_watch import EndlessAnswer

RETRY_SECONDS = 0.5
MOST_RETRY_SECONDS = 10.0
"""A provider that asks for a longer wait is not waited for: the learner is."""

# The order matters: the first class that fits names the failure.
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (ModelAuthenticationError, "it refused the key"),
    (ModelPermissionDeniedError, "the key may not use this model"),
    (ModelNotFoundError, "it does not know this model"),
    (ModelRateLimitError, "its limit of requests is reached"),
    (ContextOverflowError, "the conversation is too long for it"),
    (ModelInvalidRequestError, "it refused the request"),
    (ModelTimeoutError, "it did not answer in time"),
    (ModelConnectionError, "the connection failed or broke off"),
    (ModelAPIError, "it had trouble of its own"),
    (EndlessAnswer, "its answer did not end"),
    (TimeoutError, "it did not answer in time"),
    (ConnectionError, "the connection failed or broke off"),
)
_PASSING = (ModelRateLimitError, ModelConnectionError, ModelAPIError)
_BY_CODE = {
    "insufficient_quota": "its credit is used up",
    "context_length_exceeded": "the conversation is too long for it",
    "rate_limit_exceeded": "its limit of requests is reached",
    "server_error": "it had trouble of its own",
    "overloaded_error": "it had trouble of its own",
    "invalid_prompt": "it refused the request",
}
"""What a provider calls it in the body of an error or in mid-stream, where no status tells."""
_BY_STATUS = {402: "its credit is used up", 413: "the conversation is too long for it"}
_NO_TOOLS = re.compile(
    r"(does not|doesn't) support (tool|function call)|no endpoints found that support tool use"
    r"|\b(tools?|tool use|(tool|function) calling)\W? (is|are) not (supported|enabled)"
    r"|unsupported param: tools"
)
_NO_TOOLS_ADVICE = (
    "this model cannot use tools, and a mentor needs them: choose another with --model"
)
_TOOL_FLAGS = {
    "--enable-auto-tool-choice": "--enable-auto-tool-choice and --tool-call-parser",  # vLLM
    "--jinja": "--jinja",  # llama.cpp
}
_PASSING_CODES = {"rate_limit_exceeded", "server_error", "overloaded_error"}


def why_it_failed(error: Exception) -> str:
    """A short clause such as “it refused the key”.

    The provider's own words stay out: they can hold part of a key, or a page of a proxy's HTML.
    """
    if _is_out_of_credit(error):
        return "its credit is used up"
    if (named := _BY_CODE.get(_code(error))) is not None and _retry_after(error) is None:
        return named
    if (advice := _without_tools(error)) is not None:
        return advice
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            asked = _retry_after(error)
            return reason if asked is None else f"{reason}; it asks to wait {asked:.0f} s"
    if isinstance(error, ImportError | ValueError) and "proxy" in str(error).lower():
        return "the proxy of the environment cannot be used"
    name = type(error).__name__.lower()
    if "timeout" in name:
        return "it did not answer in time"
    if _is_cut_wire(error):
        return "the connection failed or broke off"
    status = getattr(error, "status_code", 0)
    if 400 <= status < 500:
        return _BY_STATUS.get(status, "it refused the request")
    return "its answer broke off or could not be read"


def is_unknown_model(error: Exception) -> bool:
    """Whether the provider has no model of that name."""
    return isinstance(error, ModelNotFoundError) and _without_tools(error) is None


def seconds_until_retry(error: Exception, attempt: int = 0) -> float | None:
    """How long to wait before asking again; None where that would not help. `attempt` counts from
    0, and each wait is twice the one before.

    `Retry-After` is kept to, up to MOST_RETRY_SECONDS. A timeout is not retried: it has cost the
    learner a minute already.
    """
    if isinstance(error, ModelTimeoutError) or _is_out_of_credit(error) or _without_tools(error):
        return None
    may_pass = isinstance(error, _PASSING) or _code(error) in _PASSING_CODES
    if not may_pass and not _is_cut_wire(error):
        return None
    asked = _retry_after(error)
    if asked is None:
        return min(RETRY_SECONDS * 2.0**attempt, MOST_RETRY_SECONDS)
    return asked if asked <= MOST_RETRY_SECONDS else None


def _retry_after(error: Exception) -> float | None:
    """Seconds of a `Retry-After` header; a date in it counts as none."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


def _code(error: Exception) -> str:
    """The provider's word: on the error itself, or in the body that it carries."""
    body = getattr(error, "body", None)
    inner = body.get("error", body) if isinstance(body, Mapping) else None
    said = inner if isinstance(inner, Mapping) else {}
    return str(getattr(error, "code", None) or said.get("code") or said.get("type") or "")


def _is_out_of_credit(error: Exception) -> bool:
    """OpenAI says so in a code under 429, Anthropic in the words of a 400, others with a 402."""
    said = str(getattr(error, "body", "") or "").lower()
    paid_for = _code(error) != "insufficient_quota" and getattr(error, "status_code", 0) != 402
    return not paid_for or "credit balance is too low" in said


def _is_cut_wire(error: Exception) -> bool:
    """An error of the HTTP library itself: some clients let it through in mid-stream."""
    kind = type(error)
    return kind.__module__.startswith("httpx") and "timeout" not in kind.__name__.lower()


def _without_tools(error: Exception) -> str | None:
    """What to do where the model, or the server as it was started, takes no tools; else None."""
    said = f"{getattr(error, 'body', '')} {error}".lower()
    for flag, advice in _TOOL_FLAGS.items():
        if flag in said:
            return f"its server was started without tools: start it with {advice}"
    return _NO_TOOLS_ADVICE if _NO_TOOLS.search(said) else None
