"""What the interface needs of a mentor: one conversation that answers in events."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol

from agent.events import Decision, Event
from learning.study import Study


class Model(Protocol):
    """Which model answers, and why it was chosen."""

    @property
    def spec(self) -> str: ...

    @property
    def reason(self) -> str: ...


class Mentor(Protocol):
    """`agent.session.MentorSession` is one; it is reached through this, so nothing is loaded."""

    @property
    def conversation(self) -> str: ...

    @property
    def model(self) -> Model: ...

    def unfinished(self) -> object | None:
        """What stands of an answer that was cut off; None where the last one is whole."""
        ...

    def resume(self) -> AsyncIterator[Event]: ...

    def send(self, text: str) -> AsyncIterator[Event]: ...

    def decide(self, decision: Decision) -> None: ...

    async def aclose(self) -> None: ...


OpenStudy = Callable[[], Study]
OpenMentor = Callable[[Study, str | None], Awaitable[Mentor]]
"""Opens the mentor on a conversation, or on a new one for None."""
