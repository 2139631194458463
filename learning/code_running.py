"""Running a learner's code where it can do no harm: in a child process with limits and walls.

The child (`learning.sandboxed`) runs one call after the other and reports what each came to. Where
a call takes the process down with it, a fresh one goes on with the next. What holds the code:
limits on time, memory, open files and processes on every POSIX system; on Linux also seccomp and
Landlock, so that the kernel refuses networking, processes, signals, writing anywhere and reading
anything but the interpreter's own files; and everywhere a guard in the interpreter that refuses
the same in plain words. On macOS the guard alone stands between the code and network and files,
and memory is not limited. Windows has neither, so nothing is run there.
"""

from __future__ import annotations

import ast
import contextlib
import json
import os
import secrets
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from base.errors import NotNow, StorageError
from base.text import clean, one_line
from learning.sandboxed.plain_values import decode

Kind = Literal["returned", "raised", "time", "memory", "exit", "died", "large", "not-run"]

LONGEST_CODE = 100_000
"""Characters; far more than a solution takes."""
_SYSTEM_FILES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/dev/urandom")
"""What the interpreter's own extension modules may need to read."""
_START_SECONDS = 20.0
"""For the interpreter to come up, on a machine that is busy."""
_GRACE_SECONDS = 1.0
_LONGEST_REPORT = 16_000_000
_MOST_TIMEOUTS = 2
"""Calls that ran out of time after which the rest is not tried."""
_ROOT = Path(__file__).resolve().parent.parent
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from learning.sandboxed.child import main; main()"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` for one call, `memory` in bytes for all the process holds."""

    seconds: float = 2.0
    memory: int = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call came to. `value` where it returned, else `says` what happened in plain words;
    `line` is of the learner's code, `printed` the beginning of what it printed."""

    kind: Kind
    value: Any = None
    says: str = ""
    line: int | None = None
    printed: str = ""


@dataclass(frozen=True, slots=True)
class CodeRun:
    """`fault` says why nothing could be run, where that is so; `walls` names what held the code:
    “limits”, and on Linux “files” and “calls”."""

    outcomes: tuple[Outcome, ...]
    fault: str = ""
    walls: tuple[str, ...] = ()


def can_run() -> bool:
    """Whether this system has what it takes to hold code that was not read by anyone."""
    return os.name == "posix"


def see_that_it_can_run() -> None:
    """Raises NotNow where code cannot be run safely."""
    if not can_run():
        raise NotNow(
            "Code cannot be run on Windows: there is nothing to hold it with.",
            hint="Run Waymark in WSL, on Linux or on macOS; the problems can be read here.",
        )


def run_code(
    code: str, names: Sequence[str], calls: Sequence[str], limits: Limits | None = None
) -> CodeRun:
    """Run each of `calls` (lines of Python that end in an expression) with `code` before it.

    `names` are what `code` has to define. Each call finds the code freshly run.

    Raises:
        NotNow: this system cannot run code safely.
        StorageError: no temporary folder can be made.
    """
    see_that_it_can_run()
    if len(code) > LONGEST_CODE:
        return CodeRun((), f"The code is longer than {LONGEST_CODE} characters.")
    job = _Job(code, tuple(names), tuple(_parted(call) for call in calls), limits or Limits())
    try:
        with tempfile.TemporaryDirectory(prefix="waymark-code-") as folder:
            return job.run(Path(folder))
    except OSError as error:
        raise StorageError(
            f"The code could not be run ({error.strerror or error}).",
            hint="See that there is room in the folder for temporary files.",
        ) from error


def _parted(call: str) -> tuple[str, str]:
    """The lines before the last expression, and the expression."""
    tree = ast.parse(call)
    value = tree.body.pop()
    if not isinstance(value, ast.Expr):
        raise ValueError("a call must end in an expression")
    return ast.unparse(tree), ast.unparse(value.value)


def _too_often(outcomes: Sequence[Outcome]) -> bool:
    return sum(outcome.kind == "time" for outcome in outcomes) >= _MOST_TIMEOUTS


class _Ended(Exception):
    """The child process is gone, or sends no more; `says` why, as far as that can be seen."""


class _Overdue(Exception):
    """The child process has not reported in time."""


@dataclass(frozen=True, slots=True)
class _Job:
    code: str
    names: tuple[str, ...]
    calls: tuple[tuple[str, str], ...]
    limits: Limits

    def run(self, folder: Path) -> CodeRun:
        outcomes: list[Outcome] = []
        standing: tuple[str, ...] = ()
        while len(outcomes) < len(self.calls) and not _too_often(outcomes):
            before = len(outcomes)
            with contextlib.closing(self._told_by_a_child(before, folder)) as all_told:
                for told in all_told:
                    if isinstance(told, str):
                        return CodeRun((), told, standing)
                    if isinstance(told, Outcome):
                        outcomes.append(told)
                    else:
                        standing = told
                    if _too_often(outcomes):
                        break
            if len(outcomes) == before:
                return CodeRun((), "The code could not be run: its process did not start.")
        rest = len(self.calls) - len(outcomes)
        outcomes += [Outcome("not-run", says="It was not tried: too slow before.")] * rest
        return CodeRun(tuple(outcomes), walls=standing)

    def _told_by_a_child(
        self, first: int, folder: Path
    ) -> Generator[Outcome | str | tuple[str, ...]]:
        """What a fresh process says from call `first` on: the walls it stands behind, then an
        outcome each; or a text, where the code cannot be run at all."""
        with _Child(self, first, folder) as child:
            for number in range(first, len(self.calls)):
                try:
                    if number == first and (begun := child.begin()) is not None:
                        yield begun
                    told = child.next_report(self.limits.seconds + _GRACE_SECONDS, number)
                except _Overdue:
                    yield Outcome("time", says=_too_slow(self.limits, None))
                    return
                except _Ended:
                    yield Outcome("died", says=child.last_words())
                    return
                if told["kind"] == "syntax":
                    yield _fault(told)
                    return
                yield _outcome(told, self.limits)


class _Child:
    """A process that runs the code, and the pipe it reports over."""

    def __init__(self, job: _Job, first: int, folder: Path) -> None:
        self._word = secrets.token_hex(16)
        self._buffer = b""
        self._received = 0
        self._reading, writing = os.pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter, our own module
                [sys.executable, "-P", "-s", "-S", "-B", "-c", _START, str(_ROOT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(writing,),
                cwd=folder,
                # One order of sets on every run, so that a result can be had again.
                env={"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"},
                start_new_session=True,
            )
        except OSError:
            os.close(self._reading)
            raise
        finally:
            os.close(writing)
        self._arrivals = selectors.DefaultSelector()
        self._arrivals.register(self._reading, selectors.EVENT_READ)
        self._hand_over(job, first, writing)

    def __enter__(self) -> _Child:
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever came, nothing of it goes on running."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._arrivals.close()
        os.close(self._reading)

    def begin(self) -> tuple[str, ...] | None:
        """Wait until the code can be run; the walls that stand."""
        told = self._report(_START_SECONDS)
        return tuple(str(wall) for wall in told.get("walls", ()))

    def next_report(self, seconds: float, number: int) -> dict[str, Any]:
        told = self._report(_START_SECONDS)
        if told.get("kind") == "begun":
            told = self._report(seconds)
        if told.get("kind") != "syntax" and told.get("case") != number:
            raise _Ended
        return told

    def last_words(self) -> str:
        """Why it ended without a report, in plain words."""
        try:
            code = self._process.wait(timeout=_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            return "It cut the connection to the checker before it returned."
        if code == -signal.SIGSEGV:
            return "It crashed the interpreter: most often by recursion that is far too deep."
        if code in (-signal.SIGKILL, -signal.SIGXCPU):
            return "It was stopped: it used up its time or the machine's memory."
        return "The program ended itself before it returned an answer."

    def _hand_over(self, job: _Job, first: int, pipe: int) -> None:
        seconds = (job.limits.seconds + _GRACE_SECONDS) * (len(job.calls) - first) + 2
        text = json.dumps(
            {
                "word": self._word,
                "pipe": pipe,
                "code": job.code,
                "names": job.names,
                "calls": job.calls,
                "first": first,
                "seconds": job.limits.seconds,
                "memory": job.limits.memory,
                "cpu_seconds": int(seconds) + 1,
                "readable": _SYSTEM_FILES,
            }
        )
        stdin = self._process.stdin
        if stdin is not None:
            with contextlib.suppress(BrokenPipeError), stdin:
                stdin.write(text.encode())

    def _report(self, seconds: float) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while True:
            line, found, rest = self._buffer.partition(b"\n")
            if not found:
                self._read(until)
                continue
            self._buffer = rest
            word = line[: len(self._word)].decode(errors="replace")
            if not secrets.compare_digest(word.encode(), self._word.encode()):
                continue  # forged, or noise
            try:
                told = json.loads(line[len(self._word) :])
            except ValueError as error:
                raise _Ended from error
            return told if isinstance(told, dict) else {}

    def _read(self, until: float) -> None:
        left = until - time.monotonic()
        if left <= 0 or not self._arrivals.select(left):
            raise _Overdue
        piece = os.read(self._reading, 65_536)
        self._received += len(piece)
        if not piece or self._received > _LONGEST_REPORT:
            raise _Ended
        self._buffer += piece


def _outcome(told: dict[str, Any], limits: Limits) -> Outcome:
    line = told.get("line") if isinstance(told.get("line"), int) else None
    printed = clean(str(told.get("printed", "")))
    refused = [one_line(str(why)) for why in told.get("refused", ())]
    if told["kind"] == "returned" and not refused:
        try:
            return Outcome("returned", decode(told.get("value")), printed=printed)
        except (ValueError, TypeError, KeyError, IndexError, RecursionError):
            return Outcome("died", says="What it returned could not be read.", printed=printed)
    if refused:
        return Outcome("raised", says=f"It was refused: {refused[0]}.", line=line, printed=printed)
    kind, says = _in_words(told, limits, line)
    return Outcome(kind, says=says, line=line, printed=printed)


def _in_words(told: dict[str, Any], limits: Limits, line: int | None) -> tuple[Kind, str]:
    match told["kind"]:
        case "time":
            return "time", _too_slow(limits, line)
        case "memory":
            return "memory", f"It needs more memory than there is: {limits.memory >> 20} MB."
        case "exit":
            return "exit", "It ends the program (sys.exit) instead of returning an answer."
        case "undefined":
            return "raised", f"The code does not define “{one_line(str(told.get('says')), 60)}”."
        case "large":
            return "large", "What it returned is too large to be an answer, or holds itself."
        case _:
            name = one_line(str(told.get("type", "an error")), 60)
            text = one_line(str(told.get("says", "")), 200)
            only = " Only the standard library is there." if name == "ModuleNotFoundError" else ""
            return "raised", f"It raised {name}{f': {text}' if text else ''}.{only}"


def _too_slow(limits: Limits, line: int | None) -> str:
    at = f", in line {line}" if line else ""
    return f"It was still running after {limits.seconds:g} seconds{at}."


def _fault(told: dict[str, Any]) -> str:
    line = told.get("line")
    at = f"Line {line}: " if isinstance(line, int) else ""
    text = one_line(str(told.get("says", "")), 200)
    return f"This is not Python that can be run. {at}{text}"
