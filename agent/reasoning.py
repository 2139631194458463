"""What a model thought before it spoke, wherever its provider puts it.

Anthropic has blocks of thinking, Responses reasoning items with summaries. Servers that speak
chat completions put it into a field of their own beside the text (`FIELDS`), or leave it in the
text between `<think>` and `</think>`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from langchain_core.messages import BaseMessage

FIELDS = {"reasoning_content": "reasoning_content", "reasoning": "reasoning_text"}
"""The fields of chat completions on the wire, the more usual first, and where each is kept among
a message's `additional_kwargs`: it has to go back under its own name."""
THOUGHT = "thought"
"""Where what stood between the tags is kept; it does not go back."""
_OPENS, _CLOSES = "<think>", "</think>"


def reasoning_in(message: BaseMessage) -> str:
    """The reasoning in a message, or in a piece of one; empty where there is none."""
    beside = (message.additional_kwargs.get(name) for name in (*FIELDS.values(), THOUGHT))
    blocks = message.content if isinstance(message.content, list) else []
    within = (text for block in blocks if isinstance(block, dict) for text in _texts_of(block))
    return "".join([*(text for text in beside if isinstance(text, str)), *within])


def _texts_of(block: dict[Any, Any]) -> Iterator[str]:
    match block.get("type"):
        case "thinking":
            yield str(block.get("thinking") or "")
        case "reasoning":
            for part in block.get("summary") or ():
                # A further paragraph of the summary is announced by an empty piece of it.
                opens = not part.get("text") and part.get("index")
                yield "\n\n" if opens else str(part.get("text") or "")


class ThinkTags:
    """Takes `<think>…</think>` off the front of a text that arrives in pieces.

    Only the front counts: in the middle of an answer the tags are the answer's own words.
    """

    def __init__(self) -> None:
        self._held = ""
        self._place: Literal["front", "inside", "gap", "answer"] = "front"

    def feed(self, text: str) -> tuple[str, str]:
        """What of the text so far is (thought, answer) for certain. What may be the beginning of
        a tag is held back until more comes."""
        self._held += text
        thought = ""
        if self._place == "front":
            self._open()
        if self._place == "inside":
            thought = self._thought()
        if self._place == "gap":
            self._held = self._held.lstrip()
            self._place = "answer" if self._held else "gap"
        if self._place != "answer":
            return thought, ""
        answer, self._held = self._held, ""
        return thought, answer

    def end(self) -> tuple[str, str]:
        """What was held back when nothing more comes."""
        held, self._held = self._held, ""
        return (held, "") if self._place == "inside" else ("", held)

    def _open(self) -> None:
        front = self._held.lstrip()
        if front.startswith(_OPENS):
            self._place, self._held = "inside", front.removeprefix(_OPENS)
        elif not _OPENS.startswith(front):
            self._place = "answer"

    def _thought(self) -> str:
        thought, closes, after = self._held.partition(_CLOSES)
        if closes:
            self._place, self._held = "gap", after
            return thought
        held = max(n for n in range(len(_CLOSES)) if thought.endswith(_CLOSES[:n]))
        self._held = thought[len(thought) - held :]
        return thought[: len(thought) - held]
