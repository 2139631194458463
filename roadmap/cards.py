"""Everything on the roadmap as cards for the search index, in the order of the roadmap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from roadmap.matching import Card
from roadmap.models import Entry, Kind, Phase, Topic

if TYPE_CHECKING:
    from roadmap.catalogue import Roadmap
    from roadmap.library import Paper, Resource
    from roadmap.topic_cards import Lesson, Subtopic, TopicCard

Told: TypeAlias = "Entry | Resource | Subtopic"
"""What has a name and a summary."""

_SKILLS = {
    "soft": "skills beyond code, soft skills",
    "business": "skills beyond code, business acumen",
    "research": "skills beyond code, research skills",
}
_INTERVIEWS = {
    "technical": "interview preparation, technical interviews",
    "behavioural": "interview preparation, behavioral interviews",
}
_HABITS = {
    "stay-updated": "continuous learning, stay updated",
    "communities": "continuous learning, communities",
    "advanced-learning": "continuous learning, advanced learning",
}


def cards_of(roadmap: Roadmap) -> tuple[Card, ...]:
    """One card per entry of every kind.

    Beside the phases, the heading under which an entry stands is part of its text: whoever looks
    for “soft skills” or “job titles” finds what stands there.
    """
    return (
        *(card for phase in roadmap.phases for card in _of_phase(roadmap, phase)),
        *(_of_subtopic(roadmap, subtopic) for subtopic in roadmap.subtopics),
        *(_of_paper(paper) for paper in roadmap.papers),
        *_plain("resource", roadmap.resources),
        *_plain("portfolio-project", roadmap.portfolio_projects, "essential portfolio projects"),
        *_plain("tool", roadmap.tools, "tools to master"),
        *(_card("skill", skill, text=_SKILLS[skill.group]) for skill in roadmap.skills),
        *_plain("metric", roadmap.metrics, "success metrics, signs that you are ready for a job"),
        *_plain("advice", roadmap.advice, "final advice"),
        *_plain("timeline", roadmap.timeline, "timeline summary, schedule of the whole roadmap"),
        *_plain("activity", roadmap.activities, "parallel activities throughout"),
        *(_card("interview-area", a, text=_INTERVIEWS[a.group]) for a in roadmap.interview_areas),
        *_plain("resume-tip", roadmap.resume_tips, "resume tips, CV, job search strategy"),
        *_plain("portfolio-tip", roadmap.portfolio_tips, "portfolio tips"),
        *_plain("job-title", roadmap.job_titles, "job titles to target, roles, job search"),
        *_plain("company-kind", roadmap.company_kinds, "companies, employers, job search"),
        *(_card("habit", habit, text=_HABITS[habit.group]) for habit in roadmap.habits),
    )


def _of_phase(roadmap: Roadmap, phase: Phase) -> Iterator[Card]:
    numbers = (f"Phase {phase.number}", str(phase.number))
    yield _card("phase", phase, aliases=(*numbers, *phase.aliases), phase=phase.id)
    for section in phase.sections:
        yield _card("section", section, phase=phase.id)
        for topic in section.topics:
            yield _of_topic(topic, roadmap.card(topic.id))
    for project in phase.projects:
        yield _card("project", project, text=project.done, phase=phase.id)


def _of_topic(topic: Topic, card: TopicCard) -> Card:
    return Card(
        topic.id, "topic", topic.title, topic.aliases, card.summary, _taught(card), topic.phase
    )


def _of_subtopic(roadmap: Roadmap, subtopic: Subtopic) -> Card:
    phase = roadmap.topics[subtopic.topic].phase
    return _card("subtopic", subtopic, text=_taught(subtopic), phase=phase)


def _of_paper(paper: Paper) -> Card:
    text = f"{paper.authors} {paper.year} {paper.arxiv_id}"
    return Card(paper.id, "paper", paper.title, paper.aliases, paper.summary, text)


def _plain(kind: Kind, entries: Iterable[Told], heading: str = "") -> Iterator[Card]:
    return (_card(kind, entry, text=heading) for entry in entries)


def _card(
    kind: Kind,
    entry: Told,
    *,
    aliases: tuple[str, ...] | None = None,
    text: str = "",
    phase: str | None = None,
) -> Card:
    names = entry.aliases if aliases is None else aliases
    return Card(entry.id, kind, entry.title, names, entry.summary, text, phase)


def _taught(card: Lesson) -> str:
    return "\n".join((card.why, *card.key_points, card.done))
