"""Asking a run of questions at the terminal, or answering it from a file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import typer

from base.errors import ContentError, InvalidInput, NotNow
from cli.command import print_json

if TYPE_CHECKING:
    from cli.answers_file import GivenAnswer, GivenAnswers
    from learning.question_views import AnswerView, QuestionView, RunSummary
    from learning.quizzes import QuizService
    from learning.reviews import ReviewService

    Service = QuizService | ReviewService


_CONTROLS = "skip, hint, back, change to ..., pause and stop work too"


@dataclass
class Transcript:
    """What was asked and answered in this process, and how it ended. `unread` holds the faults of
    answers that do not read as any, by question."""

    first: QuestionView
    unread: dict[str, ContentError] = field(default_factory=dict)
    answered: list[tuple[str, AnswerView]] = field(default_factory=list)
    open: QuestionView | None = None
    summary: RunSummary | None = None


def run_questions(
    service: Service,
    first: QuestionView,
    given: GivenAnswers | None,
    *,
    as_json: bool,
    again: str,
) -> None:
    """Ask at the terminal, or answer from `given`, and print what came of it.

    Raises:
        ContentError: no answer in the file reads as one.
    """

    if given is None and as_json:
        print_json({"open": question_json(first)})
    elif given is None:
        ask_at_terminal(service, first, again)
    else:
        transcript = answer_from_file(service, first, given)
        if as_json:
            print_json(transcript_json(transcript))
            return
        _say_transcript(transcript, again)


def _say_transcript(transcript: Transcript, again: str) -> None:
    from learning.question_wording import answer_in_words, question_in_words, summary_in_words

    _say(question_in_words(transcript.first))
    for text, view in transcript.answered:
        _say(f"\n> {text}\n\n{answer_in_words(view)}")
    for fault in transcript.unread.values():
        _say(f"\nSkipped, because the answer was not read: {fault.message}")
    if transcript.open is not None:
        _say(f"\nThe file has no answer to this. Go on with: {again}")
    told = bool(transcript.answered) and transcript.answered[-1][1].summary is not None
    if transcript.summary is not None and not told:
        _say(f"\n{summary_in_words(transcript.summary)}")


def say_nothing_is_due(error: NotNow, *, as_json: bool) -> None:
    """Nothing to review is no failure: say when there will be."""
    if as_json:
        print_json({"open": None, "questions": [], "summary": None, "notes": [error.hint]})
    else:
        _say(f"{error.message} {error.hint}")


def ask_at_terminal(service: Service, first: QuestionView, again: str) -> None:
    """Ask until the run ends or the learner leaves; `again` is the command that goes on."""
    from learning.question_wording import question_in_words

    question: QuestionView | None = first
    greeting = f"{question_in_words(first)}\n({_CONTROLS}; Ctrl-C leaves, and all is kept)"
    while question is not None:
        try:
            if greeting:
                _say(greeting)
                greeting = ""
            said = input("\n> ")
        except (EOFError, KeyboardInterrupt):
            typer.echo(
                f"\nPaused at question {question.number} of {question.total}. Go on with: {again}"
            )
            return
        if said.strip():
            question = _take(service, question, said, again)


def _take(service: Service, question: QuestionView, said: str, again: str) -> QuestionView | None:
    """What comes after `said`: the same question, the next, or None at the end."""
    from learning.question_wording import question_in_words, reply_in_words
    from learning.replies import reply_to

    try:
        reply = reply_to(service, said, asked=question.token)
    except InvalidInput as error:
        _say(f"{error.message} {error.hint}")
        return question
    except NotNow as error:
        after = service.current()
        if after is None or after.token == question.token:
            _say(f"{error.message} {error.hint}")
            return after
        _say(f"{error.message}\n\n{question_in_words(after)}")
        return after
    if reply.what == "paused":
        _say(f"Paused at question {question.number} of {question.total}. Go on with: {again}")
        return None
    _say(reply_in_words(reply))
    return reply.question


def _say(text: str) -> None:
    typer.echo(text.replace("**", ""))


def answer_from_file(service: Service, first: QuestionView, answers: GivenAnswers) -> Transcript:
    """Answer what the file has answers for, from a list in order, from a mapping by id.

    Where a list ends, the question stays open; what a mapping leaves out is skipped, and so is a
    question whose answer does not read as one: nobody is there to be asked again.

    Raises:
        ContentError: no answer of the file reads as one. Nothing is kept, and a run that had just
            begun is ended.
    """
    before = first.number - 1 + first.skipped
    given = {question.item: answers.find(question, before) for question in service.upcoming()}
    transcript = Transcript(first, open=first)
    for question in service.upcoming():
        fault = _fault(service, question, given[question.item], answers)
        if fault is not None:
            transcript.unread[question.item] = fault
    if transcript.unread and len(transcript.unread) == sum(map(bool, given.values())):
        if before == 0:
            service.stop()
        raise next(iter(transcript.unread.values()))
    while transcript.open is not None:
        answer = given.get(transcript.open.item)
        if answer is None and not answers.by_id:
            break
        _give(service, answer, transcript)
    return transcript


def _fault(
    service: Service, question: QuestionView, answer: GivenAnswer | None, answers: GivenAnswers
) -> ContentError | None:
    """Why the file's answer to `question` does not read as one; None where it does."""
    from learning.answer_controls import control_in

    if answer is None or control_in(answer.text) == "skip":
        return None
    try:
        service.check(question, answer.text)
    except InvalidInput as error:
        return answers.unreadable(answer, error)
    return None


def _give(service: Service, answer: GivenAnswer | None, transcript: Transcript) -> None:
    """Answer or skip the open question, and note what comes next."""
    from learning.answer_controls import control_in
    from learning.question_views import QuestionView

    if transcript.open is None:
        return
    asked, unread = transcript.open.token, transcript.open.item in transcript.unread
    try:
        if answer is None or unread or control_in(answer.text) == "skip":
            after = service.skip(asked)
            transcript.open = after if isinstance(after, QuestionView) else None
            transcript.summary = None if isinstance(after, QuestionView) else after
            return
        graded = service.answer(answer.text, answer.confidence, asked)
    except NotNow:
        _catch_up(service, transcript)
        return
    transcript.answered.append((answer.text, graded))
    transcript.open, transcript.summary = graded.next, graded.summary


def _catch_up(service: Service, transcript: Transcript) -> None:
    """Another process answered meanwhile: go on where the run is now."""
    question = service.current()
    if question is not None and question.run == transcript.first.run:
        transcript.open = question
    else:
        transcript.open = None
        transcript.summary = service.result(transcript.first.run)


def transcript_json(transcript: Transcript) -> dict[str, Any]:
    """The transcript as `--json` prints it."""
    return {
        "run": transcript.first.run,
        "kind": transcript.first.kind,
        "notes": list(transcript.first.notes),
        "questions": [
            {
                "id": view.question.item,
                "number": view.question.number,
                "topic": view.question.topic,
                "stem": view.question.stem,
                "options": list(view.question.options),
                "answer": given,
                "verdict": view.verdict,
                "score": view.score,
                "right_answer": view.right_answer,
                "comment": view.comment,
                "explanation": view.explanation,
                "tempting": list(view.tempting),
                "points": [asdict(point) for point in view.points],
                "red_flags": list(view.red_flags),
            }
            for given, view in transcript.answered
        ],
        "unread": [
            {"id": item, "line": fault.line, "message": fault.message}
            for item, fault in transcript.unread.items()
        ],
        "open": None if transcript.open is None else question_json(transcript.open),
        "summary": None if transcript.summary is None else asdict(transcript.summary),
    }


def question_json(question: QuestionView) -> dict[str, Any]:
    """An open question, without its answer."""
    data = asdict(question)
    data["id"] = data.pop("item")
    return data
