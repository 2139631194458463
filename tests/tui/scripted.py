"""A mentor that plays a script, for what a real one cannot be made to do on cue."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from agent.events import ApprovalAsked, Decision, Event, TextDelta, TurnFinished
from learning.study import Study


class Gate:
    """A place in a script where the mentor waits until the test opens it, from any thread."""

    def __init__(self) -> None:
        self._opened: Future[None] = Future()
        self.arrival = threading.Event()

    @property
    def reached(self) -> bool:
        return self.arrival.is_set()

    def open(self) -> None:
        if not self._opened.done():
            self._opened.set_result(None)

    async def passed(self) -> None:
        self.arrival.set()
        await asyncio.shield(asyncio.wrap_future(self._opened))


Step = Event | Gate | Exception


@dataclass(frozen=True)
class ScriptedModel:
    spec: str = "offline"
    reason: str = "no key is set"


@dataclass
class ScriptedMentor:
    """Plays one script a turn, the last one again and again; keeps what was said as the real one
    does, unless the script begins with an exception."""

    study: Study
    conversation: str
    scripts: Sequence[Sequence[Step]]
    model: ScriptedModel = field(default_factory=ScriptedModel)
    heard: list[str] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    stopped: int = 0
    closed: bool = False

    def unfinished(self) -> object | None:
        return None

    async def resume(self) -> AsyncIterator[Event]:
        async for event in self.send("go on"):
            yield event

    async def send(self, text: str) -> AsyncIterator[Event]:
        script = self.scripts[min(len(self.heard), len(self.scripts) - 1)]
        self.heard.append(text)
        if script and isinstance(script[0], Exception):
            raise script[0]
        self._keep("learner", text)
        said = ""
        try:
            for step in script:
                if isinstance(step, Gate):
                    await step.passed()
                    continue
                if isinstance(step, Exception):
                    raise step
                said += step.text if isinstance(step, TextDelta) else ""
                yield step
                if isinstance(step, ApprovalAsked):
                    await self._decided()
        except (asyncio.CancelledError, GeneratorExit):
            self.stopped += 1
            raise
        finally:
            self._keep("mentor", said)
        yield TurnFinished(self.conversation, said)

    async def _decided(self) -> None:
        self._waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._waiting

    def decide(self, decision: Decision) -> None:
        self.decisions.append(decision)
        self._waiting.set_result(None)

    async def aclose(self) -> None:
        self.closed = True

    def _keep(self, role: str, text: str) -> None:
        if text:
            at = self.study.clock()
            who = "learner" if role == "learner" else "mentor"
            self.study.memory.transcripts.append(self.conversation, who, text, at)  # type: ignore[arg-type]  # one of two roles
