"""The interviews before: what was asked, how topics went, and the reports that were kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from statistics import mean

from pydantic import ValidationError

from base.errors import NotFound, NotNow
from base.text import one_line
from learning.evidence import counts
from learning.interview_choice import Past
from learning.interview_results import Report
from learning.interview_trend import PastInterview
from memory.learner import LearnerMemory

_NAMED = 3


def past_of(memory: LearnerMemory) -> Past:
    """How often each question was asked in a finished interview, and the mean score of what was
    answered on each topic. Disputed answers count for nothing."""
    asked = Counter(name for run in memory.interviews.finished() for name in run.questions)
    scores: dict[str, list[float]] = defaultdict(list)
    for attempt in memory.attempts.all():
        if attempt.source == "interview" and counts(attempt):
            scores[attempt.topic].append(attempt.score)
    return Past(asked, {topic: mean(those) for topic, those in scores.items()})


def past_interviews(
    memory: LearnerMemory, before: datetime | None = None
) -> tuple[PastInterview, ...]:
    """The finished interviews that began before `before`, oldest first. One whose report cannot
    be read any more is left out."""
    found: list[PastInterview] = []
    for run in memory.interviews.finished():
        if run.report is None or (before is not None and run.started_at >= before):
            continue
        try:
            report = Report.model_validate_json(run.report)
        except ValidationError:
            continue
        found.append(PastInterview(run.id, report))
    return tuple(found)


def past_interview(memory: LearnerMemory, name: str | None) -> PastInterview:
    """The finished interview with the id `name`, the last one of the script `name`, or the last
    of all for None.

    Raises:
        NotFound: there is no such interview.
        NotNow: none was finished.
    """
    finished = past_interviews(memory)
    if not finished and name is None:
        raise NotNow(
            "No interview is finished, so there is no report.",
            hint="Begin one: waymark interview run ml-fundamentals",
        )
    wanted = [one for one in finished if name in (None, one.id, one.report.script)]
    if not wanted:
        latest = ", ".join(one.id for one in finished[-_NAMED:])
        raise NotFound(
            f"There is no finished interview “{one_line(name or '', 60)}”.",
            hint=f"The latest are: {latest}." if latest else "None was finished so far.",
        )
    return wanted[-1]
