"""What is sent to a model is shared out by what it reads at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.build_model import build_model
from agent.models import ModelChoice
from agent.providers import Provider
from agent.room import Room, room_for, room_in
from base.settings import Settings


@given(st.integers(8_000, 2_000_000))
def test_window_and_turn_fit_into_what_a_model_reads(context: int) -> None:
    room = room_in(context)
    assert room.message * 6 <= room.window
    assert room.newest + room.result <= room.turn
    assert room.window + room.turn <= context - 3_000


def room_of(provider: Provider, name: str) -> Room:
    choice, settings = ModelChoice(provider, name, "test"), Settings.load()
    return room_for(choice, build_model(choice, settings), settings)


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-test")


def test_a_model_that_is_known_has_the_room_its_profile_says() -> None:
    assert room_of("openai", "gpt-4") == room_in(8_192)
    assert room_of("anthropic", "claude-haiku-4-5") == room_in(200_000)


def test_one_that_nobody_knows_is_taken_for_one_of_its_provider_s() -> None:
    assert room_of("openai", "gpt-unheard-of") == room_in(128_000)
    assert room_of("ollama", "qwen-test") == room_in(16_384)


def test_at_another_address_it_may_be_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:8080/v1")
    assert room_of("openai", "my-own-llama") == room_in(16_384)
    assert room_of("openai", "gpt-5").window == room_in(272_000).window


def test_what_the_learner_says_goes_before_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_CONTEXT_TOKENS", "9000")
    assert room_of("openai", "gpt-5") == room_in(9_000)
    assert room_of("ollama", "qwen-test") == room_in(9_000)
