"""What memory keeps, as frozen values. Every time is aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

TopicState = Literal["planned", "learning", "done", "skipped"]
Role = Literal["learner", "mentor", "tool", "notice"]
AttemptSource = Literal["quiz", "review", "interview"]
RunStatus = Literal["running", "paused", "finished", "abandoned"]
PlanStatus = Literal["draft", "committed", "superseded"]
BlockStatus = Literal["planned", "done", "skipped"]
CardStatus = Literal["drafted", "kept", "declined", "aside"]
BlockKind = Literal["learn", "practice", "review", "project", "interview"]
ChangeKind = Literal["block", "plan", "profile", "topic"]
ExchangeKind = Literal["question", "probe", "deeper", "hint", "told"]
QUOTES_OUTSIDE = "This answer quotes text from outside."
"""The notice kept behind such an answer, so that it is known later for what it is."""
STOPPED = "You stopped this answer."
INTERRUPTED = "This answer was cut off: Waymark ended in the middle of it."
"""Notices kept behind an answer that is not whole."""

Trust = Literal["said", "derived", "read"]
"""Where a fact comes from: the learner said it, evidence shows it, or it was read somewhere."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the learner told us about how they study. None means not said.

    The last five are wishes that hold in every week, as `learning.wishes.Wishes` has them.
    """

    timezone: str | None = None
    hours_per_week: float | None = None
    availability: str | None = None
    role: str | None = None
    deadline: date | None = None
    energy: Literal["morning", "afternoon", "evening"] | None = None
    block_minutes: int | None = None
    break_minutes: int | None = None
    slack_percent: int | None = None
    at_most: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    id: int
    conversation: str
    role: Role
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    id: str
    title: str
    messages: int
    started_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Recalled:
    """A message found again. `source` is the transcript id; a higher `score` is a better match."""

    source: int
    conversation: str
    role: Role
    text: str
    score: float
    at: datetime


@dataclass(frozen=True, slots=True)
class TopicStatus:
    topic: str
    status: TopicState
    at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One graded answer: the evidence behind every figure about the learner.

    `score` is 0 to 1, `difficulty` 1 to 5, `confidence` a percentage. `grader` says who graded:
    "rules", "self" or a model spec. `(source, run, position)` is unique: an answer is kept once.

    `correct` means right and unaided. Help is in `score` already: a hint that was taken, or an
    answer that was changed when the right one had been shown (`changed_from` is what it was).
    """

    id: int | None
    at: datetime
    source: AttemptSource
    run: str
    position: int
    item: str
    topic: str
    skill: str
    difficulty: int
    answer: str
    score: float
    correct: bool
    verdict: str
    confidence: int | None = None
    grader: str = "rules"
    disputed_at: datetime | None = None
    hinted: bool = False
    changed_from: str | None = None


@dataclass(frozen=True, slots=True)
class QuizRun:
    """A quiz with its items fixed at the start, and how far it is.

    `position` is the place in `items` of the open question. `step` counts every move, so that two
    processes cannot make the same one. `hinted` says that a hint was taken on the open question.
    """

    id: str
    topic: str | None
    items: tuple[str, ...]
    status: RunStatus
    started_at: datetime
    conversation: str | None = None
    ended_at: datetime | None = None
    position: int = 0
    step: int = 0
    hinted: bool = False
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class InterviewRun:
    """A scripted interview. `questions` are fixed at the start from `seed`."""

    id: str
    script: str
    seed: int
    minutes: int
    questions: tuple[str, ...]
    status: RunStatus
    started_at: datetime
    conversation: str | None = None
    ended_at: datetime | None = None
    report: str | None = None
    """The finished report as JSON; opaque to memory."""
    seen_at: datetime | None = None
    """When the learner was last known to be at it; None where nobody said so."""


@dataclass(frozen=True, slots=True)
class InterviewExchange:
    """One thing the interviewer said and, once given, the reply to it.

    `kind` says what it was: the question itself, a probe for what was missing, something deeper,
    a hint, or what was told to a question of the learner's.
    """

    run: str
    position: int
    question: str
    kind: ExchangeKind
    asked: str
    asked_at: datetime
    answer: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredBlock:
    """A block of study in a plan."""

    id: str
    start: datetime
    end: datetime
    kind: BlockKind
    topic: str | None
    title: str
    reason: str
    status: BlockStatus = "planned"
    actual_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A week's plan. `detail` is the planner's own JSON, opaque to memory."""

    id: str
    week_start: date
    timezone: str
    status: PlanStatus
    created_at: datetime
    blocks: tuple[StoredBlock, ...]
    detail: str
    committed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Something the learner changed. `subject` is the id of what was changed, `what` the action;
    `before` and `after` are how it stood, in JSON that is opaque to memory."""

    kind: ChangeKind
    subject: str
    what: str
    before: str
    after: str
    at: datetime
    id: int | None = None


@dataclass(frozen=True, slots=True)
class StoredForecast:
    """When `target` (a phase's id, or “roadmap”) will be done, as it was told on `made_on`: with
    4 chances in 5 between `earliest` and `latest`."""

    target: str
    made_on: date
    earliest: date
    middle: date
    latest: date
    weeks_known: int


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A block as it was last written into a calendar file; `sequence` counts its changes."""

    block: str
    week_start: date
    start: datetime
    end: datetime
    kind: BlockKind
    title: str
    reason: str
    cancelled: bool
    stamped_at: datetime
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class BusyTime:
    """A stretch in which the learner cannot study, from a calendar file."""

    source: str
    uid: str
    start: datetime
    end: datetime
    title: str


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """Something to be reviewed. `state` is the scheduler's own JSON, opaque to memory.

    A drafted card waits for the learner's word. One that was declined or put aside is never due,
    and stays so that it is not made again.
    """

    id: str
    topic: str
    item: str | None
    front: str
    back: str
    state: str
    due: datetime
    created_at: datetime
    status: CardStatus = "kept"


@dataclass(frozen=True, slots=True)
class ReviewLog:
    """One review of a card. `rating` is FSRS's: 1 again, 2 hard, 3 good, 4 easy."""

    card: str
    at: datetime
    rating: int


@dataclass(frozen=True, slots=True)
class ReviewFit:
    """A fit of the scheduler to the learner's own reviews.

    The losses are log losses on `held_out` later reviews, of the fit and of what it was to
    replace; `adopted` says whether it did.
    """

    at: datetime
    reviews: int
    held_out: int
    parameters: tuple[float, ...]
    loss: float
    loss_before: float
    adopted: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known of the learner in words. Superseded, never overwritten."""

    id: int
    kind: str
    text: str
    trust: Trust
    confidence: float
    valid_from: datetime
    valid_to: datetime | None = None
    superseded_by: int | None = None
    source_message: int | None = None


@dataclass(frozen=True, slots=True)
class LibraryItem:
    """A paper or resource the learner kept."""

    id: str
    kind: str
    title: str
    url: str
    note: str
    saved_at: datetime
