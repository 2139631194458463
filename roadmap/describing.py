"""The roadmap in words: Markdown that a model can use and a learner can read as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roadmap.briefs import brief_in_words
from roadmap.catalogue import PLACE_KINDS, Place, Roadmap
from roadmap.matching import NAMED, Found
from roadmap.models import Hours, Months, Phase, Project, Section, Topic
from roadmap.topic_cards import Example, Lesson, Subtopic

_MOST_RESOURCES = 3
_CHOICE = {1: "one", 2: "one or two", 3: "one to three"}

Marks = Mapping[str, str]
"""Topic ids with a word on where the learner stands with them, such as “done”."""


def describe_called(
    roadmap: Roadmap, name: str, marks: Marks | None = None
) -> tuple[Place | Subtopic, str]:
    """What is called `name`, and all about it; other bearers of the name in a line at the end.

    Raises:
        NotFound: no phase, section, topic, subject inside a topic or project is called that.
    """
    subtopic = roadmap.subtopic(name)
    if subtopic is not None:
        return subtopic, _subtopic(roadmap, subtopic)
    place = roadmap.place(name)
    others = [
        _titled(roadmap, hit)
        for hit in roadmap.find(name, limit=4, kinds=PLACE_KINDS)
        if hit.score >= NAMED and hit.id != place.id
    ]
    also = [f"Also called so: {'; '.join(others)}."] if others else []
    return place, "\n\n".join([describe(roadmap, place, marks), *also])


def describe(roadmap: Roadmap, place: Place, marks: Marks | None = None) -> str:
    """All that the roadmap says about a phase, section, topic or project."""
    known = marks or {}
    match place:
        case Phase():
            return _phase(roadmap, place, known)
        case Section():
            return _section(roadmap, place, known)
        case Topic():
            return _topic(roadmap, place, known)
        case Project():
            return _project(roadmap, place)


def overview(roadmap: Roadmap, progress: Mapping[str, str] | None = None) -> str:
    """The phases at a glance. `progress` has a few words for each phase id that has some."""
    whole = roadmap.overview
    blocks = [f"# {whole.title}\n\n{whole.summary}"]
    for phase in roadmap.phases:
        so_far = (progress or {}).get(phase.id)
        counts = f"{months(phase.months)}, {len(phase.topics)} topics"
        counts += f", {len(phase.projects)} projects" if phase.projects else ""
        counts += f", choose {_CHOICE[phase.choose]}" if phase.choose else ""
        lines = [f"## {phase_name(phase)}", f"{counts}{f' ({so_far})' if so_far else ''}"]
        lines += [f"- {section.title}: {len(section.topics)} topics" for section in phase.sections]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def phase_name(phase: Phase) -> str:
    """“Phase 3: …”, and the bare title for what comes before phase 1."""
    return f"Phase {phase.number}: {phase.title}" if phase.number else phase.title


def months(span: Months) -> str:
    """“2 to 3 months”."""
    return f"{span.low:g} to {span.high:g} months"


def hours(span: Hours) -> str:
    """“8 to 12 hours, most need about 9”."""
    return f"{span.low:g} to {span.high:g} hours, most need about {span.expected:g}"


def _phase(roadmap: Roadmap, phase: Phase, marks: Marks) -> str:
    length = f"{months(phase.months)} ({phase.hours.low:g} to {phase.hours.high:g} hours)"
    chosen = f" Choose {_CHOICE[phase.choose]} of its areas." if phase.choose else ""
    blocks = [f"## {phase_name(phase)}\n\n{length}.{chosen} {phase.summary}"]
    for section in phase.sections:
        span = f" ({months(section.months)})" if section.months else ""
        blocks.append(f"### {section.title}{span}\n\n{_topic_list(section.topics, marks)}")
    if phase.projects:
        named = (f"- {project.title} ({_short(project.hours)})" for project in phase.projects)
        blocks.append("### Projects\n\n" + "\n".join(named))
    if phase.resources:
        titles = {resource.id: resource.title for resource in roadmap.resources}
        blocks.append("### Resources\n\n" + _bullets(titles[name] for name in phase.resources))
    return "\n\n".join(blocks)


def _section(roadmap: Roadmap, section: Section, marks: Marks) -> str:
    phase = _phase_of(roadmap, section.phase)
    span = f"{months(section.months)}, " if section.months else ""
    blocks = [
        f"## {section.title}\n\nA section of {phase_name(phase)}: {span}{hours(section.hours)}.",
        f"{section.summary} {section.note}".strip(),
        _topic_list(section.topics, marks),
    ]
    return "\n\n".join(blocks)


def _topic(roadmap: Roadmap, topic: Topic, marks: Marks) -> str:
    phase = _phase_of(roadmap, topic.phase)
    section = next(s for s in phase.sections if s.id == topic.section)
    opens = [other.title for other in roadmap.topics.values() if topic.id in other.prerequisites]
    status = f" You marked it {marks[topic.id]}." if topic.id in marks else ""
    parts = [part.title for part in roadmap.subtopics if part.topic == topic.id]
    blocks = [
        f"## {topic.title}\n\n{phase_name(phase)}, {section.title}. {hours(topic.hours)}.{status}",
        *_lesson(roadmap.card(topic.id)),
    ]
    if parts:
        blocks.append(f"**Looked at more closely:** {'; '.join(parts)}")
    if topic.prerequisites:
        blocks.append(f"**Comes after:** {_titles(roadmap, topic.prerequisites)}")
    if opens:
        blocks.append(f"**Opens the way to:** {'; '.join(opens)}")
    further = _further(roadmap, topic)
    if further:
        blocks.append(f"**To go further**\n{_bullets(further)}")
    return "\n\n".join(blocks)


def _subtopic(roadmap: Roadmap, subtopic: Subtopic) -> str:
    topic = roadmap.topics[subtopic.topic]
    blocks = [
        f"## {subtopic.title}\n\nA part of {topic.title} "
        f"({phase_name(_phase_of(roadmap, topic.phase))}). {hours(subtopic.hours)}.",
        *_lesson(subtopic),
    ]
    if subtopic.prerequisites:
        blocks.append(f"**Comes after:** {_titles(roadmap, subtopic.prerequisites)}")
    further = _further(roadmap, topic)
    if further:
        blocks.append(f"**To go further**\n{_bullets(further)}")
    return "\n\n".join(blocks)


def _lesson(card: Lesson) -> list[str]:
    beliefs = (f"“{one.belief}” {one.truth}" for one in card.misunderstandings)
    return [
        card.summary,
        f"**Why it matters:** {card.why}",
        f"**Key points**\n{_bullets(card.key_points)}",
        f"**Often misunderstood**\n{_bullets(beliefs)}",
        _example(card.example),
        f"**Done when:** {card.done}",
    ]


def _example(example: Example) -> str:
    told = f"**Example:** {example.says}"
    if not example.code:
        return told
    return f"{told}\n\n```python\n{example.code}\n```\n\nIt prints:\n\n```\n{example.output}\n```"


def _project(roadmap: Roadmap, project: Project) -> str:
    phase = _phase_of(roadmap, project.phase)
    blocks = [
        f"## {project.title}\n\nA project of {phase_name(phase)}. {hours(project.hours)}.",
        project.summary,
    ]
    blocks.append(f"**Done when:** {project.done}")
    blocks += brief_in_words(roadmap.briefs[project.id])
    blocks.append(f"**Draws on:** {_titles(roadmap, project.topics)}")
    return "\n\n".join(blocks)


def _further(roadmap: Roadmap, topic: Topic) -> list[str]:
    """Where to read on: the papers to begin with, then resources, a few in all."""
    papers = [
        f"{paper.title} ({paper.year}), {paper.url}"
        for paper in roadmap.papers
        if paper.read_first and topic.id in paper.topics
    ]
    resources = [
        f"{resource.title}, {resource.url}"
        for resource in roadmap.resources
        if topic.id in resource.topics
    ]
    return [*resources[: _MOST_RESOURCES - len(papers[:1])], *papers[:1]]


def _topic_list(topics: Iterable[Topic], marks: Marks) -> str:
    return _bullets(
        f"{topic.title} ({'; '.join(filter(None, (_short(topic.hours), marks.get(topic.id))))})"
        for topic in topics
    )


def _titled(roadmap: Roadmap, hit: Found) -> str:
    phase = _phase_of(roadmap, str(hit.phase))
    return f"{hit.title} ({hit.kind} of {phase_name(phase)})"


def _phase_of(roadmap: Roadmap, phase_id: str) -> Phase:
    return next(phase for phase in roadmap.phases if phase.id == phase_id)


def _titles(roadmap: Roadmap, topics: Iterable[str]) -> str:
    return "; ".join(roadmap.topics[name].title for name in topics)


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _short(span: Hours) -> str:
    return f"{span.low:g} to {span.high:g} h"
