"""What the side panel shows, asked of the services in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from learning.agenda import is_missed
from learning.streaks import Streak
from learning.study import Study
from memory.records import StoredBlock


@dataclass(frozen=True, slots=True)
class PhaseBar:
    """How far a phase is: topics done of all its topics."""

    title: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Today's blocks in the learner's zone, how many of this week were missed, the streak, and the
    way travelled.

    `zone` None is the machine's.
    """

    now: datetime
    zone: tzinfo | None
    blocks: tuple[StoredBlock, ...]
    phases: tuple[PhaseBar, ...]
    streak: Streak
    missed: int


def learner_zone(study: Study) -> tzinfo | None:
    """The learner's zone, or None (the machine's own) where none was said."""
    name = study.profile.show().timezone
    return ZoneInfo(name) if name else None


def overview(study: Study) -> Overview:
    """Today's plan and the progress as they stand."""
    return Overview(
        now=study.clock(),
        zone=learner_zone(study),
        blocks=study.week.today(),
        phases=tuple(
            PhaseBar(phase.title, phase.topics_done, phase.topics_total)
            for phase in study.progress.progress().phases
        ),
        streak=study.streaks.streak(),
        missed=sum(is_missed(block, study.clock()) for block in study.week.blocks("this")),
    )
