"""Models are reached through the proxy of the environment, and this machine's own past it.

The proxy is a real server on loopback: it is asked for whole addresses, as a proxy is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from agent.events import Notice
from agent.models import choose_model, provider_states
from base.settings import Settings
from learning.study import Study
from tests.agent.providers import PROVIDERS, one_turn, said
from tests.servers.loopback import Loopback, json_answer, serve
from tests.servers.replies import Reply

AWAY = {"anthropic": "http://models.invalid", "openai": "http://models.invalid/v1"}


@contextmanager
def proxy(monkeypatch: pytest.MonkeyPatch, variable: str) -> Iterator[Loopback]:
    with serve(lambda _: json_answer(502, {"error": {"message": "no way"}})) as server:
        monkeypatch.setenv(variable, server.url)
        yield server


@pytest.mark.parametrize("name", AWAY)
async def test_a_model_elsewhere_is_reached_through_the_proxy(
    study: Study, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = PROVIDERS[name]
    with provider.playing([Reply("Hello.")]) as through:
        monkeypatch.setenv("HTTP_PROXY", through.url)
        monkeypatch.setenv(provider.address, AWAY[name])
        events = await one_turn(study, provider, "hi")
    assert said(events).strip() == "Hello."
    assert through.asked[0].path.startswith("http://models.invalid/")


async def test_for_an_https_address_the_proxy_is_asked_for_the_way(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-1234567890")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://models.invalid/v1")
    with proxy(monkeypatch, "HTTPS_PROXY") as server:
        events = await one_turn(study, PROVIDERS["openai"], "hi")
    assert (server.asked[0].method, server.asked[0].path) == ("CONNECT", "models.invalid:443")
    assert "sk-secret" not in str(server.asked)
    [notice] = [event.text for event in events if isinstance(event, Notice)]
    assert "the connection failed" in notice


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY", "http_proxy"])
async def test_this_machine_is_reached_past_the_proxy(
    study: Study, name: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        proxy(monkeypatch, variable) as server,
        PROVIDERS[name].playing([Reply("Hello.")]) as model,
    ):
        events = await one_turn(study, PROVIDERS[name], "hi")
    assert said(events).strip() == "Hello."
    assert len(model.chats) == 1
    assert server.asked == []


async def test_what_no_proxy_names_is_reached_past_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://me:secret@proxy.invalid:3128")
    monkeypatch.setenv("NO_PROXY", "api.openai.com")
    anthropic, openai, *_ = provider_states(Settings.load())
    assert (anthropic.proxy, openai.proxy) == ("http://proxy.invalid:3128", "")


@pytest.mark.parametrize("name", ["openai", "anthropic"])
async def test_a_proxy_that_cannot_be_used_is_named_as_the_trouble(
    study: Study, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{name.upper()}_API_KEY", "sk-secret-1234567890")
    monkeypatch.setenv("ALL_PROXY", "ftp://proxy.invalid:21")
    assert choose_model(PROVIDERS[name].spec, Settings.load()).provider == name
    try:
        events = await one_turn(study, PROVIDERS[name], "hi")
        told = str([event.text for event in events if isinstance(event, Notice)])
    except Exception as error:
        told = str(error)
    assert "proxy of the environment cannot be used" in told
