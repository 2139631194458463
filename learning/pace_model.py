"""How a learner's weeks go, as a part of what is planned: 1.0 is all of it.

A state-space model of one learner: a level of their own in the long run; how far they are from it,
which fades and is renewed by chance (an autoregression of order one: habits that settle, good times
and bad); the noise of single weeks; and weeks in which nothing is done. What is not known of a
learner is drawn from wide priors; the weeks that were lived weigh the draws by a particle filter
(Gordon, Salmond and Smith, 1993) with the kernel shrinkage of Liu and West (2001) for what stays
constant. The same weeks give the same draws: the stream of numpy's RandomState is frozen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

Draws = NDArray[numpy.float64]
"""A figure for each learner that was drawn."""

_SEED = 1981
_LOWEST, _HIGHEST = 0.02, 1.5
_NOTHING = 0.02
"""A part up to which nothing was done in a week."""
_SHRINKAGE = 0.98
_NEVER_QUITE = 1e-300
_CHANCES = ("idle", "lasting")
_STATICS = ("base", "noise", "swing", *_CHANCES)
_LOGARITHMS = ("noise", "swing")


@dataclass(frozen=True, slots=True)
class Prior:
    """What is assumed of people before their weeks are known: means, with deviations of learners.

    `base` is the level in the long run, `away` how far from it they begin. `lasting` are the
    shortest and the longest time, in weeks, in which a distance from it fades to a third; `swing`
    is the deviation of that distance in the long run, `noise` that of single weeks. `idle` are the
    numbers of a beta distribution: of the chance that nothing is done in a week. Chosen on
    simulated learners (`python -m benchmarks.forecast --tune`), on which that such weeks come in
    runs made no forecast better.
    """

    base: float = 0.65
    base_spread: float = 0.25
    away: float = 0.4
    lasting: tuple[float, float] = (5.0, 60.0)
    swing: float = 0.25
    swing_spread: float = 0.6
    noise: float = 0.2
    noise_spread: float = 0.4
    idle: tuple[float, float] = (1.2, 9.0)


class PaceDraws:
    """Many learners who could have lived the weeks that were lived."""

    def __init__(self, count: int, prior: Prior) -> None:
        self._chance = chance = numpy.random.RandomState(_SEED)
        self._count = count
        self.base = chance.normal(prior.base, prior.base_spread, count)
        self.distance = chance.normal(0.0, prior.away, count)
        self.swing = prior.swing * numpy.exp(chance.normal(0.0, prior.swing_spread, count))
        low, high = (math.log(weeks) for weeks in prior.lasting)
        self.lasting = numpy.exp(-1 / numpy.exp(chance.uniform(low, high, count)))
        """The part of the distance that is left after a week."""
        self.noise = prior.noise * numpy.exp(chance.normal(0.0, prior.noise_spread, count))
        self.idle = chance.beta(*prior.idle, count)

    @property
    def level(self) -> Draws:
        level: Draws = numpy.clip(self.base + self.distance, _LOWEST, _HIGHEST)
        return level

    def live(self, parts: Sequence[float]) -> None:
        """Weigh the draws by weeks that were lived, the oldest first."""
        for part in parts:
            self._draw_again(self._likelihood(part))
            self._move()

    def weeks(self) -> Iterator[Draws]:
        """The parts of one week to come after another, for every draw."""
        chance, count = self._chance, self._count
        while True:
            idle = chance.uniform(size=count) < self.idle
            done = self.level + self.noise * chance.normal(size=count)
            yield numpy.where(idle, 0.0, numpy.clip(done, 0.0, 2.0))
            self._move()

    def log_normal(self, mean: float, deviation: float) -> Draws:
        """A factor for every draw, its logarithm with this mean and deviation."""
        drawn: Draws = numpy.exp(self._chance.normal(mean, deviation, self._count))
        return drawn

    def _likelihood(self, part: float) -> Draws:
        """How likely each draw made a week's part."""
        if part > _NOTHING:
            apart = (part - self.level) / self.noise
            density = numpy.exp(-0.5 * apart**2) / self.noise
            return (1 - self.idle) * density + _NEVER_QUITE
        short = _normal_below((_NOTHING - self.level) / self.noise)
        return self.idle + (1 - self.idle) * short + _NEVER_QUITE

    def _draw_again(self, likely: Draws) -> None:
        """Draw the learners anew by how likely they are; their constants are moved a little, so
        that they do not all become the same one."""
        cumulative = numpy.cumsum(likely / likely.sum())
        places = (numpy.arange(self._count) + self._chance.uniform()) / self._count
        kept = numpy.minimum(numpy.searchsorted(cumulative, places), self._count - 1)
        self.distance = self.distance[kept]
        spread = math.sqrt(1 - _SHRINKAGE**2)
        for name in _STATICS:
            values = _free(getattr(self, name)[kept], name)
            mean, deviation = values.mean(), values.std()
            moved = _SHRINKAGE * values + (1 - _SHRINKAGE) * mean
            moved += spread * deviation * self._chance.normal(size=self._count)
            setattr(self, name, _bound(moved, name))

    def _move(self) -> None:
        """The distance from the level in the long run, a week later."""
        renewed = self.swing * numpy.sqrt(1 - self.lasting**2)
        shaken = renewed * self._chance.normal(size=self._count)
        self.distance = self.lasting * self.distance + shaken


def _free(values: Draws, name: str) -> Draws:
    """Without bounds: chances as log odds, deviations as logarithms, the rest as it is."""
    if name in _CHANCES:
        inside = numpy.clip(values, 1e-6, 1 - 1e-6)
        return numpy.log(inside) - numpy.log1p(-inside)
    return numpy.log(values) if name in _LOGARITHMS else values


def _bound(values: Draws, name: str) -> Draws:
    if name in _CHANCES:
        return 1 / (1 + numpy.exp(-values))
    return numpy.exp(values) if name in _LOGARITHMS else values


def _normal_below(values: Draws) -> Draws:
    """The normal distribution function, after Page (1977): right to within 0.0002."""
    inside = numpy.clip(values, -10.0, 10.0)
    return 1 / (1 + numpy.exp(-1.5976 * inside - 0.07056 * inside**3))
