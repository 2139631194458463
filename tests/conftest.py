"""Fixtures of the whole house: a fresh home, an opened study, and the command as a process."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import settings

from base.paths import Home
from learning.study import Study

NOW = "2026-11-23T09:00:00+00:00"
"""A Monday."""

_FROM_OUTSIDE = (
    "ANTHROPIC_API_KEY",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "ANTHROPIC_BASE_URL",
    "OLLAMA_HOST",
    "TAVILY_API_KEY",
    "WAYMARK_HOME",
    "WAYMARK_MODEL",
    "WAYMARK_OFFLINE",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "OTEL_SDK_DISABLED",
    "OTEL_TRACES_EXPORTER",
)

# Shared machines stall; how long an example takes says nothing about the code.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def quiet_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, proxy or setting of the machine reaches a test, and the clock stands still."""
    for name in _FROM_OUTSIDE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WAYMARK_NOW", NOW)
    monkeypatch.setenv("WAYMARK_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    # Nothing listens on the discard port: a test that forgets its server is refused at once.
    monkeypatch.setenv("OLLAMA_HOST", "http://127.0.0.1:9")
    monkeypatch.setenv("WAYMARK_ARXIV_URL", "http://127.0.0.1:9/api/query")
    monkeypatch.setenv("WAYMARK_TAVILY_URL", "http://127.0.0.1:9")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def study(home: Home) -> Iterator[Study]:
    opened = Study.open(home)
    yield opened
    opened.close()


class RunWaymark(Protocol):
    def __call__(
        self,
        *args: str,
        input: str | None = None,
        typed: str | None = None,
        env: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture
def run_waymark(home: Home, tmp_path: Path) -> RunWaymark:
    """The real `waymark` command in a process of its own, on the test's home. `input` comes from a
    pipe; `typed` is a line at a pseudo-terminal."""

    def run(
        *args: str,
        input: str | None = None,
        typed: str | None = None,
        env: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        with ExitStack() as open_ends:
            stdin: int | None = subprocess.DEVNULL if input is None else None
            if typed is not None:
                keyboard, stdin = pty.openpty()
                open_ends.callback(os.close, keyboard)
                open_ends.callback(os.close, stdin)
                os.write(keyboard, f"{typed}\n".encode())
            return subprocess.run(
                [sys.executable, "-m", "cli.main", *args],
                input=input,
                env={**os.environ, "WAYMARK_HOME": str(home.root), **(env or {})},
                cwd=tmp_path,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
                stdin=stdin,
            )

    return run
