"""The real `waymark` process in a pseudo-terminal, from the first key to the last."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from base.paths import Home
from learning.study import Study

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

from benchmarks.pseudo_terminal import PseudoTerminal


def waymark(home: Home) -> list[str]:
    return [sys.executable, "-m", "cli.main", "--home", str(home.root), "--model", "offline"]


def test_a_first_start_a_planned_week_and_a_clean_end(home: Home, tmp_path: Path) -> None:
    with PseudoTerminal(waymark(home), columns=120, rows=45, cwd=tmp_path) as terminal:
        assert terminal.wait_until(lambda: "Ask anything" in terminal.text), terminal.text
        terminal.press("plan my next week, I have 6 hours\r")
        assert terminal.wait_until(lambda: "This is a draft" in terminal.text), terminal.text
        terminal.press("\x11")
        assert terminal.wait_for_end() == 0
        assert b"\x1b[?1049l" in terminal.drawn, "the terminal is given back as it was"
    study = Study.open(home)
    said = study.memory.transcripts.conversations()
    study.close()
    assert [one.title for one in said] == ["plan my next week, I have 6 hours"]


def test_leaving_while_the_mentor_loads_is_clean(home: Home, tmp_path: Path) -> None:
    with PseudoTerminal(waymark(home), cwd=tmp_path) as terminal:
        assert terminal.wait_until(lambda: "Ask anything" in terminal.text), terminal.text
        terminal.press("\x11")
        assert terminal.wait_for_end() == 0
        assert b"Traceback" not in terminal.drawn


def test_a_broken_learner_file_ends_with_the_reason_and_its_exit_code(
    home: Home, tmp_path: Path
) -> None:
    home.root.mkdir()
    home.learner_db.write_bytes(b"not a database at all" * 100)
    with PseudoTerminal(waymark(home), cwd=tmp_path) as terminal:
        assert terminal.wait_for_end() == 5
        assert "Your learner files cannot be used" in terminal.text
