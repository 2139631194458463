"""The learner's outlook: the long view of what is left, and when they will be done."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from base.clock import Clock
from learning.availability import Availability
from learning.course import Course
from learning.deadline_ways import shortfall
from learning.due_reviews import draw_up_cards
from learning.forecast import Ahead, Forecast, forecasts
from learning.forecast_record import record
from learning.habits import habits
from learning.intervals import Interval, merge
from learning.lived_weeks import (
    LivedWeek,
    length_ratios,
    lived_weeks,
    spent_on_work,
)
from learning.long_view import LongView
from learning.outlook_notes import notes_on
from learning.outlook_view import Outlook
from learning.plan_wording import conflict_line
from learning.recall_model import Review, with_pasts
from learning.review_ahead import (
    ReviewLoad,
    card_curve,
    cards_a_topic,
    recall_rate,
    reviews_by_week,
)
from learning.review_fit import fit_in_use
from learning.week import WeekService
from learning.week_candidates import minutes_of
from learning.week_days import NearWeek, PlanSource, set_week
from learning.week_pace import pace, topics_of_role
from learning.week_plans import stored_block, week_of
from learning.week_room import MOST_WEEKS, Life, free_in
from learning.week_time import DEFAULT_AVAILABILITY, DEFAULT_HOURS
from learning.work_ahead import work_left
from memory.learner import LearnerMemory
from memory.records import Profile, StoredBlock, StoredForecast, TopicStatus
from roadmap.catalogue import Roadmap
from roadmap.models import Phase

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WHOLE, GOAL = "roadmap", "deadline"
"""What is foretold beside the phases."""


class OutlookService:
    def __init__(
        self, memory: LearnerMemory, roadmap: Roadmap, clock: Clock, week: WeekService
    ) -> None:
        self._memory = memory
        self._roadmap = roadmap
        self._clock = clock
        self._week = week

    def look(self, sections: Collection[str] = (), *, days: bool = False) -> Outlook:
        """From this week to the end of the roadmap.

        Of a phase where a learner chooses, `sections` (names of sections) are taken. With `days`
        this week and the next are planned where they have no plan yet, which takes some seconds
        and keeps nothing.

        Raises:
            NotFound: there is no such section.
        """
        chosen = frozenset(self._roadmap.place(name).id for name in sections)
        draw_up_cards(self._memory, self._roadmap)
        looking = _Looking(self._memory, self._roadmap, self._clock(), self._week, chosen, days)
        course, view = looking.course, looking.course.view()
        told = looking.forecasts(view)
        kept = self._memory.forecasts.all()
        self._keep(course.life.today, told)
        return Outlook(
            zone=looking.zone,
            work={item.id: item for item in course.work},
            minutes_left=course.minutes_left,
            minutes_a_week=course.life.minutes_a_week,
            hours_assumed=looking.profile.hours_per_week is None,
            view=view,
            forecast=told.get(WHOLE),
            ends={name: one for name, one in told.items() if name not in (GOAL, WHOLE)},
            deadline=course.deadline,
            goal=course.what,
            goal_done=not course.goal,
            chance=None if GOAL not in told else told[GOAL].chance,
            shortfall=shortfall(course),
            near=looking.near,
            notes=notes_on(
                course,
                view,
                looking.lived,
                looking.ratios,
                looking.profile,
                max((one.made_on for one in kept), default=None),
            ),
            record=record(kept, self._finished(looking.zone)),
        )

    def _keep(self, today: date, made: Mapping[str, Forecast]) -> None:
        """Keep what is foretold today, of the whole and of each phase that has work left. What a
        deadline is for changes with the role, and an interval without an end cannot be scored:
        neither is kept."""
        self._memory.forecasts.save(
            StoredForecast(target, today, told.earliest, told.middle, told.latest, told.weeks_known)
            for target, told in made.items()
            if target != GOAL and not told.unending
        )

    def _finished(self, zone: ZoneInfo) -> dict[str, date]:
        """The days on which phases, and the roadmap, were done: that of the last topic or project
        of each."""
        states = self._memory.topics.all()
        finished: dict[str, date] = {}
        for phase in self._roadmap.phases:
            held = [states.get(name) for name in _needed(phase, states)]
            days = [state.at for state in held if state and state.status in ("done", "skipped")]
            if held and len(days) == len(held):
                finished[phase.id] = max(days).astimezone(zone).date()
        if len(finished) == len(self._roadmap.phases):
            finished[WHOLE] = max(finished.values())
        return finished


@dataclass(frozen=True)
class _Looking:
    """One look ahead: what memory knows at `now`, as the values that the cores take."""

    memory: LearnerMemory
    roadmap: Roadmap
    now: datetime
    week: WeekService
    chosen: frozenset[str]
    days: bool

    @cached_property
    def zone(self) -> ZoneInfo:
        return self.week.zone

    @cached_property
    def profile(self) -> Profile:
        return self.memory.profile.load()

    @cached_property
    def monday(self) -> date:
        return week_of(self.now.astimezone(self.zone).date())

    @cached_property
    def states(self) -> Mapping[str, TopicStatus]:
        return self.memory.topics.all()

    @cached_property
    def done(self) -> frozenset[str]:
        return frozenset(name for name, state in self.states.items() if state.status == "done")

    @cached_property
    def blocks(self) -> tuple[StoredBlock, ...]:
        """The committed blocks that have begun."""
        return self.memory.plans.blocks(_EPOCH, self.now)

    @cached_property
    def spent(self) -> Mapping[str, int]:
        return spent_on_work(self.blocks)

    @cached_property
    def ratios(self) -> tuple[float, ...]:
        return length_ratios(self.roadmap, self.done, self.spent)

    @cached_property
    def near(self) -> tuple[NearWeek, ...]:
        """This week and the next, as far as they have a plan, or are to be planned."""
        found: list[NearWeek] = []
        for number in (0, 1):
            plan = self.week.plan_of(self.monday + timedelta(weeks=number))
            if plan is not None:
                source: PlanSource = "committed" if plan.committed else "draft"
                found.append(NearWeek(plan.week_start, source, plan.blocks))
            elif self.days:
                found.append(self._proposed(self.monday + timedelta(weeks=number), found))
        return tuple(found)

    def _proposed(self, monday: date, before: Sequence[NearWeek]) -> NearWeek:
        """What the planner would put into a week, after weeks whose plan is not committed."""
        foreseen = (week.blocks for week in before if week.source != "committed")
        plan = self.week.preview(monday, tuple(stored_block(b) for own in foreseen for b in own))
        says = " ".join(conflict_line(one) for one in plan.conflicts if not plan.blocks)
        return NearWeek(monday, "proposed", plan.blocks, says)

    @cached_property
    def course(self) -> Course:
        closed = self.done | {n for n, s in self.states.items() if s.status == "skipped"}
        deadline = self.profile.deadline
        if deadline is not None and deadline < self.life.today:
            deadline = None
        needed = pace(
            self.roadmap, deadline, self.life.today, {}, self.profile.role, closed, self.spent
        )
        first = frozenset[str]() if needed is None else needed.topics
        said = self.profile.role or ""
        role = said if deadline and topics_of_role(self.roadmap, said) else ""
        work = work_left(self.roadmap, closed, self.spent, self.chosen, first)
        return Course(
            phases=self.roadmap.phases,
            work=work,
            life=self.life,
            load=self._load(),
            plans={week.start: set_week(week.blocks, self.now) for week in self.near},
            deadline=deadline,
            goal=frozenset(item.id for item in work if item.of in first or not role),
            what=role,
        )

    @cached_property
    def life(self) -> Life:
        begin = self._midnight(self.monday)
        horizon = self.now + timedelta(weeks=MOST_WEEKS)
        return Life(
            availability=Availability.parse(self.profile.availability or DEFAULT_AVAILABILITY),
            zone=self.zone,
            now=self.now,
            minutes_a_week=round((self.profile.hours_per_week or DEFAULT_HOURS) * 60),
            busy=self._busy(begin, horizon),
            wishes=habits(self.profile),
            used=sum(
                max(minutes_of(block), Interval(block.start, block.end).minutes)
                for block in self.blocks
                if block.status == "done" and block.start >= begin
            ),
        )

    @cached_property
    def lived(self) -> tuple[LivedWeek, ...]:
        blocks = [block for block in self.blocks if block.start < self._midnight(self.monday)]
        return lived_weeks(
            blocks, self.monday, self.zone, self.life.minutes_a_week, self._away(blocks)
        )

    def forecasts(self, view: LongView) -> dict[str, Forecast]:
        """When each phase that ends is done, and what the deadline is for, and the whole; nothing
        where nothing is left, or no week has time for study."""
        course = self.course
        goals = {end.phase: end.through for end in view.phases}
        if course.goal and course.goal <= view.ends.keys():
            goals[GOAL] = max(view.ends[name] for name in course.goal)
        if course.work:
            goals[WHOLE] = course.minutes_left
        ahead = Ahead(self.life.today, tuple(goals.values()), view.study, course.deadline)
        return dict(zip(goals, forecasts(ahead, self.lived, self.ratios), strict=False))

    def _load(self) -> ReviewLoad:
        """The reviews to come of the cards there are, and of those that topics will make."""
        fitted = fit_in_use(self.memory)
        parameters = None if fitted is None else fitted.parameters
        logs = self.memory.reviews.logs()
        pasts = with_pasts(Review(log.card, log.at, log.rating) for log in logs)
        tested = [past.recalled for past in pasts if past.scored]
        rate = recall_rate(sum(tested), len(tested))
        cards = self.memory.reviews.all("kept")
        begin = self._midnight(self.monday)
        return ReviewLoad(
            reviews_by_week([card.state for card in cards], begin, MOST_WEEKS, rate, parameters),
            card_curve(MOST_WEEKS, rate, parameters),
            cards_a_topic(len(cards), len(self.done & self.roadmap.topics.keys())),
        )

    def _away(self, blocks: Collection[StoredBlock]) -> frozenset[date]:
        """The weeks since the first plan that had no free time at all."""
        if not blocks:
            return frozenset()
        first = week_of(min(block.start for block in blocks).astimezone(self.zone).date())
        busy = self._busy(self._midnight(first), self.now)
        life = dataclasses.replace(self.life, busy=busy)
        weeks = (first + timedelta(weeks=n) for n in range((self.monday - first).days // 7))
        return frozenset(week for week in weeks if busy and not free_in(life, week))

    def _busy(self, begin: datetime, end: datetime) -> tuple[Interval, ...]:
        return merge(Interval(b.start, b.end) for b in self.memory.busy.between(begin, end))

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


def _needed(phase: Phase, states: Mapping[str, TopicStatus]) -> Iterator[str]:
    """What makes the phase done: its topics, or those of the sections that were taken up, and its
    projects."""
    for section in phase.sections:
        if phase.choose is None or any(topic.id in states for topic in section.topics):
            yield from (topic.id for topic in section.topics)
    yield from (project.id for project in phase.projects)
