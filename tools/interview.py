"""Scripted interview rehearsals: what there is, and one thing said at a time."""

from __future__ import annotations

from typing import Annotated

from langchain.tools import ToolRuntime, tool
from pydantic import Field

from learning.interview_markdown import ask_markdown, place_of, summary_markdown
from learning.interview_results import Report, percent
from tools.context import MentorContext, ToolAnswer


@tool(response_format="content_and_artifact")
def list_interviews(runtime: ToolRuntime[MentorContext]) -> ToolAnswer:
    """List the interview scripts that can be rehearsed, with their length, and the interview that
    is open."""
    interviews = runtime.context.study.interviews
    shelf = interviews.shelf()
    lines = [
        f"- **{found.script.title}** (`{found.script.id}`): {found.script.questions} questions, "
        f"{found.script.minutes} minutes. {found.script.description}"
        for found in shelf.found
    ]
    lines += [f"- Not usable: {fault.message}" for fault in shelf.faults]
    current = interviews.current()
    if current is not None:
        lines += ["", f"“{current.title}” is open, at {place_of(current)}."]
    return "\n".join(lines), f"{len(shelf.found)} scripts"


@tool(response_format="content_and_artifact")
def start_interview(
    runtime: ToolRuntime[MentorContext],
    script: Annotated[str, Field(description="Id or title of a script")],
    minutes: Annotated[
        int | None, Field(ge=5, le=180, description="Other length than the script's")
    ] = None,
) -> ToolAnswer:
    """Begin a scripted interview rehearsal and get its first question. Put the question to the
    learner word for word."""
    context = runtime.context
    ask = context.study.interviews.start(script, minutes, conversation=context.conversation)
    return ask_markdown(ask), f"{ask.title}: {place_of(ask)}"


@tool(response_format="content_and_artifact")
def answer_interview(
    runtime: ToolRuntime[MentorContext],
    answer: Annotated[str, Field(description="The learner's answer in their own words, unchanged")],
) -> ToolAnswer:
    """Hand in the learner's answer to what the interviewer asked, and get what comes next: a
    probe, the next question or the report. Do not judge the answer or help with it meanwhile."""
    following = runtime.context.study.interviews.answer(answer)
    if isinstance(following, Report):
        return _over(following)
    return ask_markdown(following), f"{following.title}: {place_of(following)}"


@tool(response_format="content_and_artifact")
def end_interview(runtime: ToolRuntime[MentorContext]) -> ToolAnswer:
    """End the open interview early and get the report on what was asked so far."""
    return _over(runtime.context.study.interviews.end())


def _over(report: Report) -> ToolAnswer:
    content = (
        f"The interview “{report.title}” is over.\n\n{summary_markdown(report)}\n\n"
        "The whole report, with your words and a strong answer to each question: "
        "`waymark interview report`"
    )
    return content, f"{report.title}: {percent(report.score)}, {report.verdict}"


TOOLS = (list_interviews, start_interview, answer_interview, end_interview)
