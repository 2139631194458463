"""How far the learner is, how ready, and what can come next, each from what memory holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import get_args

from base.clock import Clock
from base.errors import InvalidInput, NotFound
from base.text import fold
from learning.calibration import Calibration, calibration_of
from learning.evidence import counts, mastery_from, prerequisites_of
from learning.mastery import Mastery
from memory.learner import LearnerMemory
from memory.records import Change, TopicState, TopicStatus
from roadmap.catalogue import Roadmap
from roadmap.extras import JobTitle
from roadmap.models import Phase, Project, Topic

_FEW = 5
"""Answers below which a figure is called a first impression."""
_SURE_NAME = 70.0
_AreaTopics = tuple[str, str, tuple[Topic, ...]]
"""Id, title and topics of an area."""


@dataclass(frozen=True, slots=True)
class PhaseProgress:
    """Topics and expected hours of one phase: done, and in all. Skipped topics are in neither."""

    id: str
    title: str
    topics_done: int
    topics_total: int
    hours_done: float
    hours_total: float


@dataclass(frozen=True, slots=True)
class Progress:
    phases: tuple[PhaseProgress, ...]
    learning: tuple[str, ...]
    topics_done: int
    topics_total: int
    hours_done: float
    hours_total: float


@dataclass(frozen=True, slots=True)
class AreaReadiness:
    """One area. `figure` is 0 to 1, or None where there is no evidence; `attempts` graded answers
    stand behind it, on `topics_seen` of its `topics_total` topics."""

    id: str
    title: str
    figure: float | None
    attempts: int
    topics_seen: int
    topics_total: int

    @property
    def first_impression(self) -> bool:
        return 0 < self.attempts < _FEW


@dataclass(frozen=True, slots=True)
class Readiness:
    """`role` is the role's title, or None for the whole roadmap."""

    role: str | None
    areas: tuple[AreaReadiness, ...]
    attempts: int


@dataclass(frozen=True, slots=True)
class AreaCalibration:
    """How well the learner's confidence held in one section."""

    id: str
    title: str
    calibration: Calibration


class ProgressService:
    def __init__(self, memory: LearnerMemory, roadmap: Roadmap, clock: Clock) -> None:
        self._memory = memory
        self._roadmap = roadmap
        self._clock = clock

    def progress(self) -> Progress:
        """Topics and hours done of each phase and of the whole."""
        states = self._memory.topics.all()
        done = {name for name, state in states.items() if state.status == "done"}
        skipped = {name for name, state in states.items() if state.status == "skipped"}
        phases = tuple(_of_phase(phase, done, skipped) for phase in self._roadmap.phases)
        return Progress(
            phases=phases,
            learning=tuple(
                name
                for name in self._roadmap.order
                if name in states and states[name].status == "learning"
            ),
            topics_done=sum(phase.topics_done for phase in phases),
            topics_total=sum(phase.topics_total for phase in phases),
            hours_done=round(sum(phase.hours_done for phase in phases), 1),
            hours_total=round(sum(phase.hours_total for phase in phases), 1),
        )

    def readiness(self, role: str | None = None) -> Readiness:
        """How well each area is mastered, from graded answers alone.

        For a role the areas are the topics that weigh most in it, then what those rest on, by
        section; without a role, the roadmap's sections.
        `role` None takes the one of the profile, if it names a role the roadmap knows.

        Raises:
            NotFound: the roadmap knows no such role.
        """
        job = self._job(role)
        attempts = [attempt for attempt in self._memory.attempts.all() if counts(attempt)]
        mastery = mastery_from(attempts, prerequisites_of(self._roadmap), self._clock())
        seen = Counter(attempt.topic for attempt in attempts)
        areas = tuple(
            _area(area_id, title, topics, mastery, seen)
            for area_id, title, topics in (self._areas_of(job) if job else self._sections())
        )
        return Readiness(
            role=job.title if job else None,
            areas=areas,
            attempts=sum(area.attempts for area in areas),
        )

    def calibration(self) -> tuple[Calibration | None, tuple[AreaCalibration, ...]]:
        """How well confidence held over all, None where none was given; and by section, the most
        over-confident first."""
        attempts = self._memory.attempts.all()
        areas = []
        for section_id, title, topics in self._sections():
            names = {topic.id for topic in topics}
            found = calibration_of(attempt for attempt in attempts if attempt.topic in names)
            if found is not None:
                areas.append(AreaCalibration(section_id, title, found))
        areas.sort(key=lambda area: -area.calibration.lean)
        return calibration_of(attempts), tuple(areas)

    def next_topics(self, limit: int = 5) -> tuple[Topic, ...]:
        """Up to `limit` topics that can be begun or gone on with: those being learned first."""
        states = self._memory.topics.all()
        closed = {n for n, state in states.items() if state.status in ("done", "skipped")}
        learning = [
            self._roadmap.topics[name]
            for name in self._roadmap.order
            if name in states and states[name].status == "learning"
        ]
        begun = {topic.id for topic in learning}
        ready = self._roadmap.next_topics(closed, limit + len(begun))
        fresh = [topic for topic in ready if topic.id not in begun]
        return tuple([*learning, *fresh][: max(limit, 0)])

    def set_status(self, topic: str, status: str) -> TopicStatus:
        """Note where the learner stands with `topic`, called by id, title or alias; a project
        goes by its title, too.

        Raises:
            NotFound: the roadmap has no such topic or project.
            InvalidInput: `status` is not planned, learning, done or skipped.
        """
        state = next((known for known in get_args(TopicState) if known == status), None)
        if state is None:
            raise InvalidInput(
                f"“{status}” is not a status of a topic.",
                hint=f"Use {', '.join(get_args(TopicState))}.",
            )
        project = self._project(topic)
        name = project.id if project is not None else self._roadmap.topic(topic).id
        return self._memory.topics.set(name, state, self._clock(), change=self._change(name, state))

    def _change(self, name: str, state: TopicState) -> Change:
        before = self._memory.topics.all().get(name)
        was = before.status if before is not None else ""
        return Change("topic", name, "status", was, state, self._clock())

    def title_of(self, name: str) -> str:
        """The title of the topic or project with this id."""
        known = self._roadmap.topics.get(name) or self._project(name)
        return known.title if known is not None else name

    def _project(self, said: str) -> Project | None:
        """The project that is meant, where a project is: by its id or title, or by a name near
        it that says it is one."""
        words = fold(said).replace(":", " ").split()
        bare = " ".join(word for word in words if word not in ("project", "the", "my"))
        for project in self._roadmap.projects:
            if fold(said) == project.id or bare == fold(project.title):
                return project
        if "project" not in words or not bare:
            return None
        found = self._roadmap.find(bare, limit=1, kinds={"project"})
        if not found or found[0].score < _SURE_NAME:
            return None
        return next(p for p in self._roadmap.projects if p.id == found[0].id)

    def _sections(self) -> list[_AreaTopics]:
        return [(section.id, section.title, section.topics) for section in self._roadmap.sections]

    def _areas_of(self, job: JobTitle) -> list[_AreaTopics]:
        behind = {topic.id for name in job.topics for topic in self._roadmap.prerequisites(name)}
        behind -= set(job.topics)
        own: list[_AreaTopics] = [
            (name, self._roadmap.topics[name].title, (self._roadmap.topics[name],))
            for name in job.topics
        ]
        rests_on = [
            (section_id, title, tuple(topic for topic in topics if topic.id in behind))
            for section_id, title, topics in self._sections()
        ]
        return own + [area for area in rests_on if area[2]]

    def _job(self, role: str | None) -> JobTitle | None:
        wanted = role or self._memory.profile.load().role
        if not wanted:
            return None
        name = fold(wanted)
        for job in self._roadmap.job_titles:
            if name in {job.id, fold(job.title), *map(fold, job.aliases)}:
                return job
        found = self._roadmap.find(wanted, limit=1, kinds={"job-title"})
        if found and found[0].score >= _SURE_NAME:
            return next(job for job in self._roadmap.job_titles if job.id == found[0].id)
        if role is None:
            return None
        titles = ", ".join(job.title for job in self._roadmap.job_titles)
        raise NotFound(f"The roadmap knows no role called “{role}”.", hint=f"It knows {titles}.")


def _of_phase(phase: Phase, done: Collection[str], skipped: Collection[str]) -> PhaseProgress:
    counted = [topic for topic in phase.topics if topic.id not in skipped]
    finished = [topic for topic in counted if topic.id in done]
    return PhaseProgress(
        id=phase.id,
        title=phase.title,
        topics_done=len(finished),
        topics_total=len(counted),
        hours_done=round(sum(topic.hours.expected for topic in finished), 1),
        hours_total=round(sum(topic.hours.expected for topic in counted), 1),
    )


def _area(
    area_id: str, title: str, topics: Iterable[Topic], mastery: Mastery, seen: Counter[str]
) -> AreaReadiness:
    """The mean over the topics that were asked about; the others say nothing either way."""
    names = [topic.id for topic in topics]
    asked = [name for name in names if seen[name]]
    figure = sum(mastery.known(name) for name in asked) / len(asked) if asked else None
    return AreaReadiness(
        id=area_id,
        title=title,
        figure=None if figure is None else round(figure, 3),
        attempts=sum(seen[name] for name in asked),
        topics_seen=len(asked),
        topics_total=len(names),
    )
