"""The messages sent before, to walk through with Up and Down."""

from __future__ import annotations

from collections.abc import Iterable

_LIMIT = 200


class RecentMessages:
    """Remembers what was sent, oldest first, and where in it the learner stands.

    The draft that stood in the input when the walk began waits at the new end.
    """

    def __init__(self, sent: Iterable[str] = ()) -> None:
        self._sent = list(sent)[-_LIMIT:]
        self._position = len(self._sent)
        self._draft = ""

    def add(self, text: str) -> None:
        """Remember `text` as the newest; the same text twice in a row is kept once."""
        if not self._sent or self._sent[-1] != text:
            self._sent = [*self._sent, text][-_LIMIT:]
        self._position = len(self._sent)
        self._draft = ""

    def older(self, current: str) -> str | None:
        """The message before the one shown, or None at the oldest."""
        if self._position == 0:
            return None
        if self._position == len(self._sent):
            self._draft = current
        self._position -= 1
        return self._sent[self._position]

    def newer(self) -> str | None:
        """The message after the one shown, the draft after the newest, or None past that."""
        if self._position == len(self._sent):
            return None
        self._position += 1
        if self._position == len(self._sent):
            return self._draft
        return self._sent[self._position]
