"""A requests session that cannot hang: every wait has an end, and so does every body.

The clients of arXiv and Tavily are built on requests, which by itself waits for ever: for a name
to resolve, for the next byte, and for a body that arrives a byte at a time.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from io import BytesIO
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.utils import select_proxy
from urllib3.exceptions import HTTPError, ReadTimeoutError

from learning.outside import Patience

_CHUNK = 64 * 1024
_MOST_BYTES = 5 * 1024 * 1024

Vet = Callable[[bytes], bytes]
"""Looks at the body of a 200 and returns what may be read of it, or raises."""


class BoundedSession(requests.Session):
    """Gives up with requests' own exceptions, so that the clients above it need know nothing.

    `vet` sees the whole body of every 200 before they do.
    """

    def __init__(self, patience: Patience, vet: Vet | None = None) -> None:
        super().__init__()
        self._patience = patience
        self._vet = vet

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        deadline = time.monotonic() + self._patience.total
        url = request.url or ""
        if select_proxy(url, kwargs.get("proxies")) is None:
            _resolve(urlsplit(url).hostname or "", self._patience.connect)
        kwargs["timeout"] = (self._patience.connect, self._patience.idle)
        kwargs["stream"] = True
        response = super().send(request, **kwargs)
        if isinstance(response.raw, BytesIO):  # read when the redirect to it was followed
            return response
        body = _read(response, deadline)
        if self._vet is not None and response.status_code == requests.codes.ok:
            body = self._vet(body)
        response.raw = BytesIO(body)
        return response


def _read(response: requests.Response, deadline: float) -> bytes:
    body = bytearray()
    try:
        while chunk := _next_bytes(response):
            body += chunk
            if time.monotonic() > deadline:
                raise requests.exceptions.ReadTimeout("the answer took too long")
            if len(body) > _MOST_BYTES:
                raise requests.exceptions.ContentDecodingError("the answer is too long")
    finally:
        response.raw.close()
    return bytes(body)


def _next_bytes(response: requests.Response) -> bytes:
    try:
        return bytes(response.raw.read1(_CHUNK, decode_content=True))
    except ReadTimeoutError as error:
        raise requests.exceptions.ReadTimeout(error) from error
    except HTTPError as error:
        raise requests.exceptions.ChunkedEncodingError(error) from error


def _resolve(host: str, seconds: float) -> None:
    """See that `host` has an address; a resolver without a network can take half a minute."""
    faults: list[OSError | UnicodeError] = []

    def look_up() -> None:
        try:
            socket.getaddrinfo(host, None)
        except (OSError, UnicodeError) as fault:
            faults.append(fault)

    thread = Thread(target=look_up, daemon=True, name="waymark-resolve")
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise requests.exceptions.ConnectTimeout("its address could not be found in time")
    if faults:
        raise requests.exceptions.ConnectionError("its address could not be found")
