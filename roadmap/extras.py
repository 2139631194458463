"""What the roadmap says beside its phases: tools, skills, signs of readiness, the job search."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from roadmap.models import Entry
from roadmap.questions import Slug


class Tool(Entry):
    """A tool to master, and the topics that teach it."""

    topics: tuple[Slug, ...] = Field(min_length=1)


class Skill(Entry):
    """A skill beyond code."""

    group: Literal["soft", "business", "research"]


class Metric(Entry):
    """A sign that someone is ready for AI Engineer roles, and the topics it rests on."""

    topics: tuple[Slug, ...] = Field(min_length=1)


class Advice(Entry):
    """A piece of advice for the whole way. The first is number 1."""

    number: int = Field(ge=1)


class TimelineRow(Entry):
    """Months of the journey, counted from 1, both ends included, and the phase they belong to."""

    start: int = Field(ge=1)
    end: int = Field(ge=1)
    phase: Slug


class Activity(Entry):
    """Something done beside the phases; in the last months only where `last_months` says so."""

    last_months: int | None = None


class PortfolioProject(Entry):
    """A project that a portfolio should hold, and what it shows an employer."""

    shows: tuple[str, ...] = Field(min_length=1)
    topics: tuple[Slug, ...] = ()


class PortfolioTip(Entry):
    """How to show one's work."""


class ResumeTip(Entry):
    """How to write the résumé."""


class InterviewArea(Entry):
    """Something interviews ask about, and the topics to prepare for it."""

    group: Literal["technical", "behavioural"]
    topics: tuple[Slug, ...] = ()


class JobTitle(Entry):
    """A title to look for, and the topics that weigh most in it."""

    topics: tuple[Slug, ...] = ()


class CompanyKind(Entry):
    """A kind of employer; `examples` where the roadmap names some."""

    examples: tuple[str, ...] = ()


class Habit(Entry):
    """A way to keep learning: where to look, whom to talk to, what to do."""

    group: Literal["stay-updated", "communities", "advanced-learning"]
    names: tuple[str, ...] = ()
