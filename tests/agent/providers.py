"""How to stand a provider up as a real server on loopback, and have one turn with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass

import pytest

from agent.events import Event, TextDelta
from agent.session import MentorSession
from learning.study import Study
from tests.servers.anthropic_server import anthropic_server
from tests.servers.loopback import Answer, Loopback
from tests.servers.openai_server import openai_server
from tests.servers.replies import Reply

Script = Sequence[Reply | Answer]


@dataclass(frozen=True)
class Provider:
    """How to stand one up: its server, where its address goes, and the spec that names it."""

    server: Callable[[Script], AbstractContextManager[Loopback]]
    address: str
    suffix: str
    key: str | None
    spec: str
    api: str = "auto"

    @contextmanager
    def playing(self, script: Script) -> Iterator[Loopback]:
        with ExitStack() as stack:
            server = stack.enter_context(self.server(script))
            patch = stack.enter_context(pytest.MonkeyPatch.context())
            patch.setenv(self.address, server.url + self.suffix)
            patch.setenv("WAYMARK_OPENAI_API", self.api)
            if self.key is not None:
                patch.setenv(self.key, "sk-secret-1234567890")
            yield server


PROVIDERS = {
    "anthropic": Provider(
        anthropic_server, "ANTHROPIC_BASE_URL", "", "ANTHROPIC_API_KEY", "anthropic:claude-test"
    ),
    "openai": Provider(
        openai_server, "OPENAI_BASE_URL", "/v1", "OPENAI_API_KEY", "openai:gpt-test"
    ),
    "openai responses": Provider(
        openai_server, "OPENAI_BASE_URL", "/v1", "OPENAI_API_KEY", "openai:gpt-test", "responses"
    ),
    "ollama": Provider(openai_server, "OLLAMA_HOST", "", None, "ollama:qwen-test"),
}


async def one_turn(study: Study, provider: Provider, text: str) -> list[Event]:
    session = await MentorSession.open(study, model=provider.spec, conversation="c")
    try:
        return [event async for event in session.send(text)]
    finally:
        await session.aclose()


def said(events: Sequence[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))
