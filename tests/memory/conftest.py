"""A learner file of its own for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from memory.learner import LearnerMemory


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "learner.db"


@pytest.fixture
def memory(file: Path) -> Iterator[LearnerMemory]:
    with LearnerMemory.open(file) as opened:
        yield opened
