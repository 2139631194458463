"""The learner's outlook: the long view of what is left, and when they will be done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from base.clock import Clock
from learning.forecast import Forecast, LivedWeek, forecast
from learning.forecast_record import ForecastRecord, record, record_in_words
from learning.long_view import LongView, long_view, work_left
from learning.plan_model import hours_text
from learning.plan_wording import day_words
from learning.week import WeekService
from learning.week_candidates import minutes_of
from learning.week_plans import week_of
from learning.week_time import DEFAULT_HOURS
from memory.learner import LearnerMemory
from memory.records import StoredBlock, StoredForecast, TopicStatus
from roadmap.catalogue import Roadmap
from roadmap.models import Phase, Topic


@dataclass(frozen=True, slots=True)
class Outlook:
    """`view` at the hours planned, `forecast` at the pace that was lived; None where all is done.
    `record` says how earlier forecasts did; None where nothing they foretold is finished.

    `hours_assumed` says that the learner named no hours a week.
    """

    minutes_left: int
    minutes_a_week: int
    hours_assumed: bool
    view: LongView
    forecast: Forecast | None
    deadline: date | None
    record: ForecastRecord | None = None

    def as_json(self) -> dict[str, Any]:
        """JSON types alone."""
        found = self.forecast
        return {
            "minutes_left": self.minutes_left,
            "minutes_a_week": self.minutes_a_week,
            "hours_assumed": self.hours_assumed,
            "deadline": None if self.deadline is None else self.deadline.isoformat(),
            "cut_minutes": self.view.cut_minutes,
            "phases": [
                {
                    "phase": end.phase,
                    "title": end.title,
                    "minutes": end.minutes,
                    "ends_in_week": end.week.isoformat(),
                }
                for end in self.view.phases
            ],
            "weeks": [
                {"start": week.start.isoformat(), "minutes": dict(week.minutes)}
                for week in self.view.weeks
            ],
            "forecast": None
            if found is None
            else {
                "earliest": found.earliest.isoformat(),
                "middle": found.middle.isoformat(),
                "latest": found.latest.isoformat(),
                "interval": 0.8,
                "weeks_known": found.weeks_known,
            },
            "record": None if self.record is None else asdict(self.record),
        }


class OutlookService:
    def __init__(
        self, memory: LearnerMemory, roadmap: Roadmap, clock: Clock, week: WeekService
    ) -> None:
        self._memory = memory
        self._roadmap = roadmap
        self._clock = clock
        self._week = week

    def look(self, sections: Collection[str] = ()) -> Outlook:
        """From this week to the end of the roadmap, or to the learner's deadline.

        Of a phase where a learner chooses, `sections` (names of sections) are taken.

        Raises:
            NotFound: there is no such section.
        """
        now = self._clock()
        profile = self._memory.profile.load()
        today = now.astimezone(self._week.zone).date()
        monday = week_of(today)
        blocks = self._memory.plans.blocks(datetime(1970, 1, 1, tzinfo=UTC), now)
        states = self._memory.topics.all().items()
        closed = {name for name, state in states if state.status in ("done", "skipped")}
        chosen = {self._roadmap.place(name).id for name in sections}
        work = work_left(self._roadmap, closed, _spent(blocks), chosen)
        a_week = round((profile.hours_per_week or DEFAULT_HOURS) * 60)
        left = sum(item.minutes for item in work)
        ahead = profile.deadline if profile.deadline and profile.deadline >= today else None
        lived = self._lived(blocks, monday)
        view = long_view(self._roadmap, work, a_week, monday, ahead)
        whole = forecast(left, a_week, lived, today) if left else None
        self._keep(view, whole, a_week, lived, today)
        return Outlook(
            left,
            a_week,
            profile.hours_per_week is None,
            view,
            whole,
            ahead,
            record(self._memory.forecasts.all(), self._finished()),
        )

    def _keep(
        self,
        view: LongView,
        whole: Forecast | None,
        a_week: int,
        lived: Sequence[LivedWeek],
        today: date,
    ) -> None:
        """Keep what is foretold today, of the whole and of each phase that has work left."""
        made = [] if whole is None else [("roadmap", whole)]
        so_far = 0
        for end in view.phases:
            so_far += end.minutes
            ends = forecast(so_far, a_week, lived, today) if end.minutes else None
            made += [] if ends is None else [(end.phase, ends)]
        self._memory.forecasts.save(
            StoredForecast(target, today, told.earliest, told.middle, told.latest, told.weeks_known)
            for target, told in made
        )

    def _finished(self) -> dict[str, date]:
        """The days on which phases, and the roadmap, were done: that of their last topic."""
        states = self._memory.topics.all()
        finished: dict[str, date] = {}
        for phase in self._roadmap.phases:
            held = [states.get(topic.id) for topic in _needed(phase, states)]
            days = [state.at for state in held if state and state.status in ("done", "skipped")]
            if held and len(days) == len(held):
                finished[phase.id] = max(days).astimezone(self._week.zone).date()
        if len(finished) == len(self._roadmap.phases):
            finished["roadmap"] = max(finished.values())
        return finished

    def _lived(self, blocks: Iterable[StoredBlock], monday: date) -> tuple[LivedWeek, ...]:
        """The weeks before `monday` for which a plan was committed."""
        weeks: dict[date, LivedWeek] = {}
        for block in blocks:
            start = week_of(block.start.astimezone(self._week.zone).date())
            if start >= monday:
                continue
            so_far = weeks.get(start, LivedWeek(0, 0))
            planned = int((block.end - block.start) / timedelta(minutes=1))
            done = minutes_of(block) if block.status == "done" else 0
            weeks[start] = LivedWeek(so_far.planned + planned, so_far.done + done)
        return tuple(weeks[start] for start in sorted(weeks))


def outlook_lines(outlook: Outlook) -> list[str]:
    """The outlook in words."""
    if outlook.forecast is None:
        return ["Everything you chose of the roadmap is done."]
    found, hours = outlook.forecast, hours_text(outlook.minutes_a_week)
    assumed = " (assumed; `waymark profile set --hours` says yours)" * outlook.hours_assumed
    lines = [
        f"{hours_text(outlook.minutes_left)} are left, at {hours} a week{assumed}.",
        f"You will be done between {_day(found.earliest)} and {_day(found.latest)}, with 4 chances "
        f"in 5; the middle is {_day(found.middle)}.",
        _evidence(found.weeks_known),
        "",
        "At the hours planned, with every week done:",
    ]
    lines += [f"  {end.title}: by the week of {_day(end.week)}" for end in outlook.view.phases]
    if outlook.record is not None:
        lines += ["", record_in_words(outlook.record)]
    if outlook.view.cut_minutes and outlook.deadline is not None:
        missing = hours_text(outlook.view.cut_minutes)
        lines.append(f"{missing} of it find no week before {_day(outlook.deadline)}.")
    return lines


def _needed(phase: Phase, states: Mapping[str, TopicStatus]) -> tuple[Topic, ...]:
    """The topics that make the phase done: all, or those of the sections the learner took up."""
    if phase.choose is None:
        return phase.topics
    taken = [s for s in phase.sections if any(topic.id in states for topic in s.topics)]
    return tuple(topic for section in taken for topic in section.topics)


def _evidence(weeks: int) -> str:
    if weeks == 0:
        return (
            "There is no week of yours to go by yet, so this rests on a wide assumption about how "
            "much of a planned week people do; it narrows as you mark blocks done."
        )
    noun = "week" if weeks == 1 else "weeks"
    return f"It rests on {weeks} {noun} of yours, planned against done, and a wide assumption."


def _day(day: date) -> str:
    return f"{day_words(day)} {day.year}"


def _spent(blocks: Iterable[StoredBlock]) -> dict[str, int]:
    spent: dict[str, int] = {}
    for block in blocks:
        if block.status == "done" and block.kind == "learn" and block.topic:
            spent[block.topic] = spent.get(block.topic, 0) + minutes_of(block)
    return spent
