"""Values on their way out of the child process, as JSON that keeps Python's types apart.

Numbers, text, None and lists stand for themselves; what JSON lacks is a mapping with one key.
A tuple is sent as a list, and anything else by the name of its type and how it shows itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

DEEPEST = 60
LARGEST = 300_000
"""Values in a result, counted through all levels."""
_LARGEST_INT = 10**4000
_SHOWN = 200


class TooLarge(Exception):
    """A result with too many values, or too deep: a list that holds itself is the deepest."""


@dataclass(frozen=True, slots=True)
class Opaque:
    """A result that is no plain data: equal to nothing."""

    type: str
    shown: str


def encode(value: Any) -> Any:
    """`value` as data for `json.dumps`.

    Raises:
        TooLarge: it holds too much to be sent.
    """
    return _Encoder().encode(value, 0)


class _Encoder:
    def __init__(self) -> None:
        self._met = 0

    def encode(self, value: Any, depth: int) -> Any:
        self._met += 1
        if self._met > LARGEST or depth > DEEPEST:
            raise TooLarge
        kind = type(value)
        if value is None or kind in (bool, str):
            return value
        if isinstance(value, int):
            return self._integer(int(value))
        if isinstance(value, float):
            number = float(value)
            return number if math.isfinite(number) else {"float": repr(number)}
        return self._collection(value, depth + 1)

    def _integer(self, value: int) -> Any:
        if abs(value) > _LARGEST_INT:
            raise TooLarge
        return value

    def _collection(self, value: Any, depth: int) -> Any:
        if isinstance(value, str):
            return str.__str__(value)
        if isinstance(value, list):
            return [self.encode(one, depth) for one in list.__iter__(value)]
        if isinstance(value, tuple):
            return [self.encode(one, depth) for one in tuple.__iter__(value)]
        if isinstance(value, dict):
            pairs = dict.items(value)
            return {"dict": [[self.encode(k, depth), self.encode(v, depth)] for k, v in pairs]}
        if isinstance(value, set | frozenset):
            return {"set": [self.encode(one, depth) for one in value]}
        if isinstance(value, bytes):
            return {"bytes": bytes.hex(value)}
        return {"opaque": [type(value).__name__[:_SHOWN], repr(value)[:_SHOWN]]}


def decode(data: Any) -> Any:
    """What `encode` made `data` from; anything malformed raises ValueError."""
    if data is None or isinstance(data, bool | str | int | float):
        return data
    if isinstance(data, list):
        return [decode(one) for one in data]
    if isinstance(data, dict) and len(data) == 1:
        ((kind, content),) = data.items()
        if kind in _DECODERS:
            return _DECODERS[kind](content)
    raise ValueError("not a value that was encoded")


def _dict(content: Any) -> dict[Any, Any]:
    return {_key(decode(k)): decode(v) for k, v in content}


def _set(content: Any) -> frozenset[Any]:
    return frozenset(_key(decode(one)) for one in content)


def _key(value: Any) -> Any:
    """A tuple that came as a list, made fit for a key again."""
    return tuple(_key(one) for one in value) if isinstance(value, list) else value


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "dict": _dict,
    "set": _set,
    "float": float,
    "bytes": bytes.fromhex,
    "opaque": lambda content: Opaque(str(content[0]), str(content[1])),
}
