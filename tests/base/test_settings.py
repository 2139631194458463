"""Settings come from the environment first, then from the file; keys from neither file of ours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from base.errors import InvalidInput
from base.keys import find_key
from base.settings import Settings


@pytest.fixture
def config() -> Path:
    return Path(os.environ["WAYMARK_CONFIG"])


def test_without_a_file_the_defaults_apply() -> None:
    settings = Settings.load()
    assert (settings.model, settings.offline) == ("auto", False)


def test_the_environment_goes_before_the_file(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('model = "offline"\ntimeout = 5\n')
    assert Settings.load().model == "offline"
    monkeypatch.setenv("WAYMARK_MODEL", "ollama:qwen3")
    settings = Settings.load()
    assert (settings.model, settings.timeout) == ("ollama:qwen3", 5)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("model = ", "not TOML"),
        ("modell = 'auto'", "modell"),
        ("timeout = -1", "timeout"),
    ],
)
def test_a_file_that_is_wrong_is_named(config: Path, content: str, said: str) -> None:
    config.write_text(content)
    with pytest.raises(InvalidInput, match=said) as caught:
        Settings.load()
    assert str(config) in caught.value.message + caught.value.hint


def test_a_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAVILY_API_KEY", "tvly-test")
    assert find_key("TAVILY_API_KEY") == "tvly-test"


def test_an_empty_keyring_holds_no_key() -> None:
    assert find_key("TAVILY_API_KEY") is None
