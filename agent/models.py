"""Which model answers: specs, the choice behind `auto`, and the LangChain model itself."""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Literal

from base.errors import InvalidInput
from base.keys import find_key
from base.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from pydantic import SecretStr

Provider = Literal["anthropic", "openai", "ollama", "offline"]

KEY_NAMES = {"anthropic": "ANTHROPIC_API_KEY", "openai": "OPENAI_API_KEY"}
DEFAULT_NAMES = {"anthropic": "claude-sonnet-5-5", "openai": "gpt-6.1-terra"}
_OLLAMA_DEFAULT = "http://127.0.0.1:11434"
_OLLAMA_LOOK_SECONDS = 0.5
_HINT = "Use auto, offline, anthropic:NAME, openai:NAME or ollama:NAME."


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The model that answers, and why it was chosen."""

    provider: Provider
    name: str
    reason: str

    @property
    def spec(self) -> str:
        return "offline" if self.provider == "offline" else f"{self.provider}:{self.name}"


@dataclass(frozen=True, slots=True)
class ProviderState:
    """Whether a provider can be used here. `detail` says why, in words."""

    provider: Provider
    ready: bool
    detail: str


def choose_model(spec: str, settings: Settings) -> ModelChoice:
    """Resolve a spec; `auto` takes the first provider whose key or server is there.

    Raises:
        InvalidInput: the spec is not one, or its key is missing.
    """
    provider, _, name = spec.strip().partition(":")
    match provider.lower():
        case "offline":
            return ModelChoice("offline", "offline", "you asked for the offline mentor")
        case "auto":
            return _choose_auto(settings)
        case "anthropic" | "openai" | "ollama" if settings.offline:
            raise InvalidInput(
                f"“{spec}” needs a connection, and offline is set.",
                hint="Unset WAYMARK_OFFLINE (or offline in the settings file), or use offline.",
            )
        case "anthropic" | "openai" as keyed:
            return _choose_keyed(keyed, name)
        case "ollama":
            return _choose_ollama(name)
    raise InvalidInput(f"“{spec}” is not a model.", hint=_HINT)


def provider_states(settings: Settings) -> Sequence[ProviderState]:
    """Every provider in the order in which `auto` looks at them."""
    if settings.offline:
        away = "offline is set, so nothing is asked"
        states = [ProviderState(p, False, away) for p in ("anthropic", "openai", "ollama")]
    else:
        states = [_keyed_state("anthropic"), _keyed_state("openai"), _ollama_state()]
    return [*states, ProviderState("offline", True, "always here: no key, no network")]


def build_model(choice: ModelChoice, settings: Settings) -> BaseChatModel:
    """The LangChain chat model for a choice, with timeouts set and its usage reported."""
    match choice.provider:
        case "anthropic":
            from agent.anthropic_model import WatchedAnthropic

            return WatchedAnthropic(
                model_name=choice.name,
                timeout=settings.timeout,
                idle_seconds=settings.timeout,
                max_retries=0,  # `agent.fallback` retries
                stop=None,
                api_key=_secret(choice.provider),
                base_url=os.environ.get("ANTHROPIC_BASE_URL"),
            )
        case "openai":
            return _openai_model(choice, settings, _key(choice.provider), None)
        case "ollama":
            return _openai_model(choice, settings, "ollama", f"{ollama_address()}/v1")
        case "offline":
            from agent.offline.model import OfflineMentor

            return OfflineMentor()


def ollama_address() -> str:
    """`OLLAMA_HOST` as an address without a trailing slash, else Ollama's own default."""
    host = os.environ.get("OLLAMA_HOST", "").strip() or _OLLAMA_DEFAULT
    if "://" not in host:
        host = f"http://{host}" if ":" in host else f"http://{host}:11434"
    return host.replace("//0.0.0.0", "//127.0.0.1").rstrip("/")


def _openai_model(
    choice: ModelChoice, settings: Settings, key: str, base_url: str | None
) -> BaseChatModel:
    from pydantic import SecretStr

    from agent.openai_model import WatchedOpenAI

    return WatchedOpenAI(
        model=choice.name,
        api_key=SecretStr(key),
        base_url=base_url,
        timeout=settings.timeout,
        idle_seconds=settings.timeout,
        max_retries=0,  # `agent.fallback` retries
        stream_usage=True,  # with an address of one's own no token counts arrive otherwise
    )


def _secret(provider: str) -> SecretStr:
    from pydantic import SecretStr

    return SecretStr(_key(provider))


def _key(provider: str) -> str:
    key = find_key(KEY_NAMES[provider])
    if key is None:
        raise InvalidInput(
            f"{provider} needs a key, and {KEY_NAMES[provider]} is not set.",
            hint=f"Set {KEY_NAMES[provider]}, or leave the model at auto to go on offline.",
        )
    return key


def _choose_auto(settings: Settings) -> ModelChoice:
    if settings.offline:
        return ModelChoice("offline", "offline", "offline is set")
    keyed: tuple[Provider, ...] = ("anthropic", "openai")
    for provider in keyed:
        if find_key(KEY_NAMES[provider]):
            reason = f"{KEY_NAMES[provider]} is set"
            return ModelChoice(provider, DEFAULT_NAMES[provider], reason)
    models = _ollama_models()
    if models:
        return ModelChoice("ollama", models[0], f"Ollama answers at {ollama_address()}")
    return ModelChoice("offline", "offline", "no key is set and no Ollama server answers")


def _choose_keyed(provider: Literal["anthropic", "openai"], name: str) -> ModelChoice:
    _key(provider)
    return ModelChoice(provider, name or DEFAULT_NAMES[provider], "you asked for it")


def _choose_ollama(name: str) -> ModelChoice:
    if name:
        return ModelChoice("ollama", name, "you asked for it")
    models = _ollama_models()
    if not models:
        raise InvalidInput(
            f"No Ollama server with a model answers at {ollama_address()}.",
            hint="Start it with `ollama serve`, fetch a model, or name one: ollama:NAME.",
        )
    return ModelChoice("ollama", models[0], "you asked for Ollama; this is its first model")


def _keyed_state(provider: Provider) -> ProviderState:
    name = KEY_NAMES[provider]
    there = find_key(name) is not None
    detail = f"{name} is set" if there else f"{name} is not set"
    return ProviderState(provider, there, f"{detail}; default {DEFAULT_NAMES[provider]}")


def _ollama_state() -> ProviderState:
    models = _ollama_models()
    if models is None:
        return ProviderState("ollama", False, f"no server answers at {ollama_address()}")
    listed = ", ".join(models[:5]) or "no model fetched yet"
    return ProviderState("ollama", bool(models), f"{ollama_address()} answers: {listed}")


def _ollama_models() -> list[str] | None:
    """Names of the models the server has; None where no server answers."""
    address = ollama_address()
    if not address.startswith(("http://", "https://")):
        return None
    try:
        with urllib.request.urlopen(  # noqa: S310  # the scheme is checked above
            f"{address}/api/tags", timeout=_OLLAMA_LOOK_SECONDS
        ) as answer:
            listing = json.loads(answer.read(1_000_000))
        return [str(model["name"]) for model in listing["models"]]
    except (OSError, HTTPException, ValueError, KeyError, TypeError):
        return None
