"""Interviewers as nobody wishes them, to see that the criteria can fail."""

from __future__ import annotations

from dataclasses import replace

from learning.interview_results import Report
from learning.interviews import InterviewService
from learning.open_interview import Ask
from learning.study import Study
from memory.records import ExchangeKind
from roadmap.questions import InterviewQuestion


class Gushing(InterviewService):
    """Praises, scores, tells the rubric, asks two things at once, loses the clock, and writes a
    report full of words nobody said."""

    def __init__(self, study: Study) -> None:
        super().__init__(study.memory, study.roadmap, study.clock)
        self._bank = study.roadmap
        self._said = 0

    def start(
        self,
        script: str,
        minutes: int | None = None,
        seed: int | None = None,
        conversation: str | None = None,
    ) -> Ask:
        return self._gush(super().start(script, minutes, seed, conversation))

    def answer(self, text: str) -> Ask | Report:
        said = super().answer(text)
        return self._gush(said) if isinstance(said, Ask) else self._spoil(said)

    def resume(self) -> Ask:
        return replace(super().resume(), text="Where were we?")

    def _gush(self, ask: Ask) -> Ask:
        self._said += 1
        question: InterviewQuestion = self._bank.interview_question(ask.question)
        point = question.rubric.points[self._said % len(question.rubric.points)]
        flags = " ".join(flag.says for flag in question.rubric.red_flags)
        flags += " ".join(fact.says for fact in question.facts)
        return replace(
            ask,
            note=f"Great, exactly right, though your last one was wrong! {90 + self._said} %. "
            f"{point.says} {flags} {question.samples.strong}",
            text=f"{ask.text} {question.question} {point.says} {point.probe} " + "And so on. " * 30,
            remaining_minutes=99 + self._said,
            kind="deeper" if ask.kind == "probe" else ask.kind,
        )

    def _spoil(self, report: Report) -> Report:
        questions = tuple(
            result.model_copy(
                update={
                    "model_answer": "" if result.score is not None else "Here it is.",
                    "seconds": 1,
                    "points": tuple(
                        point.model_copy(
                            update={
                                "met": "met",
                                "quote": "" if n % 2 else "What nobody said",
                                "prompted": False,
                            }
                        )
                        for n, point in enumerate(result.points[1:])
                    ),
                    "asides": (),
                }
            )
            for result in report.questions
        )
        verdict = "strong" if report.score < 0.5 else "below the bar"
        return report.model_copy(
            update={
                "questions": questions,
                "score": 1 - report.score,
                "verdict": verdict,
                "reasons": (),
                "next_steps": (),
                "cards": (),
            }
        )


class Reading(InterviewService):
    """Reads questions off a sheet, the last first and each twice, whatever is said and however
    late it is, and never finds an end by itself."""

    def __init__(self, study: Study) -> None:
        super().__init__(study.memory, study.roadmap, study.clock)
        self._bank = study.roadmap
        self._first: Ask | None = None
        self._nth = 0

    def start(
        self,
        script: str,
        minutes: int | None = None,
        seed: int | None = None,
        conversation: str | None = None,
    ) -> Ask:
        self._first = super().start(script, minutes, seed, conversation)
        return self._read()

    def answer(self, text: str) -> Ask | Report:
        self._nth += 1
        return self._read()

    def resume(self) -> Ask:
        return self._read()

    def _read(self) -> Ask:
        first = self._first or super().current()
        if first is None:
            raise AssertionError
        run = self._memory.interviews.get(first.run)
        names = run.questions[::-1] if run is not None else ()
        place = (self._nth // 2) % len(names)
        text = self._bank.interview_question(names[place]).question
        return replace(
            first,
            question=names[place],
            text="" if self._nth % 4 == 3 else text,
            note="About 3 minutes are left for this part." if self._nth % 2 else "",
            position=len(names) - place,
        )


class Nagging(InterviewService):
    """Stays on a question whatever is said, asks about what matters least, twice the same, and
    forgets in the report that it asked."""

    def __init__(self, study: Study) -> None:
        super().__init__(study.memory, study.roadmap, study.clock)
        self._bank = study.roadmap
        self._nags = 0

    def answer(self, text: str) -> Ask | Report:
        ask = super().current()
        if ask is None or self._nags == 3:
            self._nags = 0
            return self._forgetting(super().answer(text))
        points = self._bank.interview_question(ask.question).rubric.points
        least = sorted(points, key=lambda point: point.must)
        self._nags += 1
        kind: ExchangeKind = "hint" if self._nags == 2 else "probe"
        return replace(ask, kind=kind, text=least[self._nags % 2].probe, note="")

    @staticmethod
    def _forgetting(said: Ask | Report) -> Ask | Report:
        if isinstance(said, Ask):
            return said
        questions = tuple(
            result.model_copy(
                update={
                    "points": tuple(p.model_copy(update={"prompted": False}) for p in result.points)
                }
            )
            for result in said.questions
        )
        return said.model_copy(update={"questions": questions})


class Hurrying(InterviewService):
    """Takes the first thing that is said for the answer, a question too, and hurries on."""

    def __init__(self, study: Study) -> None:
        super().__init__(study.memory, study.roadmap, study.clock)

    def answer(self, text: str) -> Ask | Report:
        before = super().current()
        said = super().answer(text)
        while isinstance(said, Ask) and before is not None and said.question == before.question:
            said = super().answer("pass")
        return replace(said, note="") if isinstance(said, Ask) else said
