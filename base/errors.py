"""Every error Waymark raises on purpose.

WaymarkError
├── InvalidInput          the learner, a model or a file said something that does not fit
│   └── NotFound          a name that nothing answers to
├── NotNow                right in itself, but the state does not allow it (no quiz is open)
│   └── OverBudget        the learner's budget for models is used up
├── ContentError          a content or script file is wrong; says file and line
├── StorageError          a file or folder of ours cannot be read or written
│   └── NewerDatabase     learner.db was written by a later version
└── ServiceError          a model provider or a search service did not answer as it should

Each carries a title (what kind of trouble), a message (what happened) and a hint (what to do).
The command line prints the three and exits with `exit_code`; the agent hands them to the model.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar


class WaymarkError(Exception):
    """The root of the tree. `str(error)` is the message alone."""

    title: ClassVar[str] = "Something went wrong"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InvalidInput(WaymarkError):
    title = "That does not fit"
    exit_code = 2


class NotFound(InvalidInput):
    title = "Not found"


class NotNow(WaymarkError):
    title = "Not possible right now"
    exit_code = 3


class OverBudget(NotNow):
    title = "The budget is used up"


class ContentError(WaymarkError):
    """A content file is wrong. `line` counts from 1, or is None where only the file is known."""

    title = "A content file is wrong"
    exit_code = 4

    def __init__(
        self, message: str, *, path: Path, line: int | None = None, hint: str = ""
    ) -> None:
        place = f"{path}:{line}" if line is not None else str(path)
        super().__init__(f"{place}: {message}", hint=hint)
        self.path = path
        self.line = line


class StorageError(WaymarkError):
    title = "Your learner files cannot be used"
    exit_code = 5


class NewerDatabase(StorageError):
    title = "This learner file is from a newer Waymark"


class ServiceError(WaymarkError):
    title = "A service did not answer"
    exit_code = 6
