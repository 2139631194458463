"""How well recall is foretold on simulated learners, beside FSRS-6 as it comes.

    python -m benchmarks.review_forecast [--learners N] [--days D]

Each learner forgets by FSRS-6 with parameters of their own, has cards that are easier or harder
than their past shows, good and bad days, and slowly changing habits of rating; their reviews are
scheduled by plain FSRS-6 and taken up to some days late. The aim: never worse than FSRS-6 as it
comes by more than 0.001, and better on the whole.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from learning.recall_forecast import foretell
from learning.recall_model import Review, default_parameters, forgetting, log_loss

AIM = 0.001
_BEGIN = datetime(2025, 1, 6, 18, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Habits:
    """What sets a simulated learner apart; deviations are in log odds, or in logarithms."""

    parameters: tuple[float, ...]
    card_spread: float
    day_spread: float
    lateness: float
    new_a_day: int


def habits_of(lot: random.Random) -> Habits:
    from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

    away = lot.uniform(0.0, 0.6)
    own = (value * math.exp(lot.gauss(0.0, away)) for value in default_parameters())
    bounds = zip(own, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return Habits(
        parameters=tuple(min(max(value, low), high) for value, low, high in bounds),
        card_spread=lot.uniform(0.1, 1.0),
        day_spread=lot.uniform(0.0, 0.7),
        lateness=lot.uniform(0.0, 3.0),
        new_a_day=lot.randint(2, 12),
    )


def simulate(seed: int, days: int) -> list[Review]:
    """The log of one learner, who studies once a day."""
    from fsrs import Card, Rating, Scheduler

    lot = random.Random(seed)  # noqa: S311  # a simulation, not a secret
    habits = habits_of(lot)
    app = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    truth = Scheduler(
        habits.parameters, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
    shown: dict[int, Card] = {}
    held: dict[int, Card] = {}
    harder: dict[int, float] = {}
    taken: dict[int, datetime] = {}
    log: list[Review] = []

    def take(number: int, rating: int, at: datetime) -> None:
        shown[number], _ = app.review_card(shown[number], Rating(rating), at)
        held[number], _ = truth.review_card(held[number], Rating(rating), at)
        taken[number] = shown[number].due + timedelta(
            days=round(lot.expovariate(1 / habits.lateness)) if habits.lateness else 0
        )
        log.append(Review(str(number), at, rating))

    for day in range(days):
        now = _BEGIN + timedelta(days=day)
        mood = lot.gauss(0.0, habits.day_spread)
        for number in range(len(shown), len(shown) + habits.new_a_day):
            shown[number] = Card(card_id=number, due=now)
            held[number] = Card(card_id=number, due=now)
            harder[number] = lot.gauss(0.0, habits.card_spread)
            taken[number] = now
        for number in [card for card, due in taken.items() if due <= now]:
            now += timedelta(seconds=20)
            rating = _rating(lot, habits, held[number], now, harder[number], mood)
            take(number, rating, now)
            if rating == 1 and lot.random() < 0.6:
                take(number, 3 if lot.random() < 0.85 else 1, now + timedelta(minutes=10))
    return log


def _rating(
    lot: random.Random, habits: Habits, card: object, now: datetime, harder: float, mood: float
) -> int:
    stability, last = getattr(card, "stability", None), getattr(card, "last_review", None)
    if stability is None or last is None:
        return lot.choices((1, 2, 3, 4), (40, 15, 35, 10))[0]
    passed = (now - last).total_seconds() / 86_400
    chance = forgetting(stability * math.exp(-harder), passed, habits.parameters[20])
    odds = math.log(chance / (1 - chance)) + mood
    if lot.random() > 1 / (1 + math.exp(-odds)):
        return 1
    return lot.choices((2, 3, 4), (0.08 + 0.3 * (1 - chance), 0.75, 0.12))[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--learners", type=int, default=12)
    parser.add_argument("--days", type=int, default=180)
    asked = parser.parse_args()
    print(f"{'learner':>7} {'reviews':>8} {'recall':>7} {'FSRS-6':>8} {'fitted':>8} {'Waymark':>8}")
    gains: list[float] = []
    for seed in range(asked.learners):
        foretold = foretell(simulate(seed, asked.days))
        pasts = [one.past for one in foretold]
        plain = log_loss(pasts, [one.default for one in foretold])
        fitted = log_loss(pasts, [one.fitted for one in foretold])
        ours = log_loss(pasts, [one.chance for one in foretold])
        recall = statistics.fmean(past.recalled for past in pasts)
        gains.append(plain - ours)
        print(
            f"{seed:>7} {len(foretold):>8} {recall:>7.3f} {plain:>8.4f} {fitted:>8.4f} {ours:>8.4f}"
        )
    better, worst = statistics.fmean(gains), min(gains)
    print(f"better than FSRS-6 by {better:.4f} on the whole, {worst:+.4f} at worst")
    return 0 if worst >= -AIM and better > 0 else 1


if __name__ == "__main__":
    raise SystemExit(main())
