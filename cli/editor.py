"""The learner's own editor, opened on a file."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from base.errors import InvalidInput

_USUAL = ("nano", "vim", "vi")


def open_in_editor(path: Path) -> None:
    """Open `path` in $VISUAL or $EDITOR, else in a usual one, and wait until it is closed.

    Raises:
        InvalidInput: none is there, or it cannot be started.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    usual = next((name for name in _USUAL if shutil.which(name)), "")
    try:
        command = shlex.split(named) or [usual]
        if not command[0]:
            raise FileNotFoundError(None, "there is none")
        subprocess.run([*command, str(path)], check=False)  # noqa: S603  # the learner's choice
    except (OSError, ValueError) as error:
        says = error.strerror if isinstance(error, OSError) else str(error)
        raise InvalidInput(
            f"No editor could be started ({says}).",
            hint=f"Set EDITOR, or open the file yourself: {path}",
        ) from error
