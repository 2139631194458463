"""Interviews beside the ones before: an area's scores over time, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from learning.interview_areas import area_title
from learning.interview_results import AreaComparison, AreaResult, Level, Report

_BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class PastInterview:
    """A finished interview. `id` finds its report again."""

    id: str
    report: Report


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """What an area came to in one interview; `score` is 0 to 1."""

    interview: str
    on: date
    script: str
    score: float
    verdict: Level


@dataclass(frozen=True, slots=True)
class AreaTrend:
    """An area over time, the oldest first. `change` is the last score less the first."""

    area: str
    title: str
    points: tuple[TrendPoint, ...]

    @property
    def change(self) -> float:
        return round(self.points[-1].score - self.points[0].score, 4)

    @property
    def bars(self) -> str:
        """The scores as a line of bars, one an interview."""
        return "".join(_BARS[min(7, int(point.score * 8))] for point in self.points)


def trends(past: Sequence[PastInterview], area: str | None = None) -> tuple[AreaTrend, ...]:
    """The areas met in `past`, oldest first in each; of one area where it is given."""
    by_area: dict[str, list[TrendPoint]] = {}
    for one in past:
        report = one.report
        for result in report.areas:
            if area is None or result.area == area:
                by_area.setdefault(result.area, []).append(
                    TrendPoint(one.id, report.date, report.script, result.score, report.verdict)
                )
    return tuple(
        AreaTrend(name, area_title(name), tuple(points)) for name, points in sorted(by_area.items())
    )


def compare(areas: Iterable[AreaResult], earlier: Sequence[Report]) -> tuple[AreaComparison, ...]:
    """`areas` beside the same areas in the interviews before, which come oldest first."""
    found: list[AreaComparison] = []
    for result in areas:
        before = [(r.date, a.score) for r in earlier for a in r.areas if a.area == result.area]
        if before:
            last_on, last = before[-1]
            found.append(
                AreaComparison(
                    area=result.area,
                    title=result.title,
                    score=result.score,
                    last=last,
                    last_on=last_on,
                    best=max(score for _, score in before),
                    runs=len(before),
                )
            )
    return tuple(found)
