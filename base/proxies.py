"""Which proxy of the environment stands between this machine and an address."""

from __future__ import annotations

import os
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

_VARIABLES = ("http_proxy", "https_proxy", "all_proxy")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def proxy_for(url: str) -> str:
    """The proxy that a request to `url` goes through, without its password; "" for none."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return ""
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
    before, _, host = proxy.rpartition("@")
    scheme, slashes, _ = before.rpartition("//")
    return f"{scheme}{slashes}{host}" if before else proxy


def spare_loopback() -> None:
    """Let what is asked of this machine itself go to no proxy, whatever `NO_PROXY` says.

    A model that runs here is not reached through a proxy elsewhere, and some clients would try.
    """
    if not any(os.environ.get(name) or os.environ.get(name.upper()) for name in _VARIABLES):
        return
    name = "no_proxy" if os.environ.get("no_proxy") else "NO_PROXY"
    spared = [host.strip() for host in os.environ.get(name, "").split(",") if host.strip()]
    os.environ[name] = ",".join([*spared, *(host for host in _LOOPBACK if host not in spared)])
