"""How much a model reads at once, and what of it is for what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.models import ModelChoice
from agent.prefix import prefix_tokens
from agent.providers import address_of
from base.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_WINDOW = 8_000
"""An evening's talk. More would be paid for with every step of every turn."""
_MESSAGE, _RESULT, _ANSWER = 2_000, 4_000, 2_000
_LEAST = 1_000

UNKNOWN_CONTEXT = {"anthropic": 200_000, "openai": 128_000, "ollama": 16_384, "offline": 200_000}
"""Taken where nobody says: the least that what is served today reads. A model on one's own machine
is often started with less than it could read."""
_ELSEWHERE = 16_384
"""Taken of a model that nobody knows, at an address that is not the provider's: it may be one's own
machine."""


@dataclass(frozen=True, slots=True)
class Room:
    """Tokens. `window` is for what was said before, `turn` for the newest message and what the
    tools of its turn bring; one message of the window has at most `message`, one result `result`.
    """

    window: int
    turn: int
    message: int
    result: int

    @property
    def newest(self) -> int:
        """What the learner's newest words may take, so that results find room beside them."""
        return self.turn // 2


def room_in(context: int) -> Room:
    """The room in a context of so many tokens.

    A sixth of it stays empty, because tokens are counted roughly; the prefix and an answer come
    off; what is left is halved between the window and the turn.
    """
    answer = min(_ANSWER, context // 8)
    free = max(context * 5 // 6 - sum(prefix_tokens().values()) - answer, _LEAST)
    window = min(_WINDOW, free // 2)
    turn = free - window
    return Room(window, turn, min(_MESSAGE, window // 6), min(_RESULT, turn // 3))


def room_for(choice: ModelChoice, model: BaseChatModel, settings: Settings) -> Room:
    """The room in what `model` reads: as the learner set it, else as its profile says."""
    known = settings.context_tokens or (model.profile or {}).get("max_input_tokens")
    return room_in(known or _assumed(choice, settings))


def _assumed(choice: ModelChoice, settings: Settings) -> int:
    match choice.provider:
        case "anthropic" | "openai" as provider if address_of(provider, settings).source:
            return _ELSEWHERE
        case provider:
            return UNKNOWN_CONTEXT[provider]
