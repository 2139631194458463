"""Which model answers, and why."""

from __future__ import annotations

import pytest

from agent.models import ModelChoice, choose_model, provider_states
from agent.providers import ollama_address
from base.errors import InvalidInput
from base.settings import Settings
from tests.servers.openai_server import openai_server


def chosen(spec: str) -> ModelChoice:
    return choose_model(spec, Settings.load())


def test_with_no_key_and_no_server_the_offline_mentor_answers() -> None:
    choice = chosen("auto")
    assert choice.spec == "offline"
    assert "no key" in choice.reason


def test_auto_takes_the_first_provider_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with openai_server([], models=["qwen3:8b", "llama4"]) as ollama:
        monkeypatch.setenv("OLLAMA_HOST", ollama.url)
        assert chosen("auto").spec == "ollama:qwen3:8b"
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        assert chosen("auto").provider == "openai"
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test")
        assert chosen("auto").provider == "anthropic"


def test_a_named_model_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    assert chosen("openai:gpt-5.4-mini").spec == "openai:gpt-5.4-mini"
    assert chosen("ollama:qwen3:8b").spec == "ollama:qwen3:8b"
    assert chosen("offline").spec == "offline"


def test_a_provider_without_its_key_is_refused_with_the_keys_name() -> None:
    with pytest.raises(InvalidInput, match="ANTHROPIC_API_KEY"):
        chosen("anthropic:claude-sonnet-5-5")


def test_ollama_without_a_server_is_refused_with_its_address() -> None:
    with pytest.raises(InvalidInput, match=r"127\.0\.0\.1:9"):
        chosen("ollama")


@pytest.mark.parametrize("spec", ["", "gpt", "mistral:large", "openai gpt"])
def test_what_is_no_spec_is_refused_with_the_right_ones(spec: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        chosen(spec)
    assert "anthropic:NAME" in caught.value.hint


def test_when_offline_is_set_no_provider_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_OFFLINE", "1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    with openai_server([], models=["qwen3:8b"]) as ollama:
        monkeypatch.setenv("OLLAMA_HOST", ollama.url)
        assert chosen("auto").spec == "offline"
        states = provider_states(Settings.load())
        assert [state.provider for state in states if state.ready] == ["offline"]
        with pytest.raises(InvalidInput, match="offline is set"):
            chosen("openai")
        assert ollama.asked == []


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("", "http://127.0.0.1:11434"),
        ("0.0.0.0:11434", "http://127.0.0.1:11434"),
        ("box.local:8000", "http://box.local:8000"),
        ("https://box.local/", "https://box.local"),
    ],
)
def test_the_ollama_address_is_read_as_ollama_reads_it(
    setting: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", setting)
    assert ollama_address() == address
