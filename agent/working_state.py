"""`agent.db`: what LangGraph needs to take up a turn where it was left; of open turns alone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Sequence
from typing import Any, TypeVar

import aiosqlite
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from base.errors import StorageError
from base.paths import Home

T = TypeVar("T")

log = logging.getLogger("waymark.agent")

_SET_UP_SECONDS, _SET_UP_PAUSE = 5.0, 0.02


class WholeWrites(AsyncSqliteSaver):
    """A saver whose writes are done whole or not at all, and can be waited for.

    Cancelled between a statement and its commit, the plain one leaves a transaction open, and
    every other process waits for it in vain.
    """

    def __init__(self, connection: aiosqlite.Connection) -> None:
        super().__init__(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=None))
        self._under_way: set[asyncio.Task[Any]] = set()
        self._closed = False

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        if self._closed:
            return config
        return await self._whole(super().aput(config, checkpoint, metadata, new_versions))

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        if not self._closed:
            await self._whole(super().aput_writes(config, writes, task_id, task_path))

    async def adelete_thread(self, thread_id: str) -> None:
        await self._whole(super().adelete_thread(thread_id))

    async def settle(self) -> None:
        """Wait for the writes under way: some milliseconds."""
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def close(self) -> None:
        """Settle and close; what a stopped step would still write after that is let go."""
        self._closed = True
        await self.settle()
        await self.conn.close()

    async def _whole(self, write: Coroutine[Any, Any, T]) -> T:
        task = asyncio.ensure_future(write)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)


async def _set_up(saver: WholeWrites) -> None:
    """Make the tables and turn on the write-ahead log. While another process does so, SQLite says
    that the file is locked without waiting: it is waited for here."""
    async with asyncio.timeout(_SET_UP_SECONDS):
        while True:
            try:
                await saver.setup()
            except aiosqlite.OperationalError as error:
                if "locked" not in str(error):
                    raise
                await asyncio.sleep(_SET_UP_PAUSE)
            else:
                return


class WorkingState:
    """The opened file. Each turn has a thread of its own, named by the turn's id."""

    def __init__(self, saver: WholeWrites) -> None:
        self.saver = saver

    @classmethod
    async def open(cls, home: Home) -> WorkingState:
        """Open the file, read strictly: a crafted row must not be able to run code.

        Raises:
            StorageError: it cannot be used.
        """
        connection = aiosqlite.connect(home.agent_db)
        try:
            await connection
            home.agent_db.chmod(0o600)
            await connection.execute("PRAGMA busy_timeout = 5000")
            await connection.execute("PRAGMA secure_delete = ON")
            saver = WholeWrites(connection)
            await _set_up(saver)
            # Every commit outlives the process; waiting for the disk after each of the dozen of a
            # turn would outlive the power, for four times the time.
            await connection.execute("PRAGMA synchronous = NORMAL")
            await connection.execute("PRAGMA wal_autocheckpoint = 200")
        except (aiosqlite.Error, OSError) as error:  # TimeoutError is an OSError
            await connection.close()  # its thread would keep the process alive
            raise StorageError(
                f"The working file {home.agent_db} cannot be used ({error}).",
                hint="It holds unfinished turns alone: move it away and start again.",
            ) from error
        return cls(saver)

    async def close(self) -> None:
        await self.saver.close()

    async def settle(self) -> None:
        """Wait until a stopped turn writes nothing more."""
        await self.saver.settle()

    async def forget(self, turn: int) -> None:
        """Delete what stands of a turn."""
        try:
            await self.saver.adelete_thread(str(turn))
        except (aiosqlite.Error, ValueError):
            log.warning("working state of turn %s was not deleted", turn)

    async def sweep(self, still_open: Callable[[], Collection[int]]) -> None:
        """Delete what stands of turns that are over. `still_open` is asked after the file was
        looked at, so that a turn beginning in between is safe."""
        there = await self.saver.conn.execute_fetchall(
            "SELECT thread_id FROM checkpoints UNION SELECT thread_id FROM writes"
        )
        kept = {str(turn) for turn in still_open()}
        for (thread,) in there:
            if thread not in kept:
                await self.saver.adelete_thread(thread)


def thread_of(turn: int) -> RunnableConfig:
    """How LangGraph finds the state of a turn."""
    return {"configurable": {"thread_id": str(turn)}}
