"""How Waymark meets a service outside: how long it waits, and whether it may ask at all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: to reach a service, for its next bytes, and in all."""

    connect: float = 3.0
    idle: float = 10.0
    total: float = 20.0


def works_offline() -> bool:
    """Whether the learner said that no request leaves this machine (`WAYMARK_OFFLINE`).

    Raises:
        InvalidInput: the settings file does not fit.
    """
    from base.settings import Settings

    return Settings.load().offline
