"""What a search found, from wherever it came, in one shape for all who show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from learning.arxiv_search import ArxivPaper
from learning.web_search import WebPage
from roadmap.library import Paper, Resource

T = TypeVar("T")
Source = Literal["arXiv", "web", "shelf"]


@dataclass(frozen=True, slots=True)
class Findings(Generic[T]):
    """What a search found and where. `note` says in a sentence what else should be known."""

    items: tuple[T, ...]
    source: Source
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A paper that was found. `outside` says that its words come from arXiv, not from us;
    `topics` and `read_first` are known of papers on the shelf."""

    arxiv_id: str
    title: str
    authors: str
    year: int | None
    summary: str
    outside: bool
    topics: tuple[str, ...] = ()
    read_first: bool = False

    @property
    def url(self) -> str:
        return f"https://arxiv.org/abs/{self.arxiv_id}"

    @classmethod
    def of_shelf(cls, paper: Paper) -> PaperCard:
        return cls(
            arxiv_id=paper.arxiv_id,
            title=paper.title,
            authors=paper.authors,
            year=paper.year,
            summary=paper.contribution,
            outside=False,
            topics=paper.topics,
            read_first=paper.read_first,
        )

    @classmethod
    def of_arxiv(cls, paper: ArxivPaper, shelved: Paper | None) -> PaperCard:
        """arXiv's words, with what the shelf knows of the same paper."""
        names = paper.authors
        return cls(
            arxiv_id=paper.arxiv_id,
            title=paper.title,
            authors=f"{names[0]} et al." if len(names) > 2 else " and ".join(names),
            year=paper.published.year if paper.published else None,
            summary=paper.abstract,
            outside=True,
            topics=shelved.topics if shelved else (),
            read_first=shelved.read_first if shelved else False,
        )


@dataclass(frozen=True, slots=True)
class PaperPage:
    """All that is known of one paper: a card (the shelf's where it has one) and, where arXiv was
    reached, its abstract."""

    card: PaperCard
    abstract: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ResourceCard:
    """A resource that was found. A page of the web has only title, address and text."""

    title: str
    url: str
    summary: str
    outside: bool
    id: str | None = None
    kind: str = "page"
    level: str | None = None
    cost: str | None = None
    hours: float | None = None

    @classmethod
    def of_shelf(cls, resource: Resource) -> ResourceCard:
        return cls(
            title=resource.title,
            url=resource.url,
            summary=resource.summary,
            outside=False,
            id=resource.id,
            kind=resource.kind,
            level=resource.level,
            cost=resource.cost,
            hours=resource.hours,
        )

    @classmethod
    def of_web(cls, page: WebPage) -> ResourceCard:
        return cls(title=page.title, url=page.url, summary=page.text, outside=True)
