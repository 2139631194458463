"""Which model answers: specs, and the choice behind `auto`."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Literal

from agent.providers import KEY_NAMES, Provider, key_of, ollama_address
from base.errors import InvalidInput
from base.keys import find_key
from base.settings import Settings

DEFAULT_NAMES = {"anthropic": "claude-sonnet-5-5", "openai": "gpt-6.1-terra"}
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
    key_of(provider)
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
