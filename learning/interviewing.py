"""The interviewer's head: which questions are asked, what comes after an answer, and the time.

Everything follows from the questions fixed at the start and from the exchanges so far, so that an
interview goes on in any process from what memory holds.

Time counts from when something was asked to when it was answered. A wait of more than three times
the question's share is taken for time away and counts as one share.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from base.text import clean
from learning.answer_matching import Answer
from learning.grading import Grade, grade_rubric
from learning.interview_scripts import ProbePolicy, Round, Script
from learning.non_answers import recognise_non_answer
from memory.records import InterviewExchange
from roadmap.questions import InterviewQuestion

AskKind = Literal["question", "probe"]
Reply = Literal["silence", "gave-up", "copied", "foreign", "salad", "too-long", "answer"]

_AWAY_SHARES = 3.0
_NEEDED_SHARE = 0.25
"""The part of its share of the time that a question or a probe is still begun with."""
_WARN_SHARE = 0.2
_WARN_SECONDS = 60.0

_ASK_PROPERLY: dict[Reply, str] = {
    "copied": "That is my question again. What would you say to it yourself?",
    "foreign": "Could you answer in English, please?",
    "salad": "I hear the words. Say it in two or three full sentences: what is the claim?",
    "too-long": "That was a lot at once. Put the heart of it in a few sentences, please.",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """A round as it is held: its questions, and the seconds there are for them."""

    area: str
    questions: tuple[InterviewQuestion, ...]
    seconds: float
    probe: ProbePolicy
    weight: float

    @property
    def share(self) -> float:
        """The seconds that fall to one question."""
        return self.seconds / max(1, len(self.questions))


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


@dataclass(frozen=True, slots=True)
class Step:
    """What the interviewer says next. `note` is said before it."""

    question: InterviewQuestion
    kind: AskKind
    text: str
    note: str = ""


def shortened(script: Script, minutes: int) -> tuple[Round, ...]:
    """The rounds of `script` when it is held in `minutes`: fewer questions in less time, and
    never more of them."""
    factor = min(1.0, minutes / script.minutes)
    return tuple(
        part.model_copy(update={"count": max(1, int(part.count * factor + 0.5))})
        for part in script.rounds
    )


def choose_questions(
    rounds: Iterable[Round], bank: Sequence[InterviewQuestion], seed: int
) -> tuple[InterviewQuestion, ...]:
    """The questions of all rounds in the order they are asked: spread over topics, the easier
    first, none twice. The same bank and seed give the same questions."""
    chosen: list[InterviewQuestion] = []
    for part in rounds:
        free = [q for q in bank if part.takes(q) and q not in chosen]
        drawn = sorted(free, key=lambda q: _lot(seed, q.id))
        picked = _spread(drawn, part.count)
        chosen += sorted(picked, key=lambda q: (q.difficulty, _lot(seed, q.id)))
    return tuple(chosen)


def _lot(seed: int, question_id: str) -> str:
    return hashlib.sha256(f"{seed}:{question_id}".encode()).hexdigest()


def _spread(drawn: Sequence[InterviewQuestion], count: int) -> list[InterviewQuestion]:
    """The first `count` that each bring a new topic, filled up with the rest."""
    met: set[str] = set()
    fresh: list[InterviewQuestion] = []
    rest: list[InterviewQuestion] = []
    for question in drawn:
        (rest if met & set(question.topics) else fresh).append(question)
        met.update(question.topics)
    return (fresh + rest)[:count]


def lay_out(script: Script | None, minutes: int, questions: Sequence[InterviewQuestion]) -> Agenda:
    """The stages of an interview whose questions are fixed.

    Where the script is gone or has changed since, one stage holds them all.
    """
    rounds = shortened(script, minutes) if script else ()
    if script is None or sum(part.count for part in rounds) != len(questions):
        area = questions[0].area if questions else ""
        return Agenda((Stage(area, tuple(questions), minutes * 60.0, "missed", 1.0),))
    stages: list[Stage] = []
    begun = 0
    for part in rounds:
        held = tuple(questions[begun : begun + part.count])
        seconds = 60.0 * minutes * part.minutes / script.minutes
        stages.append(Stage(part.area, held, seconds, part.probe, part.weight))
        begun += part.count
    return Agenda(tuple(stages))


def seconds_of(exchange: InterviewExchange, share: float, now: datetime) -> float:
    """The seconds that count for one exchange, up to `now` where it is still open."""
    end = exchange.answered_at or now
    passed = max(0.0, (end - exchange.asked_at).total_seconds())
    return passed if passed <= _AWAY_SHARES * share else share


def seconds_left(
    agenda: Agenda, exchanges: Sequence[InterviewExchange], stage: int, now: datetime
) -> float:
    """What is left for a stage, with what the stages before it left over; below zero when it is
    overrun. Time overrun in one stage is not taken from the next."""
    left = 0.0
    for number, held in enumerate(agenda.stages[: stage + 1]):
        used = sum(
            seconds_of(exchange, held.share, now)
            for exchange in exchanges
            if agenda.stage_of(exchange.question) == number
        )
        left = max(0.0, left) + held.seconds - used
    return left


def minutes_left(
    agenda: Agenda, exchanges: Sequence[InterviewExchange], stage: int, now: datetime
) -> int:
    """Whole minutes left of the interview, counted up, from `stage` on."""
    later = sum(part.seconds for part in agenda.stages[stage + 1 :])
    left = max(0.0, seconds_left(agenda, exchanges, stage, now)) + later
    return int(-(-left // 60))


def read_reply(question: str, text: str) -> Reply:
    """What kind of reply `text` is."""
    if not text.strip():
        return "silence"
    found = recognise_non_answer(question, Answer(clean(text)))
    if found is None:
        return "answer"
    return "silence" if found.kind == "empty" else found.kind


def grade_of(
    question: InterviewQuestion, exchanges: Iterable[InterviewExchange], *, probes: bool = True
) -> Grade:
    """The grade of all that was answered to `question`, or of what came without a probe.

    Replies that are no answers (the question again, another language) count only where nothing
    else was said.
    """
    replies = [
        exchange.answer
        for exchange in exchanges
        if exchange.question == question.id
        and exchange.answer
        and (probes or exchange.kind == "question")
    ]
    proper = [text for text in replies if read_reply(question.question, text) == "answer"]
    return grade_rubric(question.question, question.rubric, "\n\n".join(proper or replies))


def choose_probe(question: InterviewQuestion, grade: Grade, policy: ProbePolicy) -> str:
    """What to ask about the most valuable point that `grade` lacks, or "" for nothing.

    After a strong answer that is what would take it deeper.
    """
    if policy == "never":
        return ""
    met = {point.id: point.met for point in grade.points}
    open_points = [
        point
        for point in question.rubric.points
        if point.probe and met.get(point.id) != "met" and (point.must or policy == "missed")
    ]
    if not open_points:
        return ""
    lacking = {"missed": 1.0, "partly": 0.5}
    best = max(
        open_points,
        key=lambda point: (
            point.must and met[point.id] == "missed",
            point.weight * lacking[met[point.id]],
        ),
    )
    return best.probe


def next_step(agenda: Agenda, exchanges: Sequence[InterviewExchange], now: datetime) -> Step | None:
    """What to say after the last exchange, or None at the end of the interview.

    An exchange with an empty answer is asked again.
    """
    if not exchanges:
        return _open_stage(agenda, 0, "")
    last = exchanges[-1]
    index = agenda.stage_of(last.question)
    stage = agenda.stages[index]
    asked = {question.id: question for question in stage.questions}
    question = asked.get(last.question)
    if question is None:
        return None
    if last.answer == "":
        return Step(question, last.kind, last.asked)
    left = seconds_left(agenda, exchanges, index, now)
    reply = read_reply(question.question, last.answer or "")
    if last.kind == "question" and left >= stage.share * _NEEDED_SHARE:
        probe = _probe(question, reply, exchanges, stage.probe)
        if probe:
            return Step(question, "probe", probe, _warning(stage, left))
    note = "That is all right. Let us go on." if reply == "gave-up" else ""
    return _go_on(agenda, index, question, left, note)


def _probe(
    question: InterviewQuestion,
    reply: Reply,
    exchanges: Sequence[InterviewExchange],
    policy: ProbePolicy,
) -> str:
    if reply in ("gave-up", "silence"):
        return ""
    if reply in _ASK_PROPERLY:
        return _ASK_PROPERLY[reply]
    return choose_probe(question, grade_of(question, exchanges), policy)


def _go_on(
    agenda: Agenda, index: int, question: InterviewQuestion, left: float, note: str
) -> Step | None:
    stage = agenda.stages[index]
    place = stage.questions.index(question) + 1
    if place < len(stage.questions) and left >= stage.share * _NEEDED_SHARE:
        following = stage.questions[place]
        return Step(following, "question", following.question, _joined(note, _warning(stage, left)))
    if place < len(stage.questions):
        note = _joined(note, "Time for this part is up.")
    return _open_stage(agenda, index + 1, note)


def _open_stage(agenda: Agenda, index: int, note: str) -> Step | None:
    for stage in agenda.stages[index:]:
        if stage.questions:
            first = stage.questions[0]
            return Step(first, "question", first.question, note)
    return None


def _warning(stage: Stage, left: float) -> str:
    if left > max(_WARN_SHARE * stage.seconds, min(_WARN_SECONDS, stage.share)):
        return ""
    minutes = max(1, round(left / 60))
    return f"About {minutes} {'minute is' if minutes == 1 else 'minutes are'} left for this part."


def _joined(*notes: str) -> str:
    return " ".join(note for note in notes if note)
