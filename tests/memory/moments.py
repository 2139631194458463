"""The one clock of these tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def later(minutes: float) -> datetime:
    return MONDAY + timedelta(minutes=minutes)
