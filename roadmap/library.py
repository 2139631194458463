"""The shapes of what can be read, watched and joined: papers and resources."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from roadmap.questions import Content, Slug

ResourceKind = Literal[
    "blog",
    "book",
    "community",
    "conference",
    "course",
    "dataset",
    "docs",
    "meetup",
    "newsletter",
    "paper",
    "paper-site",
    "platform",
    "podcast",
    "social",
    "tool",
    "video",
]
Level = Literal["beginner", "intermediate", "advanced", "any"]
Cost = Literal["free", "partly-free", "paid"]

Url = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$")]
ArxivId = Annotated[str, Field(pattern=r"^\d{4}\.\d{4,5}$")]
"""An identifier without its version, in the form arXiv has used since April 2007."""


class Resource(Content):
    """Something to learn from that lives elsewhere.

    `hours` is what working through it takes, where that can be said. `partly-free` covers both
    courses that can be audited and services with a free tier.
    """

    id: Slug
    title: str
    aliases: tuple[str, ...] = ()
    kind: ResourceKind
    url: Url
    level: Level
    cost: Cost
    hours: float | None = Field(default=None, gt=0)
    topics: tuple[Slug, ...] = ()
    summary: str


class Paper(Content):
    """A paper worth an engineer's evening. `read_first` marks where to begin in its topics.

    `authors` is the first author, followed by "et al." where there are more.
    """

    id: Slug
    arxiv_id: ArxivId
    title: str
    aliases: tuple[str, ...] = ()
    year: int = Field(ge=1950, le=2100)
    authors: str
    contribution: str
    topics: tuple[Slug, ...] = Field(min_length=1)
    read_first: bool = False

    @property
    def summary(self) -> str:
        """What the paper contributed, under the name that all content shares."""
        return self.contribution

    @property
    def url(self) -> str:
        return f"https://arxiv.org/abs/{self.arxiv_id}"
