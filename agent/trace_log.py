"""The file of traces: one JSON line a turn, the newest last, bounded in size."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

from agent.prices import money
from base.paths import Home

MOST_BYTES = 1_000_000
"""Some thousand turns; then the file becomes `turns.1.jsonl` and a fresh one begins."""

Outcome = Literal["finished", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Span:
    """One call of a model or a tool. `after` is its start, in milliseconds from the turn's; tokens
    are zero for tools and for the offline mentor. `cost` is estimated US dollars, None where no
    price is known; `purpose` is what a model was asked for."""

    kind: Literal["model", "tool"]
    name: str
    after: float
    milliseconds: float
    ok: bool
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0
    cost: float | None = 0.0
    provider: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class TurnTrace:
    """One turn. `turn` is the id of the learner's message; no word of the turn is in here."""

    turn: int
    at: datetime
    model: str
    milliseconds: float
    outcome: Outcome
    spans: tuple[Span, ...]

    @property
    def cost(self) -> float | None:
        """Estimated US dollars, None where a price in it is not known."""
        costs = [span.cost for span in self.spans]
        known = [cost for cost in costs if cost is not None]
        return round(sum(known), 9) if len(known) == len(costs) else None


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
        f"{trace.milliseconds:,.0f} ms{_worded(trace.cost)}"
    ]
    last_model = max((n for n, span in enumerate(trace.spans) if span.kind == "model"), default=-1)
    for number, span in enumerate(trace.spans):
        if span.kind == "model":
            branch = "└─" if number == last_model else "├─"
        else:
            following = trace.spans[number + 1 : number + 2]
            more = bool(following) and following[0].kind == "tool"
            branch = ("│  " if number < last_model else "   ") + ("├─" if more else "└─")
        purpose = f" ({span.purpose})" if span.purpose not in ("", "answer") else ""
        mark = "" if span.ok else " · failed"
        lines.append(
            f"{branch} {span.name}{purpose} {span.milliseconds:,.0f} ms{_tokens(span)}{mark}"
        )
    return "\n".join(lines)


def _tokens(span: Span) -> str:
    if not (span.input_tokens or span.output_tokens):
        return ""
    return (
        f" · {span.input_tokens:,} in ({span.cached_tokens:,} cached), {span.output_tokens:,} out"
        f"{_worded(span.cost)}"
    )


def _worded(cost: float | None) -> str:
    """An estimate behind a line; nothing for what costs nothing."""
    if cost is None:
        return " · price unknown"
    return f" · about {money(Decimal(str(cost)))}" if cost else ""


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
