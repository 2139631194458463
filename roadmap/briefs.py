"""Project briefs: what to build, with which data, in which steps, and how it is judged."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from roadmap.library import Url
from roadmap.models import Sentence
from roadmap.questions import Content, Slug


class DataSource(Content):
    """Data that anyone can get. `says` tells its size, its terms or what to mind."""

    title: Sentence
    url: Url
    says: Sentence


class Milestone(Content):
    """A part of a project that stands by itself. `hours` are those most people need."""

    title: Sentence
    hours: float = Field(gt=0)
    done: Sentence


class Criterion(Content):
    """One thing a reviewer looks at. `weight` is its share, relative to the others'."""

    says: Sentence
    weight: float = Field(gt=0)


class Brief(Content):
    """The brief of the project, or of the portfolio project, with the same id.

    `measure` is what to put figures on, `present` how to show the result to others.
    """

    id: Slug
    goal: Sentence
    data: tuple[DataSource, ...] = Field(min_length=1, max_length=4)
    milestones: tuple[Milestone, ...] = Field(min_length=3, max_length=8)
    done: tuple[Sentence, ...] = Field(min_length=3, max_length=7)
    measure: tuple[Sentence, ...] = Field(min_length=2, max_length=6)
    present: tuple[Sentence, ...] = Field(min_length=2, max_length=5)
    rubric: tuple[Criterion, ...] = Field(min_length=4, max_length=8)

    @property
    def hours(self) -> float:
        return sum(milestone.hours for milestone in self.milestones)


def brief_in_words(brief: Brief) -> list[str]:
    """The parts of `brief` as Markdown, a paragraph or a list each."""
    milestones = "\n".join(
        f"{number}. {one.title} ({one.hours:g} h): {one.done}"
        for number, one in enumerate(brief.milestones, 1)
    )
    data = _list(f"{one.title}, {one.url}: {one.says}" for one in brief.data)
    weights = sum(one.weight for one in brief.rubric)
    rubric = _list(f"{one.says} ({one.weight / weights:.0%})" for one in brief.rubric)
    return [
        f"**Goal:** {brief.goal}",
        f"**Data**\n{data}",
        f"**Milestones**\n{milestones}",
        f"**Done means**\n{_list(brief.done)}",
        f"**Measure**\n{_list(brief.measure)}",
        f"**Show it**\n{_list(brief.present)}",
        f"**How it is judged**\n{rubric}",
    ]


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
