"""What an answer to a coding question is worth: hidden tests, the cost, and what was said to it.

Nothing here is told before the end: which hidden tests failed is said by category, and only in a
report.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from base.errors import NotNow, StorageError
from learning.code_answers import split_answer
from learning.code_trials import Trials, try_out
from learning.coding_questions import COMPLEXITY, CodingQuestion
from learning.complexity import Claim, names, read_costs
from learning.grading import PARTLY_FROM, RIGHT_FROM, Grade, Met, PointGrade, Verdict, grade_rubric
from memory.records import InterviewExchange
from roadmap.coding import CodingProblem, Cost
from roadmap.questions import Rubric, RubricPoint

_TESTS, _TIME, _SPACE, _APPROACH = 6.0, 2.0, 1.0, 1.0
"""Weights of the parts of a score."""
_FAILING_CAP = 0.6
"""The most that a solution which fails a hidden test can earn, and never more than the share of
tests it passes: what it costs is worth nothing where it does not work."""
_HINT_COST = 0.1
_MOST_HINTS_COUNTED = 3
_SAID_FROM = 6
"""Words beside the code from which the learner is taken to have explained it."""


def grade_code(question: CodingQuestion, exchanges: Iterable[InterviewExchange]) -> Grade:
    """The grade of all that was handed in and said to `question`. The last code counts. What it
    costs counts where it was asked or said, the explanation where there is one."""
    mine = [e for e in exchanges if e.question == question.id]
    code = next((code for e in reversed(mine) if (code := split_answer(e.answer or "").code)), "")
    # What is said about a harder variant is not about this solution.
    said = [split_answer(e.answer).prose for e in mine if e.answer and e.kind != "deeper"]
    prose = "\n".join(said)
    if not code:
        nothing = PointGrade("hidden-tests", "No code was handed in.", "missed", "", _TESTS, True)
        return Grade(0.0, (nothing,), "wrong", 0.95, comment="No code was handed in.")
    problem = question.problem
    trials = hidden_trials(problem, code)
    if trials is None:
        return Grade(0.0, (), "unsure", 0.0, comment="The code could not be run here.")
    points = [_tests_point(trials)]
    asked = any(exchange.asked == COMPLEXITY and exchange.answer for exchange in mine)
    points += _cost_points(problem, prose, asked=asked)
    points += _approach_point(problem, prose)
    return _graded(trials, points)


def score_of_code(question: CodingQuestion, exchanges: Sequence[InterviewExchange]) -> float:
    """The score, 0 to 1, with what hints cost."""
    hints = {e.asked for e in exchanges if e.question == question.id and e.kind == "hint"}
    cost = _HINT_COST * min(len(hints), _MOST_HINTS_COUNTED)
    return round(max(0.0, grade_code(question, exchanges).score * (1 - cost)), 4)


def hidden_trials(problem: CodingProblem, code: str) -> Trials | None:
    """What `code` comes to on the hidden tests, None where code cannot be run here and now."""
    try:
        return _tried(problem, code)
    except (NotNow, StorageError):
        return None


@lru_cache(maxsize=256)
def _tried(problem: CodingProblem, code: str) -> Trials:
    """Kept while the process lives: a grade is read more often than it changes."""
    return try_out(problem, code, problem.hidden)


def failed_in_words(trials: Trials) -> str:
    """Which hidden tests failed, by what they try and not by what they hold."""
    return "; ".join(dict.fromkeys(trial.test.tries for trial in trials.failed))


def _tests_point(trials: Trials) -> PointGrade:
    total, passed = len(trials.trials), trials.passed
    if trials.fault:
        return PointGrade("hidden-tests", trials.fault, "missed", "", _TESTS, True)
    if passed == total:
        says = f"All {total} hidden tests pass."
        return PointGrade("hidden-tests", says, "met", "", _TESTS, True)
    says = f"{passed} of {total} hidden tests pass. It fails on: {failed_in_words(trials)}."
    met: Met = "partly" if passed else "missed"
    return PointGrade("hidden-tests", says, met, "", _TESTS, True)


def _cost_points(problem: CodingProblem, prose: str, *, asked: bool) -> list[PointGrade]:
    said = read_costs(prose)
    points = []
    for name, cost, claims, weight in (
        ("time", problem.time, said.time, _TIME),
        ("space", problem.space, said.space, _SPACE),
    ):
        if asked or claims:
            points.append(_cost_point(name, cost, claims, weight))
    return points


def _cost_point(name: str, cost: Cost, claims: tuple[Claim, ...], weight: float) -> PointGrade:
    found = names(claims, cost)
    said = found.words if found else claims[-1].words if claims else ""
    says = f"{name.capitalize()}: {cost.answer}, because {cost.because}."
    return PointGrade(
        name, says, "met" if found else "missed", said if found else "", weight, False
    )


def _approach_point(problem: CodingProblem, prose: str) -> list[PointGrade]:
    if len(prose.split()) < _SAID_FROM:
        return []
    approach = RubricPoint(
        id="approach",
        says=problem.approach.says,
        accepted=problem.approach.accepted,
        weight=_APPROACH,
    )
    graded = grade_rubric("", Rubric(points=(approach,)), prose)
    # Saying it is worth something; not saying it costs nothing.
    return [point for point in graded.points if point.met != "missed"]


_WORTH: dict[Met, float] = {"met": 1.0, "partly": 0.5, "missed": 0.0}


def _graded(trials: Trials, points: list[PointGrade]) -> Grade:
    share = trials.passed / len(trials.trials)
    worth = [share if point.id == "hidden-tests" else _WORTH[point.met] for point in points]
    total = sum(point.weight for point in points)
    score = sum(point.weight * one for point, one in zip(points, worth, strict=True)) / total
    if trials.failed:
        score = min(score, _FAILING_CAP, share)
    score = round(score, 4)
    verdict: Verdict = (
        "right" if score >= RIGHT_FROM else "partly" if score >= PARTLY_FROM else "wrong"
    )
    return Grade(score, tuple(points), verdict, 0.95, comment=_comment(trials, points))


def _comment(trials: Trials, points: list[PointGrade]) -> str:
    if trials.fault:
        return trials.fault
    if trials.failed:
        return f"It fails on: {failed_in_words(trials)}."
    off = [point.id for point in points if point.met == "missed"]
    return f"It works; the {' and '.join(off)} it takes is another." if off else "It works."
