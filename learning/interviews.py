"""Interviews held with the learner: started, gone on with in any process, ended and kept.

What is open follows from memory alone: the run with its questions, and the exchanges so far.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from base.clock import Clock
from base.errors import NotFound, NotNow
from base.text import clean, one_line
from learning.coding_questions import bank, bank_question
from learning.interview_agenda import lay_out
from learning.interview_answers import AnswerSheet
from learning.interview_choice import NO_PAST
from learning.interview_keeping import InterviewKeeper
from learning.interview_replies import read_reply
from learning.interview_results import Report
from learning.interview_scripts import (
    Script,
    Shelf,
    check_bank,
    find_script,
    shelf,
)
from learning.interview_time import seconds_left
from learning.interview_trend import AreaTrend, PastInterview, trends
from learning.interview_unattended import notes_on, play
from learning.interviewing import Step, next_step
from learning.open_interview import Ask, OpenInterview, as_ask, load_interview, own_scripts
from learning.past_interviews import past_interview, past_interviews, past_of
from memory.learner import LearnerMemory
from memory.records import InterviewExchange
from roadmap.catalogue import Roadmap

_AWAY_SECONDS = 60.0
"""Without a sign of the learner for longer than this they were away. Signs come every few seconds
where the interface gives any."""
_KEPT_ANSWER = 20_000
"""Characters of an answer that are kept; far more than can be said to one question."""


class InterviewService:
    def __init__(self, memory: LearnerMemory, roadmap: Roadmap, clock: Clock) -> None:
        self._memory = memory
        self._roadmap = roadmap
        self._clock = clock
        self._keeper = InterviewKeeper(memory, roadmap, clock)

    def scripts(self) -> tuple[Script, ...]:
        """The scripts there are, shipped and the learner's own, by id."""
        return tuple(found.script for found in self.shelf().found)

    def shelf(self) -> Shelf:
        """The scripts there are, and what is wrong with script files that could not be read."""
        return shelf(own_scripts(self._memory))

    def script(self, name: str) -> Script:
        """The script with the id, title or file `name`, seen to be one that can be held.

        Raises:
            NotFound: there is none.
            ContentError: its file is wrong, or it asks for more than the bank holds.
        """
        found = find_script(name, own_scripts(self._memory))
        check_bank(found, bank(self._roadmap))
        return found.script

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
        run, questions = self._keeper.new_run(found, minutes, drawn, now, past)
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
        """Ask the open question again, for coming back after a pause. The time until the learner
        was last known to be there counts, the time since does not.

        Raises:
            NotNow: no interview is open.
        """
        return self._pick_up(self._opened(), self._clock())

    def attend(self) -> float | None:
        """Note that the learner is here, to be called every few seconds while they think: whatever
        ends the process, the time that is left is then known. The seconds left for the part, or
        None where nothing is open.
        """
        held = self._running()
        if held is None:
            return None
        now = self._clock()
        held = self._back(held, now)
        self._memory.interviews.seen(held.run.id, now)
        stage = held.agenda.stage_of(held.exchanges[-1].question)
        return seconds_left(held.agenda, held.exchanges, stage, now)

    def _back(self, held: OpenInterview, now: datetime) -> OpenInterview:
        """`held`, picked up again where the learner has been away without a word."""
        seen = held.run.seen_at
        if seen is None or (now - seen).total_seconds() <= _AWAY_SECONDS:
            return held
        if seen < held.exchanges[-1].asked_at:
            return held
        self._pick_up(held, now)
        return self._opened_again(held)

    def _pick_up(self, held: OpenInterview, now: datetime) -> Ask:
        last = held.exchanges[-1]
        seen = held.run.seen_at or last.asked_at
        left_at = min(max(seen, last.asked_at), now)
        self._memory.interviews.answer(held.run.id, last.position, "", left_at)
        question = bank_question(self._roadmap, last.question)
        # What was told to a question of the learner's is no question to come back to.
        text = question.question if last.kind == "told" else last.asked
        again = Step(question, last.kind, text, "Going on where you stopped.")
        return self._ask(self._opened_again(held), again, now)

    def answer(self, text: str) -> Ask | Report:
        """Take `text` as the answer to what was asked last, and say what comes next.

        An empty text is no answer: the same is asked again. A question of the learner's is
        answered and not graded.

        Raises:
            NotNow: no interview is open.
        """
        now = self._clock()
        held = self._back(self._opened(), now)
        last = held.exchanges[-1]
        reply = clean(text).strip()[:_KEPT_ANSWER]
        if read_reply(bank_question(self._roadmap, last.question), reply) == "silence":
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
        return self._keeper.finish(replace(held, exchanges=answered), self._clock())

    def report(self, name: str | None = None) -> Report:
        """The report of the finished interview with the id `name`, of the last one of the script
        `name`, or of the last of all.

        Raises:
            NotFound: there is no such interview.
            NotNow: none was finished.
        """
        return past_interview(self._memory, name).report

    def history(self) -> tuple[PastInterview, ...]:
        """The finished interviews, oldest first."""
        return past_interviews(self._memory)

    def trend(self, area: str | None = None) -> tuple[AreaTrend, ...]:
        """How each area, or one of them, came out over time.

        Raises:
            NotFound: no finished interview had the area.
        """
        found = trends(self.history(), area)
        if area is not None and not found:
            met = ", ".join(trend.area for trend in trends(self.history()))
            raise NotFound(
                f"No finished interview had the area “{one_line(area, 60)}”.",
                hint=f"There are: {met}." if met else "None was finished so far.",
            )
        return found

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
        run, questions = self._keeper.new_run(found, minutes, seed, now)
        agenda = lay_out(found.script, run.minutes, questions)
        exchanges = play(run.id, agenda, answers, now)
        # Kept as ended from the start, so that it never stands open beside the one that is.
        self._memory.interviews.save(replace(run, status="abandoned", ended_at=now))
        for exchange in exchanges:
            self._memory.interviews.ask(exchange)
        held = OpenInterview(run, found.script.title, agenda, exchanges)
        return self._keeper.finish(held, now, timed=False, notes=notes_on(answers, exchanges))

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
            self._keeper.keep_attempt(held, bank_question(self._roadmap, left))
        return self._keeper.finish(held, now) if step is None else self._ask(held, step, now)

    def _ask(self, held: OpenInterview, step: Step, now: datetime) -> Ask:
        exchange = InterviewExchange(
            held.run.id, len(held.exchanges), step.question.id, step.kind, step.text, now
        )
        self._memory.interviews.ask(exchange)
        return as_ask(
            replace(held, exchanges=(*held.exchanges, exchange)), exchange, step.note, now
        )


def _draw_seed(script: str, now: datetime) -> int:
    return int(hashlib.sha256(f"{script} {now.isoformat()}".encode()).hexdigest()[:8], 16)
