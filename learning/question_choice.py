"""Which quiz items to ask: those not seen before, spread over skills, near what is mastered."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from learning.mastery import Mastery
from roadmap.questions import QuizItem, SingleChoice

_AIM = 0.7
"""The chance of a right answer at which a question neither bores nor discourages."""
_REPEATED_SKILL = 0.25
"""How much further from the aim a question counts for each of its skill already chosen."""
_NEVER = datetime.min.replace(tzinfo=UTC)


def choose_items(
    items: Sequence[QuizItem],
    last_seen: Mapping[str, datetime],
    mastery: Mastery,
    count: int,
    seed: str,
) -> tuple[QuizItem, ...]:
    """Up to `count` of `items`, the easier first; the same for the same arguments.

    Items never seen come before all others, then the one seen longest ago. Among equals the one
    whose chance of a right answer is nearest to 70 % is taken, skills in turn. The first is one
    that a letter answers, where there is such: a light start, in a conversation as on paper.
    """
    left = list(items)
    chosen: list[QuizItem] = []
    skills: Counter[str] = Counter()

    def rank(item: QuizItem) -> tuple[datetime, float, str]:
        chance = mastery.probability(item.topic, item.difficulty)
        away = abs(chance - _AIM) + _REPEATED_SKILL * skills[item.skill]
        return (last_seen.get(item.id, _NEVER), round(away, 6), _lot(seed, item.id))

    while left and len(chosen) < count:
        best = min(left, key=rank)
        if not chosen and (openers := [item for item in left if _is_light(item)]):
            best = min(openers, key=rank)
        left.remove(best)
        chosen.append(best)
        skills[best.skill] += 1
    ordered = sorted(chosen, key=lambda item: (item.difficulty, _lot(seed, item.id)))
    opener = next((item for item in ordered if _is_light(item)), None)
    return tuple(sorted(ordered, key=lambda item: item is not opener))


def _is_light(item: QuizItem) -> bool:
    return isinstance(item, SingleChoice)


def _lot(seed: str, item: str) -> str:
    return hashlib.sha256(f"{seed}/{item}".encode()).hexdigest()
