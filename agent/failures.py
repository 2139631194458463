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

# The order matters: the first class that fits names the failure.
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (ModelAuthenticationError, "it refused the key"),
    (ModelPermissionDeniedError, "the key may not use this model"),
    (ModelNotFoundError, "it does not know this model"),
    (ModelRateLimitError, "its limit is reached or its credit used up"),
    (ContextOverflowError, "the conversation is too long for it"),
    (ModelInvalidRequestError, "it refused the request"),
    (ModelTimeoutError, "it did not answer in time"),
    (ModelConnectionError, "the connection failed or broke off"),
    (ModelAPIError, "it had trouble of its own"),
    (TimeoutError, "it did not answer in time"),
    (ConnectionError, "the connection failed or broke off"),
)


def why_it_failed(error: Exception) -> str:
    """A short clause such as “it refused the key”.

    The provider's own words stay out: they can hold part of a key, or a page of a proxy's HTML.
    """
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason
    if "timeout" in type(error).__name__.lower():
        return "it did not answer in time"
    return "its answer broke off or could not be read"
