"""An answer that grows while it is read."""

from __future__ import annotations

import asyncio

from base.text import clean
from tui.widgets.messages import MentorMessage

FLUSH_SECONDS = 0.1
"""A write for every token would starve the keys; ten a second read as a flow."""


class GrowingAnswer:
    """Gathers what arrives and hands it to the widget ten times a second, one append at a time.

    Textual's `MarkdownStream` merges a backlog but sets no pace, and its `stop` can let a second
    append start from where the first had not yet ended; here each append is waited for.
    """

    def __init__(self, message: MentorMessage) -> None:
        self._message = message
        self._arrived: list[str] = []
        self._shown = 0
        self._news = asyncio.Event()
        self._ended = False
        self._flushing = asyncio.create_task(self._flush())

    def write(self, text: str) -> None:
        """More of the answer has arrived."""
        self._arrived.append(text)
        self._news.set()

    async def finish(self) -> None:
        """Show what is left, and see that the whole is what arrived.

        An escape sequence or a line end can be cut in two between two arrivals; cleaned as a
        whole, the answer may differ from its cleaned parts.
        """
        self._ended = True
        self._news.set()
        await self._flushing
        whole = clean("".join(self._arrived))
        if self._message.is_attached and self._message.source != whole:
            await self._message.update(whole)

    async def _flush(self) -> None:
        while not self._ended:
            await self._news.wait()
            self._news.clear()
            await self._show_arrived()
            if not self._ended:
                await asyncio.sleep(FLUSH_SECONDS)
        await self._show_arrived()

    async def _show_arrived(self) -> None:
        text = clean("".join(self._arrived[self._shown :]))
        self._shown = len(self._arrived)
        if text and self._message.is_attached:
            await self._message.append(text)
