"""The end state of a learner's database, comparable between two runs."""

from __future__ import annotations

import json
import re
from typing import Any

from memory.learner import LearnerMemory

_TALK = ("messages", "titles")
_ID_FIELDS = frozenset({"id", "run", "conversation", "card", "source_message", "superseded_by"})


def end_state(memory: LearnerMemory) -> dict[str, Any]:
    """Everything learnt, planned and recorded; what was said is left out.

    Random ids are numbered in order of appearance, so that equal states compare equal.
    """
    archive: dict[str, Any] = json.loads(memory.export().to_json())
    for part in _TALK:
        archive.pop(part, None)
    seen: dict[str, str] = {}
    numbered = _numbered(archive, seen)
    text = json.dumps(numbered)
    for original, number in seen.items():
        text = re.sub(re.escape(json.dumps(original)[1:-1]), number, text)
    state: dict[str, Any] = json.loads(text)
    return state


def differences(expected: dict[str, Any], found: dict[str, Any]) -> tuple[str, ...]:
    """One line for each part of the state that differs."""
    return tuple(
        f"{part}: expected {_short(expected.get(part))}, found {_short(found.get(part))}"
        for part in sorted(expected.keys() | found.keys())
        if expected.get(part) != found.get(part)
    )


def _numbered(value: Any, seen: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_numbered(item, seen) for item in value]
    if isinstance(value, dict):
        return {
            key: seen.setdefault(item, f"#{len(seen)}")
            if key in _ID_FIELDS and isinstance(item, str)
            else _numbered(item, seen)
            for key, item in value.items()
        }
    return value


def _short(value: Any, limit: int = 300) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= limit else text[: limit - 1] + "…"
