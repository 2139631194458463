"""What goes wrong with files and SQLite, told so that the learner knows what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from base.errors import InvalidInput, StorageError


def damaged(path: Path, what: str) -> StorageError:
    """What to say of a file that cannot be read as what it should be."""
    return StorageError(
        f"{path} is damaged or is not a learner file ({what}).",
        hint=f"Move it away and put a copy from {path.with_name('backups')} in its place, or "
        "start a new one and fill it with: waymark memory import FILE.json",
    )


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turn what goes wrong with the file at `path` in the block into errors of ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise _storage_error(error, path) from error
    except OSError as error:
        raise StorageError(
            f"{path} could not be used ({error.strerror or error}).",
            hint="See that its folder can be written and has room.",
        ) from error
    except UnicodeEncodeError as error:
        raise InvalidInput(
            "A text holds characters that cannot be stored.",
            hint="Take out what is not valid Unicode and try again.",
        ) from error


def _storage_error(error: sqlite3.Error, path: Path) -> StorageError:
    # Extended codes carry the primary code in their low byte.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(path, str(error))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StorageError(
            f"{path} is in use by another program, which did not let go of it in time.",
            hint="Close other Waymark windows, or wait a moment, and try again.",
        )
    if code == sqlite3.SQLITE_FULL:
        return StorageError(
            f"There is no room left to write {path}.",
            hint="Free some disk space and try again. What was kept before is unharmed.",
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return StorageError(
            f"{path} cannot be opened for writing ({error}).",
            hint="Mend its permissions, or choose another folder with --home DIR.",
        )
    return StorageError(f"{path} could not be used ({error}).", hint="See what: waymark doctor")
