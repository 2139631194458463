"""Every line of the threat model names a test that exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

HOUSE = Path(__file__).parents[2]
LINE = re.compile(r"^\| (?P<id>T\d+) \|.*\| `(?P<file>[\w/.]+)::(?P<test>\w+)` \|$", re.MULTILINE)


def test_every_line_of_the_threat_model_has_its_test() -> None:
    document = (HOUSE / "docs" / "threat-model.md").read_text(encoding="utf-8")
    lines = list(LINE.finditer(document))
    assert [line["id"] for line in lines] == [f"T{n + 1}" for n in range(len(lines))]
    assert len(lines) == document.count("\n| T")
    for line in lines:
        tree = ast.parse((HOUSE / line["file"]).read_text(encoding="utf-8"))
        tests = {
            node.name
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        assert line["test"] in tests, line["id"]
