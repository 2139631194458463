"""Interviews held with the learner: started, gone on with in any process, ended and kept.

What is open follows from memory alone: the run with its questions, and the exchanges so far.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from base.clock import Clock
from base.errors import InvalidInput, NotFound, NotNow
from base.text import clean, one_line
from learning.interview_agenda import lay_out, shortened
from learning.interview_answers import AnswerSheet
from learning.interview_choice import NO_PAST, Past, choose_questions
from learning.interview_evidence import attempt_at
from learning.interview_replies import read_reply
from learning.interview_report import Held, make_report
from learning.interview_results import Report
from learning.interview_scripts import (
    FoundScript,
    Script,
    Shelf,
    check_bank,
    find_script,
    minutes_within_bounds,
    shelf,
)
from learning.interview_time import seconds_left
from learning.interview_unattended import notes_on, play
from learning.interviewing import Step, next_step
from learning.open_interview import Ask, OpenInterview, as_ask, load_interview, own_scripts
from learning.past_interviews import past_of
from memory.learner import LearnerMemory
from memory.records import InterviewExchange, InterviewRun
from roadmap.catalogue import Roadmap
from roadmap.questions import InterviewQuestion

_LARGEST_SEED = 2**63 - 1
_KEPT_ANSWER = 20_000
"""Characters of an answer that are kept; far more than can be said to one question."""


class InterviewService:
    def __init__(self, memory: LearnerMemory, roadmap: Roadmap, clock: Clock) -> None:
        self._memory = memory
        self._roadmap = roadmap
        self._clock = clock

    def scripts(self) -> tuple[Script, ...]:
        """The scripts there are, shipped and the learner's own, by id."""
        return tuple(found.script for found in self.shelf().found)

    def shelf(self) -> Shelf:
        """The scripts there are, and what is wrong with script files that could not be read."""
        return shelf(own_scripts(self._memory))

    def start(
        self,
        script: str,
        minutes: int | None = None,
        seed: int | None = None,
        conversation: str | None = None,
    ) -> Ask:
        """Begin the interview `script` (an id, a title or a file) and ask its first question.

        Without a `seed` the questions follow from the script, the time and, where a round asks for
        it, the interviews before.

        Raises:
            NotNow: an interview is open; the hint says how to go on with it or end it.
            NotFound: there is no such script.
            ContentError: the script's file is wrong.
            InvalidInput: `minutes` is too short or too long.
        """
        running = self.current()
        if running is not None:
            raise NotNow(
                f"The interview “{running.title}” is still open, at question "
                f"{running.position} of {running.of}.",
                hint="Answer it to go on (or: waymark interview run "
                f"{running.script}), or end it: waymark interview end",
            )
        now = self._clock()
        found = find_script(script, own_scripts(self._memory))
        drawn = _draw_seed(found.script.id, now) if seed is None else seed
        past = past_of(self._memory) if seed is None else NO_PAST
        run, questions = self._new_run(found, minutes, drawn, now, past)
        run = replace(run, conversation=conversation)
        self._memory.interviews.save(run)
        held = OpenInterview(
            run, found.script.title, lay_out(found.script, run.minutes, questions), ()
        )
        step = next_step(held.agenda, (), now)
        if step is None:
            raise NotFound(f"The script “{found.script.title}” has no questions.")
        return self._ask(held, step, now)

    def current(self) -> Ask | None:
        """What stands to be answered, if an interview is open."""
        held = self._running()
        if held is None or not held.exchanges:
            return None
        last = held.exchanges[-1]
        if last.answer is not None:
            return None
        now = self._clock()
        stage = held.agenda.stage_of(last.question)
        over = seconds_left(held.agenda, held.exchanges, stage, now) <= 0
        note = "The time for this part is up: finish your thought." if over else ""
        return as_ask(held, last, note, now)

    def is_of(self, ask: Ask, script: str) -> bool:
        """Whether the interview that says `ask` is the one `script` names.

        Raises:
            NotFound, ContentError: as for `start`.
        """
        return find_script(script, own_scripts(self._memory)).name == ask.script

    def resume(self) -> Ask:
        """Ask the open question again, its clock begun anew: for coming back after a pause.

        Raises:
            NotNow: no interview is open.
        """
        held = self._opened()
        last = held.exchanges[-1]
        self._memory.interviews.answer(held.run.id, last.position, "", last.asked_at)
        question = self._roadmap.interview_question(last.question)
        # What was told to a question of the learner's is no question to come back to.
        text = question.question if last.kind == "told" else last.asked
        again = Step(question, last.kind, text, "Going on where you stopped.")
        return self._ask(self._opened_again(held), again, self._clock())

    def answer(self, text: str) -> Ask | Report:
        """Take `text` as the answer to what was asked last, and say what comes next.

        An empty text is no answer: the same is asked again. A question of the learner's is
        answered and not graded.

        Raises:
            NotNow: no interview is open.
        """
        held = self._opened()
        last = held.exchanges[-1]
        now = self._clock()
        reply = clean(text).strip()[:_KEPT_ANSWER]
        if read_reply(self._roadmap.interview_question(last.question), reply) == "silence":
            return as_ask(held, last, "Take your time. “I don't know” is an answer too.", now)
        self._memory.interviews.answer(held.run.id, last.position, reply, now)
        held = self._opened_again(held)
        return self._go_on(held, now)

    def end(self) -> Report:
        """End the open interview here and report on what was asked so far.

        Raises:
            NotNow: no interview is open.
        """
        held = self._opened()
        # What was asked last and has no answer was not declined: it counts as not reached.
        answered = tuple(e for e in held.exchanges if e.answer is not None)
        return self._finish(replace(held, exchanges=answered), self._clock())

    def report(self, run_id: str | None = None) -> Report:
        """The report of a finished interview, by default of the last one.

        Raises:
            NotFound: there is none with this id, or it has no report.
            NotNow: none was finished.
        """
        finished = self._memory.interviews.finished()
        if run_id is None and not finished:
            raise NotNow(
                "No interview is finished, so there is no report.",
                hint="Begin one: waymark interview run ml-fundamentals",
            )
        run = finished[-1] if run_id is None else self._memory.interviews.get(run_id)
        if run is None or run.report is None:
            latest = ", ".join(run.id for run in finished[-3:])
            raise NotFound(
                f"There is no finished interview “{one_line(run_id or '', 60)}”.",
                hint=f"The latest are: {latest}." if latest else "None was finished so far.",
            )
        return Report.model_validate_json(run.report)

    def rehearse(
        self, script: str, answers: AnswerSheet, minutes: int | None = None, seed: int = 0
    ) -> Report:
        """Hold a whole interview with answers given beforehand, and keep it.

        No time passes in it, and an interview that is open is left alone.

        Raises:
            NotFound, ContentError, InvalidInput: as for `start`.
        """
        now = self._clock()
        found = find_script(script, own_scripts(self._memory))
        run, questions = self._new_run(found, minutes, seed, now)
        agenda = lay_out(found.script, run.minutes, questions)
        exchanges = play(run.id, agenda, answers, now)
        notes = notes_on(answers, exchanges)
        held = OpenInterview(run, found.script.title, agenda, exchanges)
        report = self._report(held, now, timed=False, notes=notes)
        self._memory.interviews.save(
            replace(run, status="finished", ended_at=now, report=report.model_dump_json())
        )
        for exchange in exchanges:
            self._memory.interviews.ask(exchange)
        for question in questions:
            self._keep_attempt(held, question)
        return report

    def _new_run(
        self,
        found: FoundScript,
        minutes: int | None,
        seed: int,
        now: datetime,
        past: Past = NO_PAST,
    ) -> tuple[InterviewRun, tuple[InterviewQuestion, ...]]:
        length = found.script.minutes if minutes is None else minutes_within_bounds(minutes)
        bank = self._roadmap.interview_questions()
        check_bank(found, bank)
        questions = choose_questions(shortened(found.script, length), bank, seed, past)
        if not 0 <= seed <= _LARGEST_SEED:
            raise InvalidInput(f"The seed {seed} is out of range.", hint="0 to 9999 will do.")
        number = 1
        while self._memory.interviews.get(run_id := f"interview-{now:%Y%m%d-%H%M%S}-{number}"):
            number += 1
        asked = tuple(question.id for question in questions)
        return InterviewRun(run_id, found.name, seed, length, asked, "running", now), questions

    def _running(self) -> OpenInterview | None:
        """The open interview. Where a process died between an answer and what follows, that is
        said first."""
        run = self._memory.interviews.running()
        if run is None:
            return None
        held = load_interview(self._memory, self._roadmap, run)
        if held.exchanges and held.exchanges[-1].answer is None:
            return held
        self._go_on(held, self._clock())
        still = self._memory.interviews.running()
        return (
            None
            if still is None or still.id != run.id
            else load_interview(self._memory, self._roadmap, still)
        )

    def _opened(self) -> OpenInterview:
        held = self._running()
        if held is None:
            raise NotNow(
                "No interview is open.", hint="Begin one: waymark interview run ml-fundamentals"
            )
        return held

    def _opened_again(self, held: OpenInterview) -> OpenInterview:
        return replace(held, exchanges=self._memory.interviews.exchanges(held.run.id))

    def _go_on(self, held: OpenInterview, now: datetime) -> Ask | Report:
        step = next_step(held.agenda, held.exchanges, now)
        left = held.exchanges[-1].question if held.exchanges else None
        if left is not None and (step is None or step.question.id != left):
            self._keep_attempt(held, self._roadmap.interview_question(left))
        return self._finish(held, now) if step is None else self._ask(held, step, now)

    def _ask(self, held: OpenInterview, step: Step, now: datetime) -> Ask:
        exchange = InterviewExchange(
            held.run.id, len(held.exchanges), step.question.id, step.kind, step.text, now
        )
        self._memory.interviews.ask(exchange)
        return as_ask(
            replace(held, exchanges=(*held.exchanges, exchange)), exchange, step.note, now
        )

    def _finish(self, held: OpenInterview, now: datetime) -> Report:
        for question in held.agenda.questions:
            self._keep_attempt(held, question)
        report = self._report(held, now)
        judged = any(exchange.answer for exchange in held.exchanges)
        self._memory.interviews.save(
            replace(
                held.run,
                status="finished" if judged else "abandoned",
                ended_at=now,
                report=report.model_dump_json(),
            )
        )
        return report

    def _report(
        self, held: OpenInterview, now: datetime, *, timed: bool = True, notes: Sequence[str] = ()
    ) -> Report:
        facts = Held(
            script=held.run.script,
            title=held.title,
            seed=held.run.seed,
            minutes=held.run.minutes,
            agenda=held.agenda,
            exchanges=held.exchanges,
            on=self._day(held.run.started_at),
            ended_at=now,
            timed=timed,
            notes=tuple(notes),
        )
        return make_report(facts, {t.id: t.title for t in self._roadmap.topics.values()})

    def _day(self, at: datetime) -> date:
        """The learner's calendar day at `at`."""
        zone = self._memory.profile.load().timezone or "UTC"
        try:
            return at.astimezone(ZoneInfo(zone)).date()
        except (ZoneInfoNotFoundError, ValueError):  # a zone this machine does not know
            return at.date()

    def _keep_attempt(self, held: OpenInterview, question: InterviewQuestion) -> None:
        attempt = attempt_at(held.run, question, held.exchanges)
        if attempt is not None:
            self._memory.attempts.add(attempt)


def _draw_seed(script: str, now: datetime) -> int:
    return int(hashlib.sha256(f"{script} {now.isoformat()}".encode()).hexdigest()[:8], 16)
