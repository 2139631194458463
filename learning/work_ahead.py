"""What is left of the roadmap for a learner, as work in the order in which it can be done."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from learning.week_candidates import FAR_ENOUGH
from learning.week_topics import BlockLength
from roadmap.catalogue import Roadmap
from roadmap.models import Phase, Project, Section, Topic


@dataclass(frozen=True, slots=True)
class Work:
    """A topic, or one milestone of a project, with the minutes that are left of it.

    `of` is the id of the topic or the project, `title` its title; `id` is that of the topic, or of
    the project with the number of the milestone, whose title is `part`. All of `after` (ids of
    work) is done before it begins.
    """

    id: str
    kind: Literal["learn", "project"]
    of: str
    title: str
    phase: str
    minutes: int
    after: frozenset[str] = frozenset()
    part: str = ""


def work_left(
    roadmap: Roadmap,
    closed: Collection[str],
    spent: Mapping[str, int],
    chosen: Collection[str] = (),
    first: Collection[str] = (),
) -> tuple[Work, ...]:
    """What is left to do, prerequisites before what needs them, phase by phase as the roadmap goes.

    Of a phase that says how many of its sections to take, those in `chosen` count, or those that
    were begun or hold a topic of `first`, then the first ones; what these build on is added.
    `closed` are topics and projects done or skipped; `spent` minutes by candidate of the week
    planner, such as "learn:python"; topics in `first` come before all others. A topic that has had
    its hours and is not closed takes one more block, as the planner has it.
    """
    wanted = _wanted_topics(roadmap, closed, spent, chosen, first)
    topics = [
        Work(
            name,
            "learn",
            name,
            topic.title,
            topic.phase,
            _left(topic, spent),
        )
        for phase in roadmap.phases
        for name in roadmap.order
        for topic in [roadmap.topics[name]]
        if topic.phase == phase.id and name in wanted
    ]
    topics.sort(key=lambda item: item.of not in first)
    line = _in_order(roadmap, tuple(topics))
    return _with_projects(roadmap, line, closed, spent)


def sections_taken(
    phase: Phase, chosen: Collection[str], begun: Collection[str]
) -> tuple[Section, ...]:
    """The sections of a phase that a learner takes: all, or as many as it lets them choose; first
    those in `chosen` (ids of sections), then those with a topic in `begun`, then the first ones."""
    if phase.choose is None:
        return phase.sections
    ranked = sorted(
        phase.sections,
        key=lambda section: (
            section.id not in chosen,
            not any(topic.id in begun for topic in section.topics),
        ),
    )
    return tuple(ranked[: phase.choose])


def _wanted_topics(
    roadmap: Roadmap,
    closed: Collection[str],
    spent: Mapping[str, int],
    chosen: Collection[str],
    first: Collection[str],
) -> frozenset[str]:
    begun = {*closed, *first, *(name.removeprefix("learn:") for name in spent)}
    wanted = {
        topic.id
        for phase in roadmap.phases
        for section in sections_taken(phase, chosen, begun)
        for topic in section.topics
    }
    wanted.update(first)
    wanted.update(before.id for name in tuple(wanted) for before in roadmap.prerequisites(name))
    return frozenset(wanted - set(closed))


def _left(topic: Topic, spent: Mapping[str, int]) -> int:
    left = round(topic.hours.expected * 60) - spent.get(f"learn:{topic.id}", 0)
    return left if left > 0 else BlockLength().shortest


def _in_order(roadmap: Roadmap, work: tuple[Work, ...]) -> tuple[Work, ...]:
    """The work in its order, each after all that it builds on."""
    by_id = {item.id: item for item in work}
    line: dict[str, Work] = {}
    for item in work:
        for before in roadmap.prerequisites(item.id):
            if before.id in by_id:
                line.setdefault(before.id, by_id[before.id])
        line.setdefault(item.id, item)
    return tuple(
        replace(item, after=frozenset(b.id for b in behind if b.id in by_id))
        for item in line.values()
        for behind in [roadmap.prerequisites(item.id)]
    )


def _with_projects(
    roadmap: Roadmap, line: tuple[Work, ...], closed: Collection[str], spent: Mapping[str, int]
) -> tuple[Work, ...]:
    """The line with each open project behind the topic that makes it worth beginning."""
    waiting = [project for project in roadmap.projects if project.id not in closed]
    behind: dict[str | None, list[Project]] = {}
    for project in waiting:
        behind.setdefault(_last_needed(project, line), []).append(project)

    def milestones(after: str | None) -> Iterator[Work]:
        for project in behind.get(after, ()):
            yield from _milestones(roadmap, project, line, spent.get(f"project:{project.id}", 0))

    placed = list(milestones(None))
    for item in line:
        placed += (item, *milestones(item.id))
    return tuple(placed)


def _needed(project: Project, line: tuple[Work, ...]) -> tuple[str, ...]:
    """The topics of the line that must be done before the project is far enough, in order."""
    open_topics = [item.id for item in line if item.of in project.topics]
    done = len(project.topics) - len(open_topics)
    count = 0
    while done + count < FAR_ENOUGH * len(project.topics):
        count += 1
    return tuple(open_topics[:count])


def _last_needed(project: Project, line: tuple[Work, ...]) -> str | None:
    return next(reversed(_needed(project, line)), None)


def _milestones(
    roadmap: Roadmap, project: Project, line: tuple[Work, ...], spent: int
) -> Iterator[Work]:
    """What is left of a project's milestones; `spent` minutes have gone into the first ones."""
    after = frozenset(_needed(project, line))
    for number, milestone in enumerate(roadmap.briefs[project.id].milestones, start=1):
        minutes = round(milestone.hours * 60)
        used = min(spent, minutes)
        spent -= used
        if minutes > used:
            name = f"{project.id}/{number}"
            yield Work(
                name,
                "project",
                project.id,
                project.title,
                project.phase,
                minutes - used,
                after,
                milestone.title,
            )
            after = frozenset({name})
