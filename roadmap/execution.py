"""Content that is code, run: keys of numeric and code items, and what the examples of cards print.

All of it runs in one child process, each piece in a namespace of its own. It is the code that
ships with Waymark; what learners write runs elsewhere, under limits.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from base.errors import ContentError
from roadmap.catalogue import Roadmap
from roadmap.loading import entry_error
from roadmap.questions import CodeOutput, Numeric
from roadmap.topic_cards import Lesson

_SECONDS = 120
_RUN_ALL = """
import io, json, sys
from contextlib import redirect_stdout
printed = []
for name, code in json.load(sys.stdin):
    heard = io.StringIO()
    try:
        with redirect_stdout(heard):
            exec(compile(code, name, "exec"), {"__name__": "__main__"})
    except BaseException as error:
        heard.write(f"{type(error).__name__}: {error}")
    printed.append(heard.getvalue().strip())
json.dump(printed, sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Code of one entry; what it prints must be `output`, or a number within `tolerance` of it."""

    place: Path
    entry: str
    code: str
    output: str
    tolerance: float | None = None


def execution_faults(roadmap: Roadmap) -> Iterator[ContentError]:
    """Every piece of code in the content that does not print what it should."""
    pieces = [*_of_items(roadmap), *_of_cards(roadmap)]
    for piece, printed in zip(pieces, _run(pieces), strict=True):
        if not _agrees(piece, printed):
            says = f"“{piece.entry}” says {piece.output!r}; its code gives {printed[:200]!r}"
            yield entry_error(piece.place, piece.entry, says)


def _of_items(roadmap: Roadmap) -> Iterator[_Piece]:
    quiz = roadmap.folder / "quiz"
    for item in roadmap.quiz_items():
        if isinstance(item, CodeOutput):
            yield _Piece(quiz, item.id, item.code, item.output.strip())
        elif isinstance(item, Numeric):
            code = f"{item.check}\nprint(float(result))"
            tolerance = max(item.tolerance, 1e-9)
            yield _Piece(quiz, item.id, code, repr(item.answer), tolerance)


def _of_cards(roadmap: Roadmap) -> Iterator[_Piece]:
    lessons: list[tuple[Path, str, Lesson]] = [
        (roadmap.folder / "cards", name, roadmap.card(name)) for name in roadmap.topics
    ]
    lessons += [(roadmap.folder / "subtopics", part.id, part) for part in roadmap.subtopics]
    for place, name, card in lessons:
        if card.example.code:
            yield _Piece(place, name, card.example.code, card.example.output.strip())


def _run(pieces: Sequence[_Piece]) -> list[str]:
    done = subprocess.run(  # noqa: S603  # this interpreter, on content that ships
        [sys.executable, "-I", "-c", _RUN_ALL],
        input=json.dumps([(piece.entry, piece.code) for piece in pieces]),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=True,
    )
    printed: list[str] = json.loads(done.stdout)
    return printed


def _agrees(piece: _Piece, printed: str) -> bool:
    if piece.tolerance is None:
        return printed == piece.output
    try:
        return abs(float(printed) - float(piece.output)) <= piece.tolerance
    except ValueError:
        return False
