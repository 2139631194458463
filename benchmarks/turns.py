"""What a turn costs as a conversation grows, beside a bare agent that does the same calls.

    python -m benchmarks.turns [--turns N] [--bare N]

Both answer the same questions with the offline mentor and the same tools, in one conversation, in
one process, turn by turn alternately as far as the bare one goes. The bare one is LangChain's
`create_agent` with `AsyncSqliteSaver`, as their documentation shows it; its file grows with the
square of the turns (some 10 GB at 1,000). At each point the median of the last turns is printed,
with the CPU time, which other programs do not move, and the bytes of the files beyond
those of an empty home.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

POINTS = (10, 100, 300, 1_000, 2_000)
LAST_TURNS = 40
"""The median is of so many turns before a point: what else the machine does comes in bursts."""
QUESTIONS = (
    "how long is phase 3 and what is in it?",
    "what is overfitting?",
    "show me my progress",
    "what should I learn next?",
    "what is backpropagation?",
)
FLAT, BYTES_A_TURN, TIMES_FASTER = 1.2, 6_000, 10

Ask = Callable[[str], Coroutine[Any, Any, None]]


@dataclass
class Runner:
    """One of the two: asked turn by turn, each timed."""

    name: str
    ask: Ask
    folder: Path
    empty: int = 0
    seconds: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    points: dict[int, tuple[float, int]] = field(default_factory=dict)

    async def turn(self, number: int) -> None:
        start, cpu = time.perf_counter(), time.process_time()
        await self.ask(QUESTIONS[number % len(QUESTIONS)])
        self.seconds.append(time.perf_counter() - start)
        self.busy.append(time.process_time() - cpu)

    def mark(self, turns: int) -> None:
        """Keep and print where it stands: milliseconds a turn, bytes on disk."""
        milliseconds = statistics.median(self.seconds[-LAST_TURNS:]) * 1000
        grown = size(self.folder) - self.empty
        self.points[turns] = milliseconds, grown
        print(
            f"{self.name:<8} {turns:>5} turns {milliseconds:8.1f} ms a turn "
            f"({statistics.median(self.busy[-LAST_TURNS:]) * 1000:.1f} of CPU) "
            f"{grown / 1e6:9.2f} MB {grown / turns:10,.0f} bytes a turn",
            flush=True,
        )


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


@asynccontextmanager
async def waymark(folder: Path) -> AsyncIterator[Ask]:
    from agent.session import MentorSession
    from base.paths import Home
    from learning.study import Study

    study = Study.open(Home(folder))
    session = await MentorSession.open(study, model="offline", conversation="c")

    async def ask(text: str) -> None:
        async for _ in session.send(text):
            pass

    try:
        yield ask
    finally:
        await session.aclose()
        study.close()


@asynccontextmanager
async def bare(folder: Path) -> AsyncIterator[Ask]:
    from langchain.agents import create_agent
    from langchain_core.messages import HumanMessage
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

    from agent.brief import join
    from agent.moment import read_moment
    from agent.offline.model import OfflineMentor
    from agent.toolbox import TOOLS
    from base.paths import Home
    from learning.study import Study
    from prompts.loader import load_prompt
    from tools.context import MentorContext

    study = Study.open(Home(folder))
    async with AsyncSqliteSaver.from_conn_string(str(folder / "agent.db")) as saver:
        graph: Any = create_agent(
            OfflineMentor(),
            list(TOOLS),
            system_prompt=load_prompt("mentor"),
            context_schema=MentorContext,
            checkpointer=saver,
        )

        async def ask(text: str) -> None:
            words = HumanMessage(join(read_moment(study, "c"), text))
            stream = graph.astream(
                {"messages": [words]},
                {"configurable": {"thread_id": "c"}},
                context=MentorContext(study, "c"),
                stream_mode=["messages", "updates"],
            )
            async for _ in stream:
                pass

        yield ask
    study.close()


async def measure(turns: int, bare_turns: int, folder: Path) -> tuple[Runner, Runner]:
    ours, theirs = folder / "waymark", folder / "bare"
    async with waymark(ours) as ask_ours, bare(theirs) as ask_theirs:
        runners = Runner("waymark", ask_ours, ours), Runner("bare", ask_theirs, theirs)
        for runner in runners:
            await runner.ask(QUESTIONS[0])  # what is loaded once is no part of a turn
            runner.empty = size(runner.folder)
        gc.collect()
        for number in range(1, turns + 1):
            for runner, most in zip(runners, (turns, bare_turns), strict=True):
                if number <= most:
                    await runner.turn(number)
                    if number in POINTS or number == most:
                        runner.mark(number)
    return runners


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--turns", type=int, default=2_000)
    parser.add_argument("--bare", type=int, default=300, help="turns of the bare agent")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = asyncio.run(measure(chosen.turns, chosen.bare, Path(folder)))
    last = max(ours.points)
    first = 100 if 100 in ours.points else min(ours.points)
    flat = ours.points[last][0] / ours.points[first][0]
    print(f"turn {last} takes {flat:.2f} times turn {first} (aim: {FLAT} at most)")
    each = ours.points[last][1] / last
    print(f"{each:,.0f} bytes a turn (aim: under {BYTES_A_TURN:,})")
    both = max(set(ours.points) & set(theirs.points))
    times = theirs.points[both][0] / ours.points[both][0]
    print(f"at turn {both} {times:.1f} times faster than bare (aim at turn 1,000: {TIMES_FASTER})")
    met = flat <= FLAT and each < BYTES_A_TURN and times >= TIMES_FASTER
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
