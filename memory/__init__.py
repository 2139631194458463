"""What is known of the learner, kept in one SQLite file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memory.learner import LearnerMemory

__all__ = ["LearnerMemory"]


def __getattr__(name: str) -> object:
    if name == "LearnerMemory":
        from memory.learner import LearnerMemory

        return LearnerMemory
    raise AttributeError(f"module 'memory' has no attribute {name!r}")
