"""What a given answer counts for, and the attempt that it is kept as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from base.text import clean
from learning.grading import Grade
from learning.open_run import kind_of
from memory.records import Attempt, QuizRun

KEPT_CHARACTERS = 50_000
"""Characters of an answer that are kept with the attempt."""
HINT_SHARE = 0.75
"""What an answer still counts for after a hint."""
CHANGED_SHARE = 0.5
"""What a better answer still counts for when the right one had been shown."""


@dataclass(frozen=True, slots=True)
class AtQuestion:
    """A run at the question that is to be answered.

    `kept` is the run as memory has it, `run` the same with its position at the question, and
    `earlier` the answer that was given to it before, where it is being changed.
    """

    kept: QuizRun
    run: QuizRun
    earlier: Attempt | None = None

    @property
    def hinted(self) -> bool:
        return self.run.hinted or (self.earlier is not None and self.earlier.hinted)

    def credit(self, score: float) -> float:
        """What an answer graded `score` counts for, from 0 to 1: less after a hint, and less
        still where it betters one that was already told the right answer."""
        credit = score * (HINT_SHARE if self.hinted else 1.0)
        if self.earlier is not None and credit > self.earlier.score:
            credit = max(self.earlier.score, min(credit, CHANGED_SHARE * score))
        return round(credit, 4)

    @property
    def changed_from(self) -> str | None:
        """What was answered before this change, the oldest first."""
        if self.earlier is None:
            return None
        before = self.earlier.changed_from
        return self.earlier.answer if before is None else f"{before}\n{self.earlier.answer}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question is about; `difficulty` is 1 to 5."""

    item: str
    topic: str
    skill: str
    difficulty: int


def attempt_at(
    at: AtQuestion,
    asked: Asked,
    grade: Grade,
    text: str,
    now: datetime,
    confidence: int | None,
) -> Attempt:
    """The attempt that `text`, graded `grade`, is kept as. A changed answer keeps the confidence
    of the first: how sure one is says nothing once the right answer was shown."""
    credit = at.credit(grade.score)
    return Attempt(
        id=None,
        at=now,
        source=kind_of(at.run),
        run=at.run.id,
        position=at.run.position,
        item=asked.item,
        topic=asked.topic,
        skill=asked.skill,
        difficulty=asked.difficulty,
        answer=clean(text)[:KEPT_CHARACTERS],
        score=credit,
        correct=grade.verdict == "right" and credit >= grade.score,
        verdict=grade.verdict,
        confidence=at.earlier.confidence if at.earlier else confidence,
        grader=grade.grader,
        hinted=at.hinted,
        changed_from=at.changed_from,
    )


def told_of_aid(at: AtQuestion, score: float) -> tuple[str, ...]:
    """Why an answer graded `score` counts for less, where it does."""
    credit = at.credit(score)
    if credit >= score:
        return ()
    why = "Changed after the right answer was shown" if at.earlier else "With a hint"
    return (f"{why}, this counts for {credit:.0%}.",)
