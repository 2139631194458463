"""The way itself: phases, their sections, topics and projects, and the hours they take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from roadmap.questions import Content, Slug

Sentence = Annotated[str, Field(min_length=1)]


class Named(Content):
    """Anything that has a name on the roadmap. `aliases` are other names people use for it."""

    id: Slug
    title: Sentence
    aliases: tuple[str, ...] = ()


class Entry(Named):
    """A named thing with a few sentences on what it is."""

    summary: Sentence


class Months(Content):
    """A stretch of months, from the quickest learner's to the slowest's."""

    low: float = Field(gt=0)
    high: float = Field(gt=0)

    @model_validator(mode="after")
    def _in_order(self) -> Months:
        if self.low > self.high:
            raise ValueError("low must not be above high")
        return self


class Hours(Content):
    """Hours of study: for the well prepared, for most, and for those new to it all."""

    low: float = Field(gt=0)
    expected: float = Field(gt=0)
    high: float = Field(gt=0)

    @model_validator(mode="after")
    def _in_order(self) -> Hours:
        if not self.low <= self.expected <= self.high:
            raise ValueError("hours must be in the order low, expected, high")
        return self


def total(hours: Iterable[Hours]) -> Hours:
    """The sum of several, each figure by itself."""
    each = tuple(hours)
    return Hours(
        low=sum(one.low for one in each),
        expected=sum(one.expected for one in each),
        high=sum(one.high for one in each),
    )


class Topic(Named):
    """One thing to learn. `prerequisites` are the direct ones.

    What is taught about it stands on its card (`roadmap.topic_cards`), which is read when it is
    asked for.
    """

    phase: Slug
    section: Slug
    prerequisites: tuple[Slug, ...] = Field(default=(), max_length=4)
    hours: Hours


class Project(Entry):
    """Something to build. `topics` are those it draws on; its brief (`roadmap.briefs`) says how."""

    phase: Slug
    topics: tuple[Slug, ...] = Field(min_length=1)
    hours: Hours
    done: Sentence


class Section(Entry):
    """A part of a phase.

    `months` is there where the roadmap gives the section a length of its own, `within` where
    its hours are counted in another section's months.
    """

    phase: Slug
    topics: tuple[Topic, ...] = Field(min_length=1)
    months: Months | None = None
    within: Slug | None = None
    note: str = ""

    @property
    def hours(self) -> Hours:
        return total(topic.hours for topic in self.topics)


class Phase(Entry):
    """A stretch of the way. `choose` is how many of its sections a learner takes at most, where
    they do not take all. `resources` are ids of the resource list."""

    number: int = Field(ge=0)
    months: Months
    choose: int | None = Field(default=None, ge=1, le=3)
    sections: tuple[Section, ...] = Field(min_length=1)
    projects: tuple[Project, ...] = ()
    resources: tuple[Slug, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _say_where_they_stand(cls, data: Any) -> Any:
        """Topics and projects know their phase and section; in the files their place says it."""
        if not isinstance(data, dict):
            return data
        phase = data.get("id")
        for section in _mappings(data.get("sections")):
            section.setdefault("phase", phase)
            for topic in _mappings(section.get("topics")):
                topic.setdefault("phase", phase)
                topic.setdefault("section", section.get("id"))
        for project in _mappings(data.get("projects")):
            project.setdefault("phase", phase)
        return data

    @property
    def topics(self) -> tuple[Topic, ...]:
        return tuple(topic for section in self.sections for topic in section.topics)

    @property
    def hours(self) -> Hours:
        """Hours of all sections and projects; where a learner chooses, of as many sections as
        they may take (sections to choose from are of equal length)."""
        taken = self.sections[: self.choose]
        return total([*(s.hours for s in taken), *(p.hours for p in self.projects)])


def _mappings(data: Any) -> list[dict[str, Any]]:
    return [entry for entry in data if isinstance(entry, dict)] if isinstance(data, list) else []


class Overview(Content):
    """The roadmap as a whole: its name, its length, and how months become hours.

    `content_version` counts up when ids change, so that learner files follow (`renames.yaml`).
    """

    title: Sentence
    summary: Sentence
    total_months: Months
    hours_per_month: float = Field(gt=0)
    content_version: int = Field(default=1, ge=1)


Kind = Literal[
    "topic",
    "subtopic",
    "section",
    "phase",
    "project",
    "paper",
    "resource",
    "portfolio-project",
    "tool",
    "skill",
    "metric",
    "advice",
    "timeline",
    "activity",
    "interview-area",
    "resume-tip",
    "portfolio-tip",
    "job-title",
    "company-kind",
    "habit",
]
"""What an entry is; where two answer a name equally well, the kind that comes first here leads."""
