"""The models that a provider lists when it is asked, and which of them is near a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from agent.models import ModelChoice
from agent.ollama import can_use_tools, ollama_models
from agent.providers import ListedModel, Provider, address_of, key_of, ollama_address
from base.errors import ServiceError, WaymarkError
from base.proxies import spare_loopback
from base.settings import Settings

LIST_SECONDS = 10.0
NEAR_SECONDS = 3.0
"""How long a learner waits to hear which name may have been meant."""
_LIKENESS = 60
_REASONS = {
    401: "it refused the key",
    403: "the key may not see them",
    404: "there is no list at this address",
    429: "its limit of requests is reached",
}


def listed_models(
    provider: Provider, settings: Settings, seconds: float = LIST_SECONDS
) -> tuple[ListedModel, ...]:
    """Every model that the provider lists, by name.

    Raises:
        InvalidInput: its key is missing, or its address is none.
        ServiceError: it does not answer, or not with a list.
    """
    spare_loopback()
    match provider:
        case "openai":
            listed = _asked(provider, lambda: _of_openai(settings, seconds))
        case "anthropic":
            listed = _asked(provider, lambda: _of_anthropic(settings, seconds))
        case "ollama":
            listed = _of_ollama(seconds)
        case "offline":
            listed = []
    return tuple(sorted(listed, key=lambda model: model.name))


def near_names(choice: ModelChoice, settings: Settings) -> list[str]:
    """Up to three names that the provider lists and that are like the chosen one; none where it
    does not say what it has."""
    try:
        listed = listed_models(choice.provider, settings, NEAR_SECONDS)
    except WaymarkError:
        return []
    from rapidfuzz import fuzz, process

    names = [model.name for model in listed if model.tools is not False]
    like = process.extract(
        choice.name,
        names,
        scorer=fuzz.ratio,
        processor=str.casefold,
        limit=3,
        score_cutoff=_LIKENESS,
    )
    return [name for name, _, _ in like]


def what_may_help(choice: ModelChoice, settings: Settings) -> str:
    """A sentence for a learner whose model is not known where it was asked for; "" where there is
    nothing to say."""
    if names := near_names(choice, settings):
        return f"Did you mean {' or '.join(names)}?"
    if choice.provider == "ollama":
        return f"Fetch it with: ollama pull {choice.name}"
    if choice.provider == "openai":
        address = address_of("openai", settings)
        if address.source and not urlsplit(address.url).path:
            return f"Does {address.source} lack /v1 at its end?"
    return ""


def _of_openai(settings: Settings, seconds: float) -> list[ListedModel]:
    import openai

    url, key = address_of("openai", settings).url, key_of("openai")
    with openai.OpenAI(api_key=key, base_url=url, timeout=seconds, max_retries=0) as client:
        return [
            ListedModel(model.id, tools=_says_tools(model.model_extra or {}))
            for model in client.models.list()
        ]


def _says_tools(extra: dict[str, Any]) -> bool | None:
    """OpenRouter says of each model what it takes; OpenAI does not."""
    takes = extra.get("supported_parameters")
    return "tools" in takes if isinstance(takes, list) else None


def _of_anthropic(settings: Settings, seconds: float) -> list[ListedModel]:
    import anthropic

    url, key = address_of("anthropic", settings).url, key_of("anthropic")
    with anthropic.Anthropic(api_key=key, base_url=url, timeout=seconds, max_retries=0) as client:
        return [ListedModel(model.id) for model in client.models.list(limit=1000)]


def _of_ollama(seconds: float) -> list[ListedModel]:
    models = ollama_models(seconds)
    if models is None:
        raise ServiceError(
            f"No Ollama server answers at {ollama_address()}.",
            hint="Start it with `ollama serve`, or set OLLAMA_HOST to where it runs.",
        )
    return [
        ListedModel(model.name, model.size, can_use_tools(model.name, seconds)) for model in models
    ]


def _asked(provider: Provider, ask: Callable[[], list[ListedModel]]) -> list[ListedModel]:
    try:
        return ask()
    except WaymarkError:
        raise
    except Exception as error:  # whatever a provider's client raises ends the same way
        raise ServiceError(
            f"{provider} did not list its models: {_why(error)}.",
            hint="`waymark models` shows which address, key and proxy are used.",
        ) from error


def _why(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        trouble = "it had trouble of its own" if status >= 500 else "it refused the request"
        return _REASONS.get(status, trouble)
    name = type(error).__name__
    if "proxy" in str(error).lower():
        return "the proxy of the environment cannot be used"
    if "Timeout" in name:
        return "it did not answer in time"
    if "Connection" in name:
        return "the connection failed"
    return "its answer could not be read"
