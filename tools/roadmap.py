"""The roadmap for the agent: what is there, what a topic holds, what is next, how far one is."""

from __future__ import annotations

from typing import Annotated

from langchain.tools import ToolRuntime, tool
from pydantic import Field

from base.errors import NotFound
from base.text import fold, one_line
from learning.outlook_wording import outlook_lines, week_lines
from learning.progress import PhaseProgress
from learning.streaks import streak_words
from learning.study import Study
from memory.records import TopicState
from roadmap.beside import describe_beside, kind_in_words
from roadmap.catalogue import Place
from roadmap.describing import describe_called, hours, months, overview
from roadmap.matching import Found
from roadmap.models import Phase, Project, Section, Topic
from roadmap.topic_cards import Subtopic
from tools.context import MentorContext, ToolAnswer

_MOST_FOUND = 10
_WEEKS_SHOWN = 4
_THE_WHOLE = frozenset({"roadmap", "the roadmap", "whole roadmap", "the whole roadmap", "all"})


@tool(response_format="content_and_artifact")
def search_roadmap(
    runtime: ToolRuntime[MentorContext],
    query: Annotated[str, Field(max_length=300)],
) -> ToolAnswer:
    """Find anything on the roadmap by a few words: topics, projects, tools, skills, advice,
    the job search, resources, papers. All of one topic or phase: show_topic."""
    study = runtime.context.study
    found = study.roadmap.find(query, limit=_MOST_FOUND)
    if not found:
        shown = one_line(query, 60)
        return f"Nothing on the roadmap answers “{shown}”.", f"Nothing for “{shown}”"
    lines = [f"- **{hit.title}** ({_where(study, hit)}): {hit.summary}" for hit in found]
    return "\n".join(lines), f"{len(found)} found, first “{found[0].title}”"


@tool(response_format="content_and_artifact")
def show_topic(
    runtime: ToolRuntime[MentorContext],
    topic: Annotated[str, Field(description="Its name, “phase 3”, or “roadmap”")],
) -> ToolAnswer:
    """Show all about one topic, project, section or phase, or the whole roadmap: what it is, how
    long it takes, what is in it, what comes before it, when it is done. Use it to teach."""
    study = runtime.context.study
    if fold(topic) in _THE_WHOLE:
        return overview(study.roadmap), months(study.roadmap.overview.total_months)
    try:
        place, text = describe_called(study.roadmap, topic, _marks(study))
    except NotFound:
        found = describe_beside(study.roadmap, topic)
        if found is None:
            raise
        hit, told = found
        return told, hit.title
    return text, f"{place.title}: {_length(place)}"


@tool(response_format="content_and_artifact")
def next_topics(
    runtime: ToolRuntime[MentorContext],
    limit: Annotated[int, Field(ge=1, le=20)] = 5,
) -> ToolAnswer:
    """List the topics the learner can take up next: under way first, then those whose
    prerequisites are done."""
    study = runtime.context.study
    topics = study.progress.next_topics(limit)
    if not topics:
        return "Every topic is done or skipped.", "Nothing is left"
    marks = _marks(study)
    lines = [
        _next_line(number, topic, study.roadmap.card(topic.id).why, marks)
        for number, topic in enumerate(topics, 1)
    ]
    return "\n".join(lines), f"Next: {topics[0].title}"


@tool(response_format="content_and_artifact")
def show_progress(
    runtime: ToolRuntime[MentorContext],
    outlook: Annotated[
        bool, Field(description="Show instead when each phase, and all, will be done")
    ] = False,
) -> ToolAnswer:
    """Show how far the learner is: topics and hours done of each phase, and what is under way.
    How well they know it: assess_readiness."""
    study = runtime.context.study
    if outlook:
        ahead = study.outlooks.look()
        lines = outlook_lines(ahead)
        if weeks := week_lines(ahead, _WEEKS_SHOWN):
            lines += ["", "The next weeks:", *weeks]
        shown = [f"- {' '.join(x.split())}" if x.startswith("  ") else x for x in lines]
        return "\n".join(shown), "When you will be done"
    progress = study.progress.progress()
    short = f"{progress.topics_done} of {progress.topics_total} topics done"
    lines = [f"{short} ({_hours(progress.hours_done)} of {_hours(progress.hours_total)} hours)."]
    lines += [_phase_line(phase) for phase in progress.phases]
    if progress.learning:
        titles = "; ".join(study.roadmap.topics[name].title for name in progress.learning)
        lines.append(f"Under way: {titles}.")
    lines.insert(1, streak_words(study.streaks.streak(), study.streaks.today()))
    return "\n".join(lines), short


@tool(response_format="content_and_artifact")
def set_topic_status(
    runtime: ToolRuntime[MentorContext],
    topic: str,
    status: TopicState,
) -> ToolAnswer:
    """Note that the learner plans, is learning, has done or skips a topic or project. Only what
    they say themselves."""
    study = runtime.context.study
    noted = study.progress.set_status(topic, status)
    said = f"{study.progress.title_of(noted.topic)}: {noted.status}"
    return f"Noted. {said}.", said


def _marks(study: Study) -> dict[str, str]:
    return {name: status.status for name, status in study.memory.topics.all().items()}


def _where(study: Study, hit: Found) -> str:
    phase = next((phase for phase in study.roadmap.phases if phase.id == hit.phase), None)
    if phase is None or hit.kind == "phase":
        return kind_in_words(hit.kind)
    part = f"phase {phase.number}" if phase.number else "prerequisites"
    return f"{kind_in_words(hit.kind)}, {part}"


def _length(place: Place | Subtopic) -> str:
    match place:
        case Phase():
            return months(place.months)
        case Section() | Topic() | Project() | Subtopic():
            return hours(place.hours)


def _next_line(number: int, topic: Topic, why: str, marks: dict[str, str]) -> str:
    begun = " (under way)" if marks.get(topic.id) == "learning" else ""
    return f"{number}. **{topic.title}**{begun}, {hours(topic.hours)}. {why}"


def _phase_line(phase: PhaseProgress) -> str:
    done = f"{phase.topics_done} of {phase.topics_total} topics"
    return (
        f"- {phase.title}: {done}, {_hours(phase.hours_done)} of {_hours(phase.hours_total)} hours"
    )


def _hours(number: float) -> str:
    return f"{number:g}"


TOOLS = (search_roadmap, show_topic, next_topics, show_progress, set_topic_status)
