"""Rows of agent.db that others may have written are data; a turn on them ends in words."""

from __future__ import annotations

import sqlite3
from contextlib import aclosing
from pathlib import Path

import ormsgpack
import pytest

from agent.events import Event, TextDelta, ToolStarted, TurnFailed, TurnFinished
from agent.session import MentorSession
from learning.study import Study
from tests.agent.providers import PROVIDERS
from tests.servers.replies import Call, Reply

OPENAI = PROVIDERS["openai"]
SCRIPT = [Reply("A look.", (Call("show_progress", {}),)), Reply("Done.")]


def crafted(folder: Path) -> bytes:
    """LangGraph's msgpack extension 0 rebuilds `module.name(argument)`: here `os.mkdir(folder)`."""
    return ormsgpack.packb(ormsgpack.Ext(0, ormsgpack.packb(("os", "mkdir", str(folder)))))


async def stopped_at_its_tool(study: Study) -> None:
    session = await MentorSession.open(study, model=OPENAI.spec, conversation="c")
    async with aclosing(session.send("how far am I?")) as events:
        async for event in events:
            if isinstance(event, ToolStarted):
                break
    await session.aclose()


async def taken_up(study: Study) -> list[Event]:
    session = await MentorSession.open(study, model=OPENAI.spec, conversation="c")
    try:
        return [event async for event in session.resume()]
    finally:
        await session.aclose()


@pytest.mark.parametrize(("table", "column"), [("checkpoints", "checkpoint"), ("writes", "value")])
async def test_a_crafted_row_runs_nothing_when_its_turn_is_taken_up(
    study: Study, table: str, column: str
) -> None:
    made = study.home.root / "made"
    with OPENAI.playing(SCRIPT):
        await stopped_at_its_tool(study)
        with sqlite3.connect(study.home.agent_db) as file:
            changed = file.execute(
                f"UPDATE {table} SET type = 'msgpack', {column} = ?",  # noqa: S608  # from this file
                (crafted(made),),
            )
            assert changed.rowcount > 0
        events = await taken_up(study)
    assert not made.exists()
    assert isinstance(events[-1], TurnFinished | TurnFailed)


async def test_and_the_next_message_is_answered(study: Study) -> None:
    with OPENAI.playing([SCRIPT[0], Reply("All is well.")]):
        await stopped_at_its_tool(study)
        with sqlite3.connect(study.home.agent_db) as file:
            file.execute("UPDATE checkpoints SET type = 'msgpack', checkpoint = ?", (b"\xc1",))
        assert isinstance((await taken_up(study))[-1], TurnFailed)
        session = await MentorSession.open(study, model=OPENAI.spec, conversation="c")
        events = [event async for event in session.send("are you there?")]
        await session.aclose()
    said = "".join(event.text for event in events if isinstance(event, TextDelta))
    assert said.strip() == "All is well."
