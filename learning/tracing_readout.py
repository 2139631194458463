"""From the features of `learning.tracing` to the chance of a right answer: a logistic regression.

Weights are fitted by Newton's method with an L2 penalty. Those of rising features are kept at or
above zero (a weight that would go below is set to zero and the rest fitted again), so that a right
answer never lowers a chance and a wrong one never raises it, whatever the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from learning.tracing import FEATURES, RISING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_PENALTY = 2.0
_STEPS = 25
_CLOSE_ENOUGH = 1e-8
"""Gain in likelihood per answer below which the weights are found."""
_HALVINGS = 20
_FIRST_GUESS = {
    "ease of the skill": 1.0,
    "rating in the skill": 0.5,
    "ability": 0.6,
    "ease after the last answer": 0.3,
}
"""Weights from before any answer was seen."""


class Readout:
    """Weights of FEATURES, in their order."""

    def __init__(self) -> None:
        import numpy as np

        self._weights: Floats = np.array([_FIRST_GUESS.get(name, 0.0) for name in FEATURES])

    @property
    def weights(self) -> dict[str, float]:
        return dict(zip(FEATURES, (float(weight) for weight in self._weights), strict=True))

    def chances(self, features: Floats) -> Floats:
        """The chance of a right answer for each row of `features`."""
        import numpy as np

        odds = np.asarray(features, dtype=np.float64) @ self._weights
        return _logistic(odds)

    def fit(self, features: Floats, correct: Sequence[bool]) -> None:
        """Find the weights anew for these answers; they start from where they are."""
        import numpy as np

        rows = np.asarray(features, dtype=np.float64)
        outcomes = np.asarray(correct, dtype=np.float64)
        free = np.ones(len(FEATURES), dtype=bool)
        free &= rows.any(axis=0)
        while True:
            weights = np.where(free, self._weights, 0.0)
            weights[free] = _newton(rows[:, free], outcomes, weights[free])
            below = np.zeros_like(free)
            below[: len(RISING)] = weights[: len(RISING)] < 0
            self._weights = np.where(below, 0.0, weights)
            if not (below & free).any():
                return
            free &= ~below


def _newton(rows: Floats, outcomes: Floats, weights: Floats) -> Floats:
    """Newton's method, each step halved until it improves the penalised likelihood."""
    import numpy as np

    best = _likelihood(rows, outcomes, weights)
    for _ in range(_STEPS):
        chances = _logistic(rows @ weights)
        slope = rows.T @ (outcomes - chances) - _PENALTY * weights
        certainty = np.maximum(chances * (1 - chances), 1e-6)
        curvature = (rows * certainty[:, None]).T @ rows + _PENALTY * np.eye(len(weights))
        move = np.linalg.solve(curvature, slope)
        for _ in range(_HALVINGS):
            found = _likelihood(rows, outcomes, weights + move)
            if found >= best:
                break
            move = move / 2
        else:
            return weights
        weights, gained, best = weights + move, found - best, found
        if gained < _CLOSE_ENOUGH * len(rows):
            break
    return weights


def _likelihood(rows: Floats, outcomes: Floats, weights: Floats) -> float:
    import numpy as np

    odds = rows @ weights
    logs = outcomes * odds - np.logaddexp(0.0, odds)
    return float(logs.sum() - _PENALTY / 2 * (weights @ weights))


def _logistic(odds: Floats) -> Floats:
    import numpy as np

    return 1.0 / (1.0 + np.exp(-np.clip(odds, -30.0, 30.0)))
