"""What a week can be made of besides new topics: reviews, practice, projects, rehearsals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from learning.plan_model import GRID_MINUTES, Candidate, Dropped
from learning.week_topics import BlockLength, TopicWork, whole_blocks
from memory.records import Attempt, StoredBlock
from roadmap.models import Project

REVIEW, REHEARSAL_BEFORE_DEADLINE, PRACTICE, PROJECT, REHEARSAL = 150, 105, 95, 85, 70
"""Rates, beside those of topics in `learning.week_topics`."""
_MINUTES_A_CARD = 2
_REVIEW = BlockLength(10, 30)
_PRACTICE = BlockLength(30, 45)
_REHEARSAL = BlockLength(35, 45)
_PROJECT = BlockLength(60, 90)
WEAK, ANSWERS_NEEDED, ANSWERS_COUNTED = 0.6, 2, 5
"""A topic is weak when the mean of its last five answers, two at least, is below this."""
_MOST_PRACTICE = 3
FAR_ENOUGH = 0.6
"""The part of a project's topics that must be done before it is worth beginning."""
REHEARSE_WITHIN = timedelta(weeks=12)
_REHEARSE_TWICE_WITHIN = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the learner stands when the week is planned."""

    first_day: date
    """The first day that can still be planned."""
    zone: ZoneInfo
    cards_due: tuple[datetime, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    """Recent graded answers, oldest first."""
    role: str | None = None
    deadline: date | None = None
    block_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    candidates: tuple[Candidate, ...]
    waiting: tuple[Dropped, ...] = field(default=())


def gather(work: TopicWork, standing: Standing) -> Gathered:
    """Everything that could be studied in the week, and what was asked for but has to wait."""
    topics = work.candidates()
    others = (
        *_reviews(work, standing),
        *_practice(work, standing),
        *_project(work, standing),
        *_rehearsal(work, standing),
    )
    return Gathered((*topics, *others), tuple(work.waiting(topics)))


def spent_minutes(blocks: tuple[StoredBlock, ...], now: datetime) -> Mapping[str, int]:
    """Minutes by candidate: done ones as they took, those still to come as they are planned."""
    spent: dict[str, int] = {}
    for block in blocks:
        if block.status == "done" or (block.status == "planned" and block.end > now):
            name = candidate_of(block)
            spent[name] = spent.get(name, 0) + minutes_of(block)
    return spent


def minutes_of(block: StoredBlock) -> int:
    """The minutes a block took, or is to take."""
    if block.actual_minutes is not None:
        return block.actual_minutes
    return int((block.end - block.start) // timedelta(minutes=1))


def candidate_of(block: StoredBlock) -> str:
    """The id of the candidate that a block is of."""
    if block.kind == "review":
        return "review"
    return f"{block.kind}:{block.topic}" if block.topic else block.kind


def _fitted(length: BlockLength, block_minutes: int | None) -> BlockLength:
    """The usual length of a kind of block, or the one the learner wishes for."""
    return length if block_minutes is None else BlockLength(block_minutes, block_minutes)


def _reviews(work: TopicWork, standing: Standing) -> Iterator[Candidate]:
    """Due cards in up to three sittings: on the first day, in the middle, towards the end."""
    first = standing.first_day
    left = 7 - first.weekday()
    ends = sorted({first + timedelta(days=days) for days in (1, 1 + left // 2, left)})
    cards = sorted(standing.cards_due)
    begin = 0
    most = min(_REVIEW.longest, standing.block_minutes or _REVIEW.longest)
    for number, end in enumerate(ends):
        limit = datetime.combine(end, time(), standing.zone)
        group = [due for due in cards[begin:] if due < limit]
        begin += len(group)
        if not group:
            continue
        wanted = -(-len(group) * _MINUTES_A_CARD // GRID_MINUTES) * GRID_MINUTES
        last = group[-1].astimezone(standing.zone).date()
        noun = "card" if len(group) == 1 else "cards"
        yield Candidate(
            id=f"review:{number}",
            kind="review",
            topic=None,
            title=f"Review {len(group)} {noun}",
            reason=f"due for review: {len(group)} {noun}",
            minutes=min(max(wanted, _REVIEW.shortest), most),
            rate=REVIEW,
            shortest=min(_REVIEW.shortest, most),
            longest=most,
            not_before=datetime.combine(last, time(), standing.zone) if number else None,
            numbered_from=work.kept.get("review", 0) + 1,
        )


def _practice(work: TopicWork, standing: Standing) -> Iterator[Candidate]:
    scores: dict[str, list[float]] = {}
    for attempt in standing.attempts:
        scores.setdefault(attempt.topic, []).append(attempt.score)
    weak = []
    for topic, all_scores in scores.items():
        last = all_scores[-ANSWERS_COUNTED:]
        mean = sum(last) / len(last)
        if topic in work.roadmap.topics and len(last) >= ANSWERS_NEEDED and mean < WEAK:
            weak.append((mean, topic, len(last)))
    length = _fitted(_PRACTICE, standing.block_minutes)
    for mean, topic, answers in sorted(weak)[:_MOST_PRACTICE]:
        name = f"practice:{topic}"
        yield Candidate(
            id=name,
            kind="practice",
            topic=topic,
            title=f"Practice: {work.roadmap.topics[topic].title}",
            reason=f"your last {answers} answers on it scored {mean:.0%}",
            minutes=length.longest,
            rate=PRACTICE + round((WEAK - mean) * 40),
            shortest=length.shortest,
            longest=length.longest,
            numbered_from=work.kept.get(name, 0) + 1,
        )


def _project(work: TopicWork, standing: Standing) -> Iterator[Candidate]:
    """The first project, in the order of the roadmap, whose topics are far enough."""
    for project in work.roadmap.projects:
        done = sum(topic in work.closed for topic in project.topics)
        if project.id in work.closed or done < FAR_ENOUGH * len(project.topics):
            continue
        name = f"project:{project.id}"
        left = round(project.hours.expected * 60) - work.spent.get(name, 0)
        if left <= 0:
            continue
        length = _fitted(_PROJECT, standing.block_minutes)
        yield Candidate(
            id=name,
            kind="project",
            topic=project.id,
            title=f"Project: {project.title}",
            reason=_project_reason(project, done),
            minutes=min(whole_blocks(left, length), 2 * length.longest),
            rate=PROJECT,
            shortest=length.shortest,
            longest=length.longest,
            hard=True,
            numbered_from=work.kept.get(name, 0) + 1,
        )
        return


def _project_reason(project: Project, done: int) -> str:
    return f"you have done {done} of the {len(project.topics)} topics it builds on"


def _rehearsal(work: TopicWork, standing: Standing) -> Iterator[Candidate]:
    until = None if standing.deadline is None else standing.deadline - standing.first_day
    close = until is not None and timedelta(0) <= until <= REHEARSE_WITHIN
    if not close and not (standing.role and _job_ready(work)):
        return
    twice = close and until is not None and until <= _REHEARSE_TWICE_WITHIN
    length = _fitted(_REHEARSAL, standing.block_minutes)
    reason = f"you are far enough to rehearse for {standing.role}"
    if close and until is not None:
        weeks = round(until.days / 7)
        away = f"{weeks} weeks" if weeks > 1 else f"{until.days} days"
        reason = f"your deadline is {away} away"
    yield Candidate(
        id="interview",
        kind="interview",
        topic=None,
        title="Rehearse an interview",
        reason=reason,
        minutes=length.longest * (2 if twice else 1),
        rate=REHEARSAL_BEFORE_DEADLINE if close else REHEARSAL,
        shortest=length.shortest,
        longest=length.longest,
        numbered_from=work.kept.get("interview", 0) + 1,
    )


def _job_ready(work: TopicWork) -> bool:
    """Whether most of the phases that every role asks about is done."""
    core = [t.id for phase in work.roadmap.phases if 1 <= phase.number <= 3 for t in phase.topics]
    return bool(core) and sum(t in work.closed for t in core) >= FAR_ENOUGH * len(core)
