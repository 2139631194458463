"""When the learner will be done, as a date with an interval, from their own pace.

A week's pace is what was done of what was planned, as a part: 1.0 is all of it. Weeks to come are
drawn at random from the weeks that were lived, and from a wide prior that counts as `PRIOR_WEEKS`
weeks: much where there is no history, little where there is. That is the Bayesian bootstrap of
Rubin (1981) with a proper prior, run with a fixed seed.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

PRIOR = (0.0, 0.3, 0.5, 0.65, 0.8, 0.9, 1.0, 1.1)
"""Parts of planned weeks that people do, from those that fall through to those that run over.
It is assumed, not measured, and wide for that reason."""
PRIOR_WEEKS = 4.0
_RUNS, _SEED = 2_000, 1981
_MOST_WEEKS, _AT_A_TIME = 1_560, 60
_LOW, _HIGH = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class LivedWeek:
    """The minutes of a week that is over: as planned, and as done."""

    planned: int
    done: int

    @property
    def part(self) -> float:
        return min(2.0, self.done / self.planned)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The day on which the work ends: as likely later as earlier (`middle`), and with 80 % of the
    runs between `earliest` and `latest`. `weeks_known` weeks of history went into it."""

    earliest: date
    middle: date
    latest: date
    weeks_known: int


def forecast(
    minutes_left: int, minutes_a_week: int, lived: Sequence[LivedWeek], today: date
) -> Forecast | None:
    """When `minutes_left` are done at `minutes_a_week` planned; None where no minutes are.

    The same values give the same forecast.
    """
    if minutes_a_week <= 0:
        return None
    known = [week for week in lived if week.planned > 0]
    if minutes_left <= 0:
        return Forecast(today, today, today, len(known))
    chance = random.Random(_SEED)  # noqa: S311  # a simulation, not a secret
    weeks = sorted(
        _weeks_needed(minutes_left / minutes_a_week, [week.part for week in known], chance)
        for _ in range(_RUNS)
    )
    days = [today + timedelta(days=round(7 * weeks[int(q * _RUNS)])) for q in (_LOW, 0.5, _HIGH)]
    return Forecast(days[0], days[1], days[2], len(known))


def interval_score(forecast: Forecast, happened: date) -> float:
    """Days: the width of the 80 % interval, and ten times the days by which `happened` missed it.

    The interval score of Gneiting and Raftery (2007), equation 43; less is better.
    """
    width = (forecast.latest - forecast.earliest).days
    below = max(0, (forecast.earliest - happened).days)
    above = max(0, (happened - forecast.latest).days)
    return width + 2 / (1 - (_HIGH - _LOW)) * (below + above)


def _weeks_needed(weeks_of_work: float, parts: Sequence[float], chance: random.Random) -> float:
    """One run: a pace for this learner is drawn, then week by week until the work is done."""
    own = [chance.gammavariate(1.0, 1.0) for _ in parts]
    prior = [chance.gammavariate(PRIOR_WEEKS / len(PRIOR), 1.0) for _ in PRIOR]
    left = weeks_of_work
    for start in range(0, _MOST_WEEKS, _AT_A_TIME):
        drawn = chance.choices((*parts, *PRIOR), (*own, *prior), k=_AT_A_TIME)
        for number, part in enumerate(drawn, start):
            if part >= left:
                return number + left / part
            left -= part
    return float(_MOST_WEEKS)
