"""A real HTTP server on loopback that answers from a script and keeps what it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Literal


@dataclass(frozen=True)
class Asked:
    """One request as it arrived. `body` is the parsed JSON, the bytes where it says to be something
    else, or None."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any

    def header(self, name: str) -> str:
        """A header, however its sender wrote its name; "" where it has none."""
        return next((v for k, v in self.headers.items() if k.lower() == name.lower()), "")


@dataclass(frozen=True)
class Answer:
    """What the server sends: `pieces` go out one write each, as a stream would."""

    status: int
    content_type: str
    pieces: tuple[bytes, ...]
    headers: tuple[tuple[str, str], ...] = ()
    cut: bool = False
    """Close the connection after the pieces without ending the body."""
    stall: Literal["", "before", "after"] = ""
    """Stay silent before the first byte or after the last piece, until the server ends."""


Respond = Callable[[Asked], Answer]


@dataclass
class Loopback:
    """A running server. `url` has no trailing slash; `asked` grows with each request."""

    url: str
    asked: list[Asked] = field(default_factory=list)

    @property
    def chats(self) -> list[Asked]:
        """What a model was asked, without what was asked about it."""
        return [
            asked for asked in self.asked if asked.method == "POST" and "/api/" not in asked.path
        ]


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that is stopped or killed resets its connection; that is no news."""


@contextmanager
def serve(respond: Respond) -> Iterator[Loopback]:
    """Serve `respond` on a free port of 127.0.0.1 until the block ends."""

    ended = Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._handle()

        def do_POST(self) -> None:
            self._handle()

        def do_CONNECT(self) -> None:
            self._handle()  # as a proxy is asked for the way to an https address

        def _handle(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            raw = self.rfile.read(length)
            as_it_is = self.headers.get_content_type() == "application/x-protobuf"
            body = raw if as_it_is else json.loads(raw) if raw else None
            asked = Asked(self.command, self.path, dict(self.headers), body)
            loopback.asked.append(asked)
            with suppress(ConnectionError):  # whoever asked has hung up
                _send(self, respond(asked), ended)

        def log_message(self, *_: Any) -> None:
            """Keep the test's output clean."""

    server = QuietServer(("127.0.0.1", 0), Handler)
    loopback = Loopback(url=f"http://127.0.0.1:{server.server_address[1]}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield loopback
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _send(handler: BaseHTTPRequestHandler, answer: Answer, ended: Event) -> None:
    if answer.stall == "before":
        ended.wait()
        return
    handler.send_response(answer.status)
    handler.send_header("Content-Type", answer.content_type)
    handler.send_header("Transfer-Encoding", "chunked")
    for name, value in answer.headers:
        handler.send_header(name, value)
    handler.end_headers()
    for piece in filter(None, answer.pieces):
        handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        handler.wfile.flush()
    if answer.stall == "after":
        ended.wait()
    if answer.cut or answer.stall:
        handler.close_connection = True
        return
    handler.wfile.write(b"0\r\n\r\n")


def json_answer(status: int, body: Any, *headers: tuple[str, str]) -> Answer:
    return Answer(status, "application/json", (json.dumps(body).encode(),), headers)


def split_bytes(data: bytes, size: int) -> tuple[bytes, ...]:
    """`data` in pieces of `size` bytes, wherever that falls: inside a line, inside a character."""
    return tuple(data[start : start + size] for start in range(0, len(data), size))
