"""The one door into the agent: text in, typed events out.

A turn is open from the learner's words until the answer stands in the transcript. Its working
state in `agent.db` is made from the transcript and deleted at the end; stopped, failed or killed,
it stays until the turn is taken up again or the learner says something else. Nothing grows with
the number of turns.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from uuid import uuid4

from langchain_core.messages import HumanMessage

from agent.approval import answer_to
from agent.brief import join
from agent.build_model import build_model
from agent.events import (
    ApprovalAsked,
    Decision,
    Event,
    Notice,
    TextDelta,
    TurnFailed,
    TurnFinished,
)
from agent.graph import build_graph
from agent.log import keep_log
from agent.models import ModelChoice, choose_model
from agent.moment import read_moment
from agent.past import Past
from agent.presence import Presence
from agent.room import room_for
from agent.rubric_judge import judge_for
from agent.spending import Spending
from agent.summing_up import Summariser
from agent.telemetry import Telemetry
from agent.tokens import shortened
from agent.trace import Recorder
from agent.trace_log import Outcome
from agent.turn import Turn
from agent.turn_keeping import TurnKeeping
from agent.window import WINDOW_MESSAGES
from agent.working_state import WorkingState, thread_of
from base.errors import InvalidInput, NotNow, StorageError, WaymarkError
from base.settings import Settings
from base.text import clean
from learning.open_run import open_token
from learning.study import Study
from memory.records import STOPPED, Message
from memory.turns import OpenTurn
from tools.context import MentorContext

log = logging.getLogger("waymark.agent")

MESSAGE_CHARACTERS = 50_000
"""A longer message is refused: no model here reads it, and it would be paid for again and again."""
SETTLE_SECONDS = 30.0


class MentorSession:
    """A conversation with the mentor. Open with `open`, close with `aclose`; one turn at a time."""

    def __init__(
        self,
        study: Study,
        conversation: str,
        model: ModelChoice,
        state: WorkingState,
        presence: Presence,
    ) -> None:
        self.conversation = conversation
        self.model = model
        self._study = study
        self._turns = study.memory.turns
        self._state = state
        self._presence = presence
        settings = Settings.load()
        spending = Spending(study.memory, study.clock, settings)
        recorder = Recorder(model.spec, spending, study.clock)
        self._keeping = TurnKeeping(study, conversation, presence, recorder, spending)
        built = build_model(model, settings)
        self._room = room_for(model, built, settings)
        summariser = None
        if model.provider != "offline":
            summariser = Summariser(model, built, recorder, spending)
        self._past = Past(study.memory, conversation, self._room, summariser)
        self._graph = build_graph(model, settings, state.saver, recorder, spending, self._room)
        study.judge = self._judge = judge_for(model, settings, recorder, spending)
        self._turn = asyncio.Lock()
        self._decision: asyncio.Future[Decision] | None = None
        self._always: set[str] = set()
        self._asked = open_token(study.memory)

    @classmethod
    async def open(
        cls,
        study: Study,
        *,
        model: str | None = None,
        conversation: str | None = None,
        asked: str | None = None,
    ) -> MentorSession:
        """Open a conversation, a new one where none is named. `asked` is the token of the question
        that the learner had before them, where that is known better than from what is open.

        What a process that died had said in it is put into the transcript.

        Raises:
            InvalidInput: the model spec is not one, its key is missing, or a setting is wrong.
            StorageError: the learner's files cannot be used.
        """
        settings = Settings.load()
        keep_log(study.home)
        choice = await asyncio.to_thread(choose_model, model or settings.model, settings)
        state = await WorkingState.open(study.home)
        try:
            presence = Presence(study.home.running)
            try:
                session = cls(study, conversation or new_conversation(), choice, state, presence)
                session._asked = asked or session._asked
                session._keeping.recover()
                await state.sweep(lambda: [turn.id for turn in session._turns.open_turns()])
                session._keeping.telemetry = await Telemetry.open(settings)
            except BaseException:
                presence.close()
                raise
        except BaseException:
            await state.close()
            raise
        return session

    async def aclose(self) -> None:
        if self._study.judge is self._judge:  # a conversation opened since has its own
            self._study.judge = None
        await self._past.aclose()
        self._presence.close()
        await self._state.close()
        if self._keeping.telemetry is not None:
            await self._keeping.telemetry.close()

    @property
    def sums_up(self) -> bool:
        """Whether older turns are being summed up, beside what comes next."""
        return self._past.sums_up

    async def settle(self, seconds: float = SETTLE_SECONDS) -> None:
        """Wait until they are: for those who close after every turn. A conversation closed before
        that begins again after a later turn."""
        await self._past.settle(seconds)

    def history(self, limit: int = WINDOW_MESSAGES, before: int | None = None) -> Sequence[Message]:
        """The newest messages of this conversation, oldest first."""
        return self._study.memory.transcripts.messages(self.conversation, limit, before)

    def unfinished(self) -> OpenTurn | None:
        """The turn that was stopped, failed or killed and can be taken up again with `resume`."""
        self._keeping.recover()
        standing = self._turns.open_turns(self.conversation)
        return next((turn for turn in reversed(standing) if turn.owner is None), None)

    async def send(self, text: str) -> AsyncGenerator[Event, None]:
        """Run one turn and yield what happens. The learner's words are stored before anything else.

        Closing the iterator, or cancelling the task that reads it, stops the turn and keeps the
        partial answer. A failure ends in `TurnFailed`, never in an exception. A turn that was
        unfinished before is dropped.

        Raises:
            InvalidInput: the message is empty or too long; nothing is stored.
            NotNow: the conversation is answering in another process; nothing is stored.
            StorageError: the message could not be stored.
        """
        words = checked_message(text)
        async with self._turn:
            self._keeping.see_that_nobody_answers()
            dropped = self._turns.open_turns(self.conversation)
            source = self._turns.begin(
                self.conversation, words, self._presence.name, self._study.clock(), self._asked
            )
            turn = self._new_turn(source, self._asked)
            async with aclosing(self._play(turn, self._begin(turn, words))) as events:
                for old in dropped:
                    await self._state.forget(old.id)
                async for event in events:
                    yield event

    async def resume(self) -> AsyncGenerator[Event, None]:
        """Take up the unfinished turn: what was done stays done, and the answer is brought to
        its end. Yields as `send` does.

        Raises:
            NotNow: nothing is unfinished here, or it is being answered elsewhere.
        """
        async with self._turn:
            self._keeping.see_that_nobody_answers()
            left = self.unfinished()
            if left is None or not self._turns.take_up(left.id, self._presence.name):
                raise NotNow(
                    "No answer is unfinished in this conversation.",
                    hint="Say what you would like to know.",
                )
            turn = self._new_turn(left.id, left.asked)
            turn.told_before = {m.text for m in self.history() if m.id > left.id}
            turn.asked_before = self._study.memory.usage.of_turn(left.id)
            async with aclosing(self._play(turn, self._take_up(turn, left))) as events:
                async for event in events:
                    yield event

    async def drop(self) -> bool:
        """Let go of the unfinished turn; what was said and done stays. False without one."""
        async with self._turn:
            left = self.unfinished()
            if left is not None:
                self._turns.drop(self.conversation)
                await self._state.forget(left.id)
            return left is not None

    def decide(self, decision: Decision) -> None:
        """Answer the `ApprovalAsked` that `send` last yielded."""
        if self._decision is not None and not self._decision.done():
            self._decision.set_result(decision)

    async def _begin(self, turn: Turn, words: str) -> AsyncGenerator[Event, None]:
        read = shortened(words, self._room.newest, "[… left out: too long to be read at once …]")
        if read != words:
            said = f"{self.model.spec} cannot read all of that at once; its middle was left out."
            yield Notice("warning", said)
        shown, left_out = self._past.shown(before=turn.id)
        moment = replace(read_moment(self._study, self.conversation), earlier=left_out)
        async with aclosing(turn.start([*shown, HumanMessage(join(moment, read))])) as events:
            async for event in events:
                yield event

    async def _take_up(self, turn: Turn, left: OpenTurn) -> AsyncGenerator[Event, None]:
        before_its_first_step = not await turn.stands()
        steps = self._begin(turn, left.text) if before_its_first_step else turn.go_on()
        async with aclosing(steps) as events:
            async for event in events:
                yield event

    async def _play(
        self, turn: Turn, steps: AsyncGenerator[Event, None]
    ) -> AsyncGenerator[Event, None]:
        """Run the turn to its end, and see that it is left well however it ends."""
        outcome: Outcome = "failed"
        self._keeping.begin(turn)
        try:
            async with aclosing(self._events(turn, steps)) as events:
                try:
                    async for event in events:
                        yield event
                except BaseException:
                    turn.calls.shut()  # first of all: a tool in its thread keeps nothing from here
                    raise
        except (asyncio.CancelledError, GeneratorExit):
            outcome = "stopped"
            self._keeping.leave(turn, STOPPED)
            await self._state.settle()
            raise
        except WaymarkError as error:
            self._keeping.leave(turn, error.message)
            yield TurnFailed(error=error.message, hint=error.hint)
        except Exception as error:  # the learner gets a sentence, the log gets the trace
            log.exception("turn failed")
            said = f"Something broke inside Waymark ({type(error).__name__})."
            self._keeping.leave(turn, said)
            yield TurnFailed(error=said, hint="Your message is kept. Try again.")
        else:
            outcome = "finished"
            self._keeping.finish(turn)
            self._past.go_on()
            await self._state.forget(turn.id)
            for notice in self._keeping.warnings():
                yield notice
            yield self._keeping.usage(turn)
            yield TurnFinished(conversation=self.conversation, message=turn.message)
        finally:
            self._note_what_is_open()
            self._keeping.trace(turn, outcome)

    async def _events(
        self, turn: Turn, steps: AsyncGenerator[Event, None]
    ) -> AsyncGenerator[Event, None]:
        while True:
            async with aclosing(steps) as events:
                async for event in events:
                    self._keeping.note(turn, event)
                    yield event
            if not turn.interrupts:
                break
            asked, decisions = _asked_in(turn), list[Decision]()
            for request in asked:
                if self._is_agreed(turn, request):
                    decisions.append(Decision(approved=True))
                    continue
                self._decision = asyncio.get_running_loop().create_future()
                yield request
                decisions.append(await self._decision)
                if decisions[-1].approved and decisions[-1].always:
                    self._always.add(request.tool)
            steps = turn.resume(list(map(answer_to, asked, decisions)))
        if not turn.message:
            said = f"{self.model.spec} gave no answer. Ask again, or in other words."
            turn.say(said)
            yield TextDelta(said)

    def _is_agreed(self, turn: Turn, asked: ApprovalAsked) -> bool:
        """A standing yes does not hold for what a text from outside may have asked for."""
        return asked.tool in self._always and not turn.outside_in_sight

    def _note_what_is_open(self) -> None:
        """What is said next answers the question that is open now, and none that another process
        moves on to."""
        try:
            self._asked = open_token(self._study.memory)
        except StorageError:
            log.exception("what is open could not be read")

    def _new_turn(self, source: int, asked: str | None) -> Turn:
        calls = self._turns.calls(source)
        return Turn(
            id=source,
            graph=self._graph,
            config=thread_of(source),
            context=MentorContext(self._study, self.conversation, asked, calls),
            calls=calls,
        )


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


def _asked_in(turn: Turn) -> list[ApprovalAsked]:
    return [
        ApprovalAsked(request["name"], request["args"], request["description"])
        for request in turn.interrupts[0].value["action_requests"]
    ]
