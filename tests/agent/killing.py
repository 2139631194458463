"""Processes that die in the middle of a turn."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable, Coroutine
from typing import Any

Play = Callable[..., Coroutine[Any, Any, None]]


async def killed(play: Play, *args: object) -> None:
    """Run `play` in a process of its own, which has to kill itself."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["agent.session", "langchain_openai"])
    child = processes.Process(target=_run, args=(play, args, dict(os.environ)))
    child.start()
    await asyncio.to_thread(child.join)
    assert child.exitcode == -signal.SIGKILL


def _run(play: Play, args: tuple[object, ...], environment: dict[str, str]) -> None:
    os.environ.update(environment)  # the server that forks has the one of the first test
    asyncio.run(play(*args))
