"""Several writes that are kept together or not at all, and a gate that can be shut on them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class GateShut(Exception):
    """What was being done is no longer wanted; nothing of it is kept."""


class Gate:
    """Lets work be committed until it is shut; after `shut` returns nothing more gets through."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shut = False

    def shut(self) -> None:
        """Shut the gate. A commit that is under way is waited for: it takes milliseconds."""
        with self._lock:
            self._shut = True

    def check(self) -> None:
        """Raise GateShut where the gate is shut, so that useless work ends early."""
        if self._shut:
            raise GateShut

    @contextmanager
    def passing(self) -> Iterator[None]:
        """The block runs wholly before the gate is shut, or not at all.

        Raises:
            GateShut: the gate is shut.
        """
        with self._lock:
            self.check()
            yield


class Unit(threading.local):
    """What one thread does as one piece: `gate` is None while it does not; `begun` once it holds
    the transaction, `scrub` where deleted bytes are to be wiped after it."""

    gate: Gate | None = None
    begun: bool = False
    scrub: bool = False
