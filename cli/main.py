"""Where `waymark` starts: straight into the chat, or to a command."""

from __future__ import annotations

import io
import os
import sys

from base.errors import WaymarkError
from cli.faults import broken, fail
from cli.shared import Chosen, without_a_command


def main() -> None:
    """Run the command line; every error ends in a message and an exit code, no traceback."""
    if isinstance(sys.stdin, io.TextIOWrapper):  # a stray byte must not end a talk
        sys.stdin.reconfigure(errors="replace")
    try:
        _run()
    except WaymarkError as error:
        fail(error)
    except BrokenPipeError:  # whoever read our output has gone; there is nobody to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except Exception as error:  # a fault of ours: a sentence for the learner, the trace for us
        fail(broken(error))


def _run() -> None:
    chosen = without_a_command(sys.argv[1:])
    if chosen is not None:
        open_the_chat(chosen)
        return
    from cli.app import build_app

    build_app()()


def open_the_chat(chosen: Chosen) -> None:
    """Open the interface and stay until the learner leaves.

    Raises:
        StorageError: the learner's files cannot be used.
        InvalidInput: the file of keys cannot be read.
    """
    from base.paths import Home
    from tui.opening import open_chat

    open_chat(Home.locate(chosen.home), chosen.model)


if __name__ == "__main__":
    main()
