"""Messages that wait for the mentor, in sight."""

from __future__ import annotations

from collections import deque

from textual.widgets import Static

from base.text import one_line
from tui.display import shown


class Outbox(Static):
    """What was sent while the mentor was loading or answering, in the order it will go."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name for it
        super().__init__("", id=id)
        self._waiting: deque[str] = deque()
        self.display = False

    @property
    def waiting(self) -> tuple[str, ...]:
        return tuple(self._waiting)

    def put(self, text: str) -> None:
        """`text` waits behind the others."""
        self._waiting.append(text)
        self._show()

    def take(self) -> str | None:
        """The one that has waited longest, or None."""
        text = self._waiting.popleft() if self._waiting else None
        self._show()
        return text

    def take_back(self) -> str | None:
        """The one sent last, or None."""
        text = self._waiting.pop() if self._waiting else None
        self._show()
        return text

    def _show(self) -> None:
        lines = [f"waiting to be sent · {one_line(text, 120)}" for text in self._waiting]
        self.update(shown("\n".join(lines)))
        self.display = bool(lines)
