"""A turn that is stopped or killed anywhere is taken up again and ends as if nothing had been.

The recorded turn asks for three tools in two messages, one of them writing, and then answers. It
is cut at each of its events, once by the learner and once by SIGKILL.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, asynccontextmanager, contextmanager
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from agent.events import (
    ApprovalAsked,
    Decision,
    Event,
    ReasoningDelta,
    TextDelta,
    ToolFinished,
    TurnFinished,
)
from agent.session import MentorSession
from base.clock import system_clock
from base.errors import NotNow
from base.paths import Home
from learning.study import Study
from memory.records import INTERRUPTED, STOPPED
from tests.agent.killing import killed
from tests.servers.openai_server import openai_server
from tests.servers.replies import Call, Reply

LOOKS = Reply(
    "First a look.", (Call("show_progress", {}, id="call_1"),), reasoning="They want CNNs."
)
MARKS = Reply(
    "Then I mark it.",
    (
        Call("set_topic_status", {"topic": "cnn", "status": "learning"}, id="call_2"),
        Call("show_topic", {"topic": "cnn"}, id="call_3"),
    ),
)
ANSWERS = Reply("CNNs are on your list.")
MODEL = "openai:gpt-test"


def recorded(body: Any) -> Reply:
    """What the model says next, judged by the results it has been shown."""
    said = body.get("messages") or body["input"]  # the latter over Responses
    results = sum(
        item.get("role") == "tool" or item.get("type") == "function_call_output" for item in said
    )
    return {0: LOOKS, 1: MARKS}.get(results, ANSWERS)


@pytest.fixture(autouse=True)
def api(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    with openai_server(recorded) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setenv("WAYMARK_OPENAI_API", getattr(request, "param", "chat"))
        yield


@asynccontextmanager
async def opened(study: Study) -> AsyncIterator[MentorSession]:
    session = await MentorSession.open(study, model=MODEL, conversation="c")
    try:
        yield session
    finally:
        await session.aclose()


def moments(events: Sequence[Event]) -> int:
    """How many moments `events` hold at which a turn can be cut: how many pieces a text comes in
    is chance, so that its first piece stands for it."""
    kinds = [type(event) for event in events]
    flows = (TextDelta, ReasoningDelta)
    return len(kinds) - sum(a is b and a in flows for a, b in pairwise(kinds))


async def play(study: Study, stop_after: int | None = None) -> list[Event]:
    """Say it, and stop after so many moments."""
    seen: list[Event] = []
    async with opened(study) as session, aclosing(session.send("put CNNs on my list")) as events:
        async for event in events:
            seen.append(event)
            if moments(seen) == stop_after:
                break
    return seen


async def take_up(study: Study) -> list[Event]:
    async with opened(study) as session:
        return [event async for event in session.resume()]


def everything_learnt(study: Study) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the learner's file but what was said and what was paid: the clock stands
    still."""
    with sqlite3.connect(study.memory.path) as file:
        tables = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: file.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608  # from the schema
            for (name,) in tables
            if not name.startswith(("messages", "model_calls", "_", "sqlite", "facts_index"))
        }


def said(study: Study) -> str:
    return "\n".join(m.text for m in study.memory.transcripts.messages("c") if m.role == "mentor")


def cut_and_taken_up(study: Study, again: Sequence[Event]) -> None:
    """What holds of every turn that was cut and taken up."""
    last = again[-1]
    assert isinstance(last, TurnFinished)
    assert last.message.endswith("CNNs are on your list.")
    for part in ("First a look.", "Then I mark it.", "CNNs are on your list."):
        assert part in said(study).replace("\n", " ")
    marked = [m for m in study.memory.transcripts.messages("c") if "set_topic" in m.text]
    assert [m.role for m in marked] == ["tool"], "the write is told of once"


@pytest.fixture
async def undisturbed(tmp_path: Path) -> tuple[list[Event], dict[str, list[tuple[object, ...]]]]:
    study = Study.open(Home(tmp_path / "undisturbed"))
    events = await play(study)
    learnt = everything_learnt(study)
    study.close()
    assert sum(isinstance(event, ToolFinished) for event in events) == 3
    assert len(learnt["topic_history"]) == 1
    return events, learnt


@pytest.mark.parametrize("api", ["chat", "responses"], indirect=True)
async def test_stopped_at_any_event_it_is_taken_up_to_the_same_end(
    undisturbed: tuple[list[Event], dict[str, list[tuple[object, ...]]]], tmp_path: Path
) -> None:
    events, learnt = undisturbed
    for cut in range(1, moments(events) - 1):  # the last two come when all is kept
        study = Study.open(Home(tmp_path / f"stopped-{cut}"))
        seen = await play(study, stop_after=cut)
        assert study.memory.transcripts.messages("c")[-1].text == STOPPED
        shown = "".join(event.text for event in seen if isinstance(event, TextDelta))
        assert said(study).split() == shown.split()
        again = await take_up(study)
        cut_and_taken_up(study, again)
        assert everything_learnt(study) == learnt, f"cut after {cut}"
        study.close()


async def play_and_die(home: Path, cut: int) -> None:
    """In a process of its own: kill it after `cut` moments."""
    session = await MentorSession.open(Study.open(Home(home)), model=MODEL, conversation="c")
    seen: list[Event] = []
    async for event in session.send("put CNNs on my list"):
        seen.append(event)
        if moments(seen) == cut:
            os.kill(os.getpid(), signal.SIGKILL)


async def test_killed_at_any_event_it_is_taken_up_to_the_same_end(
    undisturbed: tuple[list[Event], dict[str, list[tuple[object, ...]]]], tmp_path: Path
) -> None:
    events, learnt = undisturbed
    for cut in range(1, moments(events) - 1):
        home = Home(tmp_path / f"killed-{cut}")
        await killed(play_and_die, home.root, cut)
        study = Study.open(home)
        again = await take_up(study)
        assert INTERRUPTED in [m.text for m in study.memory.transcripts.messages("c")]
        cut_and_taken_up(study, again)
        assert everything_learnt(study) == learnt, f"killed after {cut}"
        study.close()


MARK = Reply("", (Call("set_topic_status", {"topic": "cnn", "status": "done"}),))
COMMIT = Reply("", (Call("commit_plan"),))


def once_then(first: Reply, then: Reply) -> Callable[[Any], Reply]:
    def reply(body: Any) -> Reply:
        return then if body["messages"][-1]["role"] == "tool" else first

    return reply


@contextmanager
def model_says(first: Reply, then: Reply = ANSWERS) -> Iterator[None]:
    with openai_server(once_then(first, then)) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        yield


class WaitingClock:
    """A clock on which a tool waits in its thread until the test lets it go."""

    def __init__(self) -> None:
        self.reached, self.let_go = threading.Event(), threading.Event()

    def __call__(self) -> datetime:
        if threading.current_thread().name.startswith("tools"):
            self.reached.set()
            self.let_go.wait(timeout=60)
        return system_clock()


@pytest.fixture
async def tool_threads() -> AsyncIterator[ThreadPoolExecutor]:
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(thread_name_prefix="tools")
    loop.set_default_executor(pool)
    yield pool
    loop.set_default_executor(ThreadPoolExecutor())


async def test_a_tool_that_is_stopped_in_its_thread_keeps_nothing_of_what_it_does(
    home: Home, tool_threads: ThreadPoolExecutor
) -> None:
    clock = WaitingClock()
    study = Study.open(home, clock)
    with model_says(MARK):
        async with opened(study) as session:
            turn = asyncio.create_task(_listen(session.send("CNNs are done")))
            while not clock.reached.is_set():  # noqa: ASYNC110  # it is set in a thread
                await asyncio.sleep(0.01)
            turn.cancel()
            with pytest.raises(asyncio.CancelledError):
                await turn
            assert not clock.let_go.is_set(), "the turn ended while the tool was still running"
            clock.let_go.set()
            tool_threads.shutdown(wait=True)
            assert study.memory.topics.all() == {}

            asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
            after = await _listen(session.send("now mark them"))
    assert isinstance(after[-1], TurnFinished)
    assert [status.status for status in study.memory.topics.all().values()] == ["done"]
    study.close()


async def test_stopped_while_a_yes_is_asked_it_is_asked_again(study: Study) -> None:
    study.week.draft(week="next", hours=5)
    seen: list[Event] = []
    with model_says(COMMIT):
        async with opened(study) as session:
            async with aclosing(session.send("commit it")) as events:
                async for event in events:
                    if isinstance(event, ApprovalAsked):
                        break
            assert study.week.latest_draft() is not None
            async for event in session.resume():
                seen.append(event)
                if isinstance(event, ApprovalAsked):
                    session.decide(Decision(approved=True))
    assert [event.tool for event in seen if isinstance(event, ApprovalAsked)] == ["commit_plan"]
    assert isinstance(seen[-1], TurnFinished)
    assert study.week.latest_draft() is None


async def test_what_is_unfinished_can_be_dropped_and_then_nothing_is_left(study: Study) -> None:
    await play(study, stop_after=5)
    async with opened(study) as session:
        left = session.unfinished()
        assert left is not None
        assert left.text == "put CNNs on my list"
        assert await session.drop()
        assert session.unfinished() is None
        assert not await session.drop()
        with pytest.raises(NotNow):
            await _listen(session.resume())
    assert _working_rows(study) == 0


async def test_saying_something_else_drops_it(study: Study) -> None:
    await play(study, stop_after=5)
    with model_says(ANSWERS):
        async with opened(study) as session:
            after = await _listen(session.send("never mind"))
        assert isinstance(after[-1], TurnFinished)
        assert session.unfinished() is None
    assert _working_rows(study) == 0


async def test_a_conversation_that_answers_elsewhere_is_left_alone(study: Study) -> None:
    async with opened(study) as there, opened(study) as here:
        async with aclosing(there.send("put CNNs on my list")) as events:
            await anext(events)
            assert here.unfinished() is None
            with pytest.raises(NotNow, match="another window"):
                await _listen(here.send("hello"))
            rest = await _listen(events)
        assert isinstance(rest[-1], TurnFinished)
        said_there = [m.text for m in here.history() if m.role == "learner"]
        assert said_there == ["put CNNs on my list"]


async def test_writes_asked_for_together_are_done_in_their_order(study: Study) -> None:
    states = ("planned", "learning", "done", "skipped") * 3
    calls = tuple(
        Call("set_topic_status", {"topic": "cnn", "status": state}, id=f"call_{number}")
        for number, state in enumerate(states)
    )
    with model_says(Reply("", calls)):
        async with opened(study) as session:
            events = await _listen(session.send("make up my mind"))
    done = [event.call_id for event in events if isinstance(event, ToolFinished)]
    assert sorted(done) == sorted(call.id for call in calls)
    history = everything_learnt(study)["topic_history"]
    assert [row[2] for row in history] == list(states)


async def _listen(events: AsyncIterator[Event]) -> list[Event]:
    return [event async for event in events]


def _working_rows(study: Study) -> int:
    with sqlite3.connect(study.home.agent_db) as agent_db:
        counts = (
            agent_db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  # fixed
            for table in ("checkpoints", "writes")
        )
        return sum(counts)
