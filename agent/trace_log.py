"""The file of traces: one JSON line a turn, the newest last, bounded in size."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from base.paths import Home

MOST_BYTES = 1_000_000
"""Some thousand turns; then the file becomes `turns.1.jsonl` and a fresh one begins."""

Outcome = Literal["finished", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Span:
    """One call of a model or a tool. `after` is its start, in milliseconds from the turn's; tokens
    are zero for tools and for the offline mentor."""

    kind: Literal["model", "tool"]
    name: str
    after: float
    milliseconds: float
    ok: bool
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0


@dataclass(frozen=True, slots=True)
class TurnTrace:
    """One turn. `turn` is the id of the learner's message; no word of the turn is in here."""

    turn: int
    at: datetime
    model: str
    milliseconds: float
    outcome: Outcome
    spans: tuple[Span, ...]


def append(home: Home, trace: TurnTrace) -> None:
    """Add a trace.

    Raises:
        OSError: the log folder cannot be written.
    """
    home.logs.mkdir(exist_ok=True)
    file = _file(home)
    if file.exists() and file.stat().st_size > MOST_BYTES:
        file.replace(file.with_name("turns.1.jsonl"))
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps({**asdict(trace), "at": trace.at.isoformat()}) + "\n")


def newest(home: Home, limit: int) -> tuple[TurnTrace, ...]:
    """The newest `limit` traces, oldest first. A line cut short by a crash is let go."""
    traces = [
        trace
        for file in (_file(home).with_name("turns.1.jsonl"), _file(home))
        for trace in _read(file)
    ]
    return tuple(traces[-limit:]) if limit > 0 else ()


def tree(trace: TurnTrace) -> str:
    """The turn as lines: what the model was asked, and under it the tools it asked for."""
    lines = [
        f"turn {trace.turn} · {trace.at:%Y-%m-%d %H:%M} UTC · {trace.model} · {trace.outcome} · "
        f"{trace.milliseconds:,.0f} ms"
    ]
    last_model = max((n for n, span in enumerate(trace.spans) if span.kind == "model"), default=-1)
    for number, span in enumerate(trace.spans):
        if span.kind == "model":
            branch = "└─" if number == last_model else "├─"
        else:
            following = trace.spans[number + 1 : number + 2]
            more = bool(following) and following[0].kind == "tool"
            branch = ("│  " if number < last_model else "   ") + ("├─" if more else "└─")
        tokens = (
            f" · {span.input_tokens:,} in ({span.cached_tokens:,} cached), "
            f"{span.output_tokens:,} out"
            if span.input_tokens or span.output_tokens
            else ""
        )
        mark = "" if span.ok else " · failed"
        lines.append(f"{branch} {span.name} {span.milliseconds:,.0f} ms{tokens}{mark}")
    return "\n".join(lines)


def _file(home: Home) -> Path:
    return home.logs / "turns.jsonl"


def _read(file: Path) -> Iterator[TurnTrace]:
    if not file.exists():
        return
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            said = json.loads(line)
            spans = tuple(Span(**span) for span in said.pop("spans"))
            at = datetime.fromisoformat(said.pop("at"))
            yield TurnTrace(**said, at=at, spans=spans)
        except (ValueError, TypeError, KeyError):
            continue
