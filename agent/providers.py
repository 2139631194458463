"""Where each provider is asked, with which key, and in which of OpenAI's two forms."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from base.errors import InvalidInput
from base.keys import find_key
from base.settings import Settings

Provider = Literal["anthropic", "openai", "ollama", "offline"]

KEY_NAMES = {"anthropic": "ANTHROPIC_API_KEY", "openai": "OPENAI_API_KEY"}
_OWN_ADDRESSES = {
    "anthropic": "https://api.anthropic.com",
    "openai": "https://api.openai.com/v1",
}
_OLLAMA_DEFAULT = "http://127.0.0.1:11434"


@dataclass(frozen=True, slots=True)
class Address:
    """A base URL without a trailing slash. `source` names the variable or setting it comes from;
    empty, it is the provider's own."""

    url: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A model that a provider says it has. `size` is in bytes on the disk of this machine; `tools`
    says whether it can use tools. None is what the provider does not say."""

    name: str
    size: int | None = None
    tools: bool | None = None


def address_of(provider: Literal["anthropic", "openai"], settings: Settings) -> Address:
    """`OPENAI_BASE_URL` or `ANTHROPIC_BASE_URL`, else the setting, else the provider's own.

    Raises:
        InvalidInput: it is not an address of the web.
    """
    variable, setting = f"{provider.upper()}_BASE_URL", f"{provider}_base_url"
    named = os.environ.get(variable, "").strip()
    configured = str(getattr(settings, setting))
    url = (named or configured or _OWN_ADDRESSES[provider]).rstrip("/")
    source = variable if named else setting if configured else ""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidInput(
            f"{source} is “{url}”, which is not an address.",
            hint="It starts with https:// and is a server that speaks as the provider does.",
        )
    return Address(url, source)


def ollama_address() -> str:
    """`OLLAMA_HOST` as an address without a trailing slash, else Ollama's own default."""
    host = os.environ.get("OLLAMA_HOST", "").strip() or _OLLAMA_DEFAULT
    if "://" not in host:
        host = f"http://{host}" if ":" in host else f"http://{host}:11434"
    return host.replace("//0.0.0.0", "//127.0.0.1").rstrip("/")


def speaks_responses(url: str, settings: Settings) -> bool:
    """Whether OpenAI's models are met at `url` over the Responses API.

    OpenAI serves all its models there, and some of them with tools nowhere else. Other servers
    that speak as OpenAI does speak chat completions for certain, Responses only perhaps.
    """
    if settings.openai_api != "auto":
        return settings.openai_api == "responses"
    host = urlsplit(url).hostname or ""
    return host == "api.openai.com" or host.endswith(".api.openai.com")


def key_of(provider: Literal["anthropic", "openai"]) -> str:
    """The provider's key.

    Raises:
        InvalidInput: it is set nowhere.
    """
    key = find_key(KEY_NAMES[provider])
    if key is None:
        raise InvalidInput(
            f"{provider} needs a key, and {KEY_NAMES[provider]} is not set.",
            hint=f"Set it, or keep one in the keyring: waymark models key {provider}. "
            "With the model at auto you go on offline.",
        )
    return key
