"""Threads, processes, sudden death, a held lock and a full disk."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from base.errors import StorageError
from memory import database
from memory.learner import LearnerMemory
from tests.memory.moments import MONDAY

_WRITER = """
import sys
from datetime import UTC, datetime
from memory.learner import LearnerMemory
file, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
at = datetime(2026, 11, 23, 9, tzinfo=UTC)
print("ready", flush=True)
sys.stdin.readline()
with LearnerMemory.open(file) as memory:
    for number in range(count):
        memory.transcripts.append(name, "learner", f"said {number}", at)
        print(number, flush=True)
"""


def start_writer(file: Path, name: str, count: int) -> subprocess.Popen[str]:
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(file), name, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    return writer


def say_go(*writers: subprocess.Popen[str]) -> None:
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()


def test_eight_threads_share_one_memory(memory: LearnerMemory) -> None:
    def work(thread: int) -> None:
        for number in range(25):
            memory.transcripts.append(f"c{thread}", "learner", f"thread {thread} {number}", MONDAY)
            memory.recall(f"thread {number}")
            memory.topics.set(f"topic-{thread}", "learning" if number % 2 else "done", MONDAY)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    for thread in range(8):
        said = [m.text for m in memory.transcripts.messages(f"c{thread}")]
        assert said == [f"thread {thread} {number}" for number in range(25)]
    assert len(memory.topics.all()) == 8


def test_two_processes_open_a_fresh_file_at_the_same_moment_and_both_write(file: Path) -> None:
    writers = [start_writer(file, name, 60) for name in ("one", "two")]
    say_go(*writers)
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    with LearnerMemory.open(file) as memory:
        for name in ("one", "two"):
            said = [m.text for m in memory.transcripts.messages(name)]
            assert said == [f"said {number}" for number in range(60)]


def test_a_process_killed_while_writing_leaves_all_it_committed(file: Path) -> None:
    writer = start_writer(file, "c", 100_000)
    say_go(writer)
    assert writer.stdout is not None
    while writer.stdout.readline() != "40\n":
        pass
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read()  # not communicate(): it would miss what is buffered already
    writer.wait(timeout=60)
    whole_lines = rest.split("\n")[:-1]
    last = int(whole_lines[-1]) if whole_lines else 40
    with LearnerMemory.open(file) as memory:
        said = [m.text for m in memory.transcripts.messages("c")]
        assert len(memory.recall("said", limit=1000)) == min(len(said), 1000)
    # One more may have been committed than the process lived to tell.
    assert len(said) in (last + 1, last + 2)
    assert said == [f"said {number}" for number in range(len(said))]


def test_a_lock_held_by_another_is_told_plainly(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY_SECONDS", 0.05)
    with LearnerMemory.open(file) as memory, closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="in use"):
            memory.transcripts.append("c", "learner", "waiting", MONDAY)
        other.rollback()
        memory.transcripts.append("c", "learner", "again", MONDAY)
        assert [m.text for m in memory.transcripts.messages("c")] == ["again"]


def test_a_full_disk_is_told_plainly_and_loses_nothing(memory: LearnerMemory) -> None:
    memory.transcripts.append("c", "learner", "before", MONDAY)
    connection = memory._database._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError, match="no room"):
        memory.transcripts.append("c", "learner", "much " * 100_000, MONDAY)
    connection.execute("PRAGMA max_page_count = 1000000")
    memory.transcripts.append("c", "learner", "after", MONDAY)
    assert [m.text for m in memory.transcripts.messages("c")] == ["before", "after"]


def test_an_error_in_a_transaction_undoes_all_of_it(memory: LearnerMemory) -> None:
    def fail_half_way() -> None:
        with memory._database.writing() as connection:
            connection.execute("INSERT INTO conversations (id) VALUES ('half')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    memory.transcripts.append("whole", "learner", "said", MONDAY)
    assert [c.id for c in memory.transcripts.conversations()] == ["whole"]
