"""How well forecasts have done: each held against the day on which its target was finished."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from learning.forecast import Forecast, interval_score
from memory.records import StoredForecast


@dataclass(frozen=True, slots=True)
class ForecastRecord:
    """`held` of `scored` forecasts had the day inside their 80 % interval. `mean_score` is in days
    (`learning.forecast.interval_score`, less is better); `mean_late` is by how many days things
    took longer than the middle said, below zero where they were quicker."""

    scored: int
    held: int
    mean_score: float
    mean_late: float


def record(
    forecasts: Iterable[StoredForecast], finished: Mapping[str, date]
) -> ForecastRecord | None:
    """The record over the forecasts whose target is finished; None where none is.

    A forecast made on the day of the finish or later tells nothing and is left out.
    """
    met = [
        (one, finished[one.target])
        for one in forecasts
        if one.target in finished and one.made_on < finished[one.target]
    ]
    if not met:
        return None
    scores = [
        interval_score(Forecast(one.earliest, one.middle, one.latest, one.weeks_known), day)
        for one, day in met
    ]
    return ForecastRecord(
        scored=len(met),
        held=sum(one.earliest <= day <= one.latest for one, day in met),
        mean_score=round(sum(scores) / len(met), 1),
        mean_late=round(sum((day - one.middle).days for one, day in met) / len(met), 1),
    )


def record_in_words(found: ForecastRecord) -> str:
    """One sentence on how far forecasts can be trusted."""
    plural = "forecast was" if found.scored == 1 else "forecasts were"
    away = abs(found.mean_late)
    turned = "later than" if found.mean_late > 0 else "sooner than"
    drift = f", on average {away:g} days {turned} their middle" if away >= 1 else ""
    return (
        f"Of what is finished, {found.scored} earlier {plural} scored: the day lay inside the "
        f"interval {found.held} of {found.scored} times (8 in 10 are promised){drift}."
    )
