"""A watch on what the interpreter is asked to do: refuses it, and says so in plain words.

This is the second line behind `walls`, and the first where the kernel offers none. It is an audit
hook (PEP 578): it cannot be taken off again, but code that breaks out of the interpreter gets
around it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

_NO_NETWORK = "there is no network here"
_NO_PROGRAMS = "no other process can be started here"
_NO_SIGNALS = "no signal can be sent from here"
_READ_ONLY = "nothing can be written here: return the answer instead"
_NO_FILES = "there are no files to read here"
_NOT_HERE = "that is not possible here"

_REFUSED = {
    "socket": _NO_NETWORK,
    "urllib": _NO_NETWORK,
    "http": _NO_NETWORK,
    "ftplib": _NO_NETWORK,
    "smtplib": _NO_NETWORK,
    "webbrowser": _NO_NETWORK,
    "subprocess": _NO_PROGRAMS,
    "pty": _NO_PROGRAMS,
    "_posixsubprocess": _NO_PROGRAMS,
    "_thread": _NO_PROGRAMS,
    "ctypes": _NOT_HERE,
    "_ctypes": _NOT_HERE,
    "resource": _NOT_HERE,
    "syslog": _NOT_HERE,
    "fcntl": _NOT_HERE,
    "sqlite3": _NO_FILES,
    "shutil": _READ_ONLY,
    "tempfile": _READ_ONLY,
}
"""By the family of an event: what comes before its first dot."""
_REFUSED_OF_OS = {
    "os.exec": _NO_PROGRAMS,
    "os.fork": _NO_PROGRAMS,
    "os.forkpty": _NO_PROGRAMS,
    "os.posix_spawn": _NO_PROGRAMS,
    "os.spawn": _NO_PROGRAMS,
    "os.startfile": _NO_PROGRAMS,
    "os.system": _NO_PROGRAMS,
    "os.kill": _NO_SIGNALS,
    "os.killpg": _NO_SIGNALS,
    "signal.pthread_kill": _NO_SIGNALS,
}
_LET_PASS = frozenset({"os.putenv", "os.unsetenv", "os.walk", "os.fwalk"})
_LISTING = frozenset({"os.listdir", "os.scandir", "os.chdir"})
_UNLOADABLE = frozenset({"_posixsubprocess", "_ctypes"})


def stand(readable: Iterable[str], refused: Callable[[str], None]) -> None:
    """Watch from here on. What is refused raises PermissionError and is told to `refused`, so
    that it is known even where the code catches the error."""
    folders = tuple(os.path.realpath(path) for path in readable)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        why = _why_not(event, arguments, folders)
        if why:
            refused(why)
            raise PermissionError(f"Waymark: {why}")

    sys.addaudithook(hook)


def _why_not(event: str, arguments: tuple[Any, ...], folders: tuple[str, ...]) -> str:
    if event == "open":
        return _why_not_open(arguments[0], arguments[1], arguments[2], folders)
    if event == "import":
        return _REFUSED.get(arguments[0], _NOT_HERE) if arguments[0] in _UNLOADABLE else ""
    family = event.partition(".")[0]
    if family in _REFUSED:
        return _REFUSED[family]
    if event in _REFUSED_OF_OS:
        return _REFUSED_OF_OS[event]
    if event in _LISTING:
        return "" if _is_below(arguments[0], folders) else _NO_FILES
    return _READ_ONLY if family == "os" and event not in _LET_PASS else ""


def _why_not_open(path: Any, mode: Any, flags: Any, folders: tuple[str, ...]) -> str:
    writes = isinstance(mode, str) and set(mode) & set("wax+")
    if writes or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
        return _READ_ONLY
    return "" if isinstance(path, int) or _is_below(path, folders) else _NO_FILES


def _is_below(path: Any, folders: tuple[str, ...]) -> bool:
    if path is None or isinstance(path, int):
        return path is not None
    real = os.path.realpath(os.fsdecode(path))
    return any(real == folder or real.startswith(f"{folder}{os.sep}") for folder in folders)
