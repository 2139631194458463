"""Coding problems as content: what a file of them has to hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from base.errors import ContentError, NotFound
from roadmap.catalogue import SHIPPED, Roadmap
from roadmap.coding import CodeTest, CodingProblem
from roadmap.loading import load_list


def test(**changes: Any) -> CodeTest:
    return CodeTest.model_validate({"tries": "one", "call": "f(1)", "expect": 1, **changes})


test.__test__ = False  # type: ignore[attr-defined]  # a maker of values, not a test


def as_written(**changes: Any) -> dict[str, Any]:
    """A shipped problem as its file has it, with `changes`."""
    first = yaml.safe_load((SHIPPED / "coding" / "machine-learning.yaml").read_text("utf-8"))[0]
    return {**first, **changes}


def test_a_value_of_yaml_is_the_literal_it_looks_like() -> None:
    assert test(expect=[[1, 0.5], None, True]).expected == [[1, 0.5], None, True]


def test_text_that_is_expected_stands_in_quotes_of_its_own() -> None:
    assert test(expect="'yes'").expected == "yes"
    with pytest.raises(ValidationError, match="needs quotes"):
        test(expect="yes")


def test_a_call_may_take_several_lines_but_ends_in_a_value() -> None:
    assert test(call="x = 1\nf(x)").call == "x = 1\nf(x)"
    with pytest.raises(ValidationError, match="must be an expression"):
        test(call="x = f(1)")


def test_a_solution_that_lacks_what_the_starter_names_is_refused() -> None:
    with pytest.raises(ValidationError, match="does not define k_means_step"):
        CodingProblem.model_validate(as_written(reference="def other(): ..."))


def test_code_that_is_not_python_is_refused_with_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(yaml.safe_dump([as_written(starter="def f(:")]), encoding="utf-8")
    with pytest.raises(ContentError, match=r"broken\.yaml:\d+: .*invalid syntax"):
        load_list(file, CodingProblem)


def test_a_problem_is_found_by_its_id_alone() -> None:
    roadmap = Roadmap.load()
    assert roadmap.coding_problem("code.roc-auc").names == ("roc_auc",)
    with pytest.raises(NotFound, match="no coding problem"):
        roadmap.coding_problem("roc-auc")


def test_topics_are_the_roadmaps() -> None:
    roadmap = Roadmap.load()
    for problem in roadmap.coding_problems():
        assert set(problem.topics) <= set(roadmap.topics), problem.id
