"""Which model answers: specs, and the choice behind `auto`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from agent.ollama import can_use_tools, ollama_models
from agent.providers import (
    KEY_NAMES,
    ListedModel,
    Provider,
    address_of,
    key_of,
    ollama_address,
    speaks_responses,
)
from base.errors import InvalidInput
from base.keys import find_key, key_source
from base.proxies import proxy_for, spare_loopback
from base.settings import Settings

DEFAULT_NAMES = {"anthropic": "claude-sonnet-5-5", "openai": "gpt-6.1-terra"}
_MOST_LOOKED_AT = 8
"""How many of Ollama's models are asked whether they can use tools."""
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
    """Whether a provider can be used here. `detail` says why, in words.

    `key_from` is `environment`, `keyring` or empty; `address_from` names the variable or setting
    that an address of one's own comes from; `api` is the form that is spoken there.
    """

    provider: Provider
    ready: bool
    detail: str
    key_from: str = ""
    address: str = ""
    address_from: str = ""
    api: str = ""
    proxy: str = ""


def choose_model(spec: str, settings: Settings) -> ModelChoice:
    """Resolve a spec; `auto` takes the first provider whose key or server is there.

    Raises:
        InvalidInput: the spec is not one, or its key is missing.
    """
    spare_loopback()
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
        spare_loopback()
        states = [
            _keyed_state("anthropic", settings),
            _keyed_state("openai", settings),
            _ollama_state(),
        ]
    return [*states, ProviderState("offline", True, "always here: no key, no network")]


def _choose_auto(settings: Settings) -> ModelChoice:
    if settings.offline:
        return ModelChoice("offline", "offline", "offline is set")
    keyed: tuple[Provider, ...] = ("anthropic", "openai")
    for provider in keyed:
        if find_key(KEY_NAMES[provider]):
            reason = f"{KEY_NAMES[provider]} is set"
            return ModelChoice(provider, DEFAULT_NAMES[provider], reason)
    models = ollama_models()
    chosen = _first_with_tools(models or ())
    if chosen is not None:
        return ModelChoice("ollama", chosen, f"Ollama answers at {ollama_address()}")
    if models:
        reason = "no key is set, and no model of the Ollama server can use tools"
        return ModelChoice("offline", "offline", reason)
    return ModelChoice("offline", "offline", "no key is set and no Ollama server answers")


def _choose_keyed(provider: Literal["anthropic", "openai"], name: str) -> ModelChoice:
    key_of(provider)
    return ModelChoice(provider, name or DEFAULT_NAMES[provider], "you asked for it")


def _choose_ollama(name: str) -> ModelChoice:
    if name:
        return ModelChoice("ollama", name, "you asked for it")
    models = ollama_models()
    if not models:
        raise InvalidInput(
            f"No Ollama server with a model answers at {ollama_address()}.",
            hint="Start it with `ollama serve`, fetch a model, or name one: ollama:NAME.",
        )
    chosen = _first_with_tools(models)
    if chosen is None:
        raise InvalidInput(
            "No model of the Ollama server can use tools, and a mentor needs them.",
            hint="Fetch one that can, such as qwen3: ollama pull qwen3",
        )
    return ModelChoice("ollama", chosen, "you asked for Ollama; this is its first with tools")


def _first_with_tools(models: Sequence[ListedModel]) -> str | None:
    """The first that can use tools, as far as the server says."""
    for model in models[:_MOST_LOOKED_AT]:
        if can_use_tools(model.name) is not False:
            return model.name
    return None


def _keyed_state(provider: Literal["anthropic", "openai"], settings: Settings) -> ProviderState:
    name, source = KEY_NAMES[provider], key_source(KEY_NAMES[provider])
    try:
        address = address_of(provider, settings)
    except InvalidInput as error:
        return ProviderState(provider, False, error.message, source or "")
    where = {"environment": f"{name} is set", "keyring": f"{name} is in the keyring"}
    there = where[source] if source else f"{name} is not set"
    responses = provider == "openai" and speaks_responses(address.url, settings)
    return ProviderState(
        provider,
        source is not None,
        f"{there}; default {DEFAULT_NAMES[provider]}",
        source or "",
        address.url,
        address.source,
        "messages" if provider == "anthropic" else "responses" if responses else "chat completions",
        proxy_for(address.url),
    )


def _ollama_state() -> ProviderState:
    models, address = ollama_models(), ollama_address()
    if models is None:
        return ProviderState("ollama", False, f"no server answers at {address}", address=address)
    listed = ", ".join(model.name for model in models[:5]) or "no model fetched yet"
    return ProviderState(
        "ollama",
        bool(models),
        f"{address} answers: {listed}",
        address=address,
        address_from="OLLAMA_HOST" if os.environ.get("OLLAMA_HOST") else "",
        api="chat completions",
        proxy=proxy_for(address),
    )
