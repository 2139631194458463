"""Quizzes, reviews and readiness, for the agent. One question is open at a time."""

from __future__ import annotations

from typing import Annotated, Literal

from langchain.tools import ToolRuntime, tool
from pydantic import Field

from base.errors import NotNow
from learning.answer_controls import changed_answer_in, control_in
from learning.card_keeping import CardKeeping
from learning.interview_markdown import ask_markdown, place_of
from learning.learner_days import Period
from learning.ledger_wording import evidence_in_words
from learning.open_run import kind_of
from learning.progress import AreaReadiness, Readiness
from learning.question_views import AnswerView, QuestionView
from learning.question_wording import (
    VERDICT_WORDS,
    question_in_words,
    reply_in_words,
)
from learning.quizzes import QuizService
from learning.replies import Reply, reply_to
from learning.review_wording import due_in_words
from learning.reviews import ReviewService
from learning.study import Study
from tools.context import MentorContext, ToolAnswer

_NEWEST = 10
"""Answers of a topic that are told; `waymark evidence` shows them all."""
_DISPUTE = "One that should not count: `waymark evidence --dispute NUMBER`."


@tool(response_format="content_and_artifact")
def assess_readiness(
    runtime: ToolRuntime[MentorContext],
    role: Annotated[str | None, Field(description="Job title, if not the one aimed at")] = None,
    topic: Annotated[str | None, Field(description="Topic or section")] = None,
) -> ToolAnswer:
    """Say how ready the learner is and where they are weak, area by area, from their graded
    answers alone; with a topic, how well they know it and by which evidence."""
    study = runtime.context.study
    if topic is not None:
        found = study.ledger.evidence(topic)
        words = evidence_in_words(found, study.memory.profile.load().timezone, _NEWEST)
        answered = any(one.entries for one in found.topics)
        told = f"{words}\n\n{_DISPUTE}" if answered else words
        return told, f"Evidence on {found.title}"
    readiness = study.progress.readiness(role)
    sureness, _ = study.progress.calibration()
    lesson = "" if sureness is None or not sureness.lesson else f"\n\n{sureness.lesson}"
    return _readiness_in_words(readiness) + lesson, _readiness_in_short(readiness)


@tool(response_format="content_and_artifact")
def show_reviews(
    runtime: ToolRuntime[MentorContext],
    period: Period = "today",
) -> ToolAnswer:
    """List the review cards that are due."""
    study = runtime.context.study
    due = study.reviews.due(period)
    words = due_in_words(due, study.clock(), study.memory.profile.load().timezone)
    return words, f"{len(due.overdue) + len(due.cards)} due"


@tool(response_format="content_and_artifact")
def current_question(runtime: ToolRuntime[MentorContext]) -> ToolAnswer:
    """Show the quiz, review or interview question that waits for an answer."""
    study = runtime.context.study
    asked = study.interviews.current()
    if asked is not None:
        return ask_markdown(asked), f"{asked.title}: {place_of(asked)}"
    question = study.quizzes.current() or study.reviews.current()
    if question is None:
        paused = " A quiz is paused; start_quiz goes on with it." * study.quizzes.is_paused()
        return f"No question is open.{paused}", "No question is open"
    return question_in_words(question), _place(question)


@tool(response_format="content_and_artifact")
def start_quiz(
    runtime: ToolRuntime[MentorContext],
    topic: Annotated[str | None, Field(description="Topic or section, if not a mix")] = None,
    count: Annotated[int, Field(ge=1, le=20)] = 5,
) -> ToolAnswer:
    """Start a quiz, or go on with the open one. Give its question to the learner as it stands."""
    context = runtime.context
    question = context.study.quizzes.start(topic, count, context.conversation)
    return question_in_words(question), f"{_place(question)}: {question.topic_title}"


@tool(response_format="content_and_artifact")
def answer_quiz(
    runtime: ToolRuntime[MentorContext],
    answer: Annotated[
        str,
        Field(
            description="Their words; or hint, skip, pause, stop, back (reopens the last "
            "question), change to … (another answer to it)",
            max_length=20_000,
        ),
    ],
    confidence: Annotated[
        int | None, Field(ge=0, le=100, description="Percent, where they said how sure they are")
    ] = None,
) -> ToolAnswer:
    """Grade the learner's answer to the open quiz or review question."""
    context = runtime.context
    service = _service_of_question(context.study, answer)
    reply = reply_to(service, answer, confidence, context.asked)
    return reply_in_words(reply), _reply_in_short(reply)


@tool(response_format="content_and_artifact")
def start_review(
    runtime: ToolRuntime[MentorContext],
    limit: Annotated[int | None, Field(ge=1, le=50)] = None,
    drafts: Annotated[
        Literal["keep", "decline"] | None,
        Field(description="Only settles the cards drafted from an interview"),
    ] = None,
) -> ToolAnswer:
    """Start reviewing the cards that are due. Answers go to answer_quiz."""
    context = runtime.context
    if drafts is not None:
        return _settled_drafts(context.study.cards, drafts)
    question = context.study.reviews.start(limit, context.conversation)
    return question_in_words(question), f"{_place(question)}: {question.topic_title}"


def _settled_drafts(cards: CardKeeping, said: Literal["keep", "decline"]) -> ToolAnswer:
    count = cards.confirm() if said == "keep" else cards.decline()
    noun = "card" if count == 1 else "cards"
    if not count:
        return "No drafted card waits for your word.", "No drafts"
    if said == "decline":
        return f"Declined {count} drafted {noun}; they are not put forward again.", "Declined"
    return f"Kept {count} drafted {noun}: they come back as review from tomorrow.", f"Kept {count}"


def _service_of_question(study: Study, words: str) -> QuizService | ReviewService:
    """The service whose question is open; for a change, else the one whose run was the last."""
    if study.quizzes.current() is not None:
        return study.quizzes
    if study.reviews.current() is not None:
        return study.reviews
    if changed_answer_in(words) is not None or control_in(words) == "back":
        last = study.memory.quizzes.newest()
        if last is not None:
            return study.reviews if kind_of(last) == "review" else study.quizzes
    raise NotNow(
        "No quiz or review question is open.", hint="Start one with start_quiz or start_review."
    )


def _place(question: QuestionView) -> str:
    name = "Question" if question.kind == "quiz" else "Review"
    return f"{name} {question.number} of {question.total}"


def _reply_in_short(reply: Reply) -> str:
    if reply.graded is not None:
        return _graded_in_short(reply.graded)
    if reply.summary is not None:
        return f"Ended: {reply.summary.right} of {reply.summary.answered} right"
    if reply.question is None or reply.what == "hinted":
        return "A hint"
    return f"{reply.what.capitalize()}; {_place(reply.question).lower()}"


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


TOOLS = (
    assess_readiness,
    show_reviews,
    current_question,
    start_quiz,
    answer_quiz,
    start_review,
)
