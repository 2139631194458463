"""Interviews held with the learner: started, answered, broken off, gone on with, reported."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from base.errors import InvalidInput, NotFound, NotNow
from base.paths import Home
from learning.interview_answers import AnswerSheet
from learning.interview_results import Report
from learning.interviews import InterviewService
from learning.open_interview import Ask
from learning.study import Study
from memory.records import Profile


class SetClock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def interviews(study: Study, clock: SetClock) -> InterviewService:
    return again(study, clock)


def again(study: Study, clock: SetClock) -> InterviewService:
    """The service as another process would make it: it knows only what memory holds."""
    return InterviewService(study.memory, study.roadmap, clock)


def asked(said: Ask | Report) -> Ask:
    assert isinstance(said, Ask)
    return said


def strong(study: Study, ask: Ask) -> str:
    return study.roadmap.interview_question(ask.question).samples.strong


def hold(study: Study, interviews: InterviewService, ask: Ask, clock: SetClock) -> Report:
    """Answer well, a minute each, to the end."""
    said: Ask | Report = ask
    while isinstance(said, Ask):
        clock.forward(minutes=1)
        said = interviews.answer(strong(study, said))
    return said


def test_an_interview_is_asked_one_thing_at_a_time(
    study: Study, interviews: InterviewService
) -> None:
    first = interviews.start("ml-fundamentals", seed=1)
    assert (first.position, first.of, first.kind, first.remaining_minutes) == (1, 6, "question", 30)
    assert first.text == study.roadmap.interview_question(first.question).question
    assert first.note.startswith("6 questions in 30 minutes.")
    assert interviews.current() == replace(first, note="")
    second = asked(interviews.answer(strong(study, first)))
    assert (second.position, second.kind) == (2, "question")


def test_a_seed_asks_the_same_questions(study: Study, interviews: InterviewService) -> None:
    runs = []
    for _ in range(2):
        interviews.start("behavioural", seed=7)
        run = study.memory.interviews.running()
        assert run is not None
        runs.append(run.questions)
        interviews.end()
    assert runs[0] == runs[1]


def test_without_a_seed_another_time_brings_other_questions(
    study: Study, interviews: InterviewService, clock: SetClock
) -> None:
    asked_then = set()
    for _ in range(5):
        interviews.start("ml-fundamentals")
        run = study.memory.interviews.running()
        assert run is not None
        asked_then.add(run.questions)
        interviews.end()
        clock.forward(hours=1)
    assert len(asked_then) > 1


def test_a_finished_interview_is_reported_and_kept_as_evidence(
    study: Study, interviews: InterviewService, clock: SetClock
) -> None:
    first = interviews.start("ml-fundamentals", seed=1)
    report = hold(study, interviews, first, clock)
    assert report.verdict == "strong"
    assert report.minutes_used == 6
    assert interviews.current() is None
    assert interviews.report() == interviews.report(first.run) == report
    attempts = study.memory.attempts.of_run("interview", first.run)
    assert [a.item for a in attempts] == [q.id for q in report.questions]
    assert [a.position for a in attempts] == list(range(6))
    assert all(a.correct and a.topic in study.roadmap.topics for a in attempts)


def test_another_cannot_be_started_meanwhile(interviews: InterviewService) -> None:
    interviews.start("behavioural", seed=1)
    with pytest.raises(NotNow, match="still open, at question 1 of 5") as caught:
        interviews.start("ml-fundamentals")
    assert "waymark interview run behavioural" in caught.value.hint
    assert "waymark interview end" in caught.value.hint


def test_silence_is_met_with_patience_and_kept_nowhere(
    study: Study, interviews: InterviewService
) -> None:
    first = interviews.start("ml-fundamentals", seed=1)
    for text in ("", "   \n", "\x1b[2J\u200b"):
        said = asked(interviews.answer(text))
        assert (said.text, said.note) == (
            first.text,
            "Take your time. “I don't know” is an answer too.",
        )
    assert [e.answer for e in study.memory.interviews.exchanges(first.run)] == [None]


def test_a_question_in_the_middle_is_answered_kept_and_not_graded(
    study: Study, interviews: InterviewService, clock: SetClock
) -> None:
    first = interviews.start("ml-fundamentals", seed=1)
    said = asked(interviews.answer("What do you mean by that, exactly?"))
    assert (said.kind, said.position) == ("told", 1)
    assert "say what you assume" in said.text
    report = hold(study, interviews, said, clock)
    [aside] = report.questions[0].asides
    assert (aside.asked, aside.told) == ("What do you mean by that, exactly?", said.text)
    assert report.questions[0].answer == strong(study, first)
    assert not any(point.prompted for point in report.questions[0].points)


def test_ending_early_reports_what_was_asked_and_judges_only_enough(
    study: Study, interviews: InterviewService
) -> None:
    first = interviews.start("ml-fundamentals", seed=1)
    interviews.answer(strong(study, first))
    report = interviews.end()
    assert [q.status for q in report.questions] == ["answered"] + ["not reached"] * 5
    assert report.verdict == "not judged"
    assert report.questions[1].model_answer == ""
    assert len(study.memory.attempts.of_run("interview", first.run)) == 1


def test_an_interview_without_any_answer_leaves_no_report_behind(
    interviews: InterviewService,
) -> None:
    interviews.start("behavioural", seed=1)
    assert interviews.end().verdict == "not judged"
    with pytest.raises(NotNow, match="No interview is finished"):
        interviews.report()


def test_nothing_can_be_answered_or_ended_when_none_is_open(interviews: InterviewService) -> None:
    with pytest.raises(NotNow, match="No interview is open"):
        interviews.answer("A margin.")
    for act in (interviews.end, interviews.resume):
        with pytest.raises(NotNow, match="No interview is open"):
            act()
    with pytest.raises(NotFound, match="no finished interview “nope”"):
        interviews.report("nope")


@pytest.mark.parametrize("minutes", [0, 4, 181, -30])
def test_no_interview_is_shorter_or_longer_than_makes_sense(
    interviews: InterviewService, minutes: int
) -> None:
    with pytest.raises(InvalidInput, match="5 to 180 minutes"):
        interviews.start("behavioural", minutes)
    assert interviews.current() is None


def test_it_keeps_to_its_time(study: Study, interviews: InterviewService, clock: SetClock) -> None:
    said: Ask | Report = interviews.start("ml-fundamentals", seed=1)
    notes = []
    while isinstance(said, Ask):
        clock.forward(minutes=9)
        said = interviews.answer(strong(study, said))
        notes.append(said.note if isinstance(said, Ask) else "")
    assert notes == [
        "Time for this part is up.",
        "",
        "About 3 minutes are left for this part.",
        "",
    ]
    assert [q.number for q in said.questions if q.status == "not reached"] == [2, 6]
    assert "Questions 2 and 6 were not reached." in said.reasons


class TestBreakingOff:
    def test_another_process_goes_on_at_the_same_question_with_the_time_left(
        self, study: Study, interviews: InterviewService, clock: SetClock
    ) -> None:
        first = interviews.start("ml-fundamentals", seed=1)
        clock.forward(minutes=3)
        second = asked(interviews.answer(strong(study, first)))
        clock.forward(days=3)
        resumed = again(study, clock).resume()
        assert (resumed.text, resumed.position) == (second.text, second.position)
        assert resumed.remaining_minutes == second.remaining_minutes == 27
        assert asked(again(study, clock).answer(strong(study, resumed))).position == 3

    def test_resuming_a_probe_keeps_it_a_probe(
        self, study: Study, interviews: InterviewService, clock: SetClock
    ) -> None:
        interviews.start("ml-fundamentals", seed=1)
        probe = asked(interviews.answer("I would begin by looking at what the data says here."))
        assert probe.kind == "probe"
        assert replace(interviews.resume(), note="") == probe
        assert asked(interviews.answer("It is hard to say more.")).kind == "hint"
        assert asked(interviews.answer("pass")).position == 2
        interviews.end()
        probes = interviews.report().questions[0].probes
        assert [p.answer for p in probes] == ["It is hard to say more.", "pass"]

    def test_dying_between_an_answer_and_what_follows_loses_neither(
        self, study: Study, interviews: InterviewService, clock: SetClock
    ) -> None:
        first = interviews.start("ml-fundamentals", seed=1)
        study.memory.interviews.answer(first.run, 0, strong(study, first), clock.now)
        said = again(study, clock).current()
        assert said is not None
        assert said.position == 2
        assert len(study.memory.attempts.of_run("interview", first.run)) == 1

    def test_dying_before_the_first_question_was_kept_asks_it(
        self, study: Study, interviews: InterviewService, clock: SetClock
    ) -> None:
        first = interviews.start("ml-fundamentals", seed=1)
        run = study.memory.interviews.get(first.run)
        assert run is not None
        interviews.end()
        study.memory.interviews.save(replace(run, id="unborn"))
        said = again(study, clock).current()
        assert said is not None
        assert (said.text, said.position) == (first.text, 1)

    def test_dying_before_the_report_was_kept_still_brings_it(
        self, study: Study, interviews: InterviewService, clock: SetClock
    ) -> None:
        report = hold(study, interviews, interviews.start("behavioural", seed=1), clock)
        [run] = study.memory.interviews.finished()
        study.memory.interviews.save(replace(run, status="running", ended_at=None, report=None))
        assert again(study, clock).current() is None
        assert again(study, clock).report() == report

    def test_a_killed_process_leaves_the_interview_where_it_was(
        self, study: Study, home: Home
    ) -> None:
        script = (
            "import os, signal\n"
            "from base.paths import Home\n"
            "from learning.study import Study\n"
            f"study = Study.open(Home.locate({str(home.root)!r}))\n"
            "study.interviews.start('ml-fundamentals', seed=1)\n"
            "study.interviews.answer('pass')\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        died = subprocess.run([sys.executable, "-c", script], env=dict(os.environ), check=False)
        assert died.returncode == -signal.SIGKILL
        said = study.interviews.current()
        assert said is not None
        assert (said.position, said.of, said.remaining_minutes) == (2, 6, 30)


class TestUnattended:
    def sheet(self, study: Study, kind: str) -> AnswerSheet:
        bank = study.roadmap.interview_questions()
        return AnswerSheet(by_question={q.id: (getattr(q.samples, kind),) for q in bank})

    @pytest.mark.parametrize(
        "script", ["ml-fundamentals", "behavioural", "llm-rag", "phone-screen"]
    )
    def test_better_answers_come_out_better(self, study: Study, script: str) -> None:
        strong, middling, weak = (
            study.interviews.rehearse(script, self.sheet(study, kind))
            for kind in ("strong", "middling", "weak")
        )
        assert strong.score > middling.score > weak.score
        assert strong.verdict == "strong"
        assert weak.verdict == "below the bar"

    def test_the_same_answers_give_the_same_report(self, study: Study) -> None:
        sheet = self.sheet(study, "middling")
        reports = {
            study.interviews.rehearse("phone-screen", sheet).model_dump_json() for _ in range(3)
        }
        assert len(reports) == 1
        assert len(study.memory.interviews.finished("phone-screen")) == 3

    def test_missing_answers_count_as_none_and_the_report_says_so(self, study: Study) -> None:
        report = study.interviews.rehearse("behavioural", AnswerSheet(in_order=("I don't know",)))
        assert [q.status for q in report.questions] == ["gave up"] + ["not answered"] * 4
        assert [line for line in (*report.reasons, *report.notes) if "answer" in line] == [
            "Questions 2, 3, 4 and 5 had no answer."
        ]
        assert report.verdict == "below the bar"
        [run] = study.memory.interviews.finished()
        assert len(study.memory.attempts.of_run("interview", run.id)) == 1

    def test_answers_left_over_are_named(self, study: Study) -> None:
        sheet = AnswerSheet(in_order=("pass",) * 7)
        assert study.interviews.rehearse("behavioural", sheet).notes == (
            "2 of the answers given were not used.",
        )

    def test_the_interview_that_is_open_is_left_alone(self, study: Study) -> None:
        before = study.interviews.start("behavioural", seed=3)
        study.interviews.rehearse("ml-fundamentals", AnswerSheet())
        assert study.interviews.current() == replace(before, note="")

    def test_its_date_is_the_learners_day(self, study: Study) -> None:
        study.memory.profile.save(Profile(timezone="Pacific/Kiritimati"), study.clock())
        report = study.interviews.rehearse("behavioural", AnswerSheet())
        assert report.date.isoformat() == "2026-11-23"
        late = InterviewService(
            study.memory, study.roadmap, lambda: datetime(2026, 11, 23, 12, tzinfo=UTC)
        )
        assert late.rehearse("behavioural", AnswerSheet()).date.isoformat() == "2026-11-24"

    def test_a_seed_no_database_could_hold_is_refused(self, study: Study) -> None:
        with pytest.raises(InvalidInput, match="out of range"):
            study.interviews.rehearse("behavioural", AnswerSheet(), seed=2**70)


class TestLookingBack:
    def test_an_area_is_compared_with_the_interviews_before_it(
        self, study: Study, clock: SetClock
    ) -> None:
        bank = study.roadmap.interview_questions()
        service = again(study, clock)
        sheets = [
            AnswerSheet(by_question={q.id: (getattr(q.samples, kind),) for q in bank})
            for kind in ("weak", "middling", "strong")
        ]
        reports = []
        for sheet in sheets:
            reports.append(service.rehearse("llm-rag", sheet))
            clock.forward(days=7)
        assert reports[0].comparison == ()
        [compared] = reports[2].comparison
        assert (compared.last, compared.runs) == (reports[1].areas[0].score, 2)
        assert compared.last_on == reports[1].date
        [trend] = service.trend()
        assert [point.score for point in trend.points] == [r.areas[0].score for r in reports]
        assert trend.change > 0
        assert len(trend.bars) == 3
        assert [one.report for one in service.history()] == reports
        assert service.report("llm-rag") == reports[2]

    def test_an_area_that_was_never_asked_about_is_told(self, study: Study) -> None:
        with pytest.raises(NotFound, match="No finished interview had the area “alchemy”"):
            study.interviews.trend("alchemy")

    def test_what_was_missed_waits_as_drafted_cards_for_the_learners_word(
        self, study: Study
    ) -> None:
        bank = study.roadmap.interview_questions()
        sheet = AnswerSheet(by_question={q.id: (q.samples.weak,) for q in bank})
        report = study.interviews.rehearse("llm-rag", sheet)
        drafts = study.cards.drafts()
        assert {card.front for card in drafts} == {card.front for card in report.cards}
        assert len(drafts) == 5
        assert any("5 review cards are drafted" in step for step in report.next_steps)
        assert study.cards.confirm() == 5

    def test_the_words_that_earned_each_competency_stand_beside_it(self, study: Study) -> None:
        bank = study.roadmap.interview_questions()
        sheet = AnswerSheet(by_question={q.id: (q.samples.strong,) for q in bank})
        report = study.interviews.rehearse("phone-screen", sheet)
        shown = {one.id: one for one in report.competencies}
        assert {"behavioural", "ml-fundamentals", "llm-rag"} < set(shown)
        assert {"essentials", "unprompted", "soundness"} < set(shown)
        said = {q.number: " ".join(q.answer.split()) for q in report.questions}
        for one in report.competencies:
            assert all(e.quote.rstrip("…") in said[e.question] for e in one.evidence)
        assert shown["llm-rag"].evidence


class TestPresence:
    def test_the_time_until_the_last_sign_counts_and_the_time_since_does_not(
        self, study: Study, interviews: InterviewService, clock: SetClock
    ) -> None:
        interviews.start("ml-fundamentals", seed=1)
        for _ in range(24):
            clock.forward(seconds=5)
            interviews.attend()
        clock.forward(hours=3)
        assert again(study, clock).resume().remaining_minutes == 28
        clock.forward(minutes=1)
        resumed = again(study, clock).current()
        assert resumed is not None
        assert resumed.remaining_minutes == 27

    def test_whoever_comes_back_without_a_word_is_not_charged_for_being_away(
        self, study: Study, interviews: InterviewService, clock: SetClock
    ) -> None:
        first = interviews.start("ml-fundamentals", seed=1)
        interviews.attend()
        clock.forward(minutes=7)
        second = asked(again(study, clock).answer(strong(study, first)))
        assert (second.position, second.remaining_minutes) == (2, 30)

    def test_a_clock_that_jumps_back_takes_no_time_away(
        self, study: Study, interviews: InterviewService, clock: SetClock
    ) -> None:
        interviews.start("ml-fundamentals", seed=1)
        interviews.attend()
        clock.forward(hours=-5)
        assert again(study, clock).resume().remaining_minutes == 30
