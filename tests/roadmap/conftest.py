"""The shipped roadmap, and a copy of its content that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from roadmap.catalogue import SHIPPED, Roadmap


@pytest.fixture(scope="session")
def roadmap() -> Roadmap:
    return Roadmap.load()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The content in a folder of the test's own."""
    return shutil.copytree(SHIPPED, tmp_path / "content")


def spoil(path: Path, old: str, new: str) -> int:
    """Replace the first `old` in a file; the line (from 1) on which it stood."""
    text = path.read_text(encoding="utf-8")
    before, found, after = text.partition(old)
    assert found, f"{old!r} is not in {path.name}"
    path.write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1
