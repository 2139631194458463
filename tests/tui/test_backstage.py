"""The thread behind the screen: closing it is clean at any moment."""

from __future__ import annotations

import asyncio
import threading
from contextlib import aclosing

import pytest

from agent.events import TextDelta, TurnFinished
from base.errors import WaymarkError
from base.paths import Home
from learning.study import Study
from tests.tui.scripted import Gate, ScriptedMentor, Step
from tests.tui.stage import StudyKeeper
from tui.backstage import Backstage, Closed


class Opened:
    """A backstage with one scripted mentor, as far as `to`."""

    def __init__(self, home: Home, *script: Step, hold: Gate | None = None) -> None:
        self.mentors: list[ScriptedMentor] = []

        async def open_mentor(study: Study, conversation: str | None) -> ScriptedMentor:
            if hold is not None:
                await hold.passed()
            self.mentors.append(ScriptedMentor(study, conversation or "new", [script]))
            return self.mentors[-1]

        self.backstage = Backstage(StudyKeeper(home), open_mentor)
        self.backstage.start()


async def test_closing_an_iterator_waits_until_the_turn_has_stopped(home: Home) -> None:
    opened = Opened(home, TextDelta("a"), Gate())
    await opened.backstage.open_study()
    await opened.backstage.open_mentor(None)
    async with aclosing(opened.backstage.turn("go")) as events:
        assert await anext(events) == TextDelta("a")
    assert opened.mentors[0].stopped == 1
    await asyncio.to_thread(opened.backstage.close)
    assert opened.mentors[0].closed


async def test_the_events_of_a_turn_come_in_order_and_end(home: Home) -> None:
    opened = Opened(home, TextDelta("a"), TextDelta("b"))
    await opened.backstage.open_study()
    await opened.backstage.open_mentor("c")
    events = [event async for event in opened.backstage.turn("go")]
    assert events == [TextDelta("a"), TextDelta("b"), TurnFinished("c", "ab")]
    await asyncio.to_thread(opened.backstage.close)


async def test_a_turn_stopped_before_its_first_step_has_stopped(home: Home) -> None:
    opened = Opened(home, Gate())
    await opened.backstage.open_study()
    await opened.backstage.open_mentor(None)

    async def read() -> None:
        async with aclosing(opened.backstage.turn("go")) as events:
            await anext(events)

    for _ in range(20):
        reading = asyncio.create_task(read())
        await asyncio.sleep(0)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
    await asyncio.to_thread(opened.backstage.close)


async def test_many_turns_end_each_as_soon_as_its_last_event(home: Home) -> None:
    opened = Opened(home, TextDelta("a"))
    await opened.backstage.open_study()
    await opened.backstage.open_mentor("c")
    for _ in range(200):
        events = [event async for event in opened.backstage.turn("go")]
        assert events[-1] == TurnFinished("c", "a")
    await asyncio.to_thread(opened.backstage.close)


async def test_closing_in_the_middle_of_a_turn_stops_it_and_leaves_no_thread(home: Home) -> None:
    gate = Gate()
    opened = Opened(home, TextDelta("a"), gate)
    await opened.backstage.open_study()
    await opened.backstage.open_mentor(None)
    events = opened.backstage.turn("go")
    await anext(events)
    await asyncio.to_thread(opened.backstage.close)
    assert opened.mentors[0].stopped == 1
    assert opened.mentors[0].closed
    assert "waymark-backstage" not in {thread.name for thread in threading.enumerate()}
    await events.aclose()


async def test_a_mentor_that_is_still_being_opened_is_waited_for_and_closed(home: Home) -> None:
    hold = Gate()
    opened = Opened(home, hold=hold)
    await opened.backstage.open_study()
    opening = asyncio.create_task(opened.backstage.open_mentor(None))
    await asyncio.to_thread(hold.arrival.wait)
    closing = asyncio.create_task(asyncio.to_thread(opened.backstage.close))
    hold.open()
    await closing
    assert [mentor.closed for mentor in opened.mentors] == [True]
    await opening


async def test_nothing_can_be_asked_before_the_files_are_open_or_after_they_are_closed(
    home: Home,
) -> None:
    opened = Opened(home)
    with pytest.raises(Closed):
        await opened.backstage.ask(lambda study: study.clock())
    await opened.backstage.open_study()
    assert await opened.backstage.ask(lambda study: study.clock().year) == 2026
    await asyncio.to_thread(opened.backstage.close)
    with pytest.raises(Closed):
        await opened.backstage.ask(lambda study: study.clock())
    with pytest.raises(Closed):
        await opened.backstage.open_mentor(None)


async def test_a_fault_while_opening_is_an_error_that_can_be_shown(home: Home) -> None:
    async def faulty(study: Study, conversation: str | None) -> ScriptedMentor:
        raise ZeroDivisionError("key-123")

    backstage = Backstage(StudyKeeper(home), faulty)
    backstage.start()
    await backstage.open_study()
    with pytest.raises(WaymarkError, match="ZeroDivisionError") as caught:
        await backstage.open_mentor(None)
    assert caught.value.__cause__ is None
    await asyncio.to_thread(backstage.close)


def test_closing_what_was_never_started_is_fine(home: Home) -> None:
    async def nobody(study: Study, conversation: str | None) -> ScriptedMentor:
        raise AssertionError

    Backstage(StudyKeeper(home), nobody).close()
