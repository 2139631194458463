"""Coding problems as questions of an interview, and the whole bank an interview draws from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from base.text import clean
from learning.code_answers import fenced, split_answer
from roadmap.catalogue import Roadmap
from roadmap.coding import CodingProblem
from roadmap.questions import InterviewQuestion, Rubric, RubricPoint, SampleAnswers

AREA = "coding"
PREFIX = "code."
"""What the id of every coding problem begins with."""

COMPLEXITY = "What does it cost, in time and in space, and why?"
WRITE_IT = "Write it as code then, and hand in the whole program."


class CodingQuestion(InterviewQuestion):
    """A question that is answered with code; what it comes to is in `learning.coding_grades`."""

    problem: CodingProblem


def statement_of(problem: CodingProblem) -> str:
    """The problem as it is put to the learner, in Markdown: what is asked, the constraints, what
    to fill in and the visible tests."""
    lines = [f"**{problem.title}**", "", problem.statement, ""]
    lines += [f"- {constraint}" for constraint in problem.constraints]
    lines += ["", *_fenced(problem.starter), "", "It is tried on, among others:", ""]
    lines += _fenced(
        "\n\n".join(f"{test.call.strip()}  # {test.expect}" for test in problem.visible)
    )
    return "\n".join(lines)


def headline(question: InterviewQuestion) -> str:
    """The question on one line, as a report or a list names it."""
    if isinstance(question, CodingQuestion):
        return f"{question.problem.title} (to be coded)"
    return question.question


def as_handed_in(question: InterviewQuestion, answer: str) -> str:
    """An answer as a report shows it: code stands in a fence."""
    if not isinstance(question, CodingQuestion):
        return answer
    said = split_answer(answer)
    return "\n\n".join(part for part in (said.prose, said.code and fenced(said.code)) if part)


def bank(roadmap: Roadmap) -> tuple[InterviewQuestion, ...]:
    """All that an interview can ask: the questions, and the coding problems behind them."""
    problems = roadmap.coding_problems()
    return (*roadmap.interview_questions(), *(coding_question(problem) for problem in problems))


def bank_question(roadmap: Roadmap, question_id: str) -> InterviewQuestion:
    """Raises NotFound where nothing in the bank has this id."""
    if question_id.startswith(PREFIX):
        return coding_question(roadmap.coding_problem(question_id))
    return roadmap.interview_question(question_id)


def bank_questions(roadmap: Roadmap, ids: Iterable[str]) -> tuple[InterviewQuestion, ...]:
    """The questions with these ids, in their order, without those that are gone."""
    wanted = tuple(ids)
    known = {question.id: question for question in roadmap.interview_questions()}
    if any(name.startswith(PREFIX) for name in wanted):
        known |= {question.id: question for question in bank(roadmap)}
    return tuple(known[name] for name in wanted if name in known)


@lru_cache(maxsize=256)
def coding_question(problem: CodingProblem) -> CodingQuestion:
    return CodingQuestion(
        id=problem.id,
        area=AREA,
        topics=problem.topics,
        difficulty=problem.difficulty,
        question=clean(statement_of(problem)),
        rubric=Rubric(
            points=(
                _point("hidden-tests", "It passes the hidden tests.", 6, must=True),
                _point("time", f"Time: {problem.time.answer}.", 2),
                _point("space", f"Space: {problem.space.answer}.", 1),
                _point("approach", problem.approach.says, 1),
            )
        ),
        samples=SampleAnswers(
            strong=solution_of(problem), middling=problem.wrong.code, weak=problem.starter
        ),
        hints=problem.hints,
        deeper=tuple(follow_up.ask for follow_up in problem.follow_ups),
        problem=problem,
    )


def solution_of(problem: CodingProblem) -> str:
    """A good solution with what it costs and what else could be asked, in Markdown."""
    lines = [problem.approach.says, "", *_fenced(problem.reference), ""]
    lines.append(f"Time: {problem.time.answer}, because {problem.time.because}.")
    lines.append(f"Space: {problem.space.answer}, because {problem.space.because}.")
    for follow_up in problem.follow_ups:
        lines += ["", f"*{follow_up.ask}* {follow_up.answer}"]
    return "\n".join(lines)


def _point(name: str, says: str, weight: float, *, must: bool = False) -> RubricPoint:
    return RubricPoint(id=name, says=says, accepted=(says,), weight=weight, must=must)


def _fenced(code: str) -> list[str]:
    return ["```python", *code.strip("\n").split("\n"), "```"]
