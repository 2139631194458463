"""The interview that is open, as memory holds it, and what the learner is asked in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from base.errors import WaymarkError
from learning.coding_questions import bank_questions
from learning.interview_agenda import Agenda, lay_out
from learning.interview_replies import is_case
from learning.interview_scripts import find_script
from learning.interview_time import minutes_left
from memory.learner import LearnerMemory
from memory.records import ExchangeKind, InterviewExchange, InterviewRun
from roadmap.catalogue import Roadmap


@dataclass(frozen=True, slots=True)
class Ask:
    """What the interviewer says. `position` counts questions from 1 (a probe has that of its
    question); `note` is said before `text` and may be empty;
    `case` says that the learner may ask about the situation and is told its facts."""

    run: str
    script: str
    title: str
    question: str
    text: str
    kind: ExchangeKind
    position: int
    of: int
    remaining_minutes: int
    note: str = ""
    case: bool = False


@dataclass(frozen=True, slots=True)
class OpenInterview:
    """A run with all that is known of it."""

    run: InterviewRun
    title: str
    agenda: Agenda
    exchanges: tuple[InterviewExchange, ...]


def own_scripts(memory: LearnerMemory) -> Path:
    """The folder for scripts of the learner's own, beside the learner file."""
    return memory.path.parent / "interviews"


def load_interview(memory: LearnerMemory, roadmap: Roadmap, run: InterviewRun) -> OpenInterview:
    """`run` with its script, its questions and all that was said in it."""
    try:
        script = find_script(run.script, own_scripts(memory)).script
    except WaymarkError:  # its file was removed or broken since: the questions still stand
        script = None
    questions = bank_questions(roadmap, run.questions)
    agenda = lay_out(script, run.minutes, questions)
    title = script.title if script else run.script
    return OpenInterview(run, title, agenda, memory.interviews.exchanges(run.id))


def as_ask(held: OpenInterview, exchange: InterviewExchange, note: str, now: datetime) -> Ask:
    """`exchange` as the learner meets it, with the time that is left at `now`."""
    stage = held.agenda.stage_of(exchange.question)
    numbers = {question.id: n for n, question in enumerate(held.agenda.questions, start=1)}
    return Ask(
        run=held.run.id,
        script=held.run.script,
        title=held.title,
        question=exchange.question,
        text=exchange.asked,
        kind=exchange.kind,
        position=numbers.get(exchange.question, 1),
        of=len(numbers),
        remaining_minutes=minutes_left(held.agenda, held.exchanges, stage, now),
        note=note,
        case=any(q.id == exchange.question and is_case(q) for q in held.agenda.questions),
    )
