"""How likely a card is to be recalled: FSRS-6 from a card's reviews, and fitted to a learner's.

The fit is done by fsrs-rs, the optimiser that Anki uses. A fit only ever sees reviews that lie
before what it is to foretell.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from learning.online_logistic import bounded

RECALLED = 2
"""The lowest rating that means the card was recalled: hard."""
LONGEST_PAST = 256
"""Reviews of one card that are looked back on, at most; fsrs-rs fits to no longer ones either."""
_AT_ONCE = 10_000
"""Reviews handed to fsrs-rs at once: each carries its card's whole past."""
_HELD_BY = 300
"""Reviews that the default parameters weigh as much as, in a fit. Chosen on simulated learners."""


@dataclass(frozen=True, slots=True)
class Review:
    """One review of a card, rated 1 (again) to 4 (easy)."""

    card: str
    at: datetime
    rating: int


@dataclass(frozen=True, slots=True)
class Past:
    """A review with what its card had been through: ratings, with whole days since the one before
    it (0 for the first), oldest first and not more than `LONGEST_PAST`. The last entry is the
    review itself."""

    review: Review
    steps: tuple[tuple[int, int], ...]

    @property
    def days(self) -> int:
        return self.steps[-1][1]

    @property
    def recalled(self) -> bool:
        return self.review.rating >= RECALLED

    @property
    def scored(self) -> bool:
        """Whether a day or more had passed since the card's last review."""
        return len(self.steps) > 1 and self.days >= 1


def with_pasts(reviews: Iterable[Review]) -> tuple[Past, ...]:
    """Every review with its card's past, in the order of time."""
    last: dict[str, datetime] = {}
    steps: dict[str, tuple[tuple[int, int], ...]] = {}
    pasts: list[Past] = []
    for review in sorted(reviews, key=lambda review: (review.at, review.card)):
        days = max((review.at - last[review.card]).days, 0) if review.card in last else 0
        before = steps.get(review.card, ())[1 - LONGEST_PAST :]
        steps[review.card] = (*before, (review.rating, days))
        last[review.card] = review.at
        pasts.append(Past(review, steps[review.card]))
    return tuple(pasts)


def default_parameters() -> tuple[float, ...]:
    """The 21 parameters that FSRS-6 starts from."""
    from fsrs.scheduler import DEFAULT_PARAMETERS

    return tuple(DEFAULT_PARAMETERS)


def fit(pasts: Sequence[Past]) -> tuple[float, ...]:
    """Parameters that explain `pasts`, within the bounds that FSRS-6 sets for each.

    The fewer reviews there are, the nearer to the default ones they stay: with `_HELD_BY` scored
    reviews they go half the way to the best fit.
    """
    from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
    from fsrs_rs_python import DEFAULT_PARAMETERS, FSRS, FSRSItem, FSRSReview

    items = [
        FSRSItem([FSRSReview(rating, days) for rating, days in past.steps])
        for past in pasts
        if past.scored
    ]
    if not items:
        return default_parameters()
    try:
        best = FSRS(DEFAULT_PARAMETERS).compute_parameters(items)
    except ValueError:  # it finds too little to go by, such as one card that was always missed
        return default_parameters()
    way = len(items) / (len(items) + _HELD_BY)
    starts = default_parameters()
    fitted = (start + way * (end - start) for start, end in zip(starts, best, strict=True))
    bounds = zip(fitted, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(min(max(value, low), high) for value, low, high in bounds)


def chances(pasts: Sequence[Past], parameters: Sequence[float]) -> list[float]:
    """The chance of recall that FSRS-6 gave to each of `pasts`, before its outcome was known."""
    from fsrs_rs_python import FSRS, FSRSItem, FSRSReview

    model, decay = FSRS(list(parameters)), parameters[20]
    found: list[float] = []
    for begin in range(0, len(pasts), _AT_ONCE):
        some = pasts[begin : begin + _AT_ONCE]
        before = [
            FSRSItem([FSRSReview(rating, days) for rating, days in past.steps[:-1]])
            for past in some
        ]
        found += [
            forgetting(state.stability, past.days, decay)
            for state, past in zip(model.memory_state_batch(before), some, strict=True)
        ]
    return found


def forgetting(stability: float, days: float, decay: float) -> float:
    """The forgetting curve of FSRS-6: the chance of recall `days` after a review, 0.9 where that
    many days are the card's `stability`."""
    factor = math.pow(0.9, -1.0 / decay) - 1.0
    chance = math.pow(1.0 + factor * days / max(stability, 1e-3), -decay)
    return bounded(chance)


def log_loss(pasts: Sequence[Past], forecast: Sequence[float]) -> float:
    """The mean log loss of `forecast`; 0 for nothing."""
    if not pasts:
        return 0.0
    losses = (
        -math.log(chance if past.recalled else 1.0 - chance)
        for past, chance in zip(pasts, forecast, strict=True)
    )
    return sum(losses) / len(pasts)
