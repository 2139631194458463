"""What the Ollama server has: its models, their size, and whether they can use tools."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any

from agent.providers import ListedModel, ollama_address

LOOK_SECONDS = 0.5
"""How long a start may wait for it: it runs on this machine or not at all."""


def ollama_models(seconds: float = LOOK_SECONDS) -> list[ListedModel] | None:
    """The models fetched, the one used last first; None where no server answers.

    Whether they can use tools is not asked for; `can_use_tools` is.
    """
    listing = _ask("/api/tags", None, seconds)
    models = listing.get("models") if listing is not None else None
    if not isinstance(models, list):
        return None
    return [
        ListedModel(str(model["name"]), size=_number(model.get("size")))
        for model in models
        if isinstance(model, dict) and model.get("name")
    ]


def can_use_tools(name: str, seconds: float = LOOK_SECONDS) -> bool | None:
    """What the server says of a model; None where it does not say."""
    shown = _ask("/api/show", {"model": name}, seconds)
    capabilities = shown.get("capabilities") if shown is not None else None
    return "tools" in capabilities if isinstance(capabilities, list) else None


def context_of(name: str, seconds: float = LOOK_SECONDS) -> int | None:
    """How many tokens the server lets a model read that it has loaded; None where it does not
    say, or has not loaded it."""
    running = _ask("/api/ps", None, seconds)
    models = running.get("models") if running is not None else None
    for model in models if isinstance(models, list) else ():
        if isinstance(model, dict) and model.get("name") in (name, f"{name}:latest"):
            return _number(model.get("context_length"))
    return None


def _ask(path: str, body: Mapping[str, str] | None, seconds: float) -> dict[str, Any] | None:
    address = ollama_address()
    if not address.startswith(("http://", "https://")):
        return None
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(  # noqa: S310  # the scheme is checked above
        f"{address}{path}", data=data, headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310
            said = json.loads(answer.read(5_000_000))
    except (OSError, HTTPException, ValueError):
        return None
    return said if isinstance(said, dict) else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
