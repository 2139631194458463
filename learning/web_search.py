"""Pages from the web, through Tavily and only with a key of the learner's.

Tavily's client would ask without a key where it finds none; here a key is needed to make a
search at all, so a learner without one sends nothing. The key stands in no message: what Tavily
or requests say is not repeated.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from base.errors import InvalidInput, ServiceError
from base.text import one_line
from learning.outside import Patience

if TYPE_CHECKING:
    from tavily import TavilyClient  # type: ignore[import-untyped]  # it ships no types

TAVILY_URL = "https://api.tavily.com"
TAVILY_KEY = "TAVILY_API_KEY"

_LONGEST_TEXT = 600
_ADDRESS = re.compile(r"https?://[\w.-]+[^\s<>\"'`()\[\]{}\\|^]{0,2000}", re.IGNORECASE)
_WAIT = "Wait a minute and ask again."
_CONNECTION = "See whether this machine has a connection."
_PLAN = "Tavily's own pages show what the key may still do."
_UNREADABLE = "Tavily's answer cannot be read."
_CHECK_KEY = f"See that {TAVILY_KEY} holds the key as Tavily shows it."


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page that was found. Its text is cleaned, not trusted."""

    title: str
    url: str
    text: str


class WebSearch:
    """Tavily's search with `key`.

    `url` is the service's address (default: `WAYMARK_TAVILY_URL`, else Tavily's own).
    """

    def __init__(self, key: str, url: str | None = None, patience: Patience | None = None) -> None:
        """Raises InvalidInput where `key` is empty: nothing is asked without one."""
        if not key.strip():
            raise InvalidInput("Searching the web needs a key for Tavily.", hint=_CHECK_KEY)
        self._key = key.strip()
        self._url = (url or os.environ.get("WAYMARK_TAVILY_URL") or TAVILY_URL).rstrip("/")
        self._patience = patience or Patience()

    def search(self, query: str, limit: int = 8) -> tuple[WebPage, ...]:
        """Up to `limit` pages about `query`, in Tavily's order.

        Raises:
            ServiceError: Tavily could not be reached, refused, or its answer cannot be read.
        """
        from learning.bounded_session import BoundedSession

        with BoundedSession(self._patience) as session:
            answer = self._ask(session, query, limit)
        if not isinstance(answer, dict) or not isinstance(answer.get("results"), list):
            raise ServiceError(_UNREADABLE, hint=_WAIT)
        pages = (_page(entry) for entry in answer["results"])
        by_address = {page.url: page for page in pages if page is not None}
        return tuple(by_address.values())[:limit]

    def _ask(self, session: Any, query: str, limit: int) -> object:
        """Tavily's answer. The fault is raised outside the handler, so that no traceback leads
        from it back to a message that may repeat the key."""
        from tavily import TavilyClient

        client: TavilyClient = TavilyClient(
            api_key=self._key, api_base_url=self._url, session=session
        )
        try:
            return client.search(query=query, max_results=limit, timeout=self._patience.total)
        except Exception as error:  # its errors have no common root
            fault = _fault(error)
        raise fault


def _fault(error: Exception) -> ServiceError:
    """What went wrong, in words of our own."""
    import requests
    from requests import exceptions
    from tavily import errors

    if isinstance(error, exceptions.HTTPError) and isinstance(error.response, requests.Response):
        return ServiceError(f"Tavily answered with HTTP {error.response.status_code}.", hint=_WAIT)
    faults: tuple[tuple[tuple[type[Exception], ...], str, str], ...] = (
        ((errors.InvalidAPIKeyError,), "Tavily does not know this key.", _CHECK_KEY),
        ((errors.UsageLimitExceededError,), "Tavily asks for a pause (HTTP 429).", _WAIT),
        ((errors.ForbiddenError,), "Tavily refused: this key's plan does not allow it.", _PLAN),
        ((errors.BadRequestError,), "Tavily did not take the question.", "Ask in fewer words."),
        ((errors.TimeoutError, exceptions.Timeout), "Tavily did not answer in time.", _WAIT),
        ((exceptions.InvalidHeader, UnicodeError), "The key cannot be sent as it is.", _CHECK_KEY),
        ((exceptions.ChunkedEncodingError,), "Tavily broke off in the middle.", _WAIT),
        ((exceptions.InvalidJSONError, exceptions.ContentDecodingError), _UNREADABLE, _WAIT),
        ((exceptions.RequestException,), "Tavily cannot be reached.", _CONNECTION),
    )
    for kinds, message, hint in faults:
        if isinstance(error, kinds):
            return ServiceError(message, hint=hint)
    return ServiceError(_UNREADABLE, hint=_WAIT)


def is_web_address(text: str) -> bool:
    """Whether `text` as a whole is an http address that can be shown as it stands."""
    return bool(_ADDRESS.fullmatch(text)) and one_line(text, 3000) == text


def _page(entry: object) -> WebPage | None:
    """A result as a page, or None where it is not one that can be shown and opened."""
    if not isinstance(entry, dict):
        return None
    url, title, text = entry.get("url"), entry.get("title"), entry.get("content")
    if not isinstance(url, str) or not is_web_address(url):
        return None
    return WebPage(
        title=one_line(title, 200) if isinstance(title, str) and title.strip() else url,
        url=url,
        text=one_line(text, _LONGEST_TEXT) if isinstance(text, str) else "",
    )
