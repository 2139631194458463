"""What is kept of an interview: its run, the evidence in its answers, its report, its cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from base.clock import Clock
from base.errors import InvalidInput
from learning.card_keeping import CardKeeping
from learning.code_running import see_that_it_can_run
from learning.coding_questions import CodingQuestion, bank
from learning.interview_agenda import shortened
from learning.interview_cards import drafts_of
from learning.interview_choice import NO_PAST, Past, choose_questions
from learning.interview_evidence import attempt_at
from learning.interview_report import Held, make_report
from learning.interview_results import Report
from learning.interview_scripts import FoundScript, check_bank, minutes_within_bounds
from learning.open_interview import OpenInterview
from learning.past_interviews import past_interviews
from memory.learner import LearnerMemory
from memory.records import InterviewRun
from roadmap.catalogue import Roadmap
from roadmap.questions import InterviewQuestion

_LARGEST_SEED = 2**63 - 1


class InterviewKeeper:
    def __init__(self, memory: LearnerMemory, roadmap: Roadmap, clock: Clock) -> None:
        self._memory = memory
        self._roadmap = roadmap
        self._cards = CardKeeping(memory, roadmap, clock)

    def new_run(
        self,
        found: FoundScript,
        minutes: int | None,
        seed: int,
        now: datetime,
        past: Past = NO_PAST,
    ) -> tuple[InterviewRun, tuple[InterviewQuestion, ...]]:
        """A run of the script with its questions chosen; it is not kept yet.

        Raises:
            ContentError: the script asks for more than the bank holds.
            InvalidInput: the minutes or the seed are out of range.
            NotNow: it asks for code, which cannot be run on this system.
        """
        length = found.script.minutes if minutes is None else minutes_within_bounds(minutes)
        if not 0 <= seed <= _LARGEST_SEED:
            raise InvalidInput(f"The seed {seed} is out of range.", hint="0 to 9999 will do.")
        there = bank(self._roadmap)
        check_bank(found, there)
        questions = choose_questions(shortened(found.script, length), there, seed, past)
        if any(isinstance(question, CodingQuestion) for question in questions):
            see_that_it_can_run()
        number = 1
        while self._memory.interviews.get(run_id := f"interview-{now:%Y%m%d-%H%M%S}-{number}"):
            number += 1
        asked = tuple(question.id for question in questions)
        return InterviewRun(run_id, found.name, seed, length, asked, "running", now), questions

    def keep_attempt(self, held: OpenInterview, question: InterviewQuestion) -> None:
        """Keep what was answered to `question` as evidence; once, however often it is called."""
        attempt = attempt_at(held.run, question, held.exchanges)
        if attempt is not None:
            self._memory.attempts.add(attempt)

    def finish(
        self, held: OpenInterview, now: datetime, *, timed: bool = True, notes: Sequence[str] = ()
    ) -> Report:
        """Report on `held` and keep all that follows from it. An interview in which nothing was
        answered is kept as abandoned. Of an unattended one (`timed` False) there are no times."""
        for question in held.agenda.questions:
            self.keep_attempt(held, question)
        report = self._report(held, now, timed=timed, notes=notes)
        finished = not timed or any(exchange.answer for exchange in held.exchanges)
        self._memory.interviews.save(
            replace(
                held.run,
                status="finished" if finished else "abandoned",
                ended_at=now,
                report=report.model_dump_json(),
            )
        )
        if finished:
            self._cards.draft(drafts_of(report.cards))
        return report

    def _report(
        self, held: OpenInterview, now: datetime, *, timed: bool, notes: Sequence[str]
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
            earlier=tuple(p.report for p in past_interviews(self._memory, held.run.started_at)),
        )
        return make_report(facts, {t.id: t.title for t in self._roadmap.topics.values()})

    def _day(self, at: datetime) -> date:
        """The learner's calendar day at `at`."""
        zone = self._memory.profile.load().timezone or "UTC"
        try:
            return at.astimezone(ZoneInfo(zone)).date()
        except (ZoneInfoNotFoundError, ValueError):  # a zone this machine does not know
            return at.date()
