"""Papers from arXiv, through the `arxiv` package and round its traps.

The package has no timeout, takes any page with status 200 for a feed, an error for a paper and a
cut feed for a short one, loses a page to one bad date, and logs to standard error. Here each of
these is a ServiceError or mended, and text is cleaned.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Lock
from typing import TYPE_CHECKING

from base.errors import InvalidInput, ServiceError
from base.text import clean, fold, one_line
from learning.outside import Patience

if TYPE_CHECKING:
    import arxiv  # type: ignore[import-untyped]  # it ships no types

ARXIV_URL = "https://export.arxiv.org/api/query"
PAUSE = 3.0
"""Seconds between two requests: what arXiv's terms of use ask for."""

_MOST_WORDS = 12
_LONGEST_ABSTRACT = 4000
_IDENTIFIER = r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})"
_WRITTEN_ID = re.compile(
    rf"(?:(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*)?"
    rf"{_IDENTIFIER}(?:v\d+)?(?:\.pdf)?",
    re.IGNORECASE,
)
_ENTRY_ID = re.compile(rf"https?://arxiv\.org/abs/{_IDENTIFIER}(?:v\d+)?")
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.(?:[A-Z]{2}|[a-z]{3,}(?:-[a-z]+)*))?")
_WORD = re.compile(r"[^\W_]+(?:[-+.'][^\W_]+)*")
_NOT_SEARCHED = frozenset(
    "a about an and andnot any are article articles arxiv best by find for from give good how in is"
    " latest me new newest not of on or paper papers recent recently recommend search show some"
    " that the to what which with work works".split()
)
_DATE = re.compile(rb"(<(published|updated)>)([^<]*)(</\2>)")
_NO_DATE = b"0001-01-02T00:00:00Z"
_WAIT = "Wait a minute and ask again."

# Its warnings would be written to standard error, and so across a full-screen interface.
logging.getLogger("arxiv").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class ArxivPaper:
    """A paper as arXiv describes it. `arxiv_id` has no version; text is cleaned, not trusted."""

    arxiv_id: str
    title: str
    authors: tuple[str, ...]
    published: date | None
    abstract: str
    category: str


class ArxivSearch:
    """arXiv's search, one polite request at a time; safe from any thread.

    `url` is the query address (default: `WAYMARK_ARXIV_URL`, else arXiv's own), `pause` the
    seconds between requests.
    """

    def __init__(
        self, url: str | None = None, patience: Patience | None = None, pause: float = PAUSE
    ) -> None:
        self._url = url or os.environ.get("WAYMARK_ARXIV_URL") or ARXIV_URL
        self._patience = patience or Patience()
        self._pause = pause
        self._turn = Lock()
        self._kept: arxiv.Client | None = None

    def search(
        self, query: str, category: str | None = None, since: date | None = None, limit: int = 8
    ) -> tuple[ArxivPaper, ...]:
        """Up to `limit` papers that hold all words of `query`, in arXiv's order of relevance.

        Raises:
            InvalidInput: `category` is not written like one of arXiv's.
            ServiceError: arXiv could not be reached, or did not answer with papers.
        """
        import arxiv

        asked = arxiv.Search(query=search_terms(query, category, since), max_results=limit)
        papers = self._ask(asked)
        return tuple(p for p in papers if since is None or not p.published or p.published >= since)

    def get(self, arxiv_id: str) -> ArxivPaper | None:
        """The paper with this identifier, or None where arXiv has none.

        Raises:
            ServiceError: arXiv could not be reached, or did not answer with papers.
        """
        import arxiv

        papers = self._ask(arxiv.Search(id_list=[arxiv_id], max_results=1))
        return next((paper for paper in papers if paper.arxiv_id == arxiv_id), None)

    def _ask(self, search: arxiv.Search) -> tuple[ArxivPaper, ...]:
        with self._turn:
            found = self._fetch(search)
        if any("/api/errors" in result.entry_id for result in found):
            raise ServiceError("arXiv answered with an error in the place of papers.", hint=_WAIT)
        papers = (_paper(result) for result in found)
        return tuple({paper.arxiv_id: paper for paper in papers if paper is not None}.values())

    def _fetch(self, search: arxiv.Search) -> list[arxiv.Result]:
        import arxiv
        import requests

        client = self._client()
        client.page_size = search.max_results or client.page_size
        found: list[arxiv.Result] = []
        try:
            for result in client.results(search):
                found.append(result)  # noqa: PERF402  # what came before a fault is kept
        except arxiv.UnexpectedEmptyPageError:
            pass  # it promised more than it has; what came is whole
        except arxiv.HTTPError as error:
            raise _refused(error.status) from error
        except requests.exceptions.Timeout as error:
            raise ServiceError("arXiv did not answer in time.", hint=_WAIT) from error
        except requests.exceptions.ChunkedEncodingError as error:
            raise ServiceError("arXiv broke off in the middle.", hint=_WAIT) from error
        except (requests.exceptions.ConnectionError, requests.exceptions.InvalidURL) as error:
            raise ServiceError(
                "arXiv cannot be reached.", hint="See whether this machine has a connection."
            ) from error
        except (requests.exceptions.RequestException, ValueError, ArithmeticError) as error:
            raise ServiceError("arXiv's answer cannot be read.", hint=_WAIT) from error
        return found

    def _client(self) -> arxiv.Client:
        """The one client, which remembers when it last asked."""
        if self._kept is None:
            import arxiv

            from learning.bounded_session import BoundedSession

            client = arxiv.Client(delay_seconds=self._pause, num_retries=0)
            client.query_url_format = self._url.replace("{", "{{").replace("}", "}}") + "?{}"
            session = BoundedSession(self._patience, vet=whole_feed)
            client._session = session  # noqa: SLF001  # the package offers no other way
            self._kept = client
        return self._kept


def arxiv_id_in(text: str) -> str | None:
    """The identifier that `text` is, without version, or None.

    Takes `1706.03762v7`, `arXiv:1706.03762`, addresses of arxiv.org, and older ones like
    `hep-th/9901001`.
    """
    match = _WRITTEN_ID.fullmatch(clean(text).strip())
    return match.group(1) if match else None


def search_terms(query: str, category: str | None = None, since: date | None = None) -> str:
    """`query` in the language of arXiv's API: all its words, none of them read as an operator.

    Raises:
        InvalidInput: `category` is not written like one of arXiv's.
    """
    said = _WORD.findall(fold(query))
    words = [word for word in said if word not in _NOT_SEARCHED] or said
    terms = [f'all:"{word}"' for word in dict.fromkeys(words[:_MOST_WORDS])]
    if category is not None:
        terms.append(f"cat:{checked_category(category)}")
    if since is not None:
        terms.append(f"submittedDate:[{since:%Y%m%d}0000 TO 299912312359]")
    return " AND ".join(terms)


def checked_category(text: str) -> str:
    """The category `text` names, spelt as arXiv does.

    Raises:
        InvalidInput: it is not written like one.
    """
    archive, dot, subject = clean(text).strip().partition(".")
    name = f"{archive.lower()}{dot}{subject.upper() if len(subject) == 2 else subject.lower()}"
    if not _CATEGORY.fullmatch(name):
        raise InvalidInput(
            f"“{one_line(text, 40)}” is not an arXiv category.",
            hint="Categories look like cs.CL, cs.LG or stat.ML.",
        )
    return name


def whole_feed(body: bytes) -> bytes:
    """`body` if it is a whole Atom feed, with dates that cannot be read replaced.

    Raises:
        ServiceError: it is something else, or was cut.
    """
    if b"<feed" not in body[:4096]:
        if b"rate exceeded" in body[:4096].lower():
            raise ServiceError("arXiv asks to be asked less often.", hint=_WAIT)
        raise ServiceError("arXiv answered with a page that holds no papers.", hint=_WAIT)
    if not body.rstrip().endswith(b"</feed>"):
        raise ServiceError("arXiv's answer was cut short.", hint=_WAIT)
    return _DATE.sub(_readable_date, body)


def _readable_date(match: re.Match[bytes]) -> bytes:
    opening, _, said, closing = match.groups()
    try:  # the package reads dates this way and gives up the page where it fails
        datetime.fromisoformat(said.decode("ascii").strip()).astimezone(UTC)
    except (ValueError, OverflowError):
        return opening + _NO_DATE + closing
    return match.group()


def _refused(status: int) -> ServiceError:
    if status in {429, 503}:
        return ServiceError(f"arXiv asks for a pause (HTTP {status}).", hint=_WAIT)
    return ServiceError(f"arXiv answered with HTTP {status}.", hint=_WAIT)


def _paper(result: arxiv.Result) -> ArxivPaper | None:
    identified = _ENTRY_ID.fullmatch(result.entry_id.strip())
    title = one_line(result.title, 300)
    if identified is None or not title:
        return None
    return ArxivPaper(
        arxiv_id=identified.group(1),
        title=title,
        authors=_names(result.authors),
        published=result.published.date() if result.published.year > 1 else None,
        abstract=one_line(result.summary, _LONGEST_ABSTRACT),
        category=one_line(result.primary_category, 40),
    )


def _names(authors: Sequence[arxiv.Result.Author]) -> tuple[str, ...]:
    return tuple(name for author in authors if (name := one_line(author.name, 80)))
