"""An interview as it is held: its parts, the questions of each, and the seconds for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.interview_areas import area_title
from learning.interview_scripts import ProbePolicy, Round, Script
from roadmap.questions import InterviewQuestion


@dataclass(frozen=True, slots=True)
class FollowUpPolicy:
    """How answers are followed up; `most` follow-ups to one question."""

    probe: ProbePolicy = "missed"
    most: int = 2
    deeper: bool = True
    hints: bool = True


@dataclass(frozen=True, slots=True)
class Stage:
    """A round as it is held: its questions, and the seconds there are for them."""

    area: str
    questions: tuple[InterviewQuestion, ...]
    seconds: float
    policy: FollowUpPolicy = FollowUpPolicy()
    weight: float = 1.0
    title: str = ""

    @property
    def share(self) -> float:
        """The seconds that fall to one question."""
        return self.seconds / max(1, len(self.questions))

    @property
    def name(self) -> str:
        return self.title or area_title(self.area)


@dataclass(frozen=True, slots=True)
class Agenda:
    stages: tuple[Stage, ...]

    @property
    def questions(self) -> tuple[InterviewQuestion, ...]:
        return tuple(question for stage in self.stages for question in stage.questions)

    def stage_of(self, question_id: str) -> int:
        """The place of the stage that asks it; the first, should none do."""
        for number, stage in enumerate(self.stages):
            if any(question.id == question_id for question in stage.questions):
                return number
        return 0


def shortened(script: Script, minutes: int) -> tuple[Round, ...]:
    """The rounds of `script` when it is held in `minutes`: fewer questions in less time, and
    never more of them."""
    factor = min(1.0, minutes / script.minutes)
    return tuple(
        part.model_copy(update={"count": max(1, int(part.count * factor + 0.5))})
        for part in script.rounds
    )


def lay_out(script: Script | None, minutes: int, questions: Sequence[InterviewQuestion]) -> Agenda:
    """The stages of an interview whose questions are fixed.

    Where the script is gone or has changed since, one stage holds them all.
    """
    rounds = shortened(script, minutes) if script else ()
    if script is None or sum(part.count for part in rounds) != len(questions):
        area = questions[0].area if questions else ""
        return Agenda((Stage(area, tuple(questions), minutes * 60.0),))
    stages: list[Stage] = []
    begun = 0
    for part in rounds:
        stages.append(
            Stage(
                area=part.area,
                questions=tuple(questions[begun : begun + part.count]),
                seconds=60.0 * minutes * part.minutes / script.minutes,
                policy=FollowUpPolicy(part.probe, part.follow_ups, part.deeper, part.hints),
                weight=part.weight,
                title=part.title,
            )
        )
        begun += part.count
    return Agenda(tuple(stages))
