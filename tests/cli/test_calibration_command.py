"""`waymark calibration`: confidence in answers, held against what was right."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import RunWaymark


def test_confidence_given_with_answers_is_held_against_them(
    run_waymark: RunWaymark, tmp_path: Path
) -> None:
    assert "No answer carried a confidence" in run_waymark("calibration").stdout
    answers = tmp_path / "answers.yaml"
    sure = '- {answer: "I don\'t know", confidence: 90}\n' * 5
    answers.write_text(sure, encoding="utf-8")
    done = run_waymark("quiz", "chunking", "-n", "5", "--answers", str(answers))
    assert done.returncode == 0, done.stderr
    told = json.loads(run_waymark("calibration", "--json").stdout)
    assert told["overall"]["answers"] == 5
    assert told["overall"]["brier"] == 0.81
    assert [area["id"] for area in told["areas"]] == ["rag-systems"]
    assert "90% sure on average and right in 0%" in run_waymark("calibration").stdout
