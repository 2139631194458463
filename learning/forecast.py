"""When the learner will be done, as dates with an interval, from their own pace.

Weeks to come are drawn from `learning.pace_model`, which learns from the weeks that were lived; the
hours of what is left are stretched by how long topics took the learner so far.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from learning.lived_weeks import LivedWeek

if TYPE_CHECKING:
    from learning.pace_model import Prior

_RUNS = 1_000
_MOST_WEEKS = 1_560
_LOW, _HIGH, _ENOUGH = 0.1, 0.9, 0.95
"""The ends of the interval; and the part of the runs after whose end the rest need not go on."""
_LENGTHS, _TOPICS = 0.3, 0.5
"""Deviations of the logarithm of how long things take against their hours: from learner to
learner, and from topic to topic of one. Assumed; the roadmap's low and high hours lie as wide."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """The day on which the work ends: as likely later as earlier (`middle`), and with 80 % of the
    runs between `earliest` and `latest`. `weeks_known` weeks of history went into it. `chance` is
    the part of the runs that end by the day that was asked about, None where none was. Runs are
    given up after thirty years: `unending` says that more than one in ten were, so that `latest`
    is later still."""

    earliest: date
    middle: date
    latest: date
    weeks_known: int
    chance: float | None = None
    unending: bool = False


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is to come: minutes of study up to each goal, those of earlier goals included, and the
    minutes that each week has for study, the rest of the present week first. The last week's hold
    for all that follow."""

    today: date
    goals: tuple[int, ...]
    rooms: tuple[int, ...]
    by: date | None = None

    def over(self, weeks: int) -> bool:
        """Whether the day that was asked about lies within the first so many weeks."""
        return self.by is None or self.day(float(weeks)) > self.by

    def day(self, weeks: float) -> date:
        """The day so many weeks on, where the first is as long as what is left of the present."""
        first = 7 - self.today.weekday()
        days = weeks * first if weeks <= 1 else first + 7 * (weeks - 1)
        return self.today + timedelta(days=math.ceil(days) - 1 if days > 1 else 0)


def forecasts(
    ahead: Ahead,
    lived: Sequence[LivedWeek] = (),
    ratios: Sequence[float] = (),
    prior: Prior | None = None,
) -> tuple[Forecast, ...]:
    """When each goal is reached; nothing where no week has room for study.

    `ratios` say how long things took against their hours. The same values give the same forecasts.
    """
    if not any(ahead.rooms):
        return ()
    import numpy

    from learning.pace_model import PaceDraws, Prior

    draws = PaceDraws(_RUNS, prior or Prior())
    draws.live([week.part for week in lived])
    stretch = draws.log_normal(*length_belief(ratios))
    goals = [numpy.maximum(goal * stretch, 1e-9) for goal in ahead.goals]
    ends = [numpy.full(_RUNS, float(_MOST_WEEKS)) for _ in goals]
    done, last = numpy.zeros(_RUNS), max(goals, key=lambda goal: float(goal.sum()), default=None)
    for number, part in zip(range(_MOST_WEEKS), draws.weeks(), strict=False):
        room = ahead.rooms[min(number, len(ahead.rooms) - 1)]
        after = done + part * room
        for goal, end in zip(goals, ends, strict=True):
            reached = (done < goal) & (goal <= after)
            end[reached] = number + ((goal - done)[reached] / (after - done)[reached])
        done = after
        if last is None or (float((done >= last).mean()) >= _ENOUGH and ahead.over(number)):
            break
    return tuple(_told(ahead, sorted(end.tolist()), len(lived)) for end in ends)


def length_belief(ratios: Sequence[float]) -> tuple[float, float]:
    """Mean and deviation of the logarithm of how long what is left takes against its hours: the
    normal posterior under a known variance (Gelman et al., Bayesian Data Analysis, 2.5)."""
    before, each = 1 / _LENGTHS**2, 1 / _TOPICS**2
    precision = before + each * len(ratios)
    mean = each * sum(math.log(ratio) for ratio in ratios) / precision
    return mean, math.sqrt(1 / precision)


def interval_score(forecast: Forecast, happened: date) -> float:
    """Days: the width of the 80 % interval, and ten times the days by which `happened` missed it.

    The interval score of Gneiting and Raftery (2007), equation 43; less is better.
    """
    width = (forecast.latest - forecast.earliest).days
    below = max(0, (forecast.earliest - happened).days)
    above = max(0, (happened - forecast.latest).days)
    return width + 2 / (1 - (_HIGH - _LOW)) * (below + above)


def _told(ahead: Ahead, ends: Sequence[float], weeks_known: int) -> Forecast:
    days = [ahead.day(ends[int(part * len(ends))]) for part in (_LOW, 0.5, _HIGH)]
    chance = None
    if ahead.by is not None:
        chance = sum(ahead.day(end) <= ahead.by for end in ends) / len(ends)
    unending = ends[int(_HIGH * len(ends))] >= _MOST_WEEKS
    return Forecast(days[0], days[1], days[2], weeks_known, chance, unending)
