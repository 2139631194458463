"""Scripted interview rehearsals: what there is, and one thing said at a time."""

from __future__ import annotations

from typing import Annotated

from langchain.tools import ToolRuntime, tool
from pydantic import Field

from learning.code_answers import split_answer
from learning.coding_wording import visible_in_words
from learning.interview_markdown import ask_markdown, place_of, summary_markdown
from learning.interview_results import Report, percent
from learning.open_interview import Ask
from learning.study import Study
from tools.context import MentorContext, ToolAnswer

HOW_TO_HAND_IN = (
    "Send your program in a block of ``` to hand it in, or with “run the tests” above it to try it "
    "first. Or work in the file `{path}`: “run the tests” tries it, “submit” hands it in."
)


@tool(response_format="content_and_artifact")
def list_interviews(runtime: ToolRuntime[MentorContext]) -> ToolAnswer:
    """List the interview scripts with their length, and the interview that is open."""
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
    script: Annotated[str, Field(description="Id or title")],
    minutes: Annotated[int | None, Field(ge=5, le=180, description="If not the script's")] = None,
) -> ToolAnswer:
    """Begin a scripted interview rehearsal and get its first question."""
    context = runtime.context
    ask = context.study.interviews.start(script, minutes, conversation=context.conversation)
    return _asked(context.study, ask)


@tool(response_format="content_and_artifact")
def answer_interview(
    runtime: ToolRuntime[MentorContext],
    answer: str,
) -> ToolAnswer:
    """Hand the learner's reply, unchanged, to the interviewer, and get what they say next: a
    probe, a hint, a fact of the case, the next question or the report. Code goes in whole, in its
    fence; “submit” hands in the learner's draft."""
    study = runtime.context.study
    following = study.interviews.answer(study.coding.handed_in(answer))
    if isinstance(following, Report):
        return _over(following)
    return _asked(study, following)


@tool(response_format="content_and_artifact")
def run_tests(
    runtime: ToolRuntime[MentorContext],
    code: Annotated[str, Field(description="The whole program, if not the learner's draft")] = "",
) -> ToolAnswer:
    """Try the learner's code on the visible tests of their coding problem; nothing is handed in.
    Show the result as it stands; give no hint and mend nothing."""
    coding = runtime.context.study.coding
    draft = coding.current()
    trials = coding.test(draft.problem, split_answer(code).code or coding.code_of(draft))
    tried = "your code" if code else f"your draft, {draft.path}"
    content = f"Tried {tried}:\n\n```text\n{visible_in_words(trials)}\n```"
    return content, f"{draft.problem.title}: {trials.passed} of {len(trials.trials)} visible tests"


@tool(response_format="content_and_artifact")
def end_interview(runtime: ToolRuntime[MentorContext]) -> ToolAnswer:
    """End the open interview early and get its report."""
    return _over(runtime.context.study.interviews.end())


def _asked(study: Study, ask: Ask) -> ToolAnswer:
    """What the interviewer says; to a problem to be coded, with the ways to work on it."""
    content = ask_markdown(ask)
    if ask.kind == "question" and study.coding.asked_in_interview() is not None:
        content += f"\n\n{HOW_TO_HAND_IN.format(path=study.coding.current().path)}"
    return content, f"{ask.title}: {place_of(ask)}"


def _over(report: Report) -> ToolAnswer:
    content = (
        f"The interview “{report.title}” is over.\n\n{summary_markdown(report)}\n\n"
        "The whole report, with your words and a strong answer to each question: "
        "`waymark interview report`"
    )
    return content, f"{report.title}: {percent(report.score)}, {report.verdict}"


TOOLS = (list_interviews, start_interview, answer_interview, run_tests, end_interview)
