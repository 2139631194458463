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


class AreaResult(_Part):
    area: str
    title: str
    score: float
    questions: int


class Report(_Part):
    """A finished interview. `score` runs from 0 to 1 over what was asked; `topics` in
    `next_steps` are ids of the roadmap."""

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
    questions: tuple[QuestionResult, ...]
    next_steps: tuple[str, ...]
    study: tuple[str, ...]


def percent(share: float) -> str:
    """A share of 0 to 1 as it is shown, such as “72 %”."""
    return f"{round(share * 100)} %"
