"""What a week can be made of besides new topics: reviews, practice, projects, rehearsals."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from learning.plan_model import GRID_MINUTES, Candidate, Dropped
from learning.week_topics import BlockLength, TopicWork, whole_blocks
from memory.records import Attempt, BlockKind, StoredBlock
from roadmap.briefs import Brief
from roadmap.models import Project

REVIEW, REHEARSAL_BEFORE_DEADLINE, PRACTICE, PROJECT, REHEARSAL = 150, 105, 95, 85, 70
"""Rates, beside those of topics in `learning.week_topics`."""
MINUTES_A_CARD = 2
_REVIEW = BlockLength(10, 30)
SHORTEST_REVIEW = _REVIEW.shortest
_PRACTICE = BlockLength(30, 45)
REHEARSAL_LENGTH = BlockLength(35, 45)
_PROJECT = BlockLength(60, 90)
PROJECT_A_WEEK = 2 * _PROJECT.longest
"""Minutes a week that a project takes at most while there are topics to study."""
_LEAN, _LEAST_RATE = 60, 5
"""What is asked to have more of is worth so much more, and never less than the other."""
REVIEWS_AT_MOST = 0.5
"""The part of the week's hours that reviews may take."""
WEAK, ANSWERS_NEEDED, ANSWERS_COUNTED = 0.6, 2, 5
"""A topic is weak when the mean of its last five answers, two at least, is below this."""
_MOST_PRACTICE = 3
MISSED_IN_AN_INTERVIEW = 15
"""What practice is worth more where an interview showed the weakness."""
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
    others: tuple[Candidate, ...] = (
        *_reviews(work, standing),
        *_practice(work, standing),
        *_project(work, standing, work.wanted - sum(topic.minutes for topic in topics)),
        *_rehearsal(work, standing),
    )
    found = tuple(
        _leaning(_in_time(candidate, standing), work.asked.kinds.get(candidate.kind))
        for candidate in (*topics, *others)
    )
    return Gathered(found, tuple(work.waiting(topics)))


def _leaning(candidate: Candidate, wish: str | None) -> Candidate:
    """The candidate, worth more or less where that was asked of its kind; what is not new study
    gets a block more, or no more than one."""
    if wish is None:
        return candidate
    more = wish == "more"
    minutes = candidate.minutes
    if candidate.kind != "learn":
        minutes = minutes + candidate.longest if more else min(minutes, candidate.longest)
    return dataclasses.replace(
        candidate,
        rate=max(_LEAST_RATE, candidate.rate + (_LEAN if more else -_LEAN)),
        minutes=minutes,
        reason=f"{candidate.reason}; you asked for more of its kind" if more else candidate.reason,
    )


def _in_time(candidate: Candidate, standing: Standing) -> Candidate:
    """The candidate, over by the deadline where it is for that: all that is not a review."""
    deadline = standing.deadline
    if deadline is None or deadline < standing.first_day or candidate.kind == "review":
        return candidate
    over = datetime.combine(deadline + timedelta(days=1), time(), standing.zone)
    return dataclasses.replace(candidate, not_after=over.astimezone(UTC))


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
    return candidate_kind(block.kind, block.topic)


def candidate_kind(kind: BlockKind, topic: str | None) -> str:
    """The id of the candidate of that kind and topic; that of all reviews alike is "review"."""
    return kind if kind == "review" or not topic else f"{kind}:{topic}"


def _fitted(length: BlockLength, block_minutes: int | None) -> BlockLength:
    """The usual length of a kind of block, or the one the learner wishes for."""
    return length if block_minutes is None else BlockLength(block_minutes, block_minutes)


def _reviews(work: TopicWork, standing: Standing) -> Iterator[Candidate]:
    """Due cards in up to three groups: on the first day, in the middle, towards the end.

    Many cards take several sittings, up to half of the week's hours; the rest waits.
    """
    first = standing.first_day
    left = 7 - first.weekday()
    ends = sorted({first + timedelta(days=days) for days in (1, 1 + left // 2, left)})
    cards = sorted(standing.cards_due)
    begin = 0
    most = min(_REVIEW.longest, standing.block_minutes or _REVIEW.longest)
    room = round(work.wanted * REVIEWS_AT_MOST) // GRID_MINUTES * GRID_MINUTES
    for number, end in enumerate(ends):
        limit = datetime.combine(end, time(), standing.zone)
        group = [due for due in cards[begin:] if due < limit]
        begin += len(group)
        if not group:
            continue
        wanted = -(-len(group) * MINUTES_A_CARD // GRID_MINUTES) * GRID_MINUTES
        length = BlockLength(min(_REVIEW.shortest, most), most)
        wanted = min(whole_blocks(max(wanted, length.shortest), length), max(most, room))
        room -= wanted
        last = group[-1].astimezone(standing.zone).date()
        noun = "card" if len(group) == 1 else "cards"
        yield Candidate(
            id=f"review:{number}",
            kind="review",
            topic=None,
            title=f"Review {len(group)} {noun}" if wanted <= most else "Review what is due",
            reason=_review_reason(len(group), wanted),
            minutes=wanted,
            rate=REVIEW,
            shortest=length.shortest,
            longest=length.longest,
            not_before=datetime.combine(last, time(), standing.zone) if number else None,
            numbered_from=work.kept.get("review", 0) + 1,
        )


def _review_reason(cards: int, minutes: int) -> str:
    noun = "card" if cards == 1 else "cards"
    fitting = minutes // MINUTES_A_CARD
    if fitting >= cards:
        return f"due for review: {cards} {noun}"
    return f"due for review: {cards} {noun}, of which about {fitting} fit into half of the week"


def _practice(work: TopicWork, standing: Standing) -> Iterator[Candidate]:
    answers_on: dict[str, list[Attempt]] = {}
    for attempt in standing.attempts:
        answers_on.setdefault(attempt.topic, []).append(attempt)
    weak = []
    for topic, attempts in answers_on.items():
        last = attempts[-ANSWERS_COUNTED:]
        mean = sum(attempt.score for attempt in last) / len(last)
        if topic in work.roadmap.topics and len(last) >= ANSWERS_NEEDED and mean < WEAK:
            interviewed = any(a.source == "interview" and a.score < WEAK for a in last)
            weak.append((mean, topic, len(last), interviewed))
    length = _fitted(_PRACTICE, standing.block_minutes)
    for mean, topic, answers, interviewed in sorted(weak)[:_MOST_PRACTICE]:
        where = ", some of them in an interview," if interviewed else ""
        name = f"practice:{topic}"
        yield Candidate(
            id=name,
            kind="practice",
            topic=topic,
            title=f"Practice: {work.roadmap.topics[topic].title}",
            reason=f"your last {answers} answers on it{where} scored {mean:.0%}",
            minutes=length.longest,
            rate=PRACTICE + round((WEAK - mean) * 40) + (MISSED_IN_AN_INTERVIEW * interviewed),
            shortest=length.shortest,
            longest=length.longest,
            numbered_from=work.kept.get(name, 0) + 1,
        )


def far_enough(project: Project, closed: Collection[str]) -> bool:
    """Whether enough of a project's topics are done for it to be worth beginning."""
    return sum(topic in closed for topic in project.topics) >= FAR_ENOUGH * len(project.topics)


def _project(work: TopicWork, standing: Standing, room: int) -> Iterator[Candidate]:
    """The first project, in the order of the roadmap, whose topics are far enough; `room` are
    minutes of the week that topics cannot fill."""
    for project in work.roadmap.projects:
        if project.id in work.closed or not far_enough(project, work.closed):
            continue
        done = sum(topic in work.closed for topic in project.topics)
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
            reason=_project_reason(
                project, work.roadmap.briefs[project.id], done, work.spent.get(name, 0)
            ),
            minutes=min(whole_blocks(left, length), max(2 * length.longest, room)),
            rate=PROJECT,
            shortest=length.shortest,
            longest=length.longest,
            hard=True,
            numbered_from=work.kept.get(name, 0) + 1,
        )
        return


def _project_reason(project: Project, brief: Brief, done: int, spent: int) -> str:
    """The milestone the project has come to, as the hours spent on it tell."""
    said = f"you have done {done} of the {len(project.topics)} topics it builds on"
    total = len(brief.milestones)
    begun = 0.0
    for number, milestone in enumerate(brief.milestones, start=1):
        begun += milestone.hours * 60
        if spent < begun or number == total:
            return f"{said}; milestone {number} of {total}: {milestone.title}"
    return said


def rehearsals_before(deadline: date | None, first_day: date) -> int:
    """How many rehearsals the deadline calls for in the week planned from `first_day` on."""
    until = None if deadline is None else deadline - first_day
    if until is None or not timedelta(0) <= until <= REHEARSE_WITHIN:
        return 0
    return 2 if until <= _REHEARSE_TWICE_WITHIN else 1


def _rehearsal(work: TopicWork, standing: Standing) -> Iterator[Candidate]:
    called_for = rehearsals_before(standing.deadline, standing.first_day)
    if not called_for and not (standing.role and _job_ready(work)):
        return
    length = _fitted(REHEARSAL_LENGTH, standing.block_minutes)
    reason = f"you are far enough to rehearse for {standing.role}"
    if called_for and standing.deadline is not None:
        until = standing.deadline - standing.first_day
        weeks = round(until.days / 7)
        away = f"{weeks} weeks" if weeks > 1 else f"{until.days} days"
        reason = f"your deadline is {away} away"
    yield Candidate(
        id="interview",
        kind="interview",
        topic=None,
        title="Rehearse an interview",
        reason=reason,
        minutes=length.longest * max(1, called_for),
        rate=REHEARSAL_BEFORE_DEADLINE if called_for else REHEARSAL,
        shortest=length.shortest,
        longest=length.longest,
        numbered_from=work.kept.get("interview", 0) + 1,
    )


def _job_ready(work: TopicWork) -> bool:
    """Whether most of the phases that every role asks about is done."""
    core = [t.id for phase in work.roadmap.phases if 1 <= phase.number <= 3 for t in phase.topics]
    return bool(core) and sum(t in work.closed for t in core) >= FAR_ENOUGH * len(core)
