"""Writing and sending: what each key does, and what happens to a message."""

from __future__ import annotations

from textual.events import Key, Paste

from agent.events import TextDelta, TurnFailed, Usage
from base.errors import InvalidInput, ServiceError
from base.paths import Home
from tests.tui.scripted import Gate, Step
from tests.tui.stage import staged
from tui.widgets.composer import EMPTY_HINT

HELLO: list[Step] = [TextDelta("Hello.")]


async def test_enter_sends_what_is_written_and_empties_the_input(home: Home) -> None:
    async with staged(home, HELLO) as stage:
        await stage.until_ready()
        await stage.pilot.press(*"hi", "enter")
        await stage.until(lambda: stage.shown() == ["You: hi", "Hello."])
        assert stage.composer.text == ""


async def test_shift_enter_and_ctrl_j_begin_a_new_line(home: Home) -> None:
    async with staged(home, HELLO) as stage:
        await stage.until_ready()
        await stage.pilot.press("a", "shift+enter", "b", "ctrl+j", "c")
        assert stage.composer.text == "a\nb\nc"
        assert stage.mentor.heard == []


async def test_keys_pressed_faster_than_they_are_handled_keep_their_order(home: Home) -> None:
    async with staged(home, HELLO) as stage:
        await stage.until_ready()
        for key, letter in [
            ("a", "a"),
            ("x", "x"),
            ("backspace", None),
            ("ctrl+j", None),
            ("b", "b"),
            ("enter", "\r"),
            ("c", "c"),
        ]:
            stage.app.post_message(Key(key, letter))
        await stage.until(lambda: stage.mentor.heard == ["a\nb"])
        await stage.until(lambda: stage.composer.text == "c")


async def test_an_empty_message_is_not_sent_and_the_hint_goes_with_the_first_letter(
    home: Home,
) -> None:
    async with staged(home, HELLO) as stage:
        await stage.until_ready()
        await stage.pilot.press("space", "enter")
        assert stage.composer.border_subtitle == EMPTY_HINT
        await stage.pilot.press("a")
        await stage.until(lambda: stage.composer.border_subtitle == "")
        assert stage.mentor.heard == []


async def test_up_and_down_walk_through_what_was_sent_and_come_back_to_the_draft(
    home: Home,
) -> None:
    async with staged(home, HELLO) as stage:
        await stage.until_ready()
        for text in ("one", "two"):
            await stage.say(text)
            await stage.until_answered()
        await stage.pilot.press(*"draft", "up", "up")
        assert stage.composer.text == "one"
        await stage.pilot.press("down", "down")
        assert stage.composer.text == "draft"


async def test_up_moves_between_the_lines_of_a_message_before_it_leaves_it(home: Home) -> None:
    async with staged(home, HELLO) as stage:
        await stage.until_ready()
        await stage.say("sent")
        await stage.until_answered()
        await stage.pilot.press("a", "ctrl+j", "b", "up")
        assert stage.composer.text == "a\nb"
        await stage.pilot.press("up")
        assert stage.composer.text == "sent"


async def test_a_message_sent_before_the_mentor_is_there_waits_in_sight(home: Home) -> None:
    gate = Gate()
    async with staged(home, HELLO, hold=gate) as stage:
        await stage.until(lambda: gate.reached)
        await stage.pilot.press(*"early", "enter")
        await stage.until(lambda: "waiting to be sent · early" in stage.text)
        assert stage.shown() == ["Welcome"]
        gate.open()
        await stage.until(lambda: stage.shown() == ["You: early", "Hello."])
        assert "waiting to be sent" not in stage.text


async def test_messages_sent_while_an_answer_runs_go_one_after_the_other(home: Home) -> None:
    gate = Gate()
    async with staged(home, [gate, *HELLO], HELLO) as stage:
        await stage.until_ready()
        for text in ("first", "second", "third"):
            await stage.say(text)
        await stage.until(lambda: stage.chat.outbox.waiting == ("second", "third"))
        gate.open()
        await stage.until_answered()
        assert stage.mentor.heard == ["first", "second", "third"]


async def test_escape_takes_a_waiting_message_back_into_the_input(home: Home) -> None:
    gate = Gate()
    async with staged(home, HELLO, hold=gate) as stage:
        await stage.until(lambda: gate.reached)
        await stage.pilot.press(*"early", "enter")
        await stage.until(lambda: stage.chat.outbox.waiting)
        await stage.pilot.press("escape")
        assert stage.composer.text == "early"
        assert stage.chat.outbox.waiting == ()


async def test_escape_stops_the_answer_keeps_what_was_said_and_the_next_message_works(
    home: Home,
) -> None:
    gate = Gate()
    async with staged(home, [TextDelta("Half an ans"), gate], HELLO) as stage:
        await stage.until_ready()
        await stage.say("go")
        await stage.until(lambda: gate.reached and "Half an ans" in stage.text)
        await stage.pilot.press("escape")
        await stage.until(lambda: not stage.chat.is_answering)
        assert stage.shown() == ["You: go", "Half an ans", "You stopped this answer."]
        assert stage.mentor.stopped == 1
        await stage.say("again")
        await stage.until(lambda: stage.shown()[-2:] == ["You: again", "Hello."])


async def test_what_an_answer_cost_stands_at_the_foot(home: Home) -> None:
    usage = Usage(900, 20, 0, cost=0.0031, month_cost=1.24)
    offline = Usage(0, 0, 0)
    async with staged(home, [*HELLO, usage], [*HELLO, offline]) as stage:
        await stage.until_ready()
        await stage.say("go")
        await stage.until(lambda: "about $0.0031, $1.24 this month" in stage.text)
        await stage.say("again")
        await stage.until(lambda: len(stage.mentor.heard) == 2 and not stage.chat.is_answering)
        await stage.until(lambda: "this month" not in stage.text)


async def test_a_failed_turn_says_what_happened_and_what_to_do(home: Home) -> None:
    failed = TurnFailed("The key was refused.", "Check OPENAI_API_KEY.")
    async with staged(home, [failed], HELLO) as stage:
        await stage.until_ready()
        await stage.say("hi")
        await stage.until(lambda: "The key was refused." in stage.text)
        assert "Check OPENAI_API_KEY." in stage.text
        await stage.until_answered()
        assert stage.composer.text == "", "it is in the transcript: Up brings it back"
        await stage.pilot.press("up")
        assert stage.composer.text == "hi"


async def test_a_message_that_was_not_taken_is_back_in_the_input(home: Home) -> None:
    async with staged(home, [InvalidInput("Too long.", hint="Shorten it.")]) as stage:
        await stage.until_ready()
        await stage.say("far too long")
        await stage.until(lambda: "Shorten it." in stage.text)
        await stage.until(lambda: stage.composer.text == "far too long")


async def test_a_fault_in_the_agent_leaves_the_screen_standing(home: Home) -> None:
    async with staged(home, [TextDelta("So "), ZeroDivisionError("oops")], HELLO) as stage:
        await stage.until_ready()
        await stage.say("hi")
        await stage.until(lambda: "ZeroDivisionError" in stage.text)
        await stage.until_answered()
        await stage.say("still there?")
        await stage.until(lambda: stage.shown()[-1] == "Hello.")


async def test_when_no_mentor_can_be_opened_what_waits_comes_back(home: Home) -> None:
    gate = Gate()
    trouble = ServiceError("The server is not there.", hint="Start it.")
    async with staged(home, HELLO, hold=gate, refuse=trouble) as stage:
        await stage.until(lambda: gate.reached)
        await stage.say("hi")
        gate.open()
        await stage.until(lambda: "The server is not there." in stage.text)
        await stage.until(lambda: stage.composer.text == "hi")


async def test_a_large_paste_is_taken_whole(home: Home) -> None:
    pasted = "\n".join(f"line {number}" for number in range(2000))
    async with staged(home, HELLO) as stage:
        await stage.until_ready()
        stage.app.post_message(Paste(pasted))
        await stage.until(lambda: stage.composer.text == pasted)
        await stage.pilot.press("enter")
        await stage.until(lambda: stage.mentor.heard == [pasted])
