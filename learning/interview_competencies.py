"""What an interview showed of each competency: the areas it asked about, and three habits of
answering that show in every area. Each score stands beside the words that earned it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from learning.grading import Met
from learning.interview_areas import area_title
from learning.interview_grades import HINTED_WORTH, PROMPTED_WORTH
from learning.interview_results import CompetencyResult, Evidence, PointResult, QuestionResult

_MOST_SHOWN = 3
_WORTH: dict[Met, float] = {"met": 1.0, "partly": 0.5, "missed": 0.0}


def competencies(results: Sequence[QuestionResult]) -> tuple[CompetencyResult, ...]:
    """The areas in the order they were asked, then the habits; only what was reached counts."""
    reached = [result for result in results if result.score is not None]
    areas = [_area(area, reached) for area in dict.fromkeys(r.area for r in reached)]
    habits = (_essentials(reached), _unprompted(reached), _soundness(reached))
    return (*areas, *(habit for habit in habits if habit is not None))


def _area(area: str, reached: Sequence[QuestionResult]) -> CompetencyResult:
    mine = [result for result in reached if result.area == area]
    return CompetencyResult(
        id=area,
        title=area_title(area),
        kind="area",
        score=_mean(result.score or 0.0 for result in mine),
        questions=len(mine),
        evidence=_evidence(mine, lambda point: point.met == "met"),
        missed=_missed(mine),
    )


def _essentials(reached: Sequence[QuestionResult]) -> CompetencyResult | None:
    """How much was said of what must not be missing; after help it counts in part."""
    essential = [point for result in reached for point in result.points if point.must]
    if not essential:
        return None
    return CompetencyResult(
        id="essentials",
        title="Gets to the essentials",
        kind="habit",
        score=_mean(_WORTH[point.met] * _after_help(point) for point in essential),
        questions=len(reached),
        evidence=_evidence(reached, lambda point: point.must and point.met == "met"),
        missed=_missed(reached),
    )


def _unprompted(reached: Sequence[QuestionResult]) -> CompetencyResult | None:
    """Of all that was said, how much came without a probe or a hint."""
    met = [point for result in reached for point in result.points if point.met != "missed"]
    if not met:
        return None
    return CompetencyResult(
        id="unprompted",
        title="Says it unasked",
        kind="habit",
        score=_mean(float(not point.prompted) for point in met),
        questions=len(reached),
        evidence=_evidence(reached, lambda point: point.met == "met" and not point.prompted),
        missed=tuple(point.says for point in met if point.prompted)[:_MOST_SHOWN],
    )


def _soundness(reached: Sequence[QuestionResult]) -> CompetencyResult | None:
    """How many of the answers held no misunderstanding."""
    answered = [result for result in reached if result.status == "answered"]
    if not answered:
        return None
    return CompetencyResult(
        id="soundness",
        title="Says nothing wrong",
        kind="habit",
        score=_mean(float(not result.red_flags) for result in answered),
        questions=len(answered),
        evidence=(),
        missed=tuple(flag for result in answered for flag in result.red_flags)[:_MOST_SHOWN],
    )


def _after_help(point: PointResult) -> float:
    if point.hinted:
        return HINTED_WORTH
    return PROMPTED_WORTH if point.prompted else 1.0


def _evidence(
    results: Iterable[QuestionResult], wanted: Callable[[PointResult], bool]
) -> tuple[Evidence, ...]:
    found = [
        (point.must, Evidence(question=result.number, says=point.says, quote=point.quote))
        for result in results
        for point in result.points
        if point.quote and wanted(point)
    ]
    found.sort(key=lambda one: not one[0])  # what is essential tells most; else as it was said
    return tuple(evidence for _, evidence in found)[:_MOST_SHOWN]


def _missed(results: Iterable[QuestionResult]) -> tuple[str, ...]:
    missed = [p for result in results for p in result.points if p.must and p.met == "missed"]
    return tuple(point.says for point in missed)[:_MOST_SHOWN]


def _mean(figures: Iterable[float]) -> float:
    values = list(figures)
    return round(sum(values) / len(values), 4) if values else 0.0
