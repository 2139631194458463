"""What was deleted is gone from the file itself, not only from what queries return."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from memory import database, forgetting
from memory.learner import LearnerMemory
from tests.memory.examples import attempt
from tests.memory.moments import MONDAY, later

SECRET = "Zorblaxian quinquagenarian"
TRACES = (b"zorblax", b"orblaxian", b"quinquagen", b"uinquagenari")


def traces(folder: Path) -> list[str]:
    """The files of `folder` in which a trace of the secret can be read."""
    return [
        path.name
        for path in folder.iterdir()
        if path.is_file() and any(trace in path.read_bytes().lower() for trace in TRACES)
    ]


def fill(memory: LearnerMemory) -> None:
    """Enough around the secret that pages split and the indexes have several levels."""
    for number in range(120):
        memory.transcripts.append("kept", "learner", f"gradient {number} " * 12, MONDAY)
        memory.facts.remember("other", f"prefers topic {number}", "said", 1.0, MONDAY)


def test_a_deleted_conversation_leaves_no_byte(memory: LearnerMemory, file: Path) -> None:
    fill(memory)
    for number in range(40):
        memory.transcripts.append("gone", "learner", f"{SECRET} {number} " * 30, MONDAY)
    fill(memory)
    assert traces(file.parent)
    memory.transcripts.delete("gone")
    assert traces(file.parent) == []
    assert memory.recall("zorblaxian") == []
    assert len(memory.transcripts.messages("kept")) == 240


def test_a_forgotten_fact_leaves_no_byte_nor_do_its_earlier_wordings(
    memory: LearnerMemory, file: Path
) -> None:
    first = memory.facts.remember("other", f"{SECRET} one", "said", 1.0, MONDAY)
    fill(memory)
    second = memory.facts.supersede(first.id, f"{SECRET} two", later(1))
    assert traces(file.parent)
    memory.facts.forget(second.id, later(2))
    assert traces(file.parent) == []
    assert memory.facts.search("zorblaxian") == ()


def test_a_summary_leaves_no_byte_where_a_fact_a_field_or_its_conversation_goes(
    memory: LearnerMemory, file: Path
) -> None:
    fill(memory)
    fact = memory.facts.remember("other", "keeps bees", "said", 1.0, MONDAY)
    field = forgetting.ToForget(fields=("role",))
    for forget in (
        lambda: memory.facts.forget(fact.id, later(1)),
        lambda: forgetting.forget(memory, field, later(1)),
        lambda: memory.transcripts.delete("kept"),
    ):
        memory.transcripts.append("kept", "learner", "go on", MONDAY)
        standing = memory.summaries.of("kept")
        assert memory.summaries.replace(standing, replace(standing, text=SECRET * 40))
        assert traces(file.parent)
        forget()
        assert traces(file.parent) == []
        assert memory.summaries.of("kept").text == ""


def test_a_deleted_attempt_leaves_no_byte(memory: LearnerMemory, file: Path) -> None:
    kept = memory.attempts.add(attempt(0))
    gone = memory.attempts.add(replace(attempt(1), answer=SECRET))
    assert traces(file.parent)
    memory.attempts.delete(gone, later(1))
    assert traces(file.parent) == []
    assert [a.id for a in memory.attempts.all()] == [kept]


def test_what_another_reader_keeps_open_is_scrubbed_at_the_next_opening(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY_SECONDS", 0.05)
    with LearnerMemory.open(file) as memory:
        memory.transcripts.append("gone", "learner", SECRET, MONDAY)
        with closing(sqlite3.connect(file)) as reader:
            reader.execute("BEGIN")
            assert reader.execute("SELECT count(*) FROM messages").fetchone() == (1,)
            memory.transcripts.delete("gone")
            assert traces(file.parent)
    with LearnerMemory.open(file):
        assert traces(file.parent) == []


def test_a_process_killed_between_deleting_and_scrubbing_leaves_it_to_the_next(
    file: Path,
) -> None:
    script = (
        "import os, signal, sys\n"
        "from datetime import UTC, datetime\n"
        "from memory.database import Database\n"
        "from memory.learner import LearnerMemory\n"
        "Database.scrub = lambda self: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"memory = LearnerMemory.open({str(file)!r})\n"
        f"memory.transcripts.append('gone', 'learner', {SECRET!r}, datetime.now(UTC))\n"
        "memory.transcripts.delete('gone')\n"
    )
    died = subprocess.run([sys.executable, "-c", script], check=False)
    assert died.returncode == -signal.SIGKILL
    assert traces(file.parent)
    with LearnerMemory.open(file) as memory:
        assert memory.transcripts.conversations() == ()
        assert traces(file.parent) == []


def test_what_is_left_after_a_deletion_is_whole(memory: LearnerMemory) -> None:
    fill(memory)
    memory.transcripts.append("gone", "learner", SECRET, MONDAY)
    memory.transcripts.delete("gone")
    connection = memory._database._connection
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    for index in ("messages_index", "facts_index"):
        connection.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608  # fixed names
    assert memory.recall("gradient", limit=3) != []
