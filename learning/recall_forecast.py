"""The chance of recall at each review of a log, foretold from the reviews before it alone.

Four forecasters run side by side: FSRS-6 as it comes; FSRS-6 refitted as the log grows; that one
recalibrated; and that one with what FSRS does not look at, such as how the last reviews went and
how this card has gone against expectation. The last two learn from every review once it is over.
What is foretold is a mixture of the four, so that a short or an unusual log is never far from
plain FSRS-6.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from learning.online_logistic import Mixture, OnlineLogistic, logit
from learning.recall_model import Past, Review, chances, default_parameters, fit, with_pasts

_FIRST_FIT = 64
"""Scored reviews before the first fit; further ones follow as the log grows by `_GROWTH`."""
_GROWTH = 1.2
_LONGEST_FIT = 1_000_000
"""Steps of the cards' pasts that a fit looks back on, at most."""
_BRIEFLY, _FOR_LONG = 0.15, 0.02
"""How much the newest review counts in what the last few reviews went like, and the last many."""
_PRIOR_REVIEWS = 2.0
"""Reviews as expected that a card is taken to have had, before its own surprises count."""
_AGAIN, _HARD, _EASY = 1, 2, 4

# Mean and deviation of each weight before the first review, in the order of `_features`.
_PRIORS: tuple[tuple[float, float], ...] = (
    (0.0, 0.3),  # a constant
    (0.6, 0.3),  # the fitted FSRS's log odds
    (0.3, 0.3),  # the default FSRS's log odds
    (0.0, 0.5),  # surprise of the last few reviews
    (0.0, 0.5),  # surprise of the last many
    (0.0, 0.7),  # surprise of this card
    (0.0, 0.15),  # last rated again
    (0.0, 0.15),  # last rated hard
    (0.0, 0.15),  # last rated easy
    (0.0, 0.05),  # logarithm of the days since
    (0.0, 0.05),  # logarithm of the reviews before
    (0.0, 0.05),  # logarithm of the misses before
    (0.0, 0.1),  # further reviews on the last day
)
_DRIFT = 1e-5
_CALIBRATION_DRIFT = 1e-4


@dataclass(frozen=True, slots=True)
class Foretold:
    """A scored review with its chance of recall, what FSRS-6 as it comes gave it, and what FSRS-6
    fitted to the reviews before gave it."""

    past: Past
    chance: float
    default: float
    fitted: float


@dataclass(frozen=True, slots=True)
class _Look:
    """What was made of a review before its outcome was known."""

    past: Past
    calibration: tuple[float, ...]
    features: tuple[float, ...]
    chances: tuple[float, ...]
    chance: float


def foretell(reviews: Iterable[Review]) -> tuple[Foretold, ...]:
    """Every review at a day or more after its card's last, in the order of time."""
    scored = [past for past in with_pasts(reviews) if past.scored]
    default = chances(scored, default_parameters())
    fitted = _fitted_forward(scored, default)
    forecaster = _Forecaster()
    foretold: list[Foretold] = []
    for _, places in groupby(range(len(scored)), key=lambda place: scored[place].review.at):
        # Reviews of one moment know nothing of each other.
        looks = [forecaster.look(scored[n], default[n], fitted[n]) for n in places]
        for look in looks:
            foretold.append(Foretold(look.past, look.chance, *look.chances[:2]))
            forecaster.learn(look)
    return tuple(foretold)


class _Forecaster:
    def __init__(self) -> None:
        self._mixture = Mixture((0.6, 0.2, 0.1, 0.1), share=0.001)
        self._calibration = OnlineLogistic((0.0, 1.0), (0.3, 0.2), _CALIBRATION_DRIFT)
        means, deviations = zip(*_PRIORS, strict=True)
        self._context = OnlineLogistic(means, deviations, _DRIFT)
        self._briefly = self._for_long = 0.0
        self._cards: defaultdict[str, list[float]] = defaultdict(list)

    def look(self, past: Past, default: float, fitted: float) -> _Look:
        calibration = (1.0, logit(fitted))
        features = self._features(past, default, fitted)
        forecasts = (
            default,
            fitted,
            self._calibration.chance(calibration),
            self._context.chance(features),
        )
        return _Look(past, calibration, features, forecasts, self._mixture.chance(forecasts))

    def learn(self, look: _Look) -> None:
        recalled = look.past.recalled
        surprise = float(recalled) - look.chances[1]
        self._mixture.learn(look.chances, recalled)
        self._calibration.learn(look.calibration, recalled)
        self._context.learn(look.features, recalled)
        self._briefly += _BRIEFLY * (surprise - self._briefly)
        self._for_long += _FOR_LONG * (surprise - self._for_long)
        self._cards[look.past.review.card].append(surprise)

    def _features(self, past: Past, default: float, fitted: float) -> tuple[float, ...]:
        before = past.steps[:-1]
        last = before[-1][0]
        own = self._cards.get(past.review.card, [])
        return (
            1.0,
            logit(fitted),
            logit(default),
            self._briefly,
            self._for_long,
            sum(own) / (len(own) + _PRIOR_REVIEWS),
            float(last == _AGAIN),
            float(last == _HARD),
            float(last == _EASY),
            math.log1p(past.days),
            math.log1p(len(before)),
            math.log1p(sum(rating == _AGAIN for rating, _ in before)),
            math.log1p(_on_the_last_day(before)),
        )


def _on_the_last_day(steps: Sequence[tuple[int, int]]) -> int:
    """How many reviews followed another within a day, at the end of `steps`."""
    count = 0
    for _, days in reversed(steps[1:]):
        if days:
            break
        count += 1
    return count


def _fitted_forward(scored: Sequence[Past], default: Sequence[float]) -> list[float]:
    """The chances by parameters that were fitted to what lies before each review."""
    first = _moment_from(scored, _FIRST_FIT)
    forward = list(default[:first])
    for begin, end in _stretches(scored, first):
        parameters = fit(_latest(scored[:begin]))
        forward += chances(scored[begin:end], parameters)
    return forward


def _latest(scored: Sequence[Past]) -> Sequence[Past]:
    """As many of the latest as a fit can look back on."""
    room = _LONGEST_FIT
    for back, past in enumerate(reversed(scored)):
        room -= len(past.steps)
        if room < 0:
            return scored[len(scored) - back :]
    return scored


def _stretches(scored: Sequence[Past], begin: int) -> Iterator[tuple[int, int]]:
    """Where fits are made, and up to where each holds."""
    while begin < len(scored):
        end = _moment_from(scored, max(begin + 1, int(begin * _GROWTH)))
        yield begin, end
        begin = end


def _moment_from(scored: Sequence[Past], place: int) -> int:
    """The first place from `place` on at which another moment begins."""
    while 0 < place < len(scored) and scored[place].review.at == scored[place - 1].review.at:
        place += 1
    return min(place, len(scored))
