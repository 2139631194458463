"""What the bank of coding problems promises: its keys hold, and its mistakes are caught."""

from __future__ import annotations

from collections import Counter

import pytest

from base.text import fold
from learning.code_running import Limits
from learning.code_trials import try_out
from roadmap.catalogue import Roadmap
from roadmap.coding import CodingProblem

BANK = Roadmap.load().coding_problems()
ALL = pytest.mark.parametrize("problem", BANK, ids=lambda problem: problem.id)
PATIENT = Limits(seconds=8.0)
"""For the reference solutions, on a machine that is busy."""


def test_there_are_enough_to_choose_from() -> None:
    assert len(BANK) >= 40
    assert {problem.difficulty for problem in BANK} == {2, 3, 4}
    patterns = Counter(pattern for problem in BANK for pattern in problem.patterns)
    wanted = {"two pointers", "heap", "graph", "intervals", "dynamic programming"}
    assert wanted | {"binary search", "trie", "backtracking", "sliding window"} <= set(patterns)


@ALL
def test_the_reference_passes_and_the_mistake_is_caught_by_hidden_tests_alone(
    problem: CodingProblem,
) -> None:
    tests = (*problem.visible, *problem.hidden)
    right = try_out(problem, problem.reference, tests, PATIENT)
    assert [(trial.test.tries, trial.says) for trial in right.failed] == []
    wrong = try_out(problem, problem.wrong.code, tests, Limits(seconds=1.0))
    failed = {trial.test.tries for trial in wrong.failed}
    assert not failed & {test.tries for test in problem.visible}
    assert failed & {test.tries for test in problem.hidden}


@ALL
def test_what_is_tried_has_a_name_of_its_own(problem: CodingProblem) -> None:
    names = [fold(test.tries) for test in (*problem.visible, *problem.hidden)]
    assert len(set(names)) == len(names)


@ALL
def test_the_starter_gives_nothing_away(problem: CodingProblem) -> None:
    trials = try_out(problem, problem.starter, problem.visible)
    assert trials.fault == ""
    assert trials.passed < len(problem.visible)


def test_no_two_problems_share_an_id_or_a_title() -> None:
    assert len({problem.id for problem in BANK}) == len(BANK)
    assert len({fold(problem.title) for problem in BANK}) == len(BANK)


@ALL
def test_statements_are_neither_thin_nor_endless(problem: CodingProblem) -> None:
    assert 150 <= len(problem.statement) <= 900
