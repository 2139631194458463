"""An interview held at the terminal: one thing said at a time, answers of many lines, a clock."""

from __future__ import annotations

import sys
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from base.errors import NotNow, WaymarkError

if TYPE_CHECKING:
    from learning.interview_results import Report
    from learning.interviews import InterviewService
    from learning.open_interview import Ask
    from learning.study import Study

_PAUSED = 130
"""The exit code of a command that was interrupted."""
_HOW_TO = (
    "Answer in as many lines as you like; an empty line ends it. Ask what you need to know, say "
    "“hint” for a way in or “pass” to go on. “pause” alone, or Ctrl-C, pauses."
)
_LEAVING = frozenset({"pause", "quit", "stop"})
_SIGN_SECONDS = 5.0
"""How often the learner's presence is noted: what a kill can cost of the time."""
_WARN_AT = (120.0, 0.0)
"""Seconds left for a part at which the learner is told so while they think."""


def hold(
    study: Study, script: str, minutes: int | None, seed: int | None, screen: TextIO
) -> Report:
    from learning.open_interview import Ask

    service = study.interviews
    said: Ask | Report = _begin(service, script, minutes, seed)
    print(_HOW_TO, file=screen)
    with _noting_presence(service, screen):
        while isinstance(said, Ask):
            _show(said, screen)
            said = service.answer(_hear(study, said, screen))
    print(file=screen)
    return said


@contextmanager
def _noting_presence(service: InterviewService, screen: TextIO) -> Iterator[None]:
    """While the learner thinks: note that they are there, and say when a part's time runs out."""
    over = threading.Event()

    def note() -> None:
        left: float | None = None
        while not over.wait(_SIGN_SECONDS):
            before = left
            try:
                left = service.attend()
            except WaymarkError:  # the file is held by another process: the next sign will do
                continue
            if before is not None and left is not None and not over.is_set():
                _tell_time(before, left, screen)

    thread = threading.Thread(target=note, name="interview-presence", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=_SIGN_SECONDS)


def _tell_time(before: float, left: float, screen: TextIO) -> None:
    for limit in _WARN_AT:
        if before > limit >= left:
            says = "About 2 minutes are left" if limit else "The time is up"
            print(f"[{says} for this part: finish your thought.]", file=screen, flush=True)


def _hear(study: Study, ask: Ask, screen: TextIO) -> str:
    """The next answer, out of the learner's draft where it is one in code."""
    from cli.code_terminal import COMMANDS, listen_for_code

    def listen() -> str:
        return _listen(sys.stdin, COMMANDS)

    if study.coding.asked_in_interview() is None:
        return _listen(sys.stdin)
    return listen_for_code(study.coding, listen, screen, first=ask.kind == "question")


def _listen(source: TextIO, at_once: Collection[str] = ()) -> str:
    """The next answer; a line that is one of `at_once` is one by itself.

    Raises:
        KeyboardInterrupt: the learner leaves, or there is no more to read.
    """
    text = _read_answer(source, at_once)
    word = "" if text is None else text.strip().strip("/.!?").casefold()
    if text is None or word in _LEAVING:
        raise KeyboardInterrupt
    return text


def _begin(service: InterviewService, script: str, minutes: int | None, seed: int | None) -> Ask:
    """Start the script, or go on with it where it is the one that is open."""
    current = service.current()
    if current is None or not service.is_of(current, script):
        return service.start(script, minutes, seed)
    if minutes is not None or seed is not None:
        raise NotNow(
            f"“{current.title}” is open, with its length and questions fixed.",
            hint="Go on without --minutes and --seed, or end it: waymark interview end",
        )
    return service.resume()


def _show(ask: Ask, screen: TextIO) -> None:
    place = f"{ask.title} · question {ask.position} of {ask.of} · {ask.remaining_minutes} min left"
    parts = ["", f"— {place} —", ask.note, ask.text, ""]
    print("\n".join(part for n, part in enumerate(parts) if part or n in (0, 4)), file=screen)
    screen.flush()


def _read_answer(source: TextIO, at_once: Collection[str] = ()) -> str | None:
    """Lines up to an empty one, a lone “.” or the end of input; None where there are no more.
    Between two lines of ``` there may be empty ones."""
    lines: list[str] = []
    fenced = False
    while True:
        line = source.readline()
        if not line:
            return "\n".join(lines) if lines else None
        text = line.strip()
        if not lines and text.casefold() in at_once:
            return text
        fenced ^= text.startswith("```")
        if text in ("", ".") and not fenced:
            if lines:
                return "\n".join(lines)
            continue
        lines.append(line.rstrip("\r\n"))


def read_any_bytes(source: TextIO) -> None:
    """A stray byte in what is typed or piped in is no reason to fall over."""
    import io

    if isinstance(source, io.TextIOWrapper):
        source.reconfigure(errors="replace")


@contextmanager
def pausing(script: str, screen: TextIO) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        print(
            "\nPaused. Every answer you finished is kept. Go on with: "
            f"waymark interview run {script}\nOr see how it stands: waymark interview end",
            file=screen,
        )
        raise SystemExit(_PAUSED) from None
