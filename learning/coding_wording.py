"""Coding problems and trials of solutions in words, for the terminal and the chat alike."""

from __future__ import annotations

from collections.abc import Iterator

from base.text import one_line
from learning.code_trials import Trial, Trials
from learning.coding import Submission
from learning.coding_grades import failed_in_words
from learning.interview_results import percent

_MOST_PRINTED = 20
"""Lines of what a solution printed that are shown."""


def visible_in_words(trials: Trials) -> str:
    """What a solution came to on the visible tests, each with what it returned instead."""
    if trials.fault:
        return trials.fault
    total = len(trials.trials)
    lines = [f"{trials.passed} of {total} visible tests pass.", ""]
    for trial in trials.trials:
        lines += _trial(trial)
    return "\n".join(lines).rstrip()


def submission_in_words(submission: Submission) -> str:
    """What a solution came to on the hidden tests: how many, and what the failing ones try."""
    trials = submission.trials
    if trials.fault:
        return trials.fault
    lines = [f"{trials.passed} of {len(trials.trials)} hidden tests pass."]
    if trials.failed:
        lines.append(f"It fails on: {failed_in_words(trials)}.")
    for point in submission.grade.points[1:]:
        mark = "✓" if point.met == "met" else "~" if point.met == "partly" else "✗"
        lines.append(f"{mark} {point.says}")
    lines.append(f"Score: {percent(submission.grade.score)}.")
    return "\n".join(lines)


def _trial(trial: Trial) -> Iterator[str]:
    yield f"{'✓' if trial.passed else '✗'} {trial.test.tries}"
    if not trial.passed:
        yield from (f"    {line}" for line in trial.test.call.strip().split("\n"))
        yield f"    expected: {one_line(trial.test.expect)}"
        yield f"    {trial.says}"
    if trial.printed.strip():
        printed = trial.printed.rstrip().split("\n")
        yield "    printed:"
        yield from (f"      {line}" for line in printed[:_MOST_PRINTED])
        if len(printed) > _MOST_PRINTED:
            yield "      …"
