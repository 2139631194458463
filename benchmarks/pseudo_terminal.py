"""A program in a pseudo-terminal of its own: keys in, what it draws out, with the times of both."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
import tty
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

# The escapes that a full-screen program draws with; what is left between them is text.
_DRAWING = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P_].*?(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]", re.DOTALL
)


class PseudoTerminal:
    """Starts `command` in a raw terminal of `columns` by `rows`; `close` or leaving ends it.

    The terminal echoes nothing: a character on the screen was drawn by the program.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 100,
        rows: int = 30,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.drawn = b""
        self.started_at = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})},
            cwd=cwd,
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def text(self) -> str:
        """Everything drawn so far without the drawing commands, in the order it was drawn."""
        return _DRAWING.sub(b" ", self.drawn).decode("utf-8", errors="replace")

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def press(self, keys: str) -> None:
        """Send keys as a terminal would."""
        os.write(self._master, keys.encode())

    def read(self, seconds: float) -> bytes:
        """What is drawn within `seconds`, at the first that comes; nothing where nothing came."""
        ready, _, _ = select.select([self._master], [], [], max(seconds, 0))
        if not ready:
            return b""
        try:
            new = os.read(self._master, 65536)
        except OSError:  # Linux: the program has closed its end
            return b""
        self.drawn += new
        return new

    def wait_until(self, done: Callable[[], bool], seconds: float = 60) -> bool:
        """Read until `done()`; False when `seconds` went by, or the program ended, before."""
        deadline = time.perf_counter() + seconds
        while not done():
            if time.perf_counter() > deadline:
                return False
            if not self.read(0.05) and self.ended:
                return done()
        return True

    def wait_for_end(self, seconds: float = 30) -> int:
        """Read until the program has ended, and return its exit code."""
        self.wait_until(lambda: self.ended, seconds)
        return self._process.wait(timeout=1)

    def close(self) -> None:
        """End the program where it still runs."""
        if not self.ended:
            self._process.kill()
        self._process.wait()
        os.close(self._master)
