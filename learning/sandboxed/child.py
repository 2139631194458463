"""The child process: takes a job on standard input, runs it, and reports over a pipe of its own.

Nothing the code prints can be taken for a report: printing goes nowhere but into a short record,
and every report begins with a word that only the parent and `main` know. What a result should be
is not known here, so that there is nothing to read off and nothing to bend.
"""

from __future__ import annotations

import builtins
import io
import os
import signal
import sys
import types
from json import dumps, loads
from typing import Any, NoReturn

from learning.sandboxed import guard, plain_values, walls

CODE = "<your code>"
_CALL = "<the test>"
_KEPT_OUTPUT = 4_000
_LONGEST_MESSAGE = 300

# What the code that runs could put something else in the place of is held on to here.
_compile, _execute, _evaluate = compile, exec, eval

Report = dict[str, Any]


class _TimeIsUp(BaseException):
    """Raised in the code that runs when its time is over. Not an Exception: few catch it."""


class _Printed(io.TextIOBase):
    """Takes what is printed, keeps the beginning and drops the rest."""

    def __init__(self) -> None:
        self.text = ""
        self.cut = False

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        room = _KEPT_OUTPUT - len(self.text)
        self.text += text[:room]
        self.cut = self.cut or len(text) > room
        return len(text)

    def close(self) -> None:
        """Closing it loses nothing: what is printed next is taken as before."""


def main() -> NoReturn:
    job = loads(sys.stdin.buffer.read())
    pipe, word = job["pipe"], job["word"]
    write = os.write

    def report(what: Report) -> None:
        line = memoryview(f"{word}{dumps(what)}\n".encode())
        while line:
            line = line[write(pipe, line) :]

    readable = (*sys.path[1:], *job["readable"])
    _leave_standard_streams()
    standing = walls.build(job["memory"], job["cpu_seconds"], readable)
    refused: list[str] = []
    _hide_tools()
    guard.stand(readable, refused.append)
    report({"walls": standing})
    try:
        code = _compile(job["code"], CODE, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        report({"kind": "syntax", **_told(error), "line": getattr(error, "lineno", None)})
        os._exit(0)
    for number in range(job["first"], len(job["calls"])):
        refused.clear()
        report({"case": number, "kind": "begun"})
        tried = _try(code, job["names"], job["calls"][number], job["seconds"])
        report({"case": number, "refused": refused[:1], **tried})
    os._exit(0)


def _leave_standard_streams() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    os.close(nothing)


def _hide_tools() -> None:
    """What was loaded to build walls is not there to be found by name."""
    ours = ("learning", "ctypes", "_ctypes", "resource")
    for name in [name for name in sys.modules if name.partition(".")[0] in ours]:
        del sys.modules[name]
    sys.modules["__main__"] = types.ModuleType("__main__")
    del sys.path[0]
    del sys.argv[1:]


def _try(code: types.CodeType, names: list[str], call: list[str], seconds: float) -> Report:
    printed = _Printed()
    vars(sys).update(stdout=printed, stderr=printed, __stdout__=printed, __stderr__=printed)
    sys.setrecursionlimit(1000)
    where: list[int | None] = [None]

    def time_is_up(_signal: int, frame: types.FrameType | None) -> None:
        where[0] = _line_of_frame(frame)
        raise _TimeIsUp

    signal.signal(signal.SIGALRM, time_is_up)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            outcome = _value_of(code, names, call)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _TimeIsUp:
        outcome = {"kind": "time", "line": where[0]}
    except MemoryError as error:
        outcome = {"kind": "memory", "line": _line(error)}
    except SystemExit as error:
        outcome = {"kind": "exit", "line": _line(error)}
    except BaseException as error:
        outcome = {"kind": "raised", **_told(error), "line": _line(error)}
    return {**outcome, "printed": printed.text + ("…" if printed.cut else "")}


def _value_of(code: types.CodeType, names: list[str], call: list[str]) -> Report:
    """Run the code in a module of its own, then the test's lines in it, and send the value."""
    module = types.ModuleType("solution")
    space: dict[str, Any] = module.__dict__
    sys.modules["solution"] = module
    space["__builtins__"] = builtins
    _execute(code, space)
    lacking = [name for name in names if name not in space]
    if lacking:
        return {"kind": "undefined", "says": lacking[0]}
    _execute(_compile(call[0], _CALL, "exec"), space)
    value = _evaluate(_compile(call[1], _CALL, "eval"), space)
    try:
        return {"kind": "returned", "value": plain_values.encode(value)}
    except plain_values.TooLarge:
        return {"kind": "large"}


def _told(error: BaseException) -> Report:
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
    except BaseException:  # a __str__ of the learner's own
        text = ""
    return {"type": type(error).__name__[:100], "says": text[:_LONGEST_MESSAGE]}


def _line(error: BaseException) -> int | None:
    """The last line of the learner's code on the way to `error`."""
    line, step = None, error.__traceback__
    for _ in range(5_000):
        if step is None:
            break
        if step.tb_frame.f_code.co_filename == CODE:
            line = step.tb_lineno
        step = step.tb_next
    return line


def _line_of_frame(frame: types.FrameType | None) -> int | None:
    for _ in range(5_000):
        if frame is None:
            return None
        if frame.f_code.co_filename == CODE:
            return frame.f_lineno
        frame = frame.f_back
    return None
