"""A file the learner asked for: whether it can be written, and a report written whole or not."""

from __future__ import annotations

import os
from pathlib import Path

from base.errors import InvalidInput


def see_that_it_can_be_written(to: Path) -> None:
    """Find out before anything is asked or changed, so that nothing is done in vain."""
    if to.is_dir():
        raise InvalidInput(f"{to} is a folder.", hint="Name a file in it.")
    try:
        if to.exists():
            with to.open("a"):
                pass
        unfinished = _unfinished(to)
        unfinished.touch()
        unfinished.unlink()
    except OSError as error:
        raise _cannot_write(to, error) from error


def write(to: Path, text: str) -> None:
    unfinished = _unfinished(to)
    try:
        try:
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(to)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise _cannot_write(to, error) from error


def _unfinished(to: Path) -> Path:
    return to.with_name(f".{to.name}.{os.getpid()}")


def _cannot_write(to: Path, error: OSError) -> InvalidInput:
    return InvalidInput(
        f"{to} cannot be written ({error.strerror or error}).",
        hint="Name a file in a folder that exists and that you may write.",
    )
