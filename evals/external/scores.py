"""Figures that say how near a forecast or a grade came."""

from __future__ import annotations

import math
from collections.abc import Sequence

_SURE = 1e-9


def area_under_curve(outcomes: Sequence[bool], chances: Sequence[float]) -> float | None:
    """The chance that a right answer was given a higher chance than a wrong one, ties counting
    half (Mann and Whitney, 1947); None where there are only right ones, or only wrong ones."""
    ordered = sorted(range(len(outcomes)), key=lambda place: chances[place])
    right = sum(outcomes)
    wrong = len(outcomes) - right
    if not right or not wrong:
        return None
    ranks, begin = 0.0, 0
    while begin < len(ordered):
        end = begin
        while end < len(ordered) and chances[ordered[end]] == chances[ordered[begin]]:
            end += 1
        ranks += (begin + 1 + end) / 2 * sum(outcomes[place] for place in ordered[begin:end])
        begin = end
    return (ranks - right * (right + 1) / 2) / (right * wrong)


def log_loss(outcomes: Sequence[bool], chances: Sequence[float]) -> float:
    """The mean negative log of the chance that was given to what happened, in nats."""
    kept = [min(max(chance, _SURE), 1 - _SURE) for chance in chances]
    losses = [-math.log(p if o else 1 - p) for o, p in zip(outcomes, kept, strict=True)]
    return sum(losses) / len(losses)


def pearson(first: Sequence[float], second: Sequence[float]) -> float | None:
    """The correlation of two series; None where one of them does not vary."""
    n = len(first)
    mean_one, mean_two = sum(first) / n, sum(second) / n
    one = [value - mean_one for value in first]
    two = [value - mean_two for value in second]
    spread = math.sqrt(sum(v * v for v in one) * sum(v * v for v in two))
    return None if spread == 0 else sum(a * b for a, b in zip(one, two, strict=True)) / spread


def root_mean_square(first: Sequence[float], second: Sequence[float]) -> float:
    """The root of the mean squared difference."""
    return math.sqrt(sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) / len(first))
