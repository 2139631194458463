"""Tools that are not Waymark's own: called where a message names one, or where a call is forced.

Arguments are read off the message by the tool's schema: numbers, quoted words, one of a set, and
the whole message where nothing better is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from base.text import fold

_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|(?<!\w)['‘]([^'’]+)['’](?!\w)")
_NUMBER = re.compile(r"(?<![\w.])-?\d{1,15}(?:\.\d{1,6})?(?![\w.]*\d)")
_VERBS = frozenset({"get", "find", "show", "list", "search", "fetch", "make", "run", "do", "tool"})
_MOST_DEEP = 4
_READ_AT_MOST = 4_000

Schema = Mapping[str, Any]


def parameters(tool: Schema) -> Schema:
    """The JSON schema of a tool's arguments, from its OpenAI form."""
    function = tool.get("function", {})
    return dict(function.get("parameters") or {})


def named_in(text: str, names: Sequence[str]) -> str | None:
    """The tool all of whose telling words stand in `text`; the first of several."""
    words = set(re.findall(r"[^\W_]+", fold(text)))
    for name in names:
        telling = {word for word in _words_of(name) if word not in _VERBS and len(word) > 2}
        if telling and telling <= words:
            return name
    return None


def nearest_to(text: str, names: Sequence[str]) -> str:
    """The tool whose name shares most words with `text`; the first where none does."""
    words = set(re.findall(r"[^\W_]+", fold(text)))
    return max(names, key=lambda name: len(words & set(_words_of(name))))


def arguments(schema: Schema, text: str) -> dict[str, Any]:
    """Arguments for every required property of `schema`, as far as `text` gives them."""
    start = text[:_READ_AT_MOST]
    numbers = iter([float(number) for number in _NUMBER.findall(start)])
    quoted = iter(["".join(groups) for groups in _QUOTED.findall(start)])
    return _filled(schema, _Source(text, numbers, quoted), schema.get("$defs", {}), 0)


class _Source:
    """The message, and what of it was not used for an argument yet."""

    def __init__(self, text: str, numbers: Iterator[float], quoted: Iterator[str]) -> None:
        self.text = text
        self.numbers = numbers
        self.quoted = quoted


def _filled(schema: Schema, source: _Source, defs: Schema, depth: int) -> dict[str, Any]:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    required = schema.get("required", ())
    return {
        name: _value(properties[name], source, defs, depth + 1)
        for name in properties
        if name in required
    }


def _value(schema: Schema, source: _Source, defs: Schema, depth: int) -> Any:
    schema = _resolved(schema, defs)
    if depth > _MOST_DEEP:
        return None
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return _chosen(schema["enum"], source.text)
    match schema.get("type"):
        case "integer":
            return int(_within(schema, next(source.numbers, 0.0)))
        case "number":
            return _within(schema, next(source.numbers, 0.0))
        case "boolean":
            return True
        case "array":
            return [_value(schema.get("items", {}), source, defs, depth + 1)]
        case "object":
            return _filled(schema, source, defs, depth)
        case "null":
            return None
    return next(source.quoted, source.text)


def _resolved(schema: Schema, defs: Schema) -> Schema:
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return dict(defs.get(reference.rpartition("/")[2], {}))
    for choices in ("anyOf", "oneOf", "allOf"):
        options = [option for option in schema.get(choices, ()) if option.get("type") != "null"]
        if options:
            return _resolved(options[0], defs)
    return schema


def _chosen(options: Sequence[Any], text: str) -> Any:
    plain = fold(text)
    return next((option for option in options if fold(str(option)) in plain), options[0])


def _within(schema: Schema, number: float) -> float:
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    if low is not None and number < low:
        return float(low) + ("exclusiveMinimum" in schema)
    if high is not None and number > high:
        return float(high) - ("exclusiveMaximum" in schema)
    return number


def _words_of(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)))
