"""The outlook as a value: the long view, the forecasts and what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from learning.deadline_ways import Shortfall
from learning.forecast import Forecast
from learning.forecast_record import ForecastRecord
from learning.long_view import LongView, ViewWeek
from learning.week_days import NearWeek
from learning.work_ahead import Work


@dataclass(frozen=True, slots=True)
class Outlook:
    """`view` at the hours planned, `forecast` at the pace that was lived; None where all is done,
    or where no week has time for study. `ends` are the forecasts of the phases, by their ids.

    `goal` says what the `deadline` is for, empty where it is for all of it; `chance` is that of
    being done by then. `hours_assumed` says that the learner named no hours a week. `near` are this
    week and the next by day, as far as they are planned. `shortfall` is what is late for the
    deadline, `record` how earlier forecasts did; None where nothing is, and where nothing they
    foretold is finished. `notes` are sentences on what else there is to know.
    """

    zone: ZoneInfo
    work: Mapping[str, Work]
    minutes_left: int
    minutes_a_week: int
    hours_assumed: bool
    view: LongView
    forecast: Forecast | None
    ends: Mapping[str, Forecast]
    deadline: date | None
    goal: str = ""
    goal_done: bool = False
    chance: float | None = None
    shortfall: Shortfall | None = None
    near: tuple[NearWeek, ...] = ()
    notes: tuple[str, ...] = ()
    record: ForecastRecord | None = None

    def as_json(self) -> dict[str, Any]:
        """JSON types alone."""
        return {
            "minutes_left": self.minutes_left,
            "minutes_a_week": self.minutes_a_week,
            "hours_assumed": self.hours_assumed,
            "deadline": None if self.deadline is None else self.deadline.isoformat(),
            "deadline_for": self.goal or None,
            "chance_by_deadline": None if self.chance is None else round(self.chance, 3),
            "cut_minutes": 0 if self.shortfall is None else self.shortfall.minutes,
            "late": [] if self.shortfall is None else _late(self.shortfall),
            "ways_out": []
            if self.shortfall is None
            else [asdict(way) for way in self.shortfall.ways],
            "phases": [
                {
                    "phase": end.phase,
                    "title": end.title,
                    "minutes": end.minutes,
                    "ends_in_week": end.week.isoformat(),
                    "forecast": _forecast(self.ends.get(end.phase)),
                }
                for end in self.view.phases
            ],
            "weeks": [self._week(week) for week in self.view.weeks],
            "days": [week.as_json(self.zone) for week in self.near],
            "forecast": _forecast(self.forecast),
            "record": None if self.record is None else asdict(self.record),
            "notes": list(self.notes),
        }

    def minutes_by_title(self, week: ViewWeek) -> dict[str, int]:
        """What a week holds: minutes by the title of the topic or the project."""
        held: dict[str, int] = {}
        for name, minutes in week.minutes.items():
            title = self.work[name].title
            held[title] = held.get(title, 0) + minutes
        return held

    def _week(self, week: ViewWeek) -> dict[str, Any]:
        held: dict[str, int] = {}
        for name, minutes in week.minutes.items():
            held[self.work[name].of] = held.get(self.work[name].of, 0) + minutes
        return {
            "start": week.start.isoformat(),
            "minutes": held,
            "milestones": [
                {"project": item.of, "milestone": item.part, "minutes": minutes}
                for name, minutes in week.minutes.items()
                for item in [self.work[name]]
                if item.kind == "project"
            ],
            "reviews": week.reviews,
            "rehearsals": week.rehearsals,
            "practice": week.practice,
            "free": week.free,
            "planned": week.planned,
        }


def _late(shortfall: Shortfall) -> list[dict[str, Any]]:
    return [
        {"id": item.of, "title": item.title, "milestone": item.part or None, "minutes": minutes}
        for item, minutes in shortfall.late
    ]


def _forecast(found: Forecast | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "earliest": found.earliest.isoformat(),
        "middle": found.middle.isoformat(),
        "latest": found.latest.isoformat(),
        "interval": 0.8,
        "weeks_known": found.weeks_known,
        "unending": found.unending,
    }
