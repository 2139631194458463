"""The file of unfinished turns, opened by several at once for the first time."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from agent.working_state import WorkingState
from base.paths import Home


def test_several_that_open_it_at_once_for_the_first_time_all_can(home: Home) -> None:
    def open_it(_: int) -> None:
        async def opened() -> None:
            await (await WorkingState.open(home)).close()

        asyncio.run(opened())

    home.root.mkdir()
    for _ in range(15):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(open_it, range(4)))
        for file in home.root.glob("agent.db*"):
            file.unlink()
