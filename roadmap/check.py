"""Is the content sound? `python -m roadmap.check [FOLDER]` names what is not, by file and line.

What every start relies on (the files fit their shapes, prerequisites exist and run in no circle)
is seen to when the roadmap is loaded. This adds what is true of the content as a whole: ids are
unique, every reference leads somewhere, and the hours add up to the roadmap's months. The command
goes on to whether it is fair and readable (`roadmap.quality`) and runs its code
(`roadmap.execution`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from base.errors import ContentError
from roadmap.catalogue import SHIPPED, Roadmap
from roadmap.coding import CodingProblem
from roadmap.loading import entry_error, load_list, read
from roadmap.models import Hours, Months, Phase, total
from roadmap.questions import InterviewQuestion, QuizItem
from roadmap.topic_cards import Subtopic, TopicCard

LISTS = (
    "tools",
    "skills",
    "metrics",
    "advice",
    "timeline",
    "activities",
    "portfolio_projects",
    "portfolio_tips",
    "resume_tips",
    "interview_areas",
    "job_titles",
    "company_kinds",
    "habits",
    "resources",
    "papers",
)
"""Attributes of the roadmap that are lists; each is read from a file of its name."""

Refer = Iterator[tuple[str, str, Iterable[str]]]
"""Entries that refer to others: the entry's id, what it refers to, and the ids."""


class HasId(Protocol):
    @property
    def id(self) -> str: ...


def faults(folder: Path = SHIPPED) -> tuple[ContentError, ...]:
    """All that is wrong with the content in `folder`; where a file does not load, only that."""
    try:
        roadmap = Roadmap(folder)
    except ContentError as error:
        return (error,)
    unread = tuple(_unread(roadmap))
    if unread:
        return unread
    return (
        *_doubled(roadmap),
        *_without_a_card(roadmap),
        *_dangling(roadmap),
        *_misfiled(roadmap),
        *_used_again(roadmap),
        *_off_in_briefs(roadmap),
        *_off_in_hours(roadmap),
    )


def file_of(attribute: str, folder: Path) -> Path:
    """The file that holds a list of the roadmap."""
    return folder / f"{attribute.replace('_', '-')}.yaml"


def _unread(roadmap: Roadmap) -> Iterator[ContentError]:
    readers: list[Callable[[], object]] = [partial(getattr, roadmap, name) for name in LISTS]
    readers += [partial(getattr, roadmap, name) for name in ("renames", "briefs")]
    readers += [partial(load_list, path, TopicCard) for path in _files(roadmap, "cards")]
    readers += [partial(load_list, path, Subtopic) for path in _files(roadmap, "subtopics")]
    readers += [partial(load_list, path, QuizItem) for path in _files(roadmap, "quiz")]
    readers += [partial(load_list, path, InterviewQuestion) for path in _interviews(roadmap)]
    readers += [partial(load_list, path, CodingProblem) for path in _files(roadmap, "coding")]
    for reader in readers:
        try:
            reader()
        except ContentError as error:
            yield error


def _doubled(roadmap: Roadmap) -> Iterator[ContentError]:
    """Ids of the roadmap are unique over all kinds; those of questions among themselves."""
    yield from _met_twice(_all_entries(roadmap))
    yield from _met_twice(
        (path, card) for path in _files(roadmap, "cards") for card in load_list(path, TopicCard)
    )
    yield from _met_twice(
        (path, item) for path in _files(roadmap, "quiz") for item in load_list(path, QuizItem)
    )
    yield from _met_twice(
        (path, question)
        for path in _interviews(roadmap)
        for question in load_list(path, InterviewQuestion)
    )
    yield from _met_twice(
        (path, problem)
        for path in _files(roadmap, "coding")
        for problem in load_list(path, CodingProblem)
    )


def _met_twice(entries: Iterable[tuple[Path, HasId]]) -> Iterator[ContentError]:
    met: dict[str, Path] = {}
    for path, entry in entries:
        if entry.id in met:
            yield entry_error(path, entry.id, f"the id “{entry.id}” stands in {met[entry.id]} too")
        met[entry.id] = path


def _without_a_card(roadmap: Roadmap) -> Iterator[ContentError]:
    cards = roadmap.folder / "cards"
    carded = {card.id for path in _files(roadmap, "cards") for card in load_list(path, TopicCard)}
    for name in sorted(set(roadmap.topics) - carded):
        says = f"the topic “{name}” has no card in {cards.name}/"
        yield entry_error(roadmap.folder / "phases", name, says)
    for name in sorted(carded - set(roadmap.topics)):
        yield entry_error(cards, name, f"there is a card of “{name}”, which is not a topic")


def _all_entries(roadmap: Roadmap) -> Iterator[tuple[Path, HasId]]:
    phases, subtopics = roadmap.folder / "phases", roadmap.folder / "subtopics"
    yield from ((subtopics, subtopic) for subtopic in roadmap.subtopics)
    for phase in roadmap.phases:
        entries: list[HasId] = [phase, *phase.sections, *phase.topics, *phase.projects]
        yield from ((phases, entry) for entry in entries)
    for name in LISTS:
        yield from ((file_of(name, roadmap.folder), entry) for entry in getattr(roadmap, name))


def _dangling(roadmap: Roadmap) -> Iterator[ContentError]:
    known = {
        "topic": set(roadmap.topics),
        "phase": {phase.id for phase in roadmap.phases},
        "section": {section.id for section in roadmap.sections},
        "resource": {resource.id for resource in roadmap.resources},
    }
    for place, references in _references(roadmap):
        for entry, kind, names in references:
            for name in names:
                if name not in known[kind]:
                    yield entry_error(
                        place, entry, f"“{entry}” names the {kind} “{name}”, which does not exist"
                    )


def _references(roadmap: Roadmap) -> Iterator[tuple[Path, Refer]]:
    folder = roadmap.folder
    phases = folder / "phases"
    yield phases, ((p.id, "resource", p.resources) for p in roadmap.phases)
    yield phases, ((p.id, "topic", p.topics) for p in roadmap.projects)
    parts = roadmap.subtopics
    yield folder / "subtopics", ((s.id, "topic", (s.topic, *s.prerequisites)) for s in parts)
    yield phases, ((s.id, "section", [s.within] if s.within else []) for s in roadmap.sections)
    yield file_of("timeline", folder), ((r.id, "phase", [r.phase]) for r in roadmap.timeline)
    for name in LISTS:
        teaching = (entry for entry in getattr(roadmap, name) if hasattr(entry, "topics"))
        yield file_of(name, folder), ((entry.id, "topic", entry.topics) for entry in teaching)
    yield folder / "quiz", ((i.id, "topic", [i.topic]) for i in roadmap.quiz_items())
    questions = roadmap.interview_questions()
    yield folder / "interview", ((q.id, "topic", q.topics) for q in questions)
    problems = roadmap.coding_problems()
    yield folder / "coding", ((p.id, "topic", p.topics) for p in problems)


def _misfiled(roadmap: Roadmap) -> Iterator[ContentError]:
    """Questions of an interview area stand in files named for it: `area` or `area-theme`."""
    for path in _interviews(roadmap):
        for question in load_list(path, InterviewQuestion):
            if path.stem != question.area and not path.stem.startswith(f"{question.area}-"):
                says = f"“{question.id}” belongs to the area “{question.area}”, not to this file"
                yield entry_error(path, question.id, says)


def _off_in_hours(roadmap: Roadmap) -> Iterator[ContentError]:
    """Low hours add up to the fewest months and high hours to the most: of a section where the
    roadmap gives it months of its own, else of its phase."""
    for phase in roadmap.phases:
        for entry, months, hours in _spans(phase):
            for which in ("low", "high"):
                sum_of_hours = getattr(hours, which)
                due = getattr(months, which) * roadmap.overview.hours_per_month
                if sum_of_hours != due:
                    yield entry_error(
                        roadmap.folder / "phases",
                        entry,
                        f"the {which} hours of “{entry}” add up to {sum_of_hours:g}; "
                        f"its months make {due:g}",
                    )


def _spans(phase: Phase) -> Iterator[tuple[str, Months, Hours]]:
    yield phase.id, phase.months, phase.hours
    for section in phase.sections:
        if section.months is not None:
            counted = [s for s in phase.sections if section.id in (s.id, s.within)]
            yield section.id, section.months, total(s.hours for s in counted)


def _used_again(roadmap: Roadmap) -> Iterator[ContentError]:
    """Ids that are gone stay gone, and what took their place is there or went on from there."""
    path = roadmap.folder / "renames.yaml"
    there = {entry.id for _, entry in _all_entries(roadmap)}
    there |= {item.id for item in roadmap.quiz_items()}
    there |= {question.id for question in roadmap.interview_questions()}
    there |= {problem.id for problem in roadmap.coding_problems()}
    document = read(path)
    for number, rename in enumerate(roadmap.renames):
        later = {other.old for other in roadmap.renames[number + 1 :]}
        if rename.old in there:
            yield document.error(f"“{rename.old}” is gone and in use again", (number,))
        for name in rename.new:
            if name not in there | later:
                says = f"“{name}” takes the place of “{rename.old}” and does not exist"
                yield document.error(says, (number,))
        if rename.version > roadmap.overview.content_version:
            says = f"version {rename.version} is later than the content's own"
            yield document.error(says, (number,), hint="Raise content_version in roadmap.yaml.")


def _off_in_briefs(roadmap: Roadmap) -> Iterator[ContentError]:
    """Briefs belong to projects, and their milestones take the hours that the project takes."""
    folder = roadmap.folder / "briefs"
    hours = {project.id: project.hours.expected for project in roadmap.projects}
    known = {*hours, *(project.id for project in roadmap.portfolio_projects)}
    for name in sorted(known - set(roadmap.briefs)):
        yield ContentError(f"the project “{name}” has no brief", path=folder)
    for name, brief in roadmap.briefs.items():
        if name not in known:
            yield entry_error(folder, name, f"there is a brief of “{name}”, which is no project")
        elif name in hours and brief.hours != hours[name]:
            says = f"the milestones of “{name}” take {brief.hours:g} hours, not {hours[name]:g}"
            yield entry_error(folder, name, says)


def _files(roadmap: Roadmap, kind: str) -> list[Path]:
    return sorted((roadmap.folder / kind).glob("*.yaml"))


def _interviews(roadmap: Roadmap) -> list[Path]:
    return _files(roadmap, "interview")


def main(arguments: Sequence[str]) -> int:
    """Print what is wrong; the exit code is 0 where nothing is."""
    folder = Path(arguments[0]) if arguments else SHIPPED
    found = faults(folder)
    if not found:
        from roadmap.execution import execution_faults
        from roadmap.quality import quality_faults

        roadmap = Roadmap(folder)
        found = (*quality_faults(roadmap), *execution_faults(roadmap))
    for fault in found:
        sys.stderr.write(f"{fault.message}\n")
        if fault.hint:
            sys.stderr.write(f"  {fault.hint}\n")
    if found:
        return ContentError.exit_code
    roadmap = Roadmap(folder)
    sys.stdout.write(
        f"The content is sound: {len(roadmap.phases)} phases, {len(roadmap.topics)} topics, "
        f"{len(roadmap.projects)} projects, {len(roadmap.resources)} resources, "
        f"{len(roadmap.papers)} papers, {len(roadmap.quiz_items())} quiz items, "
        f"{len(roadmap.interview_questions())} interview questions, "
        f"{len(roadmap.coding_problems())} coding problems.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
