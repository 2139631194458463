"""Runs a task on a fresh learner and grades what came of it."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from agent.events import ApprovalAsked, Decision, ToolFinished, ToolStarted, TurnFinished
from agent.session import MentorSession
from base.paths import Home
from evals.reference import act
from evals.state import differences, end_state
from evals.task import Task
from learning.study import Study

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday morning: every task happens at this moment."""

CONVERSATION = "eval"


@dataclass(frozen=True, slots=True)
class Result:
    """How one task went. It passed when `faults` is empty; `seconds` is wall-clock time."""

    task: str
    family: str
    faults: tuple[str, ...]
    tools: tuple[str, ...]
    answer: str
    seconds: float

    @property
    def passed(self) -> bool:
        return not self.faults


@dataclass
class _Talk:
    """What the agent did over the turns of a task."""

    asked_for: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    answer: str = ""
    unfinished: int = 0


async def run_task(task: Task, model: str) -> Result:
    """Hold the task's conversation with `model` and grade it."""
    started = perf_counter()
    async with _fresh_learner(task) as study:
        talk = await _converse(task, study, model)
        found = end_state(study.memory)
    async with _fresh_learner(task) as study:
        for text in task.turns:  # what is remembered names the words it came from
            study.memory.transcripts.append(CONVERSATION, "learner", text, NOW)
        await act(study, CONVERSATION, task.reference)
        expected = end_state(study.memory)
    return Result(
        task=task.id,
        family=task.family,
        faults=tuple(_faults(task, talk, differences(expected, found))),
        tools=tuple(talk.asked_for),
        answer=talk.answer,
        seconds=perf_counter() - started,
    )


@asynccontextmanager
async def _fresh_learner(task: Task) -> AsyncIterator[Study]:
    with tempfile.TemporaryDirectory(prefix="waymark-eval-") as folder:
        study = Study.open(Home(Path(folder)), clock=lambda: NOW)
        try:
            await act(study, CONVERSATION, task.setup)
            yield study
        finally:
            study.close()


async def _converse(task: Task, study: Study, model: str) -> _Talk:
    talk = _Talk()
    for text in task.turns:
        session = await MentorSession.open(study, model=model, conversation=CONVERSATION)
        try:
            await _one_turn(session, text, talk, approve=task.approve)
        finally:
            await session.aclose()
    return talk


async def _one_turn(session: MentorSession, text: str, talk: _Talk, *, approve: bool) -> None:
    talk.unfinished += 1
    async with aclosing(session.send(text)) as events:
        async for event in events:
            match event:
                case ToolStarted(tool=tool):
                    talk.asked_for.append(tool)
                case ToolFinished(tool=tool, ok=True):
                    talk.done.append(tool)
                case ApprovalAsked():
                    session.decide(Decision(approve))
                case TurnFinished(message=message):
                    talk.answer = message
                    talk.unfinished -= 1


def _faults(task: Task, talk: _Talk, differing: Sequence[str]) -> Sequence[str]:
    answer = talk.answer.casefold()
    return [
        *(f"end state differs in {line}" for line in differing),
        *(f"{tool} acted and must not" for tool in task.forbidden if tool in talk.done),
        *(f"{tool} was not called" for tool in task.calls if tool not in talk.done),
        *(f"the answer lacks “{text}”" for text in task.says if text.casefold() not in answer),
        *(["a turn did not finish"] if talk.unfinished else []),
    ]
