"""The learner's files and the mentor, opened and run away from the thread that draws.

Loading the agent takes longer than a second and a turn may compute for hundreds of milliseconds;
on a thread and an event loop of their own neither holds up a key.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import sys
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from base.errors import WaymarkError

if TYPE_CHECKING:
    from agent.events import Decision, Event
    from learning.study import Study
    from tui.mentor import Mentor, OpenMentor, OpenStudy

T = TypeVar("T")

LOADING_SWITCH_SECONDS = 0.001
"""How long the loading thread keeps the interpreter while a key may be waiting; Python's usual
5 ms are waited for several times between a key and the screen."""


log = logging.getLogger("waymark.tui")


class Closed(Exception):
    """The interface is closing; what was asked for will not come."""


class Backstage:
    """Runs one study and one mentor at a time. All methods are for the interface's thread."""

    def __init__(
        self, open_study: OpenStudy, open_mentor: OpenMentor, preload: Sequence[str] = ()
    ) -> None:
        self._open_study = open_study
        self._open_mentor = open_mentor
        self._preload = preload
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()
        self._study: Study | None = None
        self._mentors: list[Mentor] = []  # the last is the one that answers
        self._playing: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start the thread. Nothing is loaded until it is asked for."""
        started: Future[asyncio.AbstractEventLoop] = Future()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(started)), name="waymark-backstage"
        )
        self._thread.start()
        self._loop = started.result()

    def close(self) -> None:
        """Stop what runs, close the mentor and the files, and wait until that is done."""
        self._closing.set()
        if self._thread is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self._stopped.set)
            self._thread.join()
            self._thread = None

    async def _serve(self, started: Future[asyncio.AbstractEventLoop]) -> None:
        self._stopped = asyncio.Event()
        started.set_result(asyncio.get_running_loop())
        await self._stopped.wait()
        self._stop_playing()
        # What is being opened is waited for and then closed: cut short, it could leave a
        # connection behind that keeps the process alive.
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)
        for mentor in self._mentors:
            await mentor.aclose()
        if self._study is not None:
            self._study.close()

    def _there(self, work: Coroutine[Any, Any, T]) -> asyncio.Future[T]:
        if self._loop is None or self._closing.is_set():
            work.close()
            raise Closed
        return asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def open_study(self) -> None:
        """Open the learner's files.

        Raises:
            StorageError: they cannot be used.
        """

        async def open_it() -> None:
            with _letting_keys_in(), _errors_of_ours():
                self._study = self._open_study()

        await asyncio.shield(self._there(open_it()))

    async def ask(self, question: Callable[[Study], T]) -> T:
        """What `question` finds in the study; it runs on a thread of its own.

        Raises:
            Closed: the files are not open.
        """
        study = self._study
        if study is None or self._closing.is_set():
            raise Closed
        return await asyncio.to_thread(question, study)

    async def open_mentor(self, conversation: str | None) -> Mentor:
        """Put the mentor on `conversation`, or on a new one for None, in place of the one there.

        Raises:
            WaymarkError: it cannot be opened; the mentor there before stays.
            Closed: the interface is closing.
        """

        async def open_it() -> Mentor:
            with nullcontext() if self._mentors else _letting_keys_in(), _errors_of_ours():
                await self._load_modules()
                if self._study is None:
                    raise Closed
                mentor = await self._open_mentor(self._study, conversation)
            self._mentors.append(mentor)
            while len(self._mentors) > 1:
                await self._mentors.pop(0).aclose()
            return mentor

        return await asyncio.shield(self._there(open_it()))

    async def _load_modules(self) -> None:
        """Import in steps, so that closing in the middle waits for one step and not for all."""
        for module in self._preload:
            if self._closing.is_set():
                raise Closed
            importlib.import_module(module)
            await asyncio.sleep(0)

    async def is_cut_off(self) -> bool:
        """Whether the last answer of the mentor's conversation can be taken up again."""
        mentor = self._mentors[-1] if self._mentors else None
        return mentor is not None and await asyncio.to_thread(mentor.unfinished) is not None

    async def turn(self, text: str | None) -> AsyncGenerator[Event, None]:
        """The events of one turn, or of the one that was cut off for None. Closing the iterator
        stops the turn and waits until it stopped.

        Raises:
            WaymarkError: the message was not taken, and is not in the transcript.
        """
        if not self._mentors:
            raise Closed
        mentor, here = self._mentors[-1], asyncio.get_running_loop()
        if self._loop is None or self._closing.is_set():
            raise Closed
        arrived: asyncio.Queue[Event | WaymarkError | None] = asyncio.Queue()

        def hand_over(event: Event | WaymarkError | None) -> None:
            with suppress(RuntimeError):  # the interface's loop has gone: nobody waits for it
                here.call_soon_threadsafe(arrived.put_nowait, event)

        def begin() -> None:
            self._playing = asyncio.ensure_future(_play(mentor, text, hand_over))
            # Not at the end of the coroutine: stopped before its first step, it never gets there.
            self._playing.add_done_callback(lambda _: hand_over(None))

        self._loop.call_soon_threadsafe(begin)
        ended = False
        try:
            while not ended:
                event = await arrived.get()
                if isinstance(event, WaymarkError):
                    raise event
                if event is None:
                    ended = True
                else:
                    yield event
        finally:
            if not ended:
                with suppress(RuntimeError):  # closed meanwhile, and so stopped
                    self._loop.call_soon_threadsafe(self._stop_playing)
                while await arrived.get() is not None:
                    pass

    def _stop_playing(self) -> None:
        if self._playing is not None:
            self._playing.cancel()

    def decide(self, decision: Decision) -> None:
        """Hand the learner's answer to the turn that waits for it."""
        if self._loop is not None and self._mentors:
            self._loop.call_soon_threadsafe(self._mentors[-1].decide, decision)


async def _play(
    mentor: Mentor, text: str | None, hand_over: Callable[[Event | WaymarkError | None], None]
) -> None:
    """Run the turn, on the mentor's loop, and hand over what happens."""
    try:
        async for event in mentor.resume() if text is None else mentor.send(text):
            hand_over(event)
    except WaymarkError as error:
        hand_over(error)
    except Exception as error:  # a fault in the agent must not take the screen with it
        hand_over(_unforeseen(error))


@contextmanager
def _letting_keys_in() -> Iterator[None]:
    """Run heavy loading on another thread without holding up the one that draws.

    The interpreter changes hands more often, and no garbage is collected: each full collection
    while a few thousand classes are being made stops every thread for some 50 ms. What was loaded
    stays for good, so later collections are spared walking it.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(LOADING_SWITCH_SECONDS)
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        sys.setswitchinterval(usual)


@contextmanager
def _errors_of_ours() -> Iterator[None]:
    """Turn a fault into an error that can be shown; the trace, which may hold keys, is not."""
    try:
        yield
    except (WaymarkError, Closed):
        raise
    except Exception as error:
        raise _unforeseen(error) from None


def _unforeseen(error: Exception) -> WaymarkError:
    log.error("unforeseen", exc_info=error)
    return WaymarkError(
        f"Something broke inside Waymark ({type(error).__name__}: {error}).",
        hint="Try again, or start a new conversation. What you wrote is not lost.",
    )
