"""How an interview is judged, with the reasons."""

from __future__ import annotations

from collections.abc import Sequence

from learning.interview_results import AreaResult, Level, QuestionResult, percent

STRONG_FROM, BAR_FROM = 0.75, 0.55
"""Scores from which an interview is strong, and from which it is on the bar."""
_AREA_FLOOR = 0.4
"""An area below this keeps the whole below the bar, however good the rest."""


def judge(
    score: float, areas: Sequence[AreaResult], results: Sequence[QuestionResult]
) -> tuple[Level, tuple[str, ...]]:
    reached = [result for result in results if result.status != "not reached"]
    if not any(result.status in ("answered", "gave up") for result in reached):
        return "not judged", ("No question was answered.",)
    if len(reached) * 2 < len(results):
        return "not judged", (
            f"Only {len(reached)} of {len(results)} questions were reached: too few to judge.",
        )
    weak = [area for area in areas if area.score < _AREA_FLOOR]
    flags = [result.number for result in results if result.red_flags]
    level: Level = "below the bar"
    if score >= STRONG_FROM and not flags and all(area.score >= BAR_FROM for area in areas):
        level = "strong"
    elif score >= BAR_FROM and not weak:
        level = "on the bar"
    return level, (_score_says(score), *_reasons(weak, flags, results))


def _score_says(score: float) -> str:
    bars = f"the bar is at {percent(BAR_FROM)}, strong begins at {percent(STRONG_FROM)}"
    return f"The score is {percent(score)}; {bars}."


def _reasons(
    weak: Sequence[AreaResult], flags: Sequence[int], results: Sequence[QuestionResult]
) -> list[str]:
    reasons = [
        f"{area.title} came out at {percent(area.score)}: an area under "
        f"{percent(_AREA_FLOOR)} keeps the whole below the bar."
        for area in weak
    ]
    if flags:
        reasons.append(f"A misunderstanding showed in {numbers(flags)}.")
    essential = [
        result.number
        for result in results
        if result.status == "answered"
        and any(point.must and point.met == "missed" for point in result.points)
    ]
    if essential:
        reasons.append(f"Something essential was missing in {numbers(essential)}.")
    unsure = [result.number for result in results if result.verdict == "unsure"]
    if unsure:
        reasons.append(
            f"What was said to {numbers(unsure)} could not be matched safely: "
            "compare it with the model answer yourself."
        )
    for status, says in (
        ("gave up", "was passed"),
        ("not answered", "had no answer"),
        ("not reached", "was not reached"),
    ):
        concerned = [result.number for result in results if result.status == status]
        if concerned:
            verb = says if len(concerned) == 1 else says.replace("was", "were")
            reasons.append(f"{numbers(concerned).capitalize()} {verb}.")
    return reasons


def numbers(those: Sequence[int]) -> str:
    """Those questions by their numbers, as in “questions 2, 3 and 5”."""
    if len(those) == 1:
        return f"question {those[0]}"
    return f"questions {', '.join(map(str, those[:-1]))} and {those[-1]}"
