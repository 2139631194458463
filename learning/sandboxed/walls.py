"""What the kernel is asked for before a learner's code runs: limits everywhere, walls on Linux.

Everywhere POSIX: limits on CPU time, memory, processes, open files and written bytes (macOS does
not hold the one on memory). On Linux, on x86-64 and 64-bit ARM: seccomp refuses networking, new
processes and threads, signals and every change to the file system; Landlock (Linux 5.13 and later)
refuses to read files other than those of the interpreter. Both need no privilege and cannot be
taken down again. Syscall numbers are those of the kernel's tables; see seccomp(2), landlock(7).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Iterable, Iterator

OPEN_FILES = 64

_WRITING = 0o3 | 0o100 | 0o1000
"""Flags of open(2) that let something be written, made or emptied."""
_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER_MODE = 1, 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06

_BOTH = (424, 425, 428, 429, 430, 432, 434, 435, 437, 438, 442, 452)
"""Refused, with one number everywhere: pidfd_*, io_uring, the mount calls, clone3, openat2,
fchmodat2."""
_X86_64 = (
    *(29, 64, 68, 240),  # shared memory, semaphores, message queues
    *(41, 42, 49, 53),  # sockets
    *(56, 57, 58, 59, 322),  # clone, fork, vfork, execve, execveat
    *(62, 129, 200, 234, 297),  # signals to others
    *(76, 77, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94, 132, 133),  # files and folders
    *(188, 189, 190, 197, 198, 199, 235, 258, 259, 260, 261, 263, 264, 265, 266, 268, 280, 285),
    *(316, 319, 304),
    *(101, 105, 106, 113, 114, 117, 119, 160, 302, 310, 311),  # ptrace, identities, limits
    *(155, 159, 161, 164, 165, 166, 167, 168, 169, 170, 171, 175, 176, 227, 246),  # the system
    *(248, 249, 250, 272, 298, 308, 313, 321, 323),
)
_ARM_64 = (
    *(180, 186, 190, 194),
    *(198, 199, 200, 203),
    *(220, 221, 281),
    *(129, 130, 131, 138, 240),
    *(5, 6, 7, 14, 15, 16, 33, 34, 35, 36, 37, 38, 45, 46, 47, 52, 53, 54, 55, 88, 265, 276, 279),
    *(117, 143, 144, 145, 146, 147, 149, 164, 261, 270, 271),
    *(39, 40, 41, 51, 104, 105, 106, 112, 142, 161, 162, 170, 171, 217, 218, 219, 224, 225),
    *(97, 241, 268, 273, 280, 282),
)
_MACHINES = {
    # machine: (audit architecture, refused calls, (open call, number of its flags argument))
    "x86_64": (0xC000003E, _X86_64, ((2, 1), (257, 2))),
    "aarch64": (0xC00000B7, _ARM_64, ((56, 2),)),
}
_X32_CALLS = 0x40000000

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many access rights each version of Landlock knows; later ones know no more of files."""


def build(memory: int, cpu_seconds: int, readable: Iterable[str]) -> tuple[str, ...]:
    """Put up all that holds here, for this process and for good; the names of what does.

    Only files below `readable` can be read then, and nothing can be written anywhere.
    """
    limit(memory, cpu_seconds)
    if sys.platform != "linux":
        return ("limits",)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return ("limits",)
    files = ("files",) if _wall_off_files(libc, readable) else ()
    calls = ("calls",) if _refuse_calls(libc) else ()
    return ("limits", *files, *calls)


def limit(memory: int, cpu_seconds: int) -> None:
    """Lower every limit that a program could hurt the machine by; what a system lacks is left."""
    wanted = {
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in wanted.items():
        try:
            resource.setrlimit(kind, (value, value))
        except (OSError, ValueError):
            continue


def _refuse_calls(libc: ctypes.CDLL) -> bool:
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    program = b"".join(_program(*machine))
    kept = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    loaded = Program(len(program) // 8, ctypes.addressof(kept))
    return bool(libc.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(loaded), 0, 0) == 0)


def _program(
    architecture: int, refused: tuple[int, ...], opening: tuple[tuple[int, int], ...]
) -> Iterator[bytes]:
    """The filter, in the kernel's packet-filter instructions of 8 bytes each."""
    yield _step(_LOAD, 4)  # the architecture
    yield _step(_IF_EQUAL, architecture, 1, 0)
    yield _step(_RETURN, _REFUSE)
    yield _step(_LOAD, 0)  # the number of the call
    yield _step(_IF_AT_LEAST, _X32_CALLS, 0, 1)
    yield _step(_RETURN, _REFUSE)
    for call in (*_BOTH, *refused):
        yield _step(_IF_EQUAL, call, 0, 1)
        yield _step(_RETURN, _REFUSE)
    for call, place in opening:
        yield _step(_IF_EQUAL, call, 0, 4)
        yield _step(_LOAD, 16 + 8 * place)
        yield _step(_IF_ANY_BIT, _WRITING, 0, 1)
        yield _step(_RETURN, _REFUSE)
        yield _step(_RETURN, _ALLOW)
    yield _step(_RETURN, _ALLOW)


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("<HBBI", code, if_true, if_false, value)


def _wall_off_files(libc: ctypes.CDLL, readable: Iterable[str]) -> bool:
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    rights = (1 << _RIGHTS.get(version, 16)) - 1
    asked = ctypes.create_string_buffer(struct.pack("=Q", rights), 8)
    ruleset = libc.syscall(_CREATE_RULESET, asked, ctypes.c_size_t(8), 0)
    if ruleset < 0:
        return False
    try:
        for path in readable:
            _let_read(libc, ruleset, path)
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _let_read(libc: ctypes.CDLL, ruleset: int, path: str) -> None:
    try:
        place = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # not on this system
        return
    try:
        rights = _READ_FILE | (_READ_FOLDER if os.path.isdir(path) else 0)  # noqa: PTH112  # light
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, place), 12)
        libc.syscall(_ADD_RULE, ruleset, 1, rule, 0)
    finally:
        os.close(place)
