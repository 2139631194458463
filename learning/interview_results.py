"""The shape of an interview's report, as it is kept and as JSON prints it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from learning.grading import Met

Status = Literal["answered", "gave up", "not answered", "not reached"]
Level = Literal["strong", "on the bar", "below the bar", "not judged"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PointResult(_Part):
    """A rubric point. `quote` is the learner's words; `prompted` says that help was needed, a
    probe or a hint, and `hinted` that it was a hint."""

    says: str
    met: Met
    quote: str
    must: bool
    prompted: bool
    hinted: bool = False


class ProbeResult(_Part):
    """A follow-up and the answer to it."""

    asked: str
    answer: str
    kind: Literal["probe", "deeper", "hint"] = "probe"


class AsideResult(_Part):
    """A question of the learner's in the middle, and what they were told."""

    asked: str
    told: str


class QuestionResult(_Part):
    """One question. `score` is 0 to 1, or None where it was never asked; `seconds` is None where
    no time was taken."""

    number: int
    id: str
    area: str
    topics: tuple[str, ...]
    question: str
    status: Status
    score: float | None
    verdict: str
    points: tuple[PointResult, ...]
    red_flags: tuple[str, ...]
    comment: str
    answer: str
    probes: tuple[ProbeResult, ...]
    asides: tuple[AsideResult, ...] = ()
    seconds: int | None
    model_answer: str
    planned_seconds: int | None = None
    """The time there was for it."""
    stages: tuple[str, ...] = ()
    """What a good answer to a case goes through, in order."""


class AreaResult(_Part):
    area: str
    title: str
    score: float
    questions: int


class Evidence(_Part):
    """Words of the learner's, and the point they earned in the question with this number."""

    question: int
    says: str
    quote: str


class CompetencyResult(_Part):
    """What was shown in an area, or of a habit of answering over all areas: its score, the words
    that earned it (the most telling first) and what was missing."""

    id: str
    title: str
    kind: Literal["area", "habit"]
    score: float
    questions: int
    evidence: tuple[Evidence, ...]
    missed: tuple[str, ...]


class AreaComparison(_Part):
    """An area beside the interviews before this one. `runs` had it; `last` is the newest of them
    and `best` the highest score there was."""

    area: str
    title: str
    score: float
    last: float
    last_on: date
    best: float
    runs: int


class CardResult(_Part):
    """A review card that is drafted from what was missed, for the learner to keep or decline."""

    source: str
    topic: str
    front: str
    back: str


class Report(_Part):
    """A finished interview. `score` runs from 0 to 1 over what was asked; `study` holds
    topic ids of the roadmap, the weakest first."""

    script: str
    title: str
    date: date
    seed: int
    minutes: int
    minutes_used: int | None
    score: float
    verdict: Level
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    areas: tuple[AreaResult, ...]
    competencies: tuple[CompetencyResult, ...] = ()
    comparison: tuple[AreaComparison, ...] = ()
    questions: tuple[QuestionResult, ...]
    next_steps: tuple[str, ...]
    study: tuple[str, ...]
    cards: tuple[CardResult, ...] = ()


def percent(share: float) -> str:
    """A share of 0 to 1 as it is shown, such as “72 %”."""
    return f"{round(share * 100)} %"
