"""What went wrong with a model, in words for the learner and without any secret."""

from __future__ import annotations

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


def why_it_failed(error: Exception) -> str:
    """A short clause such as “it refused the key”.

    The provider's own words stay out: they can hold part of a key, or a page of a proxy's HTML.
    """
    if _is_out_of_credit(error):
        return "its credit is used up"
    if _code(error) == "context_length_exceeded":
        return "the conversation is too long for it"
    if _takes_no_tools(error):
        return "this model cannot use tools, so choose another with --model"
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            asked = _retry_after(error)
            return reason if asked is None else f"{reason}; it asks to wait {asked:.0f} s"
    name = type(error).__name__.lower()
    if "timeout" in name:
        return "it did not answer in time"
    if _is_cut_wire(error):
        return "the connection failed or broke off"
    if "overloaded" in str(getattr(error, "body", "")):
        return "it had trouble of its own"
    return "its answer broke off or could not be read"


def seconds_until_retry(error: Exception) -> float | None:
    """How long to wait before asking once more; None where that would not help.

    `Retry-After` is kept to, up to MOST_RETRY_SECONDS. A timeout is not retried: it has cost the
    learner a minute already.
    """
    if isinstance(error, ModelTimeoutError) or _is_out_of_credit(error):
        return None
    if not isinstance(error, _PASSING) and not _is_cut_wire(error):
        return None
    asked = _retry_after(error)
    if asked is None:
        return RETRY_SECONDS
    return asked if asked <= MOST_RETRY_SECONDS else None


def _retry_after(error: Exception) -> float | None:
    """Seconds of a `Retry-After` header; a date in it counts as none."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


def _code(error: Exception) -> str:
    return str(getattr(error, "code", "") or "")


def _is_out_of_credit(error: Exception) -> bool:
    """OpenAI says so in a code under 429, Anthropic in the words of a 400."""
    said = str(getattr(error, "body", "") or "").lower()
    return _code(error) == "insufficient_quota" or "credit balance is too low" in said


def _is_cut_wire(error: Exception) -> bool:
    """An error of the HTTP library itself: some clients let it through in mid-stream."""
    kind = type(error)
    return kind.__module__.startswith("httpx") and "timeout" not in kind.__name__.lower()


def _takes_no_tools(error: Exception) -> bool:
    """Ollama's words for a model without tools."""
    return "does not support tools" in str(getattr(error, "body", "") or "").lower()
