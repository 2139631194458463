"""Opening a learner file: fresh, known, older, newer, damaged, and not to be written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils
from sqlite_utils.migrations import Migrations

from base.errors import NewerDatabase, StorageError
from memory import database, migrations
from memory.learner import LearnerMemory
from tests.memory.moments import MONDAY


def make(file: Path) -> None:
    with LearnerMemory.open(file) as memory:
        memory.transcripts.append("c", "learner", "kept", MONDAY)


def rewrite(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_fresh_file_is_made_with_its_folder_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "home" / "learner.db"
    make(file)
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_the_package_offers_the_class_without_loading_it() -> None:
    script = (
        "import sys, memory; assert 'memory.learner' not in sys.modules; "
        "memory.LearnerMemory; assert 'memory.learner' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_schema_version_counts_the_steps(file: Path) -> None:
    make(file)
    with closing(sqlite3.connect(file)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        taken = connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0]
    assert version == taken == database.SCHEMA_VERSION


def test_a_file_that_is_up_to_date_opens_without_loading_slow_libraries(file: Path) -> None:
    make(file)
    script = (
        "import sys; from memory.learner import LearnerMemory; "
        f"LearnerMemory.open({str(file)!r}).close(); "
        "assert not {'sqlite_utils', 'pydantic', 'snowballstemmer'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_newer_file_is_refused_and_left_untouched(file: Path) -> None:
    make(file)
    rewrite(file, "PRAGMA user_version = 99")
    before = file.read_bytes()
    with pytest.raises(NewerDatabase, match="99") as refused:
        LearnerMemory.open(file)
    assert "Update Waymark" in refused.value.hint
    assert "--home" in refused.value.hint
    assert file.read_bytes() == before


def test_a_file_that_is_no_database_is_named_and_left_untouched(file: Path) -> None:
    file.write_bytes(b"Dear diary, " * 500)
    with pytest.raises(StorageError, match=r"learner\.db") as refused:
        LearnerMemory.open(file)
    assert str(file.with_name("backups")) in refused.value.hint
    assert file.read_bytes() == b"Dear diary, " * 500


def test_another_programs_database_is_refused_and_left_untouched(file: Path) -> None:
    rewrite(file, "CREATE TABLE checkpoints (id)")
    before = file.read_bytes()
    with pytest.raises(StorageError, match="not a learner file"):
        LearnerMemory.open(file)
    assert file.read_bytes() == before


def test_a_damaged_file_is_found_at_the_start(file: Path) -> None:
    with LearnerMemory.open(file) as memory:
        for number in range(200):
            memory.transcripts.append("c", "learner", f"words {number} " * 40, MONDAY)
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 8192] = os.urandom(8192)
    file.write_bytes(content)
    with pytest.raises(StorageError, match="damaged") as refused:
        LearnerMemory.open(file)
    assert "backups" in refused.value.hint


def test_a_folder_in_the_place_of_the_file_is_refused(file: Path) -> None:
    file.mkdir()
    with pytest.raises(StorageError, match=r"learner\.db"):
        LearnerMemory.open(file)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    with pytest.raises(StorageError, match="home"):
        LearnerMemory.open(tmp_path / "home" / "learner.db")


@pytest.mark.parametrize("closed", ["file", "folder"])
def test_what_may_not_be_written_is_refused(tmp_path: Path, closed: str) -> None:
    home = tmp_path / "home"
    make(home / "learner.db")
    for folder in (home, *home.parents):
        if not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o055)
    (home / "learner.db").chmod(0o444 if closed == "file" else 0o666)
    home.chmod(0o777 if closed == "file" else 0o555)
    # Nothing is closed to root, who becomes someone else for this; the modules are loaded first,
    # as the other may not be able to read them.
    script = (
        "import os, sqlite3, memory.learner, memory.migrations, base.errors\n"
        "os.geteuid() or os.setuid(65534)\n"
        f"try: memory.learner.LearnerMemory.open({str(home / 'learner.db')!r})\n"
        "except base.errors.StorageError as error: print('refused:', error.message, error.hint)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert "refused:" in told.stdout, told.stderr
    assert "learner.db" in told.stdout


def test_a_closed_memory_says_so(file: Path) -> None:
    memory = LearnerMemory.open(file)
    memory.close()
    memory.close()
    with pytest.raises(StorageError, match="closed"):
        memory.profile.load()


class TestAnOlderFile:
    @pytest.fixture(autouse=True)
    def a_further_step(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        make(file)
        self.steps = Migrations("learner")
        self.steps._migrations = list(migrations.steps._migrations)
        monkeypatch.setattr(migrations, "steps", self.steps)
        monkeypatch.setattr(database, "SCHEMA_VERSION", database.SCHEMA_VERSION + 1)

    def test_is_copied_and_then_upgraded(self, file: Path) -> None:
        @self.steps(name="0002_mood")
        def _mood(db: sqlite_utils.Database) -> None:
            db.execute("ALTER TABLE profile ADD COLUMN mood TEXT")

        with LearnerMemory.open(file) as memory:
            assert [m.text for m in memory.transcripts.messages("c")] == ["kept"]
            (copy,) = memory.backups()
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("SELECT mood FROM profile")
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("SELECT text FROM messages").fetchall() == [("kept",)]
            with pytest.raises(sqlite3.OperationalError, match="mood"):
                connection.execute("SELECT mood FROM profile")

    def test_stays_as_it_was_when_a_step_fails(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        @self.steps(name="0002_broken")
        def _broken(db: sqlite_utils.Database) -> None:
            db.execute("ALTER TABLE profile ADD COLUMN mood TEXT")
            db.execute("SELECT no_such_thing FROM nowhere")

        with pytest.raises(StorageError, match="nowhere"):
            LearnerMemory.open(file)
        monkeypatch.setattr(database, "SCHEMA_VERSION", database.SCHEMA_VERSION - 1)
        with LearnerMemory.open(file) as memory:
            assert [m.text for m in memory.transcripts.messages("c")] == ["kept"]
        with closing(sqlite3.connect(file)) as connection:
            columns = [row[1] for row in connection.execute("PRAGMA table_info(profile)")]
        assert "mood" not in columns


def test_quizzes_of_a_first_version_file_go_on_behind_their_last_answer(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        migrations.steps.apply(
            sqlite_utils.Database(connection), stop_before="0002_runs_and_reviews"
        )
        connection.execute("PRAGMA user_version = 1")
        for name, status in (("quiz-a", "paused"), ("quiz-b", "paused"), ("quiz-c", "running")):
            connection.execute(
                "INSERT INTO quiz_runs VALUES (?, 'svm', '[\"i\", \"j\"]', ?, ?, NULL, NULL)",
                (name, status, "2026-11-23T09:00:00.000000+00:00"),
            )
        for name in ("quiz-a", "quiz-c"):
            connection.execute(
                "INSERT INTO attempts VALUES (NULL, '2026-11-23T09:00:00.000000+00:00', 'quiz', ?, "
                "0, 'i', 'svm', 'svm', 2, 'B', 1.0, 1, 'right', NULL, 'rules', NULL)",
                (name,),
            )
    with LearnerMemory.open(file) as memory:
        runs = [memory.quizzes.get(name) for name in ("quiz-a", "quiz-b", "quiz-c")]
        assert [(run.status, run.position) for run in runs if run] == [
            ("paused", 1),
            ("abandoned", 0),
            ("running", 1),
        ]
        (first, second) = memory.attempts.all()
        assert (first.hinted, first.changed_from) == (False, None)
        assert second.correct


class TestACopy:
    def test_holds_what_was_committed(self, memory: LearnerMemory, tmp_path: Path) -> None:
        memory.transcripts.append("c", "learner", "copied", MONDAY)
        copy = memory.backup(tmp_path / "kept" / "copy.db")
        with LearnerMemory.open(copy) as opened:
            assert [m.text for m in opened.transcripts.messages("c")] == ["copied"]

    def test_never_replaces_a_file(self, memory: LearnerMemory, tmp_path: Path) -> None:
        (tmp_path / "copy.db").write_text("something dear")
        with pytest.raises(StorageError, match="exists"):
            memory.backup(tmp_path / "copy.db")
        assert (tmp_path / "copy.db").read_text() == "something dear"

    def test_leaves_nothing_half_written(self, memory: LearnerMemory, tmp_path: Path) -> None:
        (tmp_path / "blocked").touch()
        with pytest.raises(StorageError):
            memory.backup(tmp_path / "blocked" / "copy.db")
        memory.backup(tmp_path / "fine" / "copy.db")
        assert [path.name for path in (tmp_path / "fine").iterdir()] == ["copy.db"]
