"""The roadmap, and the questions it answers: what is there, what comes first, what is next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from base.errors import NotFound
from base.text import fold, one_line
from roadmap.extras import (
    Activity,
    Advice,
    CompanyKind,
    Habit,
    InterviewArea,
    JobTitle,
    Metric,
    PortfolioProject,
    PortfolioTip,
    ResumeTip,
    Skill,
    TimelineRow,
    Tool,
)
from roadmap.graph import behind, find_circle, is_ready, study_order
from roadmap.loading import entry_error, load_list, load_one
from roadmap.models import Overview, Phase, Project, Section, Topic
from roadmap.questions import InterviewQuestion, QuizItem

if TYPE_CHECKING:
    from roadmap.briefs import Brief
    from roadmap.coding import CodingProblem
    from roadmap.library import Paper, Resource
    from roadmap.matching import Found, Index
    from roadmap.renames import Rename
    from roadmap.topic_cards import Subtopic, TopicCard

T = TypeVar("T")

SHIPPED = Path(__file__).parent / "content"
Place = Phase | Section | Topic | Project
"""What the phases are made of: what has a length and can be worked through."""

PLACE_KINDS = frozenset({"phase", "section", "topic", "project"})
_CALLED_SO = 85.0
"""The score from which a name is taken for what it found; below it, only with a clear lead."""
_CLEAR_LEAD = 1.0


class Roadmap:
    """What there is to learn.

    Titles, prerequisites and hours are read at once; everything else when it is first asked.
    """

    def __init__(self, folder: Path) -> None:
        """Read the phases of `folder`. `Roadmap.load` keeps what it read; this does not.

        Raises:
            ContentError: a phase file is wrong, or a prerequisite is unknown or in a circle.
        """
        self.folder = folder
        self.overview: Overview = load_one(folder / "roadmap.yaml", Overview)
        self.phases: tuple[Phase, ...] = tuple(
            sorted(
                (load_one(path, Phase) for path in sorted((folder / "phases").glob("*.yaml"))),
                key=lambda phase: phase.number,
            )
        )
        topics = [topic for phase in self.phases for topic in phase.topics]
        self.topics: Mapping[str, Topic] = MappingProxyType({t.id: t for t in topics})
        self._check_ids(topics)
        self._graph = {topic.id: topic.prerequisites for topic in topics}
        self._check_prerequisites()
        self.order: tuple[str, ...] = study_order(self._graph)

    @classmethod
    def load(cls, folder: Path | None = None) -> Roadmap:
        """The roadmap in `folder`, by default the one that ships; read once per process.

        Raises:
            ContentError: a content file is wrong; the message names file and line.
        """
        return _load((folder or SHIPPED).absolute())

    def topic(self, name: str) -> Topic:
        """The topic called `name`: its id, its title, an alias, or nearly one of these.

        Raises:
            NotFound: no topic is called that; the hint names up to three that come near.
        """
        if (by_id := self._topic_with_id(name)) is not None:
            return by_id
        found = self.find(name, limit=3, kinds={"topic"})
        if not _stands_out(found):
            raise _nothing_called(name, "topic", found)
        return self.topics[found[0].id]

    def place(self, name: str) -> Place:
        """The phase, section, topic or project called `name`; “phase 3” or “3” will do.

        Raises:
            NotFound: none is called that; the hint names up to three that come near.
        """
        if (by_id := self._topic_with_id(name)) is not None:
            return by_id
        found = self.find(name, limit=3, kinds=PLACE_KINDS)
        if not _stands_out(found):
            raise _nothing_called(name, "phase, section, topic or project", found)
        return self._places[found[0].kind, found[0].id]

    def card(self, topic_id: str) -> TopicCard:
        """What is taught about a topic.

        Raises:
            NotFound: no topic has this id.
        """
        return _named(self._cards, topic_id, "topic card")

    def subtopic(self, name: str) -> Subtopic | None:
        """The subject inside a topic that is called `name`; None where none is, or where a phase,
        section, topic or project is called so with better right."""
        found = self.find(name, limit=1, kinds={*PLACE_KINDS, "subtopic"})
        if not found or found[0].kind != "subtopic" or found[0].score < _CALLED_SO:
            return None
        return next(one for one in self.subtopics if one.id == found[0].id)

    def find(
        self, query: str, limit: int = 10, kinds: Collection[str] | None = None
    ) -> tuple[Found, ...]:
        """What answers `query`, the best first; of all kinds of entry unless `kinds` are given.

        Kinds are those of `roadmap.models.Kind`.
        """
        return self._index.find(query, limit, kinds)

    def prerequisites(self, topic_id: str) -> tuple[Topic, ...]:
        """All that stands before the topic, near and far, in study order.

        Raises:
            NotFound: there is no topic with this id.
        """
        if topic_id not in self.topics:
            raise _nothing_called(topic_id, "topic", self.find(topic_id, 3, {"topic"}))
        before = behind(self._graph, topic_id)
        return tuple(self.topics[name] for name in self.order if name in before)

    def next_topics(self, finished: Collection[str], limit: int) -> tuple[Topic, ...]:
        """Up to `limit` topics that can be begun: not finished, with all prerequisites finished.

        They come in study order. Ids in `finished` that are no topics' are passed over.
        """
        done = frozenset(finished)
        open_now = [
            self.topics[name]
            for name in self.order
            if name not in done and is_ready(self._graph, name, done)
        ]
        return tuple(open_now[: max(limit, 0)])

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return tuple(section for phase in self.phases for section in phase.sections)

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        return tuple(project for phase in self.phases for project in phase.projects)

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], Place]:
        places: dict[tuple[str, str], Place] = {}
        places.update((("phase", phase.id), phase) for phase in self.phases)
        places.update((("section", section.id), section) for section in self.sections)
        places.update((("topic", topic.id), topic) for topic in self.topics.values())
        places.update((("project", project.id), project) for project in self.projects)
        return places

    @cached_property
    def subtopics(self) -> tuple[Subtopic, ...]:
        """The subjects inside topics that have a card of their own, in the order of the files."""
        from roadmap.topic_cards import Subtopic

        files = sorted((self.folder / "subtopics").glob("*.yaml"))
        return tuple(subtopic for path in files for subtopic in load_list(path, Subtopic))

    @cached_property
    def tools(self) -> tuple[Tool, ...]:
        return load_list(self.folder / "tools.yaml", Tool)

    @cached_property
    def skills(self) -> tuple[Skill, ...]:
        return load_list(self.folder / "skills.yaml", Skill)

    @cached_property
    def metrics(self) -> tuple[Metric, ...]:
        return load_list(self.folder / "metrics.yaml", Metric)

    @cached_property
    def advice(self) -> tuple[Advice, ...]:
        return load_list(self.folder / "advice.yaml", Advice)

    @cached_property
    def timeline(self) -> tuple[TimelineRow, ...]:
        return load_list(self.folder / "timeline.yaml", TimelineRow)

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        return load_list(self.folder / "activities.yaml", Activity)

    @cached_property
    def portfolio_projects(self) -> tuple[PortfolioProject, ...]:
        return load_list(self.folder / "portfolio-projects.yaml", PortfolioProject)

    @cached_property
    def portfolio_tips(self) -> tuple[PortfolioTip, ...]:
        return load_list(self.folder / "portfolio-tips.yaml", PortfolioTip)

    @cached_property
    def resume_tips(self) -> tuple[ResumeTip, ...]:
        return load_list(self.folder / "resume-tips.yaml", ResumeTip)

    @cached_property
    def interview_areas(self) -> tuple[InterviewArea, ...]:
        return load_list(self.folder / "interview-areas.yaml", InterviewArea)

    @cached_property
    def job_titles(self) -> tuple[JobTitle, ...]:
        return load_list(self.folder / "job-titles.yaml", JobTitle)

    @cached_property
    def company_kinds(self) -> tuple[CompanyKind, ...]:
        return load_list(self.folder / "company-kinds.yaml", CompanyKind)

    @cached_property
    def habits(self) -> tuple[Habit, ...]:
        """Ways to keep learning: what to follow, where to talk, what to do beyond courses."""
        return load_list(self.folder / "habits.yaml", Habit)

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        from roadmap.library import Resource

        return load_list(self.folder / "resources.yaml", Resource)

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        from roadmap.library import Paper

        return load_list(self.folder / "papers.yaml", Paper)

    @cached_property
    def briefs(self) -> Mapping[str, Brief]:
        """Project briefs by the id of their project or portfolio project."""
        from roadmap.briefs import Brief

        files = sorted((self.folder / "briefs").glob("*.yaml"))
        return {brief.id: brief for path in files for brief in load_list(path, Brief)}

    @cached_property
    def renames(self) -> tuple[Rename, ...]:
        """What became of ids that are gone, in the order in which they went."""
        from roadmap.renames import Rename

        return load_list(self.folder / "renames.yaml", Rename)

    def quiz_items(self, topic: str | None = None) -> tuple[QuizItem, ...]:
        """All quiz items, or those of the topic with this id, in the order of the files."""
        return tuple(i for i in self._quiz_items.values() if topic is None or i.topic == topic)

    def quiz_item(self, item_id: str) -> QuizItem:
        """Raises NotFound where no quiz item has this id."""
        return _named(self._quiz_items, item_id, "quiz item")

    def interview_questions(self, area: str | None = None) -> tuple[InterviewQuestion, ...]:
        """All interview questions, or those of an area, in the order of the files."""
        questions = self._interview_questions.values()
        return tuple(q for q in questions if area is None or q.area == area)

    def interview_question(self, question_id: str) -> InterviewQuestion:
        """Raises NotFound where no interview question has this id."""
        return _named(self._interview_questions, question_id, "interview question")

    def coding_problems(self) -> tuple[CodingProblem, ...]:
        """All coding problems, in the order of the files."""
        return tuple(self._coding_problems.values())

    def coding_problem(self, problem_id: str) -> CodingProblem:
        """Raises NotFound where no coding problem has this id."""
        return _named(self._coding_problems, problem_id, "coding problem")

    @cached_property
    def _cards(self) -> dict[str, TopicCard]:
        from roadmap.topic_cards import TopicCard

        files = sorted((self.folder / "cards").glob("*.yaml"))
        return {card.id: card for path in files for card in load_list(path, TopicCard)}

    @cached_property
    def _quiz_items(self) -> dict[str, QuizItem]:
        files = sorted((self.folder / "quiz").glob("*.yaml"))
        return {item.id: item for path in files for item in load_list(path, QuizItem)}

    @cached_property
    def _interview_questions(self) -> dict[str, InterviewQuestion]:
        files = sorted((self.folder / "interview").glob("*.yaml"))
        return {q.id: q for path in files for q in load_list(path, InterviewQuestion)}

    @cached_property
    def _coding_problems(self) -> dict[str, CodingProblem]:
        from roadmap.coding import CodingProblem

        files = sorted((self.folder / "coding").glob("*.yaml"))
        return {p.id: p for path in files for p in load_list(path, CodingProblem)}

    @cached_property
    def _index(self) -> Index:
        from roadmap.cards import cards_of
        from roadmap.matching import Index

        return Index(cards_of(self))

    def _topic_with_id(self, name: str) -> Topic | None:
        return self.topics.get(fold(name).replace(" ", "-"))

    def _check_ids(self, topics: Sequence[Topic]) -> None:
        for topic in topics:
            if self.topics[topic.id] is not topic:
                raise entry_error(
                    self.folder / "phases", topic.id, f"two topics have the id “{topic.id}”"
                )

    def _check_prerequisites(self) -> None:
        for topic in self.topics.values():
            for name in topic.prerequisites:
                if name not in self.topics:
                    raise entry_error(
                        self.folder / "phases",
                        topic.id,
                        f"“{topic.id}” asks for “{name}”, which is not a topic",
                        hint="Prerequisites are written as topic ids.",
                    )
        circle = find_circle(self._graph)
        if circle:
            way = " → ".join(circle)
            raise entry_error(
                self.folder / "phases", circle[0], f"prerequisites run in a circle: {way}"
            )


@lru_cache(maxsize=8)
def _load(folder: Path) -> Roadmap:
    return Roadmap(folder)


def _stands_out(found: tuple[Found, ...]) -> bool:
    """Whether the first is meant: it is called so, or it leads where all words are in its name."""
    from roadmap.matching import INSIDE_NAME

    if not found:
        return False
    best, *others = found
    if best.score >= _CALLED_SO:
        return True
    leads = not any(best.score - other.score < _CLEAR_LEAD for other in others)
    return leads and best.score >= INSIDE_NAME


def _nothing_called(name: str, kind: str, near: tuple[Found, ...]) -> NotFound:
    titles = ", ".join(f"“{found.title}”" for found in near[:3])
    return NotFound(
        f"The roadmap has no {kind} called “{one_line(name, 60)}”.",
        hint=f"Did you mean {titles}?" if titles else "`waymark roadmap` shows what is there.",
    )


def _named(entries: Mapping[str, T], name: str, kind: str) -> T:
    try:
        return entries[name]
    except KeyError:
        raise NotFound(f"There is no {kind} with the id “{one_line(name, 60)}”.") from None
