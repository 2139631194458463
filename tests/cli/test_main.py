"""The command line as a whole: shared options, help that teaches, errors without a traceback."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from base.paths import Home
from tests.conftest import RunWaymark

COMMANDS = (
    "chat ask plan today week quiz review roadmap search eval models doctor profile busy block"
    " interview code memory"
).split()


def test_the_help_page_names_every_command(run_waymark: RunWaymark) -> None:
    shown = run_waymark("--help")
    assert shown.returncode == 0
    assert {line.split()[0] for line in shown.stdout.splitlines() if line.startswith("  ")} >= set(
        COMMANDS
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_and_takes_the_shared_options(
    command: str, run_waymark: RunWaymark
) -> None:
    shown = run_waymark(command, "--help")
    assert shown.returncode == 0
    group = "Commands:" in shown.stdout
    assert group or {"--home", "--model"} <= set(shown.stdout.split())


def test_the_home_may_stand_before_or_after_the_command(
    run_waymark: RunWaymark, tmp_path: Path
) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    assert run_waymark("--home", str(before), "profile", "set", "--hours", "6").returncode == 0
    assert run_waymark("profile", "set", "--hours", "6", "--home", str(after)).returncode == 0
    assert (before / "learner.db").exists()
    assert (after / "learner.db").exists()


def test_a_home_that_cannot_be_written_is_an_error_with_a_way_out(
    run_waymark: RunWaymark, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    refused = run_waymark("--home", str(tmp_path / "file" / "home"), "ask", "hello")
    assert refused.returncode == 5
    assert "--home" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_doctor_finds_a_fresh_home_sound(run_waymark: RunWaymark) -> None:
    looked = run_waymark("doctor", "--json")
    assert looked.returncode == 0, looked.stderr
    findings = json.loads(looked.stdout)
    assert {finding["what"] for finding in findings} >= {"Roadmap", "Learner files", "Model"}
    assert all(finding["ok"] for finding in findings)


def test_doctor_names_a_damaged_file(run_waymark: RunWaymark, home: Home) -> None:
    home.ensure()
    home.learner_db.write_bytes(b"not a database" * 100)
    looked = run_waymark("doctor")
    assert looked.returncode == 1
    assert str(home.learner_db) in looked.stdout


def test_models_says_which_one_answers_and_why(run_waymark: RunWaymark) -> None:
    shown = json.loads(run_waymark("models", "--json").stdout)
    assert shown["chosen"]["spec"] == "offline"
    assert [state["provider"] for state in shown["providers"]] == [
        "anthropic",
        "openai",
        "ollama",
        "offline",
    ]


def test_a_fault_of_ours_ends_in_a_sentence_and_a_log(
    run_waymark: RunWaymark, home: Home, tmp_path: Path
) -> None:
    saboteur = tmp_path / "sitecustomize.py"
    saboteur.write_text(
        "import learning.study\n"
        "def broken(*_): raise RuntimeError('boom')\n"
        "learning.study.Study.open = broken\n"
    )
    path = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    failed = run_waymark("today", env={"PYTHONPATH": path})
    assert failed.returncode == 1
    assert "RuntimeError" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert "boom" in (home.logs / "fault.log").read_text()
