"""`waymark models`: what is there and why, what the providers list, and the keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import RunWaymark
from tests.servers.anthropic_server import anthropic_server
from tests.servers.listing import Listed
from tests.servers.openai_server import openai_server

SECRET = "sk-secret-1234567890"


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "ring.json"
    monkeypatch.setenv("TEST_KEYRING", str(path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.base.file_keyring.FileKeyring")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    return path


def test_each_provider_says_its_key_address_and_proxy(
    run_waymark: RunWaymark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", SECRET)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:8000/v1/")
    monkeypatch.setenv("HTTPS_PROXY", "http://me:secret@proxy.example:3128")
    shown = json.loads(run_waymark("models", "--json").stdout)
    anthropic, openai, *_ = shown["providers"]
    assert (anthropic["ready"], anthropic["key_from"]) == (True, "environment")
    assert anthropic["proxy"] == "http://proxy.example:3128"
    assert openai["ready"] is False
    assert (openai["address"], openai["address_from"], openai["api"], openai["proxy"]) == (
        "http://127.0.0.1:8000/v1",
        "OPENAI_BASE_URL",
        "chat completions",
        "",
    )
    told = run_waymark("models").stdout
    assert "through the proxy http://proxy.example:3128" in told
    assert "(OPENAI_BASE_URL), chat completions" in told
    assert SECRET not in told


def test_an_address_may_stand_in_the_settings_file(run_waymark: RunWaymark, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('openai_base_url = "http://box:8000/v1"\nretries = 2\n')
    openai = json.loads(run_waymark("models", "--json").stdout)["providers"][1]
    assert (openai["address"], openai["address_from"]) == ("http://box:8000/v1", "openai_base_url")


def test_an_address_that_is_none_is_said_and_the_rest_still_shown(
    run_waymark: RunWaymark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "box:8000")
    shown = run_waymark("models")
    assert shown.returncode == 0
    assert "OPENAI_BASE_URL is “box:8000”, which is not an address." in shown.stdout


def test_providers_list_their_models(
    run_waymark: RunWaymark, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = Listed("gemma3:4b", 3_300_000_000, ("completion",))
    with (
        anthropic_server([], models=["claude-sonnet-5-5"]) as anthropic,
        openai_server([], models=[Listed("qwen3:8b"), small]) as ollama,
    ):
        monkeypatch.setenv("ANTHROPIC_API_KEY", SECRET)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", anthropic.url)
        monkeypatch.setenv("OLLAMA_HOST", ollama.url)
        told = run_waymark("models", "list").stdout
        as_json = json.loads(run_waymark("models", "list", "ollama", "--json").stdout)
    assert "claude-sonnet-5-5  the default" in told
    assert "qwen3:8b      5.2 GB, uses tools" in told
    assert "gemma3:4b     3.3 GB, no tools, so it cannot be the mentor" in told
    [ollama_listing] = as_json["providers"]
    assert ollama_listing["models"][1] == {
        "name": "qwen3:8b",
        "size": 5_200_000_000,
        "tools": True,
    }


def test_a_provider_that_does_not_list_ends_with_the_exit_code_of_services(
    run_waymark: RunWaymark, monkeypatch: pytest.MonkeyPatch
) -> None:
    with openai_server([]) as server:
        monkeypatch.setenv("OPENAI_API_KEY", SECRET)
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        alone = run_waymark("models", "list", "openai")
        together = run_waymark("models", "list")
    assert (alone.returncode, together.returncode) == (6, 6)
    assert "there is no list at this address" in alone.stderr
    assert "there is no list at this address" in together.stdout
    unknown = run_waymark("models", "list", "mistral")
    assert (unknown.returncode, "anthropic, openai, ollama" in unknown.stderr) == (2, True)


def test_a_key_is_kept_from_a_pipe_used_and_forgotten(run_waymark: RunWaymark, ring: Path) -> None:
    kept = run_waymark("models", "key", "openai", input=f"{SECRET}\n")
    assert kept.returncode == 0, kept.stderr
    assert SECRET not in kept.stdout + kept.stderr
    assert json.loads(ring.read_text()) == {"waymark/OPENAI_API_KEY": SECRET}
    shown = json.loads(run_waymark("models", "--json").stdout)
    assert shown["chosen"]["spec"].startswith("openai:")
    assert shown["providers"][1]["key_from"] == "keyring"
    assert run_waymark("models", "key", "openai", "--forget").returncode == 0
    assert json.loads(ring.read_text()) == {}


def test_a_key_as_an_argument_is_refused_and_not_repeated(
    run_waymark: RunWaymark, ring: Path
) -> None:
    refused = run_waymark("models", "key", "openai", SECRET)
    assert refused.returncode == 2
    assert SECRET not in refused.stdout + refused.stderr
    assert "shell's history" in refused.stderr
    assert not ring.exists()


def test_without_a_keyring_the_environment_is_named(run_waymark: RunWaymark) -> None:
    refused = run_waymark("models", "key", "anthropic", input=SECRET)
    assert refused.returncode == 3
    assert "set ANTHROPIC_API_KEY in the environment" in refused.stderr
