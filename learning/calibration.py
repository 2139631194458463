"""How well somebody knows what they know: the confidence they gave, against what was right.

The Brier score is the mean squared distance between confidence and outcome (Brier, Monthly
Weather Review 78, 1950): 0 is perfect, and always saying 50 % makes 0.25.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learning.evidence import counts
from memory.records import Attempt

BANDS = ((0, 20), (20, 40), (40, 60), (60, 80), (80, 101))
"""Bands of confidence, in percent, from the first figure up to below the second."""
_ENOUGH = 5
_MARGIN = 0.1


@dataclass(frozen=True, slots=True)
class Band:
    """Answers given with a confidence in the band; `sure` and `right` are means, 0 to 1."""

    low: int
    high: int
    answers: int
    sure: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of the answers that carried a confidence. `lean` is how much surer the learner was than they
    were right: above zero is over-confidence."""

    answers: int
    brier: float
    sure: float
    right: float
    bands: tuple[Band, ...]

    @property
    def lean(self) -> float:
        return self.sure - self.right

    @property
    def lesson(self) -> str:
        """What it teaches, in one sentence; none where there is too little to go by."""
        if self.answers < _ENOUGH:
            return ""
        gap = f"you were {self.sure:.0%} sure on average and right in {self.right:.0%}"
        if self.lean > _MARGIN:
            return f"Over {self.answers} answers {gap}: look for what could make you wrong first."
        if self.lean < -_MARGIN:
            return f"Over {self.answers} answers {gap}: you know more than you trust yourself to."
        return f"Over {self.answers} answers {gap}: your confidence can be relied on."


def calibration_of(attempts: Iterable[Attempt]) -> Calibration | None:
    """The calibration of those of `attempts` that count, carry a confidence and had no help; None
    where there are none. An answer right in part counts for its share."""
    told = [
        (attempt.confidence / 100, min(1.0, max(0.0, attempt.score)))
        for attempt in attempts
        if attempt.confidence is not None
        and counts(attempt)
        and not attempt.hinted
        and attempt.changed_from is None
    ]
    if not told:
        return None
    return Calibration(
        answers=len(told),
        brier=round(_mean([(sure - right) ** 2 for sure, right in told]), 4),
        sure=_mean([sure for sure, _ in told]),
        right=_mean([right for _, right in told]),
        bands=tuple(
            _band(low, high, held)
            for low, high in BANDS
            if (held := [(s, r) for s, r in told if low <= round(100 * s) < high])
        ),
    )


def plot(calibration: Calibration, width: int = 20) -> list[str]:
    """A line a band: what was right as a bar, and a mark where it would be if the confidence were
    exact."""
    lines = []
    for band in calibration.bands:
        filled, mark = round(band.right * width), min(width - 1, round(band.sure * width))
        bar = "".join("|" if n == mark else "#" if n < filled else "." for n in range(width))
        said = f"{band.low}-{band.high} %"
        lines.append(f"{said:>9} sure  {bar}  right {band.right:>4.0%} of {band.answers}")
    return lines


def _band(low: int, high: int, told: Sequence[tuple[float, float]]) -> Band:
    sure, right = _mean([s for s, _ in told]), _mean([r for _, r in told])
    return Band(low, min(high, 100), len(told), sure, right)


def _mean(figures: Sequence[float]) -> float:
    return sum(figures) / len(figures)
