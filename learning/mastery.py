"""How likely the learner is to answer right, skill by skill, from all that was answered.

The model is an Elo rating with a logistic link, as Pelánek describes it in "Applications of the
Elo rating system in adaptive educational systems" (Computers & Education 98, 2016): the chance of
a right answer is c + (1 − c) · σ(θ − d), with guessing floor c and difficulty d; an answer moves θ
by U(n) · (correct − chance), where the step U(n) = a / (1 + b·n) shrinks with the evidence n. To
that are added forgetting, which draws θ half of the way to the prior in each half-life without
practice and lets old evidence count for less, and a partial flow to the direct prerequisites. As
in the two-level form of that paper, an ability across all skills is rated beside them: it tells of
skills not met yet, and is no part of what counts as known.

A right answer never lowers any skill and a wrong one never raises any.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import exp
from types import MappingProxyType

_STEP, _SHRINK = 1.6, 0.12
_FLOW = 0.25
"""The share of a skill's move that its direct prerequisites make."""
_HALF_LIFE_DAYS = 90.0
_ABILITY_STEP, _ABILITY_SHRINK = 0.5, 0.1
_SECONDS_PER_DAY = 86_400.0
_MIDDLE_DIFFICULTY, _DIFFICULTY_STEP = 3, 0.6
"""Difficulties run from 1 to 5; each is this much harder than the last, in logits."""


@dataclass(frozen=True, slots=True)
class Skill:
    """What is held of one skill: θ in logits, the evidence behind it, when it was last seen."""

    rating: float
    evidence: float = 0.0
    seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mastery:
    """Immutable; `observe` returns what is held afterwards.

    `prerequisites` names the direct prerequisites of a skill. `prior` is the rating, in logits, of
    a skill never seen; `guess` the chance of a right answer knowing nothing.
    """

    prerequisites: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    prior: float = -0.4
    guess: float = 0.2
    skills: Mapping[str, Skill] = field(default_factory=lambda: MappingProxyType({}))
    ability: Skill = Skill(0.0)

    def probability(self, skill: str, difficulty: float | None = None) -> float:
        """The chance, 0 to 1, of a right answer of `difficulty` (1 to 5, by default 3)."""
        return self._chance(self._held(skill).rating + self.ability.rating, difficulty)

    def known(self, skill: str, at: datetime | None = None) -> float:
        """How far the skill is mastered, 0 to 1: `probability` without the luck of guessing. With
        `at`, after what was forgotten by then."""
        return _logistic(self._faded(self._held(skill), at).rating)

    def evidence(self, skill: str) -> float:
        """How many answers stand behind the figure; those to harder skills count for a part."""
        return self._held(skill).evidence

    def at(self, moment: datetime) -> Mastery:
        """The same as it stands at `moment`, after what was forgotten by then."""
        return replace(
            self,
            skills=MappingProxyType(
                {name: self._faded(skill, moment) for name, skill in self.skills.items()}
            ),
        )

    def observe(
        self,
        skill: str,
        correct: float,
        difficulty: float | None = None,
        at: datetime | None = None,
    ) -> Mastery:
        """What is held after an answer at `at`; `correct` is True, False or a share between."""
        share = min(1.0, max(0.0, float(correct)))
        before = self._held(skill)
        faded = self._faded(before, at)
        chance = self._chance(faded.rating + self.ability.rating, difficulty)
        move = _STEP / (1 + _SHRINK * faded.evidence) * (share - chance)
        skills = dict(self.skills)
        skills[skill] = _moved(before, faded, move, 1.0, at)
        for name in self.prerequisites.get(skill, ()):
            if name != skill:
                held = self._held(name)
                skills[name] = _moved(held, self._faded(held, at), _FLOW * move, _FLOW, at)
        step = _ABILITY_STEP / (1 + _ABILITY_SHRINK * self.ability.evidence)
        rating = self.ability.rating + step * (share - chance)
        ability = Skill(rating, self.ability.evidence + 1.0)
        return replace(self, skills=MappingProxyType(skills), ability=ability)

    def _held(self, skill: str) -> Skill:
        return self.skills.get(skill) or Skill(self.prior)

    def _chance(self, rating: float, difficulty: float | None) -> float:
        level = _MIDDLE_DIFFICULTY if difficulty is None else difficulty
        harder = (level - _MIDDLE_DIFFICULTY) * _DIFFICULTY_STEP
        return self.guess + (1 - self.guess) * _logistic(rating - harder)

    def _faded(self, skill: Skill, at: datetime | None) -> Skill:
        if at is None or skill.seen is None or at <= skill.seen:
            return skill
        days = (at - skill.seen).total_seconds() / _SECONDS_PER_DAY
        kept = 0.5 ** (days / _HALF_LIFE_DAYS)
        return replace(
            skill,
            rating=self.prior + (skill.rating - self.prior) * kept,
            evidence=skill.evidence * (0.5 + 0.5 * kept),
        )


def _moved(before: Skill, faded: Skill, move: float, weight: float, at: datetime | None) -> Skill:
    """The skill after `move`.

    A right answer is weighed by how surprising it is after the time away, and added to what was
    held before it: it shows that nothing was forgotten. A wrong one confirms the forgetting.
    """
    held = max(before.rating, faded.rating) if move >= 0 else min(before.rating, faded.rating)
    rating = held + move
    seen = at if before.seen is None or (at is not None and at > before.seen) else before.seen
    return Skill(rating, faded.evidence + weight, seen)


def _logistic(logit: float) -> float:
    if logit >= 0:
        return 1 / (1 + exp(-logit))
    return exp(logit) / (1 + exp(logit))
