"""Whatever a provider does, the learner is told in words, nothing is written, and the next turn
works. What each one is told is the table in docs/reliability.md; after a change, write it anew with

    WAYMARK_WRITE_DOCS=1 python -m pytest tests/agent/test_faults.py
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from agent.events import Event, Notice, TextDelta, ToolFinished, TurnFinished
from agent.session import MentorSession
from base.paths import Home
from base.text import one_line
from learning.study import Study
from tests.agent.faults import SECRET, Fault, faults
from tests.servers.anthropic_server import anthropic_server
from tests.servers.loopback import Answer
from tests.servers.openai_server import openai_server
from tests.servers.replies import Reply

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"
START, END = "<!-- made by tests/agent/test_faults.py -->", "<!-- end -->"
QUESTION = "what is overfitting?"


class Ailing:
    """A model with one fault, until it is mended."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.mended = False
        self.requests = 0

    def __call__(self, body: Any) -> Answer | Reply:
        self.requests += 1
        if self.mended:
            return Reply("Here I am again.")
        if self.requests > 1 and self.fault.after is not None:
            return self.fault.after
        return self.fault.answer


async def suffered(provider: str, fault: Fault, home: Home) -> str:
    """Live through a fault, check what holds of every one, and return what the learner sees."""
    ailing = Ailing(fault)
    serve = anthropic_server if provider == "anthropic" else openai_server
    study = Study.open(home)
    with serve(ailing) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        patch.setenv("ANTHROPIC_BASE_URL", server.url)
        patch.setenv("OPENAI_API_KEY", SECRET)
        patch.setenv("ANTHROPIC_API_KEY", SECRET)
        # Short only where silence is waited for: a busy machine must not look like a silent model.
        silent = isinstance(fault.answer, Answer) and fault.answer.stall
        patch.setenv("WAYMARK_TIMEOUT", "2" if silent else "60")
        patch.setenv("WAYMARK_OPENAI_API", "responses" if provider == "responses" else "auto")
        model = "anthropic:model-x" if provider == "anthropic" else "openai:model-x"
        session = await MentorSession.open(study, model=model, conversation="c")
        try:
            events = [event async for event in session.send(QUESTION)]
            requests = ailing.requests
            ailing.mended = True
            after = [event async for event in session.send("are you there?")]
        finally:
            await session.aclose()
    assert isinstance(events[-1], TurnFinished), fault.name
    assert requests == fault.requests, fault.name
    assert SECRET not in str(events)
    assert study.memory.topics.all() == {}, "nothing was written"
    assert said(events).count("Half a th") <= 1, "nothing is said twice"
    assert said(after).strip() == "Here I am again."
    assert not [event for event in after if isinstance(event, Notice)]
    assert SECRET not in _log(home)
    study.close()
    return _seen(events)


def said(events: Sequence[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))


def _seen(events: Sequence[Event]) -> str:
    parts = [f"_{event.text}_" for event in events if isinstance(event, Notice)]
    done = [event for event in events if isinstance(event, ToolFinished)]
    text = said(events).strip()
    if any("offline mentor" in part for part in parts):
        before, _, _ = text.partition("**Overfitting")
        if before:
            parts.insert(0, f"“{one_line(before, 40)}”, then")
    else:
        if done:
            parts.append(f"{sum(event.ok for event in done)} of {len(done)} calls done,")
        parts.append(f"“{one_line(text, 90)}”")
    return " ".join(parts).replace("|", "/")


def _log(home: Home) -> str:
    log = home.logs / "waymark.log"
    return log.read_text(encoding="utf-8") if log.exists() else ""


async def test_every_fault_ends_in_words_and_the_table_says_which(tmp_path: Path) -> None:
    rows: dict[tuple[str, str, int], list[str]] = {}
    for provider in ("openai", "responses", "anthropic"):
        for number, fault in enumerate(faults(provider)):
            seen = await suffered(provider, fault, Home(tmp_path / f"{provider}-{number}"))
            seen = re.sub(r"(openai|anthropic):model-x", "MODEL", seen)
            row = (fault.name, seen, fault.requests)
            rows.setdefault(row, []).append(provider)
    table = "\n".join(
        [
            "| fault | providers | requests | what the learner sees |",
            "|---|---|---|---|",
            *(
                f"| {name} | {', '.join(who)} | {n} | {seen} |"
                for (name, seen, n), who in rows.items()
            ),
        ]
    )
    written = await asyncio.to_thread(DOCUMENT.read_text, encoding="utf-8")
    head, _, rest = written.partition(START)
    _, _, tail = rest.partition(END)
    fresh = f"{head}{START}\n{table}\n{END}{tail}"
    if os.environ.get("WAYMARK_WRITE_DOCS"):
        await asyncio.to_thread(DOCUMENT.write_text, fresh, encoding="utf-8")
    assert fresh == written or os.environ.get("WAYMARK_WRITE_DOCS")
