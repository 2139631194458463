"""Which questions an interview asks: fixed at its start, by the rounds, the bank and a seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from learning.interview_scripts import Round, pools_of
from roadmap.questions import InterviewQuestion

_UNKNOWN = 0.5
"""What a topic nothing is known of counts as, between weak and strong."""


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier interviews say: how often each question was asked, by id, and the mean score
    of the learner's answers, 0 to 1, by topic (by area for questions without one)."""

    asked: Mapping[str, int] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)


NO_PAST = Past()


def choose_questions(
    rounds: tuple[Round, ...],
    bank: tuple[InterviewQuestion, ...],
    seed: int,
    past: Past = NO_PAST,
) -> tuple[InterviewQuestion, ...]:
    """The questions of all rounds in the order they are asked: the easier first, none twice.

    The same bank, seed and past give the same questions, in whatever order the bank stands.
    """
    chosen: list[InterviewQuestion] = []
    for part, pool in zip(rounds, pools_of(rounds, bank), strict=True):
        free = [q for q in bank if q.id in pool and q not in chosen]
        drawn = sorted(free, key=lambda question: lot(seed, question.id))
        picked = _pick(part, drawn, past)
        chosen += sorted(picked, key=lambda q: (q.difficulty, lot(seed, q.id)))
    return tuple(chosen)


def lot(seed: int, question_id: str) -> str:
    """Where chance puts a question, the same for the same seed on every machine."""
    return hashlib.sha256(f"{seed}:{question_id}".encode()).hexdigest()


def _pick(
    part: Round, drawn: Sequence[InterviewQuestion], past: Past
) -> Sequence[InterviewQuestion]:
    match part.choose:
        case "any":
            return drawn[: part.count]
        case "spread":
            return _spread([drawn], part.count)
        case "fresh":

            def times(question: InterviewQuestion) -> int:
                return past.asked.get(question.id, 0)

            by_times = groupby(sorted(drawn, key=times), key=times)
            return _spread([list(group) for _, group in by_times], part.count)
        case "weak":
            return sorted(drawn, key=lambda question: _known(question, past))[: part.count]


def _known(question: InterviewQuestion, past: Past) -> float:
    names = question.topics or (question.area,)
    return min(past.scores.get(name, _UNKNOWN) for name in names)


def _spread(
    groups: Iterable[Sequence[InterviewQuestion]], count: int
) -> Sequence[InterviewQuestion]:
    """The first `count`: group by group, in each first those that bring a new topic."""
    met: set[str] = set()
    picked: list[InterviewQuestion] = []
    for group in groups:
        rest: list[InterviewQuestion] = []
        for question in group:
            (rest if met & set(question.topics) else picked).append(question)
            met.update(question.topics)
        picked += rest
    return picked[:count]
