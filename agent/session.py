"""The one door into the agent: text in, typed events out.

Each turn runs on working state of its own in `agent.db`, made from the transcript and deleted
when the turn ends. What resumes a conversation is the transcript; what resumes a turn is that
state; nothing grows with the number of turns.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from logging.handlers import RotatingFileHandler
from typing import Any
from uuid import uuid4

import aiosqlite
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from agent.brief import join
from agent.events import (
    ApprovalAsked,
    Decision,
    Event,
    Notice,
    TextDelta,
    ToolFinished,
    TurnFailed,
    TurnFinished,
)
from agent.graph import build_graph
from agent.models import ModelChoice, choose_model
from agent.moment import read_moment
from agent.turn import Turn
from agent.window import WINDOW_MESSAGES, window
from base.errors import InvalidInput, StorageError, WaymarkError
from base.paths import Home
from base.settings import Settings
from base.text import clean
from learning.open_run import open_token
from learning.study import Study
from memory.records import QUOTES_OUTSIDE, Message
from tools.context import MentorContext

log = logging.getLogger("waymark.agent")

MESSAGE_CHARACTERS = 50_000
"""A longer message is refused: no model here reads it, and it would be paid for again and again."""
STOPPED = "You stopped this answer."


class MentorSession:
    """A conversation with the mentor. Open with `open`, close with `aclose`; one turn at a time."""

    def __init__(
        self, study: Study, conversation: str, model: ModelChoice, saver: AsyncSqliteSaver
    ) -> None:
        self.conversation = conversation
        self.model = model
        self._study = study
        self._saver = saver
        self._graph = build_graph(model, Settings.load(), saver)
        self._turn = asyncio.Lock()
        self._decision: asyncio.Future[Decision] | None = None
        self._asked = open_token(study.memory)

    @classmethod
    async def open(
        cls, study: Study, *, model: str | None = None, conversation: str | None = None
    ) -> MentorSession:
        """Open a conversation, a new one where none is named.

        Raises:
            InvalidInput: the model spec is not one, its key is missing, or a setting is wrong.
            StorageError: `agent.db` cannot be used.
        """
        settings = Settings.load()
        _keep_log(study.home)
        choice = await asyncio.to_thread(choose_model, model or settings.model, settings)
        saver = await _open_saver(study)
        try:
            return cls(study, conversation or new_conversation(), choice, saver)
        except BaseException:
            await saver.conn.close()
            raise

    def history(self, limit: int = WINDOW_MESSAGES) -> tuple[Message, ...]:
        """The newest messages of this conversation, oldest first."""
        return self._study.memory.transcripts.messages(self.conversation, limit=limit)

    async def send(self, text: str) -> AsyncGenerator[Event, None]:
        """Run one turn and yield what happens. The learner's words are stored before anything else.

        Closing the iterator, or cancelling the task that reads it, stops the turn and keeps the
        partial answer. A failure ends in `TurnFailed`, never in an exception.

        Raises:
            InvalidInput: the message is empty or too long; nothing is stored.
            StorageError: the message could not be stored.
        """
        words = checked_message(text)
        async with self._turn:
            history = self.history(limit=4 * WINDOW_MESSAGES)  # tool rows stand between
            source = self._store("learner", words)
            turn = self._new_turn(source)
            try:
                messages = [*window(history), HumanMessage(self._with_brief(words))]
                async with aclosing(self._events(turn, messages)) as events:
                    async for event in events:
                        yield event
            except (asyncio.CancelledError, GeneratorExit):
                self._keep(turn.message, STOPPED)
                raise
            except WaymarkError as error:
                self._keep(turn.message, error.message)
                yield TurnFailed(error=error.message, hint=error.hint)
            except Exception as error:  # the learner gets a sentence, the log gets the trace
                log.exception("turn failed")
                said = f"Something broke inside Waymark ({type(error).__name__})."
                self._keep(turn.message, said)
                yield TurnFailed(error=said, hint="Your message is kept. Try again.")
            else:
                self._keep(turn.message, QUOTES_OUTSIDE if turn.read_outside else "")
                yield turn.usage
                yield TurnFinished(conversation=self.conversation, message=turn.message)
            finally:
                self._note_what_is_open()
                await self._forget_working_state(turn)

    def decide(self, decision: Decision) -> None:
        """Answer the `ApprovalAsked` that `send` last yielded."""
        if self._decision is not None and not self._decision.done():
            self._decision.set_result(decision)

    async def aclose(self) -> None:
        await self._saver.conn.close()

    async def _events(self, turn: Turn, messages: Sequence[Any]) -> AsyncGenerator[Event, None]:
        steps = turn.start(list(messages))
        while True:
            async with aclosing(steps) as events:
                async for event in events:
                    if isinstance(event, ToolFinished):
                        self._store("tool", _tool_line(event))
                    if isinstance(event, Notice):
                        self._store("notice", event.text)
                    yield event
            if not turn.interrupts:
                break
            decisions: list[dict[str, str]] = []
            for request in turn.interrupts[0].value["action_requests"]:
                self._decision = asyncio.get_running_loop().create_future()
                yield ApprovalAsked(request["name"], request["args"], request["description"])
                decisions.append(_resumed(await self._decision))
            steps = turn.resume(decisions)
        if not turn.message:
            async for event in self._silence(turn):
                yield event

    async def _silence(self, turn: Turn) -> AsyncGenerator[Event, None]:
        """An empty answer (a refusal, a cut stream) is said to be one."""
        said = f"{self.model.spec} gave no answer. Ask again, or in other words."
        turn.say(said)
        yield TextDelta(said)

    def _new_turn(self, source: int) -> Turn:
        return Turn(
            graph=self._graph,
            config={"configurable": {"thread_id": f"{self.conversation}/{source}"}},
            context=MentorContext(
                study=self._study, conversation=self.conversation, asked=self._asked
            ),
        )

    def _note_what_is_open(self) -> None:
        """What is said next answers the question that is open now, and none that another process
        moves on to."""
        try:
            self._asked = open_token(self._study.memory)
        except StorageError:
            log.exception("what is open could not be read")

    def _with_brief(self, words: str) -> str:
        return join(read_moment(self._study, self.conversation), words)

    def _store(self, role: Any, text: str) -> int:
        now: datetime = self._study.clock()
        return self._study.memory.transcripts.append(self.conversation, role, text, now)

    def _keep(self, message: str, notice: str = "") -> None:
        """Store what was said, and why it ends there. A full disk must not hide the answer."""
        try:
            if message:
                self._store("mentor", message)
            if notice:
                self._store("notice", notice)
        except StorageError:
            log.exception("the answer could not be stored")

    async def _forget_working_state(self, turn: Turn) -> None:
        thread = turn.config["configurable"]["thread_id"]
        try:
            await asyncio.shield(self._saver.adelete_thread(thread))
        except (aiosqlite.Error, ValueError):
            log.warning("working state of %s was not deleted", thread)


def new_conversation() -> str:
    """A fresh conversation id."""
    return uuid4().hex[:12]


def checked_message(text: str) -> str:
    """The learner's words, cleaned.

    Raises:
        InvalidInput: there are none, or too many.
    """
    words = clean(text).strip()
    if not words:
        raise InvalidInput("The message is empty.", hint='Try: waymark ask "plan my next week"')
    if len(words) > MESSAGE_CHARACTERS:
        raise InvalidInput(
            f"The message has {len(words):,} characters; {MESSAGE_CHARACTERS:,} is the most.",
            hint="Send the part you want to talk about.",
        )
    return words


def _tool_line(event: ToolFinished) -> str:
    return f"{event.tool}: {event.summary}" if event.ok else f"{event.tool} failed: {event.summary}"


def _resumed(decision: Decision) -> dict[str, str]:
    if decision.approved:
        return {"type": "approve"}
    said = decision.reason or "The learner said no."
    return {"type": "reject", "message": f"{said} It was not done; do not try it again."}


async def _open_saver(study: Study) -> AsyncSqliteSaver:
    """The working-state file, read strictly: a crafted row must not be able to run code."""
    connection = aiosqlite.connect(study.home.agent_db)
    try:
        await connection
        study.home.agent_db.chmod(0o600)
        await connection.execute("PRAGMA busy_timeout = 5000")
        await connection.execute("PRAGMA secure_delete = ON")
        saver = AsyncSqliteSaver(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=None))
        await saver.setup()
    except (aiosqlite.Error, OSError) as error:
        await connection.close()  # its thread would keep the process alive
        raise StorageError(
            f"The working file {study.home.agent_db} cannot be used ({error}).",
            hint="It holds unfinished turns alone: move it away and start again.",
        ) from error
    return saver


def _keep_log(home: Home) -> None:
    """Let what goes wrong inside be written to the learner's log folder, and never to a screen."""
    logger = logging.getLogger("waymark")
    if logger.handlers:
        return
    home.logs.mkdir(exist_ok=True)
    handler = RotatingFileHandler(
        home.logs / "waymark.log", maxBytes=1_000_000, backupCount=1, delay=True, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
    logger.propagate = False
