"""What a learner's past answers say of the next one, over logs of many learners and skills.

Three things are kept for each learner, for each skill and overall: an Elo rating in two levels,
the learner's ability and their standing in the skill (Pelánek, "Applications of the Elo rating
system in adaptive educational systems", Computers & Education 98, 2016); counts of successes and
failures, as in performance factors analysis (Pavlik, Cen and Koedinger, AIED 2009); and success
rates that fade at several speeds (Galyardt and Goldin, "Move your lamp post", JEDM 7, 2015). Of
the population, it keeps how hard each skill is, at first and after a right or a wrong answer.

Everything is counted forward in time: what is told of an answer comes from answers before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp, log, log1p

_SKILL_STEP, _ABILITY_STEP, _HARDNESS_STEP = 0.9, 0.5, 0.6
_SHRINK = 0.1
"""Steps are a / (1 + shrink · n), by the number n of answers before."""
_LEAST_STEP = 0.04
_SKILL_FADES = (0.3, 0.6, 0.85)
_OVERALL_FADES = (0.6, 0.9, 0.98)
_PRIOR_MASS = 0.5
"""Answers half right and half wrong that stand at the beginning of every fading rate."""
_SMOOTHING = 8.0
"""Answers at the wider mean that a rate of the population begins with."""
_FIRST_ATTEMPTS = 5
_NONE_YET, _WRONG, _RIGHT = 0, 1, 2
_DAY = 86_400.0

RISING = (
    "rating in the skill",
    "ability",
    *(f"rate in the skill, {fade:g}" for fade in _SKILL_FADES),
    *(f"rate overall, {fade:g}" for fade in _OVERALL_FADES),
    "successes in the skill",
    "few failures in the skill",
    "successes overall",
    "few failures overall",
    "run of successes",
    "few failures in a row",
)
"""Features that no right answer lowers and no wrong one raises."""
FIXED = (
    "one",
    "ease of the skill",
    "ease after the last answer",
    "ease at this attempt",
    *(f"attempt {number}" for number in range(1, _FIRST_ATTEMPTS + 1)),
    "attempts in the skill",
    "attempts overall",
    "ease of the question",
    "days since the skill",
    "days since any",
    "the same skill again",
)
"""Features that do not depend on whether the learner's answers were right."""
FEATURES = (*RISING, *FIXED)


@dataclass(slots=True)
class _Standing:
    """A learner's answers so far, in one skill or overall."""

    fades: tuple[float, ...]
    rating: float = 0.0
    right: int = 0
    wrong: int = 0
    run: int = 0
    """Successes in a row, or failures in a row below zero."""
    at: float | None = None
    sums: list[float] = field(default_factory=list)
    masses: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sums = [0.0] * len(self.fades)
        self.masses = [0.0] * len(self.fades)

    @property
    def answers(self) -> int:
        return self.right + self.wrong

    def rates(self) -> list[float]:
        """Fading success rates, from −1 to 1, drawn to 0 where there is little to go by."""
        return [s / (mass + _PRIOR_MASS) for s, mass in zip(self.sums, self.masses, strict=True)]

    def add(self, correct: bool, at: float | None) -> None:
        worth = 1.0 if correct else -1.0
        for place, fade in enumerate(self.fades):
            self.sums[place] = self.sums[place] * fade + worth
            self.masses[place] = self.masses[place] * fade + 1.0
        self.right += correct
        self.wrong += not correct
        same = (self.run > 0) == correct and self.run != 0
        self.run = (self.run if same else 0) + (1 if correct else -1)
        self.at = at


@dataclass(slots=True)
class _Tally:
    right: float = 0.0
    answers: float = 0.0

    def ease(self, wider: float) -> float:
        """Log odds of a right answer, smoothed towards those of the wider population."""
        share = (self.right + _SMOOTHING * wider) / (self.answers + _SMOOTHING)
        return _logit(share)

    def share(self, wider: float) -> float:
        return (self.right + _SMOOTHING * wider) / (self.answers + _SMOOTHING)

    def add(self, correct: bool) -> None:
        self.right += correct
        self.answers += 1


class Tracer:
    """Reads answers one by one; `features` first, then `learn`."""

    def __init__(self) -> None:
        self._overall: dict[str, _Standing] = {}
        self._in_skill: dict[tuple[str, str], _Standing] = {}
        self._last_skill: dict[str, str] = {}
        self._hardness: dict[str, float] = {}
        self._all = _Tally()
        self._skills: dict[str, _Tally] = {}
        self._after: dict[tuple[str, int], _Tally] = {}
        self._attempts: dict[tuple[str, int], _Tally] = {}

    def features(
        self, learner: str, skill: str, difficulty: float | None = None, at: float | None = None
    ) -> list[float]:
        """The features of FEATURES, in their order, of the answer that comes next. `at` is in
        seconds; `difficulty` on any scale, the higher the harder."""
        overall = self._overall.get(learner) or _Standing(_OVERALL_FADES)
        held = self._in_skill.get((learner, skill)) or _Standing(_SKILL_FADES)
        wide = self._all.share(0.6)
        tally = self._skills.get(skill) or _Tally()
        ease, mean = tally.ease(wide), tally.share(wide)
        after = self._after.get((skill, _last(held))) or _Tally()
        attempt = min(held.answers, _FIRST_ATTEMPTS)
        here = self._attempts.get((skill, attempt)) or _Tally()
        return [
            held.rating,
            overall.rating,
            *held.rates(),
            *overall.rates(),
            log1p(held.right),
            -log1p(held.wrong),
            log1p(overall.right),
            -log1p(overall.wrong),
            log1p(max(held.run, 0)),
            -log1p(max(-held.run, 0)),
            1.0,
            ease,
            after.ease(mean) - ease,
            here.ease(mean) - ease,
            *(float(attempt == number) for number in range(1, _FIRST_ATTEMPTS + 1)),
            log1p(held.answers),
            log1p(overall.answers),
            0.0 if difficulty is None else -difficulty,
            _days(held.at, at),
            _days(overall.at, at),
            float(self._last_skill.get(learner) == skill),
        ]

    def learn(self, learner: str, skill: str, correct: bool, at: float | None = None) -> None:
        """Take in the answer."""
        overall = self._overall.setdefault(learner, _Standing(_OVERALL_FADES))
        held = self._in_skill.setdefault((learner, skill), _Standing(_SKILL_FADES))
        tally = self._skills.setdefault(skill, _Tally())
        hardness = self._hardness.get(skill, 0.0)
        missed = float(correct) - _logistic(overall.rating + held.rating - hardness)
        held.rating += _step(_SKILL_STEP, held.answers) * missed
        overall.rating += _step(_ABILITY_STEP, overall.answers) * missed
        self._hardness[skill] = hardness - _step(_HARDNESS_STEP, tally.answers) * missed
        self._after.setdefault((skill, _last(held)), _Tally()).add(correct)
        attempt = min(held.answers, _FIRST_ATTEMPTS)
        self._attempts.setdefault((skill, attempt), _Tally()).add(correct)
        tally.add(correct)
        self._all.add(correct)
        held.add(correct, at)
        overall.add(correct, at)
        self._last_skill[learner] = skill

    def forget_learners(self) -> None:
        """Keep what is known of skills alone, for a log of other people."""
        self._overall.clear()
        self._in_skill.clear()
        self._last_skill.clear()


def _last(held: _Standing) -> int:
    if held.run == 0:
        return _NONE_YET
    return _RIGHT if held.run > 0 else _WRONG


def _days(before: float | None, at: float | None) -> float:
    if before is None or at is None:
        return 0.0
    return log1p(max(0.0, at - before) / _DAY)


def _step(first: float, answers: float) -> float:
    return max(_LEAST_STEP, first / (1 + _SHRINK * answers))


def _logistic(odds: float) -> float:
    if odds >= 0:
        return 1 / (1 + exp(-odds))
    return exp(odds) / (1 + exp(odds))


def _logit(share: float) -> float:
    kept = min(max(share, 1e-4), 1 - 1e-4)
    return log(kept / (1 - kept))
