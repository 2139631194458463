"""A logistic regression that learns from one outcome at a time, and a mixture of forecasters.

The regression is an extended Kalman filter on the weights (Spiegelhalter and Lauritzen, "Sequential
updating of conditional probabilities on directed graphical structures", Networks 20, 1990) and
foretells with the moderated output of MacKay ("The evidence framework applied to classification
networks", Neural Computation 4, 1992). The mixture is Bayes with a fixed share (Herbster and
Warmuth, "Tracking the best expert", Machine Learning 32, 1998): over any log it is worse than the
best of its forecasters by little more than the logarithm of their number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

SURE = 1e-4
"""No chance is nearer to 0 or 1 than this."""


def logit(chance: float) -> float:
    """The log odds of `chance`, which is kept off 0 and 1."""
    kept = bounded(chance)
    return math.log(kept / (1.0 - kept))


def logistic(odds: float) -> float:
    """The chance with these log odds; no number overflows it."""
    if odds >= 0:
        return 1.0 / (1.0 + math.exp(-odds))
    small = math.exp(odds)
    return small / (1.0 + small)


def bounded(chance: float) -> float:
    return min(max(chance, SURE), 1.0 - SURE)


class OnlineLogistic:
    """Weights with a Gaussian belief about them: `means` and `deviations` before any outcome."""

    def __init__(self, means: Sequence[float], deviations: Sequence[float], drift: float) -> None:
        """`drift` is the variance that each weight's belief gains with every outcome, as a share
        of what it began with: 0 for weights that never change."""
        size = len(means)
        self._weights = list(means)
        self._gain = [drift * deviation**2 for deviation in deviations]
        self._belief = [
            [deviations[row] ** 2 if row == column else 0.0 for column in range(size)]
            for row in range(size)
        ]

    def chance(self, features: Sequence[float]) -> float:
        """The chance of a positive outcome, nearer to even the less is known of the weights."""
        odds, spread = self._odds(features), self._spread(self._carried(features), features)
        return bounded(logistic(odds / math.sqrt(1.0 + math.pi * spread / 8.0)))

    def learn(self, features: Sequence[float], outcome: bool) -> None:
        """Move the weights towards an outcome that is known by now."""
        chance = logistic(self._odds(features))
        carried = self._carried(features)
        certainty = chance * (1.0 - chance)
        scale = 1.0 / (1.0 + certainty * self._spread(carried, features))
        miss = (float(outcome) - chance) * scale
        shrink = certainty * scale
        for row, moved in enumerate(carried):
            self._weights[row] += moved * miss
            if moved:
                belief = self._belief[row]
                for column, other in enumerate(carried):
                    belief[column] -= shrink * moved * other
            self._belief[row][row] += self._gain[row]

    def _odds(self, features: Sequence[float]) -> float:
        return sum(w * x for w, x in zip(self._weights, features, strict=True))

    def _carried(self, features: Sequence[float]) -> list[float]:
        return [sum(b * x for b, x in zip(row, features, strict=True) if x) for row in self._belief]

    @staticmethod
    def _spread(carried: Sequence[float], features: Sequence[float]) -> float:
        return max(sum(c * x for c, x in zip(carried, features, strict=True)), 0.0)


class Mixture:
    """Several forecasters as one, each weighed by how well it has done."""

    def __init__(self, weights: Sequence[float], share: float) -> None:
        """`weights` add up to 1; `share` of them is shared out evenly after every outcome, so that
        a forecaster that did badly long ago can come back."""
        self._weights = list(weights)
        self._share = share

    def chance(self, chances: Sequence[float]) -> float:
        return bounded(sum(w * c for w, c in zip(self._weights, chances, strict=True)))

    def learn(self, chances: Sequence[float], outcome: bool) -> None:
        likely = [
            weight * (chance if outcome else 1.0 - chance)
            for weight, chance in zip(self._weights, chances, strict=True)
        ]
        total = sum(likely)
        even = self._share / len(likely)
        self._weights = [(1.0 - self._share) * value / total + even for value in likely]
