"""Trying a solution on a problem's tests, and saying what came of each.

What a test expects never reaches the process that runs the code: values are compared here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from base.text import one_line
from learning.code_running import CodeRun, Limits, Outcome, run_code
from learning.sandboxed.plain_values import Opaque
from roadmap.coding import CodeTest, CodingProblem

_RELATIVE, _ABSOLUTE = 1e-6, 1e-9
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Trial:
    """One test of a solution. `says` tells what happened where it did not pass, else is empty;
    it speaks of what the test holds, so for a hidden test it is not for the learner."""

    test: CodeTest
    passed: bool
    says: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Trials:
    """All tests that were tried. `fault` says why none could be, where that is so."""

    trials: tuple[Trial, ...]
    fault: str = ""

    @property
    def passed(self) -> int:
        return sum(trial.passed for trial in self.trials)

    @property
    def failed(self) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.trials if not trial.passed)


def try_out(
    problem: CodingProblem, code: str, tests: Sequence[CodeTest], limits: Limits | None = None
) -> Trials:
    """Run `code` on `tests`, which are of `problem`.

    Raises:
        NotNow: this system cannot run code safely.
        StorageError: no temporary folder can be made.
    """
    run = run_code(code, problem.names, [test.call for test in tests], limits)
    return judge(problem, tests, run)


def judge(problem: CodingProblem, tests: Sequence[CodeTest], run: CodeRun) -> Trials:
    """What `run`, which tried `tests` in their order, comes to."""
    if run.fault:
        return Trials(tuple(Trial(test, False, run.fault) for test in tests), run.fault)
    return Trials(
        tuple(
            _judged(problem, test, outcome)
            for test, outcome in zip(tests, run.outcomes, strict=True)
        )
    )


def _judged(problem: CodingProblem, test: CodeTest, outcome: Outcome) -> Trial:
    if outcome.kind != "returned":
        at = f" (line {outcome.line})" if outcome.line and "line" not in outcome.says else ""
        return Trial(test, False, f"{outcome.says}{at}", outcome.printed)
    if matches(test.expected, outcome.value, unordered=problem.unordered):
        return Trial(test, True, "", outcome.printed)
    return Trial(test, False, f"It returned {shown(outcome.value)}.", outcome.printed)


def matches(expected: Any, value: Any, *, unordered: bool = False) -> bool:
    """Whether `value` is what was expected. Numbers may differ in the seventh digit; a tuple is
    as good as a list; with `unordered`, so is any order of the outermost list."""
    if isinstance(expected, list | tuple) and isinstance(value, list | tuple):
        if len(expected) != len(value):
            return False
        if unordered:
            expected, value = sorted(expected, key=_order), sorted(value, key=_order)
        return all(matches(one, other) for one, other in zip(expected, value, strict=True))
    if isinstance(expected, dict) and isinstance(value, dict):
        return expected.keys() == value.keys() and all(
            matches(expected[key], value[key]) for key in expected
        )
    if isinstance(expected, float) or isinstance(value, float):
        return _is_number(expected) and _is_number(value) and _is_close(expected, value)
    if isinstance(expected, bool) != isinstance(value, bool):
        return False  # 1 is no answer to a question of yes or no
    return bool(expected == value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_close(expected: float, value: float) -> bool:
    if math.isnan(expected):
        return math.isnan(value)
    try:
        return math.isclose(expected, value, rel_tol=_RELATIVE, abs_tol=_ABSOLUTE)
    except OverflowError:  # an int beyond all floats
        return False


def _order(value: Any) -> str:
    return repr(_as_lists(value))


def _as_lists(value: Any) -> Any:
    return [_as_lists(one) for one in value] if isinstance(value, list | tuple) else value


def shown(value: Any) -> str:
    """A value as a learner is shown it, on one line."""
    if isinstance(value, Opaque):
        return one_line(f"a {value.type} ({value.shown})", _SHOWN)
    if isinstance(value, frozenset):
        value = set(value)
    return one_line(repr(value), _SHOWN)
