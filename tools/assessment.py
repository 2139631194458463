"""Quizzes, reviews and readiness, for the agent. One question is open at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from langchain.tools import ToolRuntime, tool
from pydantic import Field

from base.errors import NotNow
from base.text import one_line
from learning.answer_controls import control_in
from learning.due_reviews import DueCard, DueReviews
from learning.interview_markdown import ask_markdown, place_of
from learning.learner_days import Period, on_day
from learning.progress import AreaReadiness, Readiness
from learning.question_views import AnswerView, QuestionView, RunSummary
from learning.question_wording import (
    VERDICT_WORDS,
    answer_in_words,
    question_in_words,
    summary_in_words,
)
from learning.quizzes import QuizService
from learning.reviews import ReviewService
from learning.study import Study
from tools.context import MentorContext, ToolAnswer

_MOST_LISTED = 15


@tool(response_format="content_and_artifact")
def assess_readiness(
    runtime: ToolRuntime[MentorContext],
    role: Annotated[str | None, Field(description="A job title; none for the one aimed at")] = None,
) -> ToolAnswer:
    """Say how ready the learner is, area by area, from their graded answers alone. Use it for
    "am I ready", "what am I weak at", "how well do I know"."""
    readiness = runtime.context.study.progress.readiness(role)
    return _readiness_in_words(readiness), _readiness_in_short(readiness)


@tool(response_format="content_and_artifact")
def show_reviews(
    runtime: ToolRuntime[MentorContext],
    period: Annotated[Period, Field(description="Which days")] = "today",
) -> ToolAnswer:
    """List the review cards that are due, overdue ones first."""
    study = runtime.context.study
    due = study.reviews.due(period)
    return _due_in_words(due, study), f"{len(due.overdue) + len(due.cards)} due"


@tool(response_format="content_and_artifact")
def current_question(runtime: ToolRuntime[MentorContext]) -> ToolAnswer:
    """Show the question of a quiz, review or interview that waits for an answer."""
    study = runtime.context.study
    asked = study.interviews.current()
    if asked is not None:
        return ask_markdown(asked), f"{asked.title}: {place_of(asked)}"
    question = study.quizzes.current() or study.reviews.current()
    if question is None:
        return "No question is open.", "No question is open"
    return question_in_words(question), _place(question)


@tool(response_format="content_and_artifact")
def start_quiz(
    runtime: ToolRuntime[MentorContext],
    topic: Annotated[
        str | None, Field(description="Topic or section; none to go on or mix")
    ] = None,
    count: Annotated[int, Field(ge=1, le=20, description="How many questions")] = 5,
) -> ToolAnswer:
    """Start a quiz, or go on with the open one, and show its first question. Give the question to
    the learner as it stands."""
    context = runtime.context
    question = context.study.quizzes.start(topic, count, context.conversation)
    return question_in_words(question), f"{_place(question)}: {question.topic_title}"


@tool(response_format="content_and_artifact")
def answer_quiz(
    runtime: ToolRuntime[MentorContext],
    answer: Annotated[
        str, Field(description="The learner's own words; or skip, hint or stop", max_length=20_000)
    ],
    confidence: Annotated[
        int | None, Field(ge=0, le=100, description="How sure they said they are, in percent")
    ] = None,
) -> ToolAnswer:
    """Grade the learner's answer to the open quiz or review question. Only for answers: a question
    the learner asks in between is answered, not graded."""
    service = _service_of_open_question(runtime.context.study)
    control = control_in(answer)
    if control == "hint":
        return f"Hint: {service.hint()}", "A hint"
    if control == "stop":
        return _ended(service.stop())
    if control == "skip":
        after = service.skip()
        if isinstance(after, RunSummary):
            return _ended(after)
        return f"Skipped.\n\n{question_in_words(after)}", f"Skipped; {_place(after).lower()}"
    graded = service.answer(answer, confidence)
    return answer_in_words(graded), _graded_in_short(graded)


@tool(response_format="content_and_artifact")
def start_review(
    runtime: ToolRuntime[MentorContext],
    limit: Annotated[
        int | None, Field(ge=1, le=50, description="How many cards; none for a usual sitting")
    ] = None,
) -> ToolAnswer:
    """Start reviewing the cards that are due and show the first. Answers go to answer_quiz."""
    context = runtime.context
    question = context.study.reviews.start(limit, context.conversation)
    return question_in_words(question), f"{_place(question)}: {question.topic_title}"


def _service_of_open_question(study: Study) -> QuizService | ReviewService:
    if study.quizzes.current() is not None:
        return study.quizzes
    if study.reviews.current() is not None:
        return study.reviews
    raise NotNow(
        "No quiz or review question is open.", hint="Start one with start_quiz or start_review."
    )


def _ended(summary: RunSummary) -> ToolAnswer:
    short = f"Ended: {summary.right} of {summary.answered} right"
    return summary_in_words(summary), short


def _place(question: QuestionView) -> str:
    name = "Question" if question.kind == "quiz" else "Review"
    return f"{name} {question.number} of {question.total}"


def _graded_in_short(graded: AnswerView) -> str:
    verdict = VERDICT_WORDS[graded.verdict].rstrip(".")
    if graded.summary is not None:
        return f"{verdict}; {graded.summary.right} of {graded.summary.answered} right in all"
    return f"{verdict} ({_place(graded.question).lower()})"


def _readiness_in_words(readiness: Readiness) -> str:
    seen = [area for area in readiness.areas if area.figure is not None]
    unseen = [area for area in readiness.areas if area.figure is None]
    about = f"for **{readiness.role}**" if readiness.role else "on the whole roadmap"
    if not seen:
        return (
            f"No evidence yet {about}: nothing was graded in its {len(unseen)} areas. "
            "A quiz gives the first figures."
        )
    lines = [
        f"Readiness {about}, from {readiness.attempts} graded "
        f"answer{'s' if readiness.attempts != 1 else ''}:",
        "",
    ]
    lines += [_area_line(area) for area in sorted(seen, key=lambda area: area.figure or 0.0)]
    if unseen:
        names = ", ".join(area.title for area in unseen)
        lines += ["", f"No evidence yet: {names}."]
    return "\n".join(lines)


def _area_line(area: AreaReadiness) -> str:
    answers = f"{area.attempts} answer{'s' if area.attempts != 1 else ''}"
    spread = f" on {area.topics_seen} of {area.topics_total} topics" * (area.topics_total > 1)
    caution = "; a first impression" if area.first_impression else ""
    return f"- {area.title}: {area.figure or 0.0:.0%} (from {answers}{spread}{caution})"


def _readiness_in_short(readiness: Readiness) -> str:
    seen = sum(area.figure is not None for area in readiness.areas)
    return f"Evidence on {seen} of {len(readiness.areas)} areas"


def _due_in_words(due: DueReviews, study: Study) -> str:
    when = {"today": "today", "tomorrow": "tomorrow", "week": "this week", "next": "next week"}
    name = when[due.period]
    if not due.overdue and not due.cards:
        if due.next_due is None:
            return (
                f"Nothing is due {name}, and no card waits. Cards come from quiz questions that "
                "were missed and from topics set to done."
            )
        return f"Nothing is due {name}. The next card comes {_day(due.next_due, study)}."
    lines: list[str] = []
    if due.overdue:
        lines += [f"**Overdue: {len(due.overdue)}**", *_card_lines(due.overdue, study), ""]
    if due.cards:
        lines += [f"**Due {name}: {len(due.cards)}**", *_card_lines(due.cards, study)]
    return "\n".join(lines).rstrip()


def _card_lines(cards: tuple[DueCard, ...], study: Study) -> list[str]:
    lines = [
        f"- {card.topic_title}: {one_line(card.front, 90)} ({_day(card.due, study)})"
        for card in cards[:_MOST_LISTED]
    ]
    left = len(cards) - len(lines)
    return [*lines, f"- and {left} more"] if left else lines


def _day(moment: datetime, study: Study) -> str:
    return on_day(moment, study.clock(), study.memory.profile.load().timezone)


TOOLS = (
    assess_readiness,
    show_reviews,
    current_question,
    start_quiz,
    answer_quiz,
    start_review,
)
