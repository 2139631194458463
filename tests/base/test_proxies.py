"""Which proxy a request goes through, and that this machine is not reached through one."""

from __future__ import annotations

import pytest

from base.proxies import proxy_for, spare_loopback


def test_without_a_proxy_variable_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "intra.example")
    spare_loopback()
    assert proxy_for("https://api.openai.com/v1") == ""
    assert proxy_for("http://127.0.0.1:11434") == ""


def test_the_proxy_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://me:secret@proxy.example:3128")
    assert proxy_for("https://api.openai.com/v1") == "http://proxy.example:3128"
    assert proxy_for("http://api.openai.com/v1") == ""


@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
def test_loopback_and_what_is_named_go_past_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv(name, "models.intra.example")
    spare_loopback()
    spare_loopback()
    for url in ("http://127.0.0.1:11434", "http://localhost:8000", "http://models.intra.example"):
        assert proxy_for(url) == "", url
    assert proxy_for("http://models.example") == "http://proxy.example:3128"
