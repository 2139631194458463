"""How long Escape takes to stop a turn, wherever it is, beside a turn that does nothing.

    python -m benchmarks.stopping [--rounds N]

The real interface with the real session: time runs from the key to the moment the turn is over, the
notice stands and the next message can be sent. The model, arXiv and the reader of answers are
loopback servers that fall silent. What the same interface takes to stop a mentor that only waits is
the baseline: what is above it is the session's.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from textual import events

from base.paths import Home
from learning.study import Study
from memory.records import QuizRun
from roadmap.questions import ShortAnswer
from tests.servers.loopback import Answer, Asked, Loopback, serve
from tests.servers.openai_server import openai_server
from tests.servers.replies import Call, Reply
from tests.tui.scripted import Gate, ScriptedMentor
from tests.tui.stage import Stage, StudyKeeper
from tui.app import WaymarkApp
from tui.backstage import Backstage
from tui.mentor import Mentor
from tui.widgets.approval import ApprovalCard
from tui.widgets.messages import MentorMessage
from tui.widgets.tool_card import ToolCard

AIM_MS = 100.0
WORDS = "It is a matter of what the layers learn from each other."
SILENT = Answer(200, "text/event-stream", (), stall="before")
HALF = Answer(
    200,
    "text/event-stream",
    (b'data: {"model": "m", "choices": [{"delta": {"content": "Half an answer"}}]}\n\n',),
    stall="after",
)

Ready = Callable[[Stage], object]


def running(stage: Stage) -> bool:
    """Whether a tool is at work."""
    return any(card.state == "running" for card in stage.chat.query(ToolCard))


def asked_of(server: Loopback, times: int) -> Ready:
    return lambda _: len(server.asked) >= times


@contextmanager
def model(*script: Reply | Answer) -> Iterator[Loopback]:
    with openai_server(script) as server:
        os.environ |= {"OPENAI_BASE_URL": f"{server.url}/v1", "OPENAI_API_KEY": "sk-test"}
        yield server


@contextmanager
def before_the_first_word(_: Study) -> Iterator[Ready]:
    with model(SILENT) as server:
        yield asked_of(server, 1)


@contextmanager
def in_mid_answer(_: Study) -> Iterator[Ready]:
    with model(HALF):
        yield lambda stage: any("Half" in m.source for m in stage.chat.query(MentorMessage))


@contextmanager
def in_a_tool_that_waits(_: Study) -> Iterator[Ready]:
    def silent(_: Asked) -> Answer:
        return Answer(200, "application/atom+xml", (), stall="before")

    searches = Reply("", (Call("search_papers", {"query": "retrieval"}),))
    with serve(silent) as arxiv, model(searches):
        os.environ["WAYMARK_ARXIV_URL"] = f"{arxiv.url}/api/query"
        yield asked_of(arxiv, 1)


@contextmanager
def in_a_tool_that_computes(_: Study) -> Iterator[Ready]:
    with model(Reply("", (Call("plan_week", {"week": "next", "hours": 12}),))):
        yield running


@contextmanager
def while_an_answer_is_read(study: Study) -> Iterator[Ready]:
    item = next(one for one in study.roadmap.quiz_items() if isinstance(one, ShortAnswer))
    study.memory.quizzes.begin(QuizRun("q", None, (item.id,), "running", study.clock()))
    with model(Reply("", (Call("answer_quiz", {"answer": WORDS}),)), SILENT) as server:
        yield asked_of(server, 2)


@contextmanager
def while_approving(study: Study) -> Iterator[Ready]:
    plan = study.week.draft(week="next", hours=5).id
    with model(Reply("", (Call("commit_plan", {"plan": plan}),))):
        yield lambda stage: stage.chat.query(ApprovalCard)


MOMENTS = (
    before_the_first_word,
    in_mid_answer,
    in_a_tool_that_waits,
    in_a_tool_that_computes,
    while_an_answer_is_read,
    while_approving,
)


@asynccontextmanager
async def on_stage(
    home: Home, open_mentor: Callable[[Study, str | None], Any]
) -> AsyncIterator[Stage]:
    backstage = Backstage(StudyKeeper(home), open_mentor)
    app = WaymarkApp(backstage, first_time=True)
    try:
        async with app.run_test(size=(100, 40)) as pilot:
            stage = Stage(pilot, app)
            await stage.until(lambda: stage.chat._mentor is not None)  # noqa: SLF001  # ready to answer
            yield stage
            await app.action_quit()
    finally:
        backstage.close()


async def escape(stage: Stage, ready: Callable[[], object], *, drawn: bool = True) -> float:
    """Milliseconds from the key to the end of the turn; with `drawn`, once the screen is done."""
    await stage.say(WORDS)
    await stage.until(ready)
    if drawn:
        await stage.pilot.pause(0.3)
    start = time.perf_counter()
    stage.app.post_message(events.Key("escape", None))
    while stage.chat.is_answering:  # noqa: ASYNC110  # what is timed is the state itself
        await asyncio.sleep(0.001)
    return (time.perf_counter() - start) * 1000


async def stop_session(moment: Any, folder: Path) -> float:
    async def open_mentor(study: Study, conversation: str | None) -> Mentor:
        from agent.session import MentorSession

        return await MentorSession.open(study, model="openai:m", conversation=conversation)

    home = Home(folder)
    study = Study.open(home)
    try:
        with moment(study) as ready:
            async with on_stage(home, open_mentor) as stage:
                return await escape(
                    stage, lambda: ready(stage), drawn=moment is not in_a_tool_that_computes
                )
    finally:
        study.close()


async def stop_one_that_waits(folder: Path) -> float:
    gate = Gate()

    async def open_mentor(study: Study, conversation: str | None) -> Mentor:
        return ScriptedMentor(study, conversation or "c", [[gate]])

    async with on_stage(Home(folder), open_mentor) as stage:
        return await escape(stage, lambda: gate.reached)


async def measure(rounds: int) -> bool:
    taken: dict[str, list[float]] = {"(a mentor that only waits)": []}
    for number in range(rounds):  # in turn, so that what else the machine does meets all of them
        with tempfile.TemporaryDirectory() as folder:
            bare = await stop_one_that_waits(Path(folder) / "bare")
            taken["(a mentor that only waits)"].append(bare)
            for moment in MOMENTS:
                home = Path(folder) / moment.__name__
                name = moment.__name__.replace("_", " ")
                taken.setdefault(name, []).append(await stop_session(moment, home))
        print(f"round {number + 1} of {rounds} done", file=sys.stderr, flush=True)
    (_, baseline), *moments = taken.items()
    usual = statistics.median(baseline)
    for name, times in taken.items():
        median = statistics.median(times)
        print(
            f"{name:<28} median {median:6.1f} ms, worst {max(times):6.1f} ms, "
            f"{median / usual:4.1f} times a mentor that only waits"
        )
    worst = max(statistics.median(times) for _, times in moments)
    print(f"the slowest moment takes {worst:.1f} ms (aim: {AIM_MS:.0f} at most)")
    return worst <= AIM_MS


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=10)
    chosen = parser.parse_args()
    os.environ["WAYMARK_OPENAI_API"] = "chat"
    return 0 if asyncio.run(measure(chosen.rounds)) else 1


if __name__ == "__main__":
    sys.exit(main())
