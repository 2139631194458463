"""Research: papers from arXiv, pages from the web, the shelf behind both, and what is kept.

The shelf ships with Waymark and always answers. arXiv is asked when there is a network, the web
only when the learner gave a key, and neither when they chose to work offline. Where an outside
service fails, the shelf answers and a note says so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from base.clock import Clock
from base.errors import InvalidInput, NotFound, ServiceError
from base.text import clean, one_line
from learning.arxiv_search import ArxivPaper, ArxivSearch, arxiv_id_in, checked_category
from learning.findings import Findings, PaperCard, PaperPage, ResourceCard
from learning.outside import works_offline
from learning.shelf import Shelf
from learning.web_search import TAVILY_KEY, WebPage, WebSearch, is_web_address
from memory.records import LibraryItem
from roadmap.library import Paper, ResourceKind

if TYPE_CHECKING:
    from memory.learner import LearnerMemory
    from roadmap.catalogue import Roadmap

MOST_FOUND = 50
_LONGEST_QUERY = 300
_LONGEST_NOTE = 1000
_OFFLINE = "You work offline."
_FROM_SHELF = "These are from the shelf that ships with Waymark."
_SINCE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class ResearchService:
    """Searches, and keeps what the learner wants to keep."""

    def __init__(
        self,
        memory: LearnerMemory,
        roadmap: Roadmap,
        clock: Clock,
        *,
        arxiv: ArxivSearch | None = None,
        web: WebSearch | None = None,
    ) -> None:
        self._memory = memory
        self._clock = clock
        self._shelf = Shelf(roadmap)
        self._arxiv = arxiv or ArxivSearch()
        self._given_web = web
        self._titles: dict[str, str] = {}
        """Titles of what was found outside, by identifier or address: to keep it under."""

    def papers(
        self, query: str, category: str | None = None, since: str | None = None, limit: int = 8
    ) -> Findings[PaperCard]:
        """Up to `limit` papers about `query`: from arXiv, or else from the shelf.

        `category` is one of arXiv's, such as cs.CL; `since` a year, a month or a day (ISO 8601).

        Raises:
            InvalidInput: the query is empty, or `category`, `since` or `limit` does not fit.
        """
        asked = _asked(query)
        archive = checked_category(category) if category else None
        first_day = parse_since(since)
        count = _counted(limit)
        why = _OFFLINE
        if not works_offline():
            try:
                found = self._arxiv.search(asked, archive, first_day, count)
            except ServiceError as error:
                why = error.message
            else:
                if found:
                    return Findings(self._met(found), "arXiv")
                why = "arXiv has no paper with all of these words."
        return self._shelved_papers(asked, archive, first_day, count, why)

    def paper(self, name: str) -> PaperPage:
        """The paper with this arXiv identifier (in any form), or of this name on the shelf.

        Raises:
            NotFound: neither arXiv nor the shelf has it.
            ServiceError: it is not on the shelf, and arXiv cannot be asked.
        """
        asked = _asked(name)
        identifier = arxiv_id_in(asked)
        shelved = self._shelf.paper(identifier) if identifier else self._shelf.paper_called(asked)
        if shelved is not None:
            identifier = shelved.arxiv_id
        elif identifier is None:
            raise _unknown_paper(asked)
        try:
            if works_offline():
                raise ServiceError(_OFFLINE, hint="Unset WAYMARK_OFFLINE to ask arXiv.")
            met = self._arxiv.get(identifier)
        except ServiceError as error:
            if shelved is None:
                raise
            note = f"{error.message} So the abstract is not here."
            return PaperPage(PaperCard.of_shelf(shelved), "", note)
        return self._page(identifier, shelved, met)

    def resources(
        self, query: str, kind: ResourceKind | None = None, limit: int = 8
    ) -> Findings[ResourceCard]:
        """Up to `limit` resources about `query`: the shelf's, and the web's where there is a key.

        The web cannot be asked for one kind, so with `kind` its name joins the query.

        Raises:
            InvalidInput: the query is empty or `limit` does not fit.
        """
        asked = _asked(query)
        count = _counted(limit)
        shelved = tuple(ResourceCard.of_shelf(r) for r in self._shelf.resources(asked, count, kind))
        web = self._web()
        if web is None:
            return Findings(shelved, "shelf", "" if shelved else _nothing("resources"))
        try:
            pages = web.search(f"{asked} {kind}" if kind else asked, count)
        except ServiceError as error:
            return Findings(shelved, "shelf", f"{error.message} {_FROM_SHELF}")
        found = self._seen(pages)
        known = {card.url.rstrip("/") for card in shelved}
        new = tuple(card for card in found if card.url.rstrip("/") not in known)
        ours = shelved[: max(count // 2, count - len(new))]
        return Findings((*ours, *new)[:count], "web" if new else "shelf")

    def save(self, item: str, note: str = "") -> LibraryItem:
        """Keep a paper (arXiv identifier), a resource (id or name) or an address of the web.

        Kept again, it stays once; an empty note leaves the earlier one.

        Raises:
            NotFound: `item` is none of these.
        """
        entry = self._identified(clean(item).strip())
        earlier = next((kept for kept in self.library() if kept.id == entry.id), None)
        words = clean(note).strip()[:_LONGEST_NOTE] or (earlier.note if earlier else "")
        kept = replace(entry, note=words, saved_at=self._clock())
        self._memory.library.save(kept)
        return kept

    def is_ours(self, item: LibraryItem) -> bool:
        """Whether the item's title is the shelf's, and so not text from outside."""
        return self._shelf.holds(item.id)

    def library(self) -> tuple[LibraryItem, ...]:
        """What the learner kept, the newest first."""
        return self._memory.library.all()

    def _shelved_papers(
        self, query: str, category: str | None, since: date | None, limit: int, why: str
    ) -> Findings[PaperCard]:
        found = self._shelf.papers(query, MOST_FOUND)
        cards = tuple(PaperCard.of_shelf(p) for p in found if since is None or p.year >= since.year)
        if not cards:
            return Findings((), "shelf", f"{why} {_nothing('papers')}")
        note = f"{why} {_FROM_SHELF}"
        if category:
            note += f" They are not sorted by category, so {category} was left out."
        return Findings(cards[:limit], "shelf", note)

    def _met(self, found: Sequence[ArxivPaper]) -> tuple[PaperCard, ...]:
        self._titles.update((paper.arxiv_id, paper.title) for paper in found)
        return tuple(PaperCard.of_arxiv(p, self._shelf.paper(p.arxiv_id)) for p in found)

    def _page(self, identifier: str, shelved: Paper | None, met: ArxivPaper | None) -> PaperPage:
        ours = PaperCard.of_shelf(shelved) if shelved else None
        if met is not None:
            (theirs,) = self._met((met,))
            return PaperPage(ours or theirs, met.abstract)
        if ours is None:
            raise _unknown_paper(identifier)
        return PaperPage(ours, "", "arXiv did not return its abstract.")

    def _web(self) -> WebSearch | None:
        """The web, where it may be asked: not offline, and with a key."""
        if works_offline():
            return None
        return self._given_web or self._keyed_web

    @cached_property
    def _keyed_web(self) -> WebSearch | None:
        from base.keys import find_key

        key = (find_key(TAVILY_KEY) or "").strip()
        return WebSearch(key) if key else None

    def _seen(self, pages: Sequence[WebPage]) -> tuple[ResourceCard, ...]:
        self._titles.update((page.url, page.title) for page in pages)
        return tuple(ResourceCard.of_web(page) for page in pages)

    def _identified(self, item: str) -> LibraryItem:
        identifier = arxiv_id_in(item)
        address = f"https://arxiv.org/abs/{identifier}" if identifier else item
        entry = self._shelf.entry(address)
        if entry is not None:
            kind = "paper" if isinstance(entry, Paper) else entry.kind
            return self._kept_as(entry.id, kind, entry.title, entry.url)
        if identifier is not None:
            place = "arxiv." + re.sub(r"[./]", "-", identifier).lower()
            title = self._titles.get(identifier, f"arXiv:{identifier}")
            return self._kept_as(place, "paper", title, address)
        if is_web_address(item):
            place = "web." + hashlib.sha256(item.encode()).hexdigest()[:12]
            return self._kept_as(place, "page", self._titles.get(item, _short(item)), item)
        raise NotFound(
            f"Nothing to keep is called “{one_line(item, 80)}”.",
            hint="Give an arXiv identifier, the name of a resource on the shelf, or an address.",
        )

    def _kept_as(self, place: str, kind: str, title: str, url: str) -> LibraryItem:
        return LibraryItem(place, kind, title, url, note="", saved_at=self._clock())


def parse_since(text: str | None) -> date | None:
    """The first day of the year, month or day that `text` names in ISO 8601; None where empty.

    Raises:
        InvalidInput: it names none.
    """
    if not text or not text.strip():
        return None
    match = _SINCE.fullmatch(text.strip())
    try:
        if match:
            return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        pass
    raise InvalidInput(
        f"“{one_line(text, 40)}” is not a date to search from.",
        hint="Write a year, a month or a day: 2024, 2024-06 or 2024-06-15.",
    )


def _asked(query: str) -> str:
    words = one_line(query, _LONGEST_QUERY)
    if not any(character.isalnum() for character in words):
        raise InvalidInput(
            "There is nothing to look for.", hint="Say in a few words what it should be about."
        )
    return words


def _counted(limit: int) -> int:
    if not 1 <= limit <= MOST_FOUND:
        raise InvalidInput(
            f"A search returns between 1 and {MOST_FOUND} results, not {limit}.",
            hint="Leave the limit out for eight.",
        )
    return limit


def _nothing(what: str) -> str:
    return f"The shelf has no {what} on this; try other or fewer words."


def _unknown_paper(name: str) -> NotFound:
    return NotFound(
        f"There is no paper “{one_line(name, 80)}” on arXiv or on the shelf.",
        hint="Identifiers look like 1706.03762; search by words to find one.",
    )


def _short(address: str) -> str:
    parts = urlsplit(address)
    return one_line(f"{parts.hostname}{parts.path}".rstrip("/"), 120)
