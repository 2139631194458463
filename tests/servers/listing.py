"""How each provider lists its models, as the live services word it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.servers.loopback import Answer, json_answer


@dataclass(frozen=True)
class Listed:
    """`capabilities` and `context` are Ollama's; None is an older server that tells them not."""

    name: str
    size: int = 5_200_000_000
    capabilities: tuple[str, ...] | None = ("completion", "tools")
    context: int = 32_768
    more: tuple[tuple[str, Any], ...] = ()


def openai_list(models: Sequence[Listed]) -> Answer:
    data = [
        {
            "id": model.name,
            "object": "model",
            "created": 1_790_000_000,
            "owned_by": "system",
            **dict(model.more),
        }
        for model in models
    ]
    return json_answer(200, {"object": "list", "data": data})


def anthropic_list(models: Sequence[Listed]) -> Answer:
    data = [
        {
            "type": "model",
            "id": model.name,
            "display_name": model.name.title(),
            "created_at": "2026-09-28T00:00:00Z",
        }
        for model in models
    ]
    first, last = (data[0]["id"], data[-1]["id"]) if data else (None, None)
    return json_answer(200, {"data": data, "has_more": False, "first_id": first, "last_id": last})


def ollama_tags(models: Sequence[Listed]) -> Answer:
    return json_answer(
        200, {"models": [{"name": model.name, "size": model.size} for model in models]}
    )


def ollama_show(models: Sequence[Listed], name: str) -> Answer:
    for model in models:
        if model.name == name:
            told = model.capabilities
            return json_answer(200, {} if told is None else {"capabilities": list(told)})
    return json_answer(404, {"error": f"model '{name}' not found"})


def ollama_ps(models: Sequence[Listed]) -> Answer:
    """All of them are loaded."""
    return json_answer(
        200,
        {"models": [{"name": model.name, "context_length": model.context} for model in models]},
    )
