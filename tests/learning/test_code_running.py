"""A learner's code does no harm, whatever it tries, and what came of it is told in plain words."""

from __future__ import annotations

import platform
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from base.errors import NotNow
from learning.code_running import CodeRun, Limits, Outcome, run_code
from learning.sandboxed.plain_values import Opaque, TooLarge, decode, encode

ROOT = Path(__file__).resolve().parents[2]
QUICK = Limits(seconds=0.5)
ON_LINUX = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="the walls are Linux's",
)


def run(code: str, *calls: str, limits: Limits = QUICK) -> CodeRun:
    return run_code(textwrap.dedent(code), ("f",), calls or ("f()",), limits)


def outcome(code: str, call: str = "f()", limits: Limits = QUICK) -> Outcome:
    (only,) = run(code, call, limits=limits).outcomes
    return only


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], set[str]]:
    """The processes that run in a folder of this test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def found() -> set[str]:
        there = set()
        for place in Path("/proc").glob("[0-9]*/cwd"):
            try:
                if place.readlink().is_relative_to(tmp_path):
                    there.add(place.parent.name)
            except OSError:
                continue
        return there

    return found


# What it comes to, when all is well


def test_a_value_comes_back_as_it_is() -> None:
    assert outcome("def f(): return {1: (2.5, None), 'a': {3}}").value == {
        1: [2.5, None],
        "a": {3},
    }


def test_what_was_printed_is_kept_beside_the_value() -> None:
    said = outcome("def f():\n    print('half way')\n    return 1")
    assert (said.kind, said.value, said.printed) == ("returned", 1, "half way\n")


def test_each_call_finds_the_code_freshly_run() -> None:
    code = "seen = []\ndef f():\n    seen.append(1)\n    return len(seen)"
    assert [one.value for one in run(code, "f()", "f()\nf()", "f()").outcomes] == [1, 2, 1]


def test_an_error_is_told_with_its_line() -> None:
    said = outcome("def f():\n    x = []\n    return x[3]")
    assert said.says == "It raised IndexError: list index out of range."
    assert said.line == 3


def test_code_that_is_no_python_is_a_fault_with_its_line() -> None:
    assert "Line 1: " in run("def f(:").fault


def test_code_without_the_function_says_which_is_missing() -> None:
    assert outcome("def g(): return 1").says == "The code does not define “f”."


def test_dataclasses_and_the_usual_imports_work() -> None:
    code = """
        import bisect, collections, functools, heapq, itertools, math, random, re, typing
        from dataclasses import dataclass
        @dataclass
        class Point:
            x: int
        def f():
            return heapq.nsmallest(1, [Point(3).x, 1])
    """
    assert outcome(code).value == [1]


def test_a_library_that_is_not_there_is_told_with_what_is() -> None:
    assert outcome("import numpy\ndef f(): ...").says.endswith(
        "Only the standard library is there."
    )


def test_sets_have_one_order_on_every_run() -> None:
    code = "def f(): return list({'a', 'b', 'c', 'd', 'e'})"
    assert outcome(code).value == outcome(code).value


# What it survives


def test_an_endless_loop_is_ended_and_its_line_named() -> None:
    said = outcome("def f():\n    while True:\n        print('round')")
    assert said.kind == "time"
    assert said.says.startswith("It was still running after 0.5 seconds, in line")
    assert said.printed.startswith("round")


def test_a_loop_that_catches_everything_is_ended_too() -> None:
    code = """
        def f():
            while True:
                try:
                    while True: pass
                except BaseException: pass
    """
    said = outcome(code)
    assert said.says.startswith("It was still running after 0.5 seconds")


def test_a_call_that_hangs_does_not_take_the_others_with_it() -> None:
    code = "def f(n):\n    return n if n != 2 else sum(range(10**12))"
    kinds = [one.kind for one in run(code, "f(1)", "f(2)", "f(3)").outcomes]
    assert kinds == ["returned", "time", "returned"]


def test_after_two_that_hang_the_rest_is_not_tried() -> None:
    code = "def f():\n    while True: pass"
    kinds = [one.kind for one in run(code, *["f()"] * 6).outcomes]
    assert kinds == ["time", "time", *["not-run"] * 4]


def test_a_fork_bomb_starts_no_process(running: Callable[[], set[str]]) -> None:
    said = outcome("import os\ndef f():\n    while True: os.fork()")
    assert said.says == "It was refused: no other process can be started here."
    assert running() == set()


@pytest.mark.parametrize(
    "tries",
    [
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.posix_spawn('/bin/true', ['true'], {})",
        "import os; os.execv('/bin/true', ['true'])",
        "import multiprocessing as m; m.get_context('fork').Process(target=print).start()",
        "import threading; threading.Thread(target=print).start()",
    ],
)
def test_no_other_process_can_be_started(tries: str) -> None:
    said = outcome(f"def f():\n    {tries}\n    return 1")
    assert "refused" in said.says or "can't start new thread" in said.says


def test_a_list_of_ten_gigabytes_is_told_as_too_much_memory() -> None:
    said = outcome("def f():\n    return len([0] * (10**10 // 8))")
    assert (said.kind, said.says) == ("memory", "It needs more memory than there is: 512 MB.")


def test_ending_the_program_is_told_apart_from_an_answer() -> None:
    assert "sys.exit" in outcome("import sys\ndef f(): sys.exit(0)").says
    hard = outcome("import os\ndef f(): os._exit(0)")
    assert hard.says == "The program ended itself before it returned an answer."


def test_recursion_without_an_end_is_told() -> None:
    assert "RecursionError" in outcome("def f(): return f()").says
    deep = "import sys\nsys.setrecursionlimit(10**9)\ndef f(): return [f()]"
    assert outcome(deep).kind in ("memory", "died", "time", "raised")


def test_a_crash_of_the_interpreter_is_told() -> None:
    code = """
        def f():
            chain = iter(())
            for _ in range(10**6): chain = filter(None, chain)
            return list(chain)
    """
    said = outcome(code, limits=Limits(seconds=5))
    assert said.kind == "died"
    assert said.says.startswith("It crashed the interpreter: most often by recursion")


def test_closing_the_standard_streams_changes_nothing() -> None:
    code = """
        import os, sys
        def f():
            sys.stdout.close(); sys.stderr.close()
            os.close(1); os.close(2)
            print('still here')
            return 1
    """
    assert outcome(code).value == 1


def test_closing_every_file_cuts_it_off_and_nothing_else() -> None:
    said = outcome("import os\ndef f():\n    os.closerange(0, 64)\n    return 1")
    assert said.kind == "died"


def test_printing_a_gigabyte_keeps_the_beginning() -> None:
    code = "def f():\n    for _ in range(1000): print('x' * 10**6)\n    return 1"
    said = outcome(code, limits=Limits(seconds=5))
    assert said.value == 1
    assert len(said.printed) < 5_000


def test_writing_a_huge_file_writes_nothing() -> None:
    said = outcome("def f():\n    open('big', 'wb').write(b'0' * 10**10)")
    assert said.says == "It was refused: nothing can be written here: return the answer instead."


def test_there_is_no_network() -> None:
    said = outcome("import socket\ndef f(): socket.create_connection(('127.0.0.1', 80))")
    assert said.says == "It was refused: there is no network here."


def test_the_learners_files_cannot_be_read_even_by_the_sly(tmp_path: Path) -> None:
    secret = tmp_path / "learner.db"
    secret.write_text("private", encoding="utf-8")
    code = f"""
        import os
        def f():
            try:
                return open({str(secret)!r}).read()
            except PermissionError:
                pass
            try:
                return os.listdir({str(tmp_path)!r})
            except PermissionError:
                return "nothing"
    """
    assert outcome(code).says == "It was refused: there are no files to read here."


def test_it_starts_in_an_empty_folder_that_is_gone_afterwards() -> None:
    where = outcome("import os\ndef f(): return os.getcwd()").value
    assert "waymark-code-" in where
    assert not Path(where).exists()


def test_nothing_of_the_environment_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-secret")
    assert "sk-secret" not in str(outcome("import os\ndef f(): return dict(os.environ)").value)


def test_no_report_can_be_forged_over_the_pipe() -> None:
    code = """
        import os
        def f():
            for pipe in range(3, 64):
                try:
                    os.write(pipe, b'{"case": 0, "kind": "returned", "value": 1}\\n')
                except OSError:
                    pass
            return 2
    """
    assert outcome(code).value == 2


def test_bending_the_checker_bends_no_result() -> None:
    code = """
        import builtins, json, os, sys
        json.dumps = lambda *a, **k: '{"case": 0, "kind": "returned", "value": 1}'
        real = os.write
        os.write = lambda pipe, data: real(pipe, b'{"value": 1}') and len(data)
        builtins.eval = lambda *a: 1
        sys.modules['__main__'].main = None
        def f(): return 2
    """
    said = outcome(code)
    assert said.kind != "returned" or said.value == 2


def test_what_is_no_plain_data_comes_back_by_its_name() -> None:
    said = outcome("def f(): return map(str, [1])")
    assert isinstance(said.value, Opaque)
    assert said.value.type == "map"


def test_a_list_that_holds_itself_is_refused() -> None:
    assert outcome("def f():\n    x = []\n    x.append(x)\n    return x").kind == "large"


def test_nothing_goes_on_running_afterwards(running: Callable[[], set[str]]) -> None:
    run("import time\ndef f():\n    while True:\n        try: time.sleep(9)\n        except: pass")
    assert running() == set()


# The walls alone, without the guard in front of them

BEHIND_WALLS = """
import errno, sys
sys.path.insert(0, {root!r})
from learning.sandboxed import walls
import ctypes, os, socket, threading, _posixsubprocess
standing = walls.build(512 << 20, 5, sys.path[1:])
assert standing == ("limits", "files", "calls"), standing
try:
    {tries}
except OSError as error:
    print("refused", errno.errorcode[error.errno])
except RuntimeError as error:
    print("refused", error)
else:
    print("done")
"""


def behind_walls(tries: str) -> str:
    code = BEHIND_WALLS.format(root=str(ROOT), tries=tries)
    done = subprocess.run(
        [sys.executable, "-P", "-S", "-c", code],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.stdout.strip() or done.stderr


@ON_LINUX
@pytest.mark.parametrize(
    "tries",
    [
        "os.fork()",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "os.execv('/bin/true', ['true'])",
        "socket.socket()",
        "socket.socketpair()",
        "os.kill(1, 0)",
        "open('/tmp/waymark-test', 'w')",
        "os.open('/tmp', os.O_TMPFILE | os.O_RDWR)",
        "os.mkdir('/tmp/waymark-test')",
        "os.unlink('/etc/hostname')",
        "os.chmod('/etc/hostname', 0)",
        "os.rename('/etc/hostname', '/etc/x')",
        "os.symlink('/etc', '/tmp/x')",
        "os.memfd_create('x')",
        "open('/etc/passwd')",
        "os.listdir('/')",
        "open('/proc/1/environ')",
        "threading.Thread(target=print).start()",
    ],
)
def test_the_kernel_refuses_it_by_itself(tries: str) -> None:
    assert behind_walls(tries) in (
        "refused EPERM",
        "refused EACCES",
        "refused can't start new thread",
    )


@ON_LINUX
def test_behind_the_walls_the_library_can_still_be_read() -> None:
    assert behind_walls("import statistics, decimal, zoneinfo") == "done"


@ON_LINUX
def test_limits_cannot_be_raised_again_even_by_root() -> None:
    tries = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (60, 60))"
    said = behind_walls(tries)
    assert "refused" in said or "not allowed" in said


@ON_LINUX
def test_it_says_what_it_stands_behind() -> None:
    assert run("def f(): return 1").walls == ("limits", "files", "calls")


def test_interviews_can_be_read_where_no_code_can_be_run() -> None:
    """Windows has no `resource`; only running code needs it."""
    code = "import sys; sys.modules['resource'] = None; import learning.interviews, learning.coding"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr


def test_where_no_code_can_be_run_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learning.code_running.can_run", lambda: False)
    with pytest.raises(NotNow, match="Windows"):
        run("def f(): return 1")


# Values on their way

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.integers() | st.text() | st.tuples(st.integers()), inner, max_size=3)
        | st.frozensets(st.integers(), max_size=3)
    ),
    max_leaves=12,
)


@given(plain)
@settings(max_examples=60)
def test_plain_values_arrive_as_they_were(value: object) -> None:
    assert decode(encode(value)) == value


@pytest.mark.parametrize(
    "data", [{"dict": 1}, {"what": 2}, {"set": [{"dict": []}]}, {"float": "x"}]
)
def test_data_that_was_not_encoded_is_refused(data: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        decode(data)


def test_a_number_with_too_many_digits_is_too_large() -> None:
    with pytest.raises(TooLarge):
        encode(10**5000)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@ON_LINUX
def test_many_runs_leave_no_files_open() -> None:
    before = open_files()
    for _ in range(5):
        run("def f(): return 1")
    assert open_files() == before


@ON_LINUX
def test_code_dies_with_the_waymark_that_runs_it(running: Callable[[], set[str]]) -> None:
    starter = f"""
        import sys, tempfile
        sys.path.insert(0, {str(ROOT)!r})
        tempfile.tempdir = {tempfile.tempdir!r}
        from learning.code_running import Limits, run_code
        code = "import time\\ndef f():\\n  while True:\\n    try: time.sleep(9)\\n    except: pass"
        run_code(code, ["f"], ["f()"], Limits(seconds=60))
    """
    waymark = subprocess.Popen([sys.executable, "-c", textwrap.dedent(starter)])
    try:
        assert wait_until(lambda: bool(running()))
    finally:
        waymark.kill()
        waymark.wait()
    assert wait_until(lambda: not running())


def wait_until(holds: Callable[[], bool], seconds: float = 20.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False
