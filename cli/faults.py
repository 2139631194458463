"""How a command ends that went wrong: a sentence, a hint, an exit code."""

from __future__ import annotations

import sys
from typing import NoReturn

from base.errors import WaymarkError
from base.paths import Home


def fail(error: WaymarkError) -> NoReturn:
    """Print the error and its hint on standard error and leave with its exit code."""
    sys.stderr.write(f"{error.title}: {error.message}\n")
    if error.hint:
        sys.stderr.write(f"{error.hint}\n")
    raise SystemExit(error.exit_code)


def broken(error: Exception) -> WaymarkError:
    """An error nobody foresaw, in words; its traceback goes into the learner's log folder."""
    import traceback

    said = f"Waymark ran into a fault of its own ({type(error).__name__})."
    try:
        logs = Home.locate().ensure().logs
        logs.mkdir(exist_ok=True)
        log = logs / "fault.log"
        with log.open("a", encoding="utf-8") as out:
            out.write("".join(traceback.format_exception(error)))
    except (OSError, WaymarkError):
        return WaymarkError(said, hint="Its trace could not be written; what you said is kept.")
    return WaymarkError(said, hint=f"Its trace is in {log}; what you said is kept.")
