"""How long until Waymark takes keys, beside a bare Textual app, and how keys fare while it loads.

    python -m benchmarks.cold_start [--rounds N]

Each figure is taken in a real pseudo-terminal, from the start of the process to the moment a typed
character is drawn. Bare app and Waymark alternate, so that what else the machine does meets both.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.pseudo_terminal import PseudoTerminal

AIM = 1.5
"""Waymark takes keys within this many times a bare app's start."""
FIRST_KEY_EVERY = 0.01
KEY_EVERY = 0.05
AFTER_READY_KEYS = 20
LONGEST_WAIT = 30.0

BARE_APP = """
from textual.app import App
from textual.widgets import Input

class Bare(App):
    def compose(self):
        yield Input()

Bare().run()
"""

# Characters no screen of ours holds: one drawn is one typed.
_LETTERS = [chr(code) for code in itertools.chain(range(0x0561, 0x0587), range(0x10D0, 0x10F1))]


@dataclass
class Keys:
    """Milliseconds from key to screen."""

    loading: list[float] = field(default_factory=list)
    ready: list[float] = field(default_factory=list)


def waymark(home: Path) -> list[str]:
    """The console script that is installed beside this Python."""
    script = Path(sys.executable).parent / "waymark"
    return [str(script), "--home", str(home), "--model", "offline"]


def seconds_to_first_key(command: Sequence[str]) -> float:
    """Seconds from the start of the process until a typed character is drawn."""
    with PseudoTerminal(command) as terminal:
        first_key_drawn(terminal)
        return time.perf_counter() - terminal.started_at


def first_key_drawn(terminal: PseudoTerminal) -> None:
    """Type the same character until it is drawn."""
    letter = _LETTERS[0]
    while letter.encode() not in terminal.drawn:
        terminal.press(letter)
        terminal.read(FIRST_KEY_EVERY)
        _see_that_it_runs(terminal, terminal.started_at)


def _see_that_it_runs(terminal: PseudoTerminal, since: float) -> None:
    if terminal.ended or time.perf_counter() - since > LONGEST_WAIT:
        raise SystemExit(f"what was typed was not drawn; on the screen:\n{terminal.text[-2000:]}")


def key_times(command: Sequence[str], keys: Keys) -> float:
    """Type a key every 50 ms until the mentor is there, then some more; returns seconds to it."""
    with PseudoTerminal(command) as terminal:
        first_key_drawn(terminal)
        ready_at: float | None = None
        left = AFTER_READY_KEYS
        for letter in itertools.cycle(_LETTERS[1:]):
            took = _key_to_screen(terminal, letter)
            (keys.loading if ready_at is None else keys.ready).append(took * 1000)
            if ready_at is None and "offline mentor" in terminal.text:
                ready_at = time.perf_counter() - terminal.started_at
            left -= ready_at is not None
            if left <= 0 or time.perf_counter() - terminal.started_at > 60:
                return ready_at if ready_at is not None else float("nan")
    raise AssertionError


def _key_to_screen(terminal: PseudoTerminal, letter: str) -> float:
    """Seconds until `letter` is drawn; then the rest of the 50 ms is waited out."""
    # The letter before is erased, so the line stays short and each letter is drawn afresh.
    terminal.press("\x7f")
    _read_for(terminal, KEY_EVERY / 2)
    start, seen = time.perf_counter(), len(terminal.drawn)
    terminal.press(letter)
    while letter.encode() not in terminal.drawn[seen:]:
        terminal.read(KEY_EVERY)
        _see_that_it_runs(terminal, start)
    took = time.perf_counter() - start
    _read_for(terminal, KEY_EVERY / 2)
    return took


def _read_for(terminal: PseudoTerminal, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        terminal.read(left)


@contextmanager
def homes() -> Iterator[tuple[Path, Path]]:
    """A folder in which each fresh home is made, and a home that has been used before."""
    with tempfile.TemporaryDirectory() as folder:
        used = Path(folder) / "used"
        with PseudoTerminal(waymark(used)) as terminal:
            terminal.wait_until(lambda: "offline mentor" in terminal.text)
            terminal.press("what is backpropagation\r")
            terminal.wait_until(lambda: "answering" in terminal.text)
            terminal.press("\x11")
            terminal.wait_for_end()
        yield Path(folder), used


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def report(starts: dict[str, list[float]], keys: Keys, ready: Sequence[float]) -> str:
    bare = statistics.median(starts["bare Textual app"])
    lines = ["first key drawn             median ms   ratio"]
    for name, seconds in starts.items():
        median = statistics.median(seconds)
        lines.append(f"{name:<27} {median * 1000:>9.0f}   {median / bare:>5.2f}")
    lines += ["", "key to screen               median ms   p95 ms   keys"]
    for name, times in (("while loading", keys.loading), ("mentor ready", keys.ready)):
        median, slow = statistics.median(times), percentile(times, 0.95)
        lines.append(f"{name:<27} {median:>9.1f}   {slow:>6.1f}   {len(times):>4}")
    lines += ["", f"mentor ready after {statistics.median(ready):.2f} s (median)"]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10, help="rounds of each (default 10)")
    rounds: int = parser.parse_args(arguments).rounds
    starts: dict[str, list[float]] = {
        "bare Textual app": [],
        "waymark, fresh home": [],
        "waymark, home in use": [],
    }
    keys, ready = Keys(), []
    with homes() as (folder, used):
        for number in range(rounds):
            starts["bare Textual app"].append(
                seconds_to_first_key([sys.executable, "-c", BARE_APP])
            )
            fresh = folder / f"fresh-{number}"
            starts["waymark, fresh home"].append(seconds_to_first_key(waymark(fresh)))
            starts["waymark, home in use"].append(seconds_to_first_key(waymark(used)))
        ready += [key_times(waymark(used), keys) for _ in range(max(rounds // 2, 1))]
    print(report(starts, keys, ready))


if __name__ == "__main__":
    main()
