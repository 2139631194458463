"""What the interviews before say: which questions were asked, and how their topics went."""

from __future__ import annotations

from collections import Counter, defaultdict
from statistics import mean

from learning.evidence import counts
from learning.interview_choice import Past
from memory.learner import LearnerMemory


def past_of(memory: LearnerMemory) -> Past:
    """How often each question was asked in a finished interview, and the mean score of what was
    answered on each topic. Disputed answers count for nothing."""
    asked = Counter(name for run in memory.interviews.finished() for name in run.questions)
    scores: dict[str, list[float]] = defaultdict(list)
    for attempt in memory.attempts.all():
        if attempt.source == "interview" and counts(attempt):
            scores[attempt.topic].append(attempt.score)
    return Past(asked, {topic: mean(those) for topic, those in scores.items()})
