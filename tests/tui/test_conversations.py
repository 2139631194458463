"""Conversations: reopened, listed, searched, renamed, deleted; long ones a page at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from textual.widgets import Input, OptionList

from agent.events import TextDelta
from base.paths import Home
from learning.study import Study
from tests.tui.scripted import Gate, Step
from tests.tui.stage import Stage, staged
from tui.screens.conversations import ConversationsScreen
from tui.widgets.conversation import CAP, PAGE

HELLO: list[Step] = [TextDelta("Hello.")]
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def talked(home: Home, study: Study) -> Home:
    """A home with two conversations, the one about tensors the newer."""
    said = (
        ("old", "learner", "What is a gradient?"),
        ("old", "mentor", "The direction of steepest ascent."),
        ("new", "learner", "What is a tensor?"),
        ("new", "tool", "show_topic: Tensors"),
        ("new", "tool", "recall failed: nothing was found"),
        ("new", "mentor", "An array with **axes**."),
        ("new", "notice", "You stopped this answer."),
    )
    for number, (conversation, role, text) in enumerate(said):
        at = START + timedelta(hours=number)
        study.memory.transcripts.append(conversation, role, text, at)  # type: ignore[arg-type]  # the literals above
    return home


async def opened_list(stage: Stage) -> ConversationsScreen:
    await stage.until_ready()
    await stage.pilot.press("ctrl+o")
    await stage.until(lambda: isinstance(stage.app.screen, ConversationsScreen))
    screen = stage.app.screen
    assert isinstance(screen, ConversationsScreen)
    await stage.until(lambda: screen.query_one(OptionList).option_count)
    return screen


async def test_the_last_conversation_is_open_again_at_the_start(talked: Home) -> None:
    async with staged(talked, HELLO, first_time=False) as stage:
        await stage.until_ready()
        assert stage.mentor.conversation == "new"
        assert stage.shown() == [
            "You: What is a tensor?",
            "✓ Opening a topic — Tensors",
            "✗ Searching what was said — nothing was found",
            "An array with **axes**.",
            "You stopped this answer.",
        ]
        await stage.until(lambda: "What is a tensor?" in stage.text.splitlines()[-1])


async def test_a_new_conversation_keeps_what_is_written(talked: Home) -> None:
    async with staged(talked, HELLO, first_time=False) as stage:
        await stage.until_ready()
        await stage.pilot.press(*"draft", "ctrl+n")
        await stage.until(lambda: len(stage.mentors) == 2 and stage.shown() == ["Welcome"])
        assert stage.composer.text == "draft"
        assert stage.mentors[0].closed


async def test_changing_the_conversation_stops_the_answer_that_runs(talked: Home) -> None:
    gate = Gate()
    async with staged(talked, [TextDelta("On and"), gate], first_time=False) as stage:
        await stage.until_ready()
        await stage.say("go")
        await stage.until(lambda: gate.reached)
        await stage.pilot.press("ctrl+n")
        await stage.until(lambda: len(stage.mentors) == 2 and stage.shown() == ["Welcome"])
        assert stage.mentors[0].stopped == 1


async def test_the_list_names_them_newest_first_and_enter_opens_one(talked: Home) -> None:
    async with staged(talked, HELLO, first_time=False) as stage:
        await opened_list(stage)
        await stage.until(lambda: "What is a gradient?" in stage.text)
        assert "20 Nov · 2 messages" in stage.text
        assert stage.text.index("tensor") < stage.text.index("gradient")
        await stage.pilot.press("down", "down", "enter")
        await stage.until(lambda: stage.shown()[:1] == ["You: What is a gradient?"])
        assert stage.mentor.conversation == "old"


async def test_writing_in_the_list_searches_what_was_said(talked: Home) -> None:
    async with staged(talked, HELLO, first_time=False) as stage:
        screen = await opened_list(stage)
        await stage.pilot.press(*"steepest")
        await stage.until(lambda: "The direction of steepest ascent." in stage.text)
        assert screen.query_one(OptionList).option_count == 1
        await stage.pilot.press("enter")
        await stage.until(lambda: stage.mentor.conversation == "old")


async def test_a_search_that_finds_nothing_says_so(talked: Home) -> None:
    async with staged(talked, HELLO, first_time=False) as stage:
        await opened_list(stage)
        await stage.pilot.press(*'"zebra* AND')
        await stage.until(lambda: "Nothing like that was said." in stage.text)


async def test_a_conversation_is_renamed(talked: Home, study: Study) -> None:
    async with staged(talked, HELLO, first_time=False) as stage:
        await opened_list(stage)
        await stage.pilot.press("f2")
        await stage.until(lambda: "Name of the conversation" in stage.text)
        stage.app.screen.query_one(Input).value = "Tensors [/x]"
        await stage.pilot.press("enter")
        await stage.until(lambda: "Tensors [/x]" in stage.text)
        assert study.memory.transcripts.conversations()[0].title == "Tensors [/x]"


async def test_deleting_asks_first(talked: Home, study: Study) -> None:
    async def delete(answer: str, left: int) -> None:
        await stage.pilot.press("f8")
        await stage.until(lambda: "Delete this conversation?" in stage.text)
        await stage.pilot.press(answer)
        await stage.until(lambda: "Delete this conversation?" not in stage.text)
        await stage.until(lambda: conversations_in(study) == left)

    async with staged(talked, HELLO, first_time=False) as stage:
        await opened_list(stage)
        await delete("n", 2)
        await delete("y", 1)
        await stage.until(lambda: stage.shown() == ["Welcome"])


def conversations_in(study: Study) -> int:
    return len(study.memory.transcripts.conversations())


@pytest.fixture
def long(home: Home, study: Study) -> Home:
    for number in range(150):
        study.memory.transcripts.append("long", "mentor", f"message {number}", START)
    return home


async def scroll_to_older(stage: Stage) -> None:
    first = stage.shown()[0]
    stage.view.scroll_home(animate=False)
    await stage.until(lambda: stage.shown()[0] != first)
    await stage.until(lambda: stage.view.scroll_y > 1)


async def test_a_long_conversation_is_mounted_a_page_at_a_time(long: Home) -> None:
    async with staged(long, HELLO, first_time=False) as stage:
        await stage.until_ready()
        await stage.until(lambda: "message 149" in stage.text)
        newest = [f"message {number}" for number in range(150 - PAGE, 150)]
        await stage.until(lambda: stage.shown() == newest)
        stage.view.scroll_home(animate=False)
        newest = [f"message {number}" for number in range(150 - 2 * PAGE, 150)]
        await stage.until(lambda: stage.shown() == newest)
        await stage.until(lambda: f"message {150 - PAGE}" in stage.text)


async def test_a_page_that_does_not_fill_the_screen_brings_the_one_before(long: Home) -> None:
    async with staged(long, HELLO, first_time=False, size=(100, 70)) as stage:
        await stage.until(lambda: len(stage.shown()) == 2 * PAGE)


async def test_what_is_mounted_is_capped_and_the_foot_brings_the_newest_back(long: Home) -> None:
    async with staged(long, HELLO, first_time=False) as stage:
        await stage.until_ready()
        await stage.until(lambda: "message 149" in stage.text)
        while stage.shown()[0] != "message 10":
            await scroll_to_older(stage)
            assert len(stage.shown()) <= CAP
        assert "message 149" not in stage.shown()
        stage.view.scroll_end(animate=False)
        await stage.until(lambda: stage.shown()[-1:] == ["message 149"])


async def test_a_message_sent_from_far_up_is_answered_at_the_foot(long: Home) -> None:
    async with staged(long, HELLO, first_time=False) as stage:
        await stage.until_ready()
        await stage.until(lambda: "message 149" in stage.text)
        while not stage.view.newest_let_go:
            await scroll_to_older(stage)
        await stage.say("and now")
        await stage.until(lambda: stage.shown()[-3:] == ["message 149", "You: and now", "Hello."])
