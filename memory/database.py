"""The learner file: how it is opened, read, written and made to forget.

One connection, guarded by a lock, serves every thread. Writes are short `BEGIN IMMEDIATE`
transactions, so that other processes wait their turn instead of failing half-way.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from base.errors import NewerDatabase, StorageError
from memory.storage_errors import damaged, told_plainly
from memory.unit_of_work import Gate, Unit

SCHEMA_VERSION = 10
"""The number of steps in `memory.migrations`; a file carries its own in `PRAGMA user_version`."""

APPLICATION_ID = 0x574D524B  # "WMRK": tells a learner file from any other SQLite file

_WRITE = "BEGIN IMMEDIATE"
_BUSY_SECONDS = 5.0
# quick_check reads the whole file: some 10 ms for 10 MB. A larger file is checked only when
# a write-ahead log was left behind, the sign of a process that did not end by itself.
_CHECK_ALWAYS_BELOW_BYTES = 32 * 1024 * 1024


class Database:
    """An open learner file. Made by `Database.open`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()
        self._unit = Unit()

    @classmethod
    def open(cls, path: Path) -> Database:
        """Open the learner file at `path`, making or upgrading it where needed.

        Raises:
            NewerDatabase: a later version wrote it; it is left as it is.
            StorageError: it is no learner file, is damaged, or cannot be read and written.
        """
        with told_plainly(path):
            unclean = _touch(path)
            version = _peek_version(path)
            connection = sqlite3.connect(
                path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                _prepare(connection)
                _check(connection, path, unclean)
                if version < SCHEMA_VERSION:
                    _upgrade(connection, path)
                connection.execute("BEGIN IMMEDIATE")  # a file that cannot be written says so here
                connection.execute("ROLLBACK")
                database = cls(path, connection)
                if database._scrub_is_due():
                    database.scrub()
            except BaseException:
                connection.close()
                raise
        return database

    def close(self) -> None:
        with self._lock, told_plainly(self.path):
            self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent view of the file for the length of the block."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all that is done in the block is kept, or none of it.

        Raises:
            StorageError: the disk is full, or another process holds the file for too long.
        """
        with self._transaction(_WRITE) as connection:
            yield connection

    @contextmanager
    def as_one(self, gate: Gate) -> Iterator[None]:
        """Make everything this thread writes in the block one transaction, kept at its end.

        It begins with the first write, so that long thinking before it holds nobody up. An error
        in the block, or a gate shut before its end, undoes all of it.

        Raises:
            GateShut: the gate was shut meanwhile.
            StorageError: as `writing`.
        """
        unit = self._unit
        unit.gate, unit.begun, unit.scrub = gate, False, False
        try:
            yield
            if unit.begun:
                with gate.passing(), told_plainly(self.path):
                    self._connection.execute("COMMIT")
        finally:
            if unit.begun:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                    unit.scrub = False
                self._lock.release()
            unit.gate = None
        if unit.scrub:
            self.scrub()

    @contextmanager
    def _joined(self, gate: Gate) -> Iterator[sqlite3.Connection]:
        """A step of the thread's unit: undone alone where the block raises."""
        gate.check()
        with told_plainly(self.path):
            if not self._unit.begun:
                self._lock.acquire()
                try:
                    self._connection.execute("BEGIN IMMEDIATE")
                except BaseException:
                    self._lock.release()
                    raise
                self._unit.begun = True
            self._connection.execute("SAVEPOINT step")
            try:
                yield self._connection
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK TO step")
                    self._connection.execute("RELEASE step")
                raise
            self._connection.execute("RELEASE step")

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        gate = self._unit.gate
        if gate is not None and (self._unit.begun or begin == _WRITE):
            with self._joined(gate) as connection:
                yield connection
            return
        with self._lock, told_plainly(self.path):
            self._connection.execute(begin)
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def scrub(self) -> bool:
        """Rewrite the file so that nothing deleted can be read from its bytes or its log.

        Returns False where another process is in the way; the next opening tries again, because
        `mark_for_scrub` left a note in the same transaction that deleted. Within `as_one` it
        waits for the end of the block.
        """
        if self._unit.gate is not None:
            self._unit.scrub = True
            return False
        with self._lock, told_plainly(self.path):
            try:
                self._connection.execute("VACUUM")
                held, _, _ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if held:
                    return False
                self._connection.execute("DELETE FROM upkeep WHERE name = 'scrub'")
            except sqlite3.OperationalError:
                return False
        return True

    def _scrub_is_due(self) -> bool:
        row = self._connection.execute("SELECT 1 FROM upkeep WHERE name = 'scrub'").fetchone()
        return row is not None

    def backup(self, to: Path) -> Path:
        """A sound copy of what is committed at `to`, whatever is being written meanwhile.

        Raises:
            StorageError: `to` exists already or cannot be written.
        """
        return _copy(self.path, to)

    def backup_beside(self, label: str) -> Path:
        """A copy in `backups/` next to the file, named for `label`."""
        return _copy_beside(self.path, label)

    def backups(self) -> tuple[Path, ...]:
        """The copies in `backups/` next to the file, by name."""
        return tuple(sorted(_backup_folder(self.path).glob("*.db")))


def mark_for_scrub(connection: sqlite3.Connection) -> None:
    """Note, within a deleting transaction, that `Database.scrub` has to follow.

    The full-text indexes are merged, because a deletion only adds to them until they are.
    """
    for index in ("messages_index", "facts_index"):
        connection.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608  # fixed names
    connection.execute("INSERT OR IGNORE INTO upkeep (name) VALUES ('scrub')")


def _touch(path: Path) -> bool:
    """Make the file, readable by its owner alone, if it is missing. True where an earlier
    process left its write-ahead log behind."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        log = path.with_name(path.name + "-wal")
        return log.exists() and log.stat().st_size > 0
    except OSError as error:
        raise StorageError(
            f"{path} cannot be opened for writing ({error.strerror or error}).",
            hint="Mend its permissions, or choose another folder with --home DIR.",
        ) from error


def _peek_version(path: Path) -> int:
    """The schema version of the file, read without changing a byte of it."""
    with closing(
        sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
    ) as connection:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        application = int(connection.execute("PRAGMA application_id").fetchone()[0])
        tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if application != APPLICATION_ID and (tables or version):
        raise StorageError(
            f"{path} is an SQLite file, but not a learner file of Waymark.",
            hint="Choose another folder with --home DIR; the file is left as it is.",
        )
    if version > SCHEMA_VERSION:
        raise NewerDatabase(
            f"{path} has schema version {version}; this Waymark knows up to {SCHEMA_VERSION}.",
            hint="Update Waymark, or choose another folder with --home DIR. "
            "The file is left as it is.",
        )
    return version


def _prepare(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA mmap_size = 0")
    # In WAL, NORMAL keeps every committed row when the process dies. When the power fails it
    # may lose the last moments, never the file.
    connection.execute("PRAGMA synchronous = NORMAL")
    _use_write_ahead_log(connection)


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    # The busy timeout does not cover this switch, and two processes may open a fresh file
    # at the same moment.
    give_up = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
        time.sleep(0.01)


def _check(connection: sqlite3.Connection, path: Path, unclean: bool) -> None:
    if not unclean and path.stat().st_size > _CHECK_ALWAYS_BELOW_BYTES:
        return
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise damaged(path, str(found))


def _upgrade(connection: sqlite3.Connection, path: Path) -> None:
    from memory.migrations import apply  # loads sqlite_utils, 400 ms

    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have upgraded the file while this one waited.
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if 0 < version < SCHEMA_VERSION:
            _copy_beside(path, f"before-version-{SCHEMA_VERSION}")
        if version < SCHEMA_VERSION:
            apply(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _backup_folder(path: Path) -> Path:
    return path.with_name("backups")


def _copy_beside(path: Path, label: str) -> Path:
    folder = _backup_folder(path)
    number = 1
    while (to := folder / f"{path.stem}-{label}-{number}.db").exists():
        number += 1
    return _copy(path, to)


def _copy(path: Path, to: Path) -> Path:
    if to.exists():
        raise StorageError(
            f"{to} exists already; a backup never replaces a file.", hint="Choose another name."
        )
    unfinished = to.with_name(f".{to.name}-{os.getpid()}")
    with told_plainly(to):
        _touch(unfinished)
        try:
            # A connection of its own: one that is in a transaction waits for itself for ever.
            with (
                closing(sqlite3.connect(path)) as source,
                closing(sqlite3.connect(unfinished)) as target,
            ):
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # one file, complete in itself
            unfinished.replace(to)
        finally:
            unfinished.unlink(missing_ok=True)
    return to
