"""The shelf: the papers and resources that ship with Waymark, found without asking anyone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from base.text import fold
from roadmap.catalogue import Roadmap
from roadmap.library import Paper, Resource
from roadmap.matching import NAME, Card, Found, Index

T = TypeVar("T", Paper, Resource)

CALLED_SO = NAME * 0.9
"""The score from which an entry is what the query names, not only what it is about."""

_ALL = 10_000
_WORTH_SHOWING, _BESIDE_THE_BEST = 12.0, 0.35
"""What an entry must score to be shown, and what share of the best one's score."""

_READ_FIRST = 6.0
_ASKING = frozenset(
    "article articles beginner best good great help latest link links material materials newest"
    " paper papers read reading recent recommend recommended resource resources some start".split()
)
"""Words that ask for something from a shelf, and so are not what it should be about."""


class Shelf:
    """Finds papers and resources by their names, by the topics they belong to and by their
    summaries: “RAG papers” finds those on retrieval."""

    def __init__(self, roadmap: Roadmap) -> None:
        self._roadmap = roadmap

    def papers(self, query: str, limit: int) -> tuple[Paper, ...]:
        """At most `limit` papers about `query`, the best first; where to begin leads."""
        found = sorted(_about(query, self._paper_index), key=lambda f: -self._paper_score(f))
        named = (self._papers[f.id] for f in found)
        return tuple(named if found or _subject(query) else self._beginnings())[:limit]

    def resources(self, query: str, limit: int, kind: str | None = None) -> tuple[Resource, ...]:
        """At most `limit` resources about `query`, of one kind or of all, the best first."""
        found = [self._resources[f.id] for f in _about(query, self._resource_index)]
        shown = found if found or _subject(query) else self._resources.values()
        return tuple(r for r in shown if kind is None or r.kind == kind)[:limit]

    def paper(self, arxiv_id: str) -> Paper | None:
        """The paper with this identifier, or None."""
        return self._by_identifier.get(arxiv_id)

    def paper_called(self, name: str) -> Paper | None:
        """The paper of this name, or None."""
        return _called(name, self._paper_index, self._papers)[0]

    def entry(self, name: str) -> Paper | Resource | None:
        """The paper or resource with this id, address or name, or None."""
        address = name.rstrip("/")
        entries: list[Paper | Resource] = [*self._papers.values(), *self._resources.values()]
        for entry in entries:
            if name == entry.id or address == entry.url.rstrip("/"):
                return entry
        if "://" in name:
            return None
        paper, paper_score = _called(name, self._paper_index, self._papers)
        resource, resource_score = _called(name, self._resource_index, self._resources)
        return paper if paper_score >= resource_score else resource

    def holds(self, entry_id: str) -> bool:
        return entry_id in self._papers or entry_id in self._resources

    @cached_property
    def _papers(self) -> dict[str, Paper]:
        return {paper.id: paper for paper in self._roadmap.papers}

    @cached_property
    def _by_identifier(self) -> dict[str, Paper]:
        return {paper.arxiv_id: paper for paper in self._roadmap.papers}

    @cached_property
    def _resources(self) -> dict[str, Resource]:
        return {resource.id: resource for resource in self._roadmap.resources}

    @cached_property
    def _paper_index(self) -> Index:
        return Index([self._paper_card(paper) for paper in self._papers.values()])

    @cached_property
    def _resource_index(self) -> Index:
        return Index([self._resource_card(resource) for resource in self._resources.values()])

    def _paper_card(self, paper: Paper) -> Card:
        words = (paper.authors, str(paper.year), *self._topic_words(paper.topics))
        return Card(
            paper.id, "paper", paper.title, paper.aliases, paper.contribution, " ".join(words)
        )

    def _resource_card(self, resource: Resource) -> Card:
        words = (resource.kind, resource.level, *self._topic_words(resource.topics))
        if resource.cost == "free":
            words = (*words, resource.cost)
        return Card(
            resource.id,
            "resource",
            resource.title,
            resource.aliases,
            resource.summary,
            " ".join(words),
        )

    def _topic_words(self, topics: Iterable[str]) -> Iterable[str]:
        """What people call the topics and the sections that hold them."""
        sections = {section.id: section for section in self._roadmap.sections}
        for name in topics:
            topic = self._roadmap.topics.get(name)
            if topic is not None:
                section = sections[topic.section]
                yield from (topic.title, *topic.aliases, section.title, *section.aliases)

    def _paper_score(self, found: Found) -> float:
        first = self._papers[found.id].read_first and found.score < CALLED_SO
        return found.score + (_READ_FIRST if first else 0.0)

    def _beginnings(self) -> Sequence[Paper]:
        """All papers, those to read first before the others."""
        return sorted(self._papers.values(), key=lambda paper: not paper.read_first)


def _about(query: str, index: Index) -> list[Found]:
    """What the query names as it stands, then what it is about."""
    named = [f for f in index.find(query, limit=_ALL) if f.score >= CALLED_SO]
    about = index.find(_subject(query), limit=_ALL)
    best = max((found.score for found in (*named, *about)), default=0.0)
    least = max(_WORTH_SHOWING, best * _BESIDE_THE_BEST)
    good = [found for found in (*named, *about) if found.score >= least]
    return list({found.id: found for found in good}.values())


def _called(name: str, index: Index, shelf: Mapping[str, T]) -> tuple[T | None, float]:
    best = next(iter(index.find(name, limit=1)), None)
    if best is None or best.score < CALLED_SO:
        return None, 0.0
    return shelf[best.id], best.score


def _subject(query: str) -> str:
    """`query` without the words that only ask."""
    return " ".join(word for word in fold(query).split() if word not in _ASKING)
