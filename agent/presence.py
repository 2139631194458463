"""A name that is alive for as long as its process is: a file that is locked and never written.

The system lets go of the lock when the process ends, however it ends. A turn carries the name of
who runs it, and so a turn whose process died is told from one that runs in another window.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from uuid import uuid4

from base.errors import StorageError


class Presence:
    """Held from `Presence(folder)` until `close`.

    Raises:
        StorageError: the folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.name = uuid4().hex
        self._file = folder / self.name
        try:
            folder.mkdir(exist_ok=True, mode=0o700)
            self._descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageError(
                f"The folder {folder} cannot be written ({error.strerror or error}).",
                hint="Mend its permissions, or choose another home with --home DIR.",
            ) from error
        _lock(self._descriptor)

    def close(self) -> None:
        os.close(self._descriptor)
        self._file.unlink(missing_ok=True)


def is_alive(folder: Path, name: str) -> bool:
    """Whether the process that made the presence `name` still holds it."""
    file = folder / name
    try:
        descriptor = os.open(file, os.O_RDWR)
    except OSError:
        return False
    try:
        alive = not _lock(descriptor)
    finally:
        os.close(descriptor)
    if not alive:
        file.unlink(missing_ok=True)
    return alive


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        """Lock the file; False where somebody holds it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
