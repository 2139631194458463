"""`waymark evidence`: figures opened, answers disputed, stood by and deleted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import RunWaymark


@pytest.fixture
def quizzed(run_waymark: RunWaymark, tmp_path: Path) -> RunWaymark:
    answers = tmp_path / "answers.yaml"
    answers.write_text("- I don't know\n- I don't know\n", encoding="utf-8")
    done = run_waymark("quiz", "chunking", "-n", "2", "--answers", str(answers))
    assert done.returncode == 0, done.stderr
    return run_waymark


def shown(run_waymark: RunWaymark, *arguments: str) -> dict[str, Any]:
    done = run_waymark("evidence", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    return data


def test_evidence_is_opened_disputed_stood_by_and_deleted(quizzed: RunWaymark) -> None:
    (topic,) = shown(quizzed, "chunking")["topics"]
    assert topic["answers"] == 2
    number = str(topic["entries"][0]["id"])
    assert f"Answer {number} is disputed" in quizzed("evidence", "--dispute", number).stdout
    (without,) = shown(quizzed, "chunking")["topics"]
    assert [entry["counts"] for entry in without["entries"]] == [False, True]
    assert without["figure"] > topic["figure"]
    assert "disputed: does not count" in quizzed("evidence", "chunking").stdout
    assert shown(quizzed, "--undo", number)["figure"] == topic["figure"]
    refused = quizzed("evidence", "--delete", number)
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    assert shown(quizzed, "--delete", number, "--yes")["state"] == "deleted"
    assert shown(quizzed)["topics"][0]["answers"] == 1


def test_without_evidence_it_says_so_and_a_wrong_number_is_refused(run_waymark: RunWaymark) -> None:
    assert "No evidence yet" in run_waymark("evidence").stdout
    wrong = run_waymark("evidence", "--dispute", "7")
    assert wrong.returncode == 2
    assert "no answer 7" in wrong.stderr
    two = run_waymark("evidence", "--dispute", "7", "--undo", "7")
    assert two.returncode == 2
