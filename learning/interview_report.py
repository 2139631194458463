"""What an interview comes to: scores with the words that earned them, and what to study next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from learning.coding_questions import as_handed_in, headline
from learning.grading import Grade
from learning.interview_agenda import Agenda, Stage
from learning.interview_areas import area_title
from learning.interview_cards import cards_from
from learning.interview_competencies import competencies
from learning.interview_grades import ALONE, PROMPTED, final_score, grade_of, with_help
from learning.interview_replies import read_reply, words_to_grade
from learning.interview_results import (
    AreaResult,
    AsideResult,
    PointResult,
    ProbeResult,
    QuestionResult,
    Report,
    Status,
)
from learning.interview_time import seconds_of
from learning.interview_trend import compare
from learning.interview_verdict import judge, numbers
from memory.records import InterviewExchange
from roadmap.questions import InterviewQuestion

_STUDY_BELOW = 0.75
_MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Held:
    """An interview as it was held, for `make_report`."""

    script: str
    title: str
    seed: int
    minutes: int
    agenda: Agenda
    exchanges: tuple[InterviewExchange, ...]
    on: date
    ended_at: datetime
    timed: bool = True
    notes: tuple[str, ...] = ()
    earlier: tuple[Report, ...] = ()
    """The reports of the interviews before this one, oldest first."""


def make_report(held: Held, topic_titles: Mapping[str, str]) -> Report:
    """The report of an interview; the same value for the same `held`."""
    by_stage = [
        (stage, [_result(held, stage, question) for question in stage.questions])
        for stage in held.agenda.stages
    ]
    results = [result for _, of_stage in by_stage for result in of_stage]
    numbered = tuple(
        result.model_copy(update={"number": number}) for number, result in enumerate(results, 1)
    )
    areas = _areas(numbered)
    score = _overall(by_stage)
    verdict, reasons = judge(score, areas, numbered)
    study = _to_study(numbered)
    cards = cards_from(numbered)
    used = sum(result.seconds or 0 for result in numbered)
    return Report(
        script=held.script,
        title=held.title,
        date=held.on,
        seed=held.seed,
        minutes=held.minutes,
        minutes_used=round(used / 60) if held.timed else None,
        score=score,
        verdict=verdict,
        reasons=reasons,
        notes=held.notes,
        areas=areas,
        competencies=competencies(numbered),
        comparison=compare(areas, held.earlier),
        questions=numbered,
        next_steps=_next_steps(numbered, study, topic_titles, len(cards)),
        study=study,
        cards=cards,
    )


def _result(held: Held, stage: Stage, question: InterviewQuestion) -> QuestionResult:
    mine = [exchange for exchange in held.exchanges if exchange.question == question.id]
    status = _status(question, mine)
    grade = grade_of(question, mine)
    reached = status != "not reached"
    seconds = round(sum(seconds_of(exchange, stage.share, held.ended_at) for exchange in mine))
    return QuestionResult(
        number=0,
        id=question.id,
        area=question.area,
        topics=question.topics,
        question=headline(question),
        status=status,
        score=final_score(question, mine) if reached else None,
        verdict=grade.verdict if reached else "",
        points=_points(question, mine, grade) if reached else (),
        red_flags=grade.red_flags,
        comment=grade.comment if status == "answered" else "",
        answer="\n\n".join(
            as_handed_in(question, e.answer)
            for e, helped in with_help(mine)
            if helped == ALONE and e.answer and read_reply(question, e.answer) != "asked"
        ),
        probes=tuple(
            ProbeResult(kind=e.kind, asked=e.asked, answer=e.answer or "")
            for e in mine
            # Empty where it was asked again after a pause.
            if e.kind in ("probe", "deeper", "hint") and e.answer != ""
        ),
        asides=_asides(question, mine),
        seconds=seconds if held.timed and reached else None,
        model_answer=question.samples.strong if reached else "",
        planned_seconds=round(stage.share) if held.timed and reached else None,
        stages=question.stages if reached else (),
    )


def _status(question: InterviewQuestion, mine: Sequence[InterviewExchange]) -> Status:
    if not mine:
        return "not reached"
    replies = [read_reply(question, exchange.answer or "") for exchange in mine]
    stated = any(words_to_grade(question, exchange.answer or "") for exchange in mine)
    said = [reply for reply in replies if reply not in ("silence", "asked")]
    if not said and not stated:
        return "not answered"
    gave_up = said and all(reply in ("gave-up", "passed") for reply in said)
    return "gave up" if gave_up and not stated else "answered"


def _asides(
    question: InterviewQuestion, mine: Sequence[InterviewExchange]
) -> tuple[AsideResult, ...]:
    """What the learner asked, each with what the interviewer said to it."""
    asides: list[AsideResult] = []
    for before, after in pairwise(mine):
        asked = before.answer or ""
        if after.kind in ("told", "hint") and read_reply(question, asked) == "asked":
            asides.append(AsideResult(asked=asked, told=after.asked))
    return tuple(asides)


def _points(
    question: InterviewQuestion, mine: Sequence[InterviewExchange], grade: Grade
) -> tuple[PointResult, ...]:
    alone = {p.id: p.met for p in grade_of(question, mine, help_up_to=ALONE).points}
    unhinted = {p.id: p.met for p in grade_of(question, mine, help_up_to=PROMPTED).points}
    return tuple(
        PointResult(
            says=point.says,
            met=point.met,
            quote=point.quote,
            must=point.must,
            prompted=point.met != "missed" and alone[point.id] == "missed",
            hinted=point.met != "missed" and unhinted[point.id] == "missed",
        )
        for point in grade.points
    )


def _mean(scores: Sequence[float]) -> float:
    return sum(scores) / len(scores) if scores else 0.0


def _scores(results: Sequence[QuestionResult]) -> list[float]:
    return [result.score for result in results if result.score is not None]


def _overall(by_stage: Sequence[tuple[Stage, Sequence[QuestionResult]]]) -> float:
    """The mean over the rounds that were reached, each by its weight."""
    parts = [(stage.weight, _scores(results)) for stage, results in by_stage]
    reached = [(weight, _mean(scores)) for weight, scores in parts if scores]
    total = sum(weight for weight, _ in reached)
    return round(sum(weight * mean for weight, mean in reached) / total, 4) if total else 0.0


def _areas(results: Sequence[QuestionResult]) -> tuple[AreaResult, ...]:
    areas: list[AreaResult] = []
    for area in dict.fromkeys(result.area for result in results):
        scores = _scores([result for result in results if result.area == area])
        if scores:
            mean = round(_mean(scores), 4)
            areas.append(
                AreaResult(area=area, title=area_title(area), score=mean, questions=len(scores))
            )
    return tuple(areas)


def _weakest(results: Sequence[QuestionResult]) -> list[QuestionResult]:
    below = [r for r in results if r.score is not None and r.score < _STUDY_BELOW]
    return sorted(below, key=lambda result: (result.score or 0.0, result.number))


def _to_study(results: Sequence[QuestionResult]) -> tuple[str, ...]:
    topics = dict.fromkeys(topic for result in _weakest(results) for topic in result.topics)
    return tuple(topics)[:_MOST_STEPS]


def _next_steps(
    results: Sequence[QuestionResult],
    study: Sequence[str],
    titles: Mapping[str, str],
    cards: int,
) -> tuple[str, ...]:
    steps = [f"Study {titles.get(topic, topic)}." for topic in study]
    if cards:
        drafted = "A review card is" if cards == 1 else f"{cards} review cards are"
        steps.append(
            f"{drafted} drafted from what was missed: `waymark review --list` shows them, "
            "`--confirm all` keeps them."
        )
    stories = [result for result in _weakest(results) if not result.topics]
    if stories:
        steps.append(
            f"Write a story of your own for {numbers(sorted(s.number for s in stories))}, with "
            "situation, your part, what came of it and what you learned, and tell it aloud."
        )
    if not steps and any(result.score is not None for result in results):
        steps.append("Nothing stands out as weak. Try a harder script, or another area.")
    return tuple(steps)
