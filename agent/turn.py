"""The one adapter between LangGraph's stream and the events the outside sees."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, cast

from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    ToolMessage,
)
from langchain_core.runnables import RunnableConfig
from langgraph.types import Command, Interrupt

from agent.events import Event, Notice, ReasoningDelta, TextDelta, ToolFinished, ToolStarted
from agent.graph import Graph
from agent.reasoning import reasoning_in
from agent.refusals import refusal_in
from base.text import clean, holds_outside_text, one_line
from memory.turns import CallLedger
from memory.usage import ModelCall
from tools.context import MentorContext


@dataclass
class Turn:
    """What one turn has said and done so far, gathered while its stream is read.

    A turn paused for an approval goes on with `resume`; `interrupts` holds what it waits for.
    `read_outside` says that a tool brought text from outside. `told_before` is what the
    transcript noted of it before it was taken up, `asked_before` what was asked of models for it
    by then; `saved_at` is when its words were last kept
    (monotonic seconds).
    """

    id: int
    graph: Graph
    config: RunnableConfig
    context: MentorContext
    calls: CallLedger
    told_before: set[str] = field(default_factory=set)
    asked_before: tuple[ModelCall, ...] = ()
    saved_at: float = 0.0
    interrupts: tuple[Interrupt, ...] = ()
    read_outside: bool = False
    _parts: list[str] = field(default_factory=list)
    _new_part: bool = True
    _shown_outside: bool = False
    _told: set[str] = field(default_factory=set)
    _announced: set[str] = field(default_factory=set)

    @property
    def message(self) -> str:
        """Everything the mentor said in this turn, as Markdown."""
        return "\n\n".join(part.strip() for part in self._parts if part.strip())

    @property
    def outside_in_sight(self) -> bool:
        """Whether the model sees text from outside, from this turn or an earlier one."""
        return self.read_outside or self._shown_outside

    def has_to_tell(self, call_id: str, line: str) -> bool:
        """Whether the transcript does not note the end of a call yet; asked once, it does."""
        if call_id in self._told or line in self.told_before:
            return False
        self._told.add(call_id)
        return True

    def say(self, text: str) -> None:
        """Add words that no model spoke."""
        self._parts.append(text)

    async def start(self, messages: list[BaseMessage]) -> AsyncGenerator[Event, None]:
        self._shown_outside = any(holds_outside_text(message.text) for message in messages)
        async for event in self._run({"messages": messages}):
            yield event

    async def resume(self, decisions: list[dict[str, object]]) -> AsyncGenerator[Event, None]:
        """Go on after an approval; `decisions` match the asked calls by position."""
        async for event in self._run(Command(resume={"decisions": decisions})):
            yield event

    async def stands(self) -> bool:
        """Whether a step of this turn was kept, from which `go_on` can take it up."""
        return bool((await self.graph.aget_state(self.config)).values.get("messages"))

    async def go_on(self) -> AsyncGenerator[Event, None]:
        """Take the turn up where it was left. What was open is announced again; an answer that
        was complete is given."""
        left = await self.graph.aget_state(self.config)
        shown: list[BaseMessage] = left.values["messages"]
        self._shown_outside = any(holds_outside_text(message.text) for message in shown)
        messages = _of_this_turn(shown)
        results = [message for message in messages if isinstance(message, ToolMessage)]
        self.read_outside = any(holds_outside_text(message.text) for message in results)
        last = messages[-1]
        if isinstance(last, AIMessage):
            if not last.tool_calls:
                for event in self._spoken_in(last):
                    yield event
                return
            for event in self._started(last):
                yield event
        async for event in self._run(None):
            yield event

    async def _run(self, graph_input: Any) -> AsyncGenerator[Event, None]:
        self.interrupts = ()
        stream = self.graph.astream(
            graph_input,
            self.config,
            context=self.context,
            stream_mode=["messages", "updates", "custom"],
            version="v2",
            durability="sync",  # no write of a stopped turn comes after its state was deleted
        )
        # Closed here and not by the collector: a cancelled turn must end its tasks at once.
        async with aclosing(cast("AsyncGenerator[Any, None]", stream)) as parts:
            async for part in parts:
                match part["type"]:
                    case "messages":
                        for delta in self._spoken_in(part["data"][0]):
                            yield delta
                    case "updates":
                        for event in self._done_in(part["data"]):
                            yield event
                    case "custom" if isinstance(part["data"], Notice):
                        self._cut_off()
                        yield part["data"]

    def _cut_off(self) -> None:
        """The model broke off: what comes next is another answer, not the rest of this one."""
        if self._parts and not self._new_part:
            self._parts[-1] += " […]"
        self._new_part = True

    def _spoken_in(self, message: BaseMessage) -> Iterator[Event]:
        if not isinstance(message, AIMessage | AIMessageChunk):
            return
        if thought := clean(reasoning_in(message)):
            yield ReasoningDelta(thought)
        text = clean(message.text)
        if not text:
            return
        if self._new_part:
            self._new_part = False
            if self.message:
                yield TextDelta("\n\n")
            self._parts.append("")
        self._parts[-1] += text
        yield TextDelta(text)

    def _done_in(self, updates: dict[str, Any]) -> Iterator[Event]:
        for node, update in updates.items():
            if node == "__interrupt__":
                self.interrupts = cast("tuple[Interrupt, ...]", update)
                continue
            for message in (update or {}).get("messages", []):
                if isinstance(message, AIMessage) and node == "model":
                    yield from self._called_in(message)
                elif isinstance(message, ToolMessage):
                    self.read_outside = self.read_outside or holds_outside_text(message.text)
                    yield _finished(message)

    def _called_in(self, message: AIMessage) -> Iterator[Event]:
        # A part ends with its model call. Ids will not do: over OpenAI's Responses the first
        # chunk of a message has another id than the rest.
        self._new_part = True
        yield from self._started(message)

    def _started(self, message: AIMessage) -> Iterator[Event]:
        """The calls of `message`, each announced once: a step taken up may be shown again."""
        for call in message.tool_calls:
            call_id = call["id"] or ""
            if call_id not in self._announced:
                self._announced.add(call_id)
                yield ToolStarted(tool=call["name"], args=call["args"], call_id=call_id)


def _of_this_turn(messages: list[BaseMessage]) -> list[BaseMessage]:
    """What came after the learner's newest words, these included."""
    start = max(n for n, message in enumerate(messages) if isinstance(message, HumanMessage))
    return messages[start:]


def _finished(message: ToolMessage) -> ToolFinished:
    ok = message.status != "error"
    summary = message.artifact if ok and isinstance(message.artifact, str) else message.text
    refused = refusal_in(message.text)
    return ToolFinished(
        tool=message.name or "",
        call_id=message.tool_call_id,
        ok=ok,
        summary=one_line(summary if refused is None else refused.in_words()),
    )
