"""arXiv's query API as the live service frames it: an Atom feed with opensearch elements."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape, quoteattr

from tests.servers.loopback import Answer, Asked, Loopback, serve, split_bytes

PIECE = 37
"""Bytes a write: tags, attributes and UTF-8 characters are all cut through."""


@dataclass(frozen=True)
class Entry:
    """A paper in the feed. Text is escaped as XML asks, and otherwise sent as it stands."""

    arxiv_id: str
    title: str
    abstract: str = "We study things and find that they hold."
    authors: tuple[str, ...] = ("Ada Lovelace", "Alan Turing", "Grace Hopper")
    published: str = "2024-05-01T17:59:46Z"
    category: str = "cs.CL"
    version: int = 1


@contextmanager
def arxiv_server(entries: Sequence[Entry], page: int = 2000) -> Iterator[Loopback]:
    """Answers every query with `entries`, at most `page` at a time, as `start` and `max_results`
    ask; `id_list` picks among them."""

    def respond(asked: Asked) -> Answer:
        query = parse_qs(urlsplit(asked.path).query)
        wanted = [name for name in query.get("id_list", [""])[0].split(",") if name]
        chosen = [e for e in entries if not wanted or e.arxiv_id in wanted]
        start = int(query["start"][0])
        count = min(int(query["max_results"][0]), page)
        return feed_answer(feed(chosen[start : start + count], len(chosen), start))

    with serve(respond) as server:
        yield server


@contextmanager
def answering(answer: Answer | Callable[[Asked], Answer]) -> Iterator[Loopback]:
    """Answers every request with the one answer."""
    with serve(answer if callable(answer) else lambda _: answer) as server:
        yield server


@contextmanager
def silent_server() -> Iterator[Loopback]:
    """Takes every request and says nothing until the block ends."""
    ended = Event()

    def respond(_: Asked) -> Answer:
        ended.wait(20)
        return Answer(200, "text/plain", (b"too late",))

    with serve(respond) as server:
        try:
            yield server
        finally:
            ended.set()


@contextmanager
def dribbling_server() -> Iterator[str]:
    """Sends a body that never ends, a byte at a time, each soon enough for any read timeout."""
    ended = Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def dribble() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
                for _ in range(1000):
                    if ended.wait(0.02):
                        return
                    connection.sendall(b" ")

        thread = Thread(target=_until_hung_up, args=(dribble,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            ended.set()
            thread.join()


@contextmanager
def hanging_up_server() -> Iterator[str]:
    """Takes each request and closes the connection without a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def hang_up() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)

        thread = Thread(target=_until_hung_up, args=(hang_up,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def _until_hung_up(work: Callable[[], None]) -> None:
    """The other side may be gone at any moment; here that is what was to be seen."""
    try:
        work()
    except OSError:
        return


def feed_answer(text: str, *, cut: bool = False) -> Answer:
    pieces = split_bytes(text.encode("utf-8", "surrogatepass"), PIECE)
    return Answer(200, "application/atom+xml; charset=UTF-8", pieces, cut=cut)


def feed(entries: Sequence[Entry], total: int | None = None, start: int = 0) -> str:
    total = len(entries) if total is None else total
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query?search_query%3Dall%3Alovelace" rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query: search_query=all:lovelace</title>
  <id>http://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <updated>2026-11-23T00:00:00-05:00</updated>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">{total}</opensearch:totalResults>
  <opensearch:startIndex xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">{start}</opensearch:startIndex>
  <opensearch:itemsPerPage xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">{len(entries)}</opensearch:itemsPerPage>
{"".join(map(_entry, entries))}</feed>
"""  # noqa: E501  # as the service sends it


def error_feed(message: str) -> str:
    """What arXiv sends for a query it does not understand: an entry called Error."""
    return feed([]).replace(
        "</feed>",
        f"""  <entry>
    <id>http://arxiv.org/api/errors#incorrect_id_format_for_1234.12345</id>
    <title>Error</title>
    <summary>{escape(message)}</summary>
    <updated>2026-11-23T00:00:00-05:00</updated>
    <published>2026-11-23T00:00:00-05:00</published>
    <link href="http://arxiv.org/api/errors#incorrect_id_format_for_1234.12345" rel="alternate"/>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>
</feed>""",
    )


def _entry(entry: Entry) -> str:
    address = f"http://arxiv.org/abs/{entry.arxiv_id}v{entry.version}"
    pdf = address.replace("/abs/", "/pdf/")
    authors = "".join(
        f"    <author>\n      <name>{escape(name)}</name>\n    </author>\n"
        for name in entry.authors
    )
    return f"""  <entry>
    <id>{address}</id>
    <updated>{entry.published}</updated>
    <published>{entry.published}</published>
    <title>{escape(entry.title)}</title>
    <summary>  {escape(entry.abstract)}
</summary>
{authors}    <arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">12 pages</arxiv:comment>
    <link href="{address}" rel="alternate" type="text/html"/>
    <link title="pdf" href="{pdf}" rel="related" type="application/pdf"/>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term={quoteattr(entry.category)} scheme="http://arxiv.org/schemas/atom"/>
    <category term={quoteattr(entry.category)} scheme="http://arxiv.org/schemas/atom"/>
  </entry>
"""  # noqa: E501  # as the service sends it
