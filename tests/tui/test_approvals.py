"""Before anything that cannot be undone the learner is asked, and only a clear yes is one."""

from __future__ import annotations

from textual.widgets import Input

from agent.events import ApprovalAsked, Decision, TextDelta
from base.paths import Home
from tests.tui.scripted import Step
from tests.tui.stage import Stage, staged
from tui.turn import STOPPED
from tui.widgets.approval import ApprovalCard

SCRIPT: list[Step] = [
    ApprovalAsked("commit_plan", {"plan": "p1"}, "Your week of 23 Nov becomes binding: [5] blocks"),
    TextDelta("Done with that."),
]


async def asked(stage: Stage) -> ApprovalCard:
    await stage.until_ready()
    await stage.say("commit it")
    await stage.until(lambda: stage.chat.query(ApprovalCard))
    card = stage.chat.query_one(ApprovalCard)
    await stage.until(lambda: card.armed)
    return card


async def test_it_says_what_will_happen_and_y_is_a_yes(home: Home) -> None:
    async with staged(home, SCRIPT) as stage:
        await asked(stage)
        assert "Your week of 23 Nov becomes binding: [5] blocks" in stage.text
        await stage.pilot.press("y")
        await stage.until_answered()
        assert [one.approved for one in stage.mentor.decisions] == [True]
        assert "you said yes" in stage.text
        assert stage.shown()[-1] == "Done with that."
        assert stage.composer.has_focus


async def test_n_is_a_no(home: Home) -> None:
    async with staged(home, SCRIPT) as stage:
        await asked(stage)
        await stage.pilot.press("n")
        await stage.until_answered()
        assert [one.approved for one in stage.mentor.decisions] == [False]


async def test_escape_stops_the_turn_and_nothing_is_done(home: Home) -> None:
    async with staged(home, SCRIPT) as stage:
        await asked(stage)
        await stage.pilot.press("escape")
        await stage.until_answered()
        assert stage.mentor.decisions == []
        assert stage.mentor.stopped == 1
        assert "Making the plan yours: not done" in stage.text
        assert stage.shown()[-1] == STOPPED
        assert stage.composer.has_focus


async def test_the_buttons_answer_too(home: Home) -> None:
    async with staged(home, SCRIPT) as stage:
        await asked(stage)
        await stage.pilot.click("#yes")
        await stage.until_answered()
        assert [one.approved for one in stage.mentor.decisions] == [True]


async def test_a_learner_in_the_middle_of_a_word_does_not_say_yes_with_it(home: Home) -> None:
    async with staged(home, SCRIPT) as stage:
        await stage.until_ready()
        await stage.say("commit it")
        await stage.pilot.press("m", "a")
        await stage.until(lambda: stage.chat.query(ApprovalCard))
        card = stage.chat.query_one(ApprovalCard)
        if not card.has_focus:
            await stage.until(lambda: card.armed)
            await stage.pilot.press("y")
            assert stage.composer.text == "may"
        assert stage.mentor.decisions == []


async def test_a_key_that_was_on_its_way_when_the_card_came_answers_nothing(home: Home) -> None:
    async with staged(home, SCRIPT) as stage:
        card = await asked(stage)
        card.armed = False
        await stage.pilot.press("y", "n")
        assert stage.mentor.decisions == []
        card.armed = True
        await stage.pilot.press("y")
        await stage.until_answered()
        assert [one.approved for one in stage.mentor.decisions] == [True]


EXPORT: list[Step] = [
    ApprovalAsked("export_calendar", {"path": "week.ics", "days": 7}, "Write it to week.ics."),
    TextDelta("Done with that."),
]


async def test_a_yes_can_hold_for_the_session(home: Home) -> None:
    async with staged(home, SCRIPT) as stage:
        await asked(stage)
        await stage.pilot.press("a")
        await stage.until_answered()
        assert stage.mentor.decisions == [Decision(approved=True, always=True)]
        assert "you said yes, for this session" in stage.text


async def test_what_is_to_be_done_can_be_changed_first(home: Home) -> None:
    async with staged(home, EXPORT) as stage:
        card = await asked(stage)
        await stage.pilot.press("c")
        await stage.until(lambda: len(card.query(Input)) == 2)
        await stage.pilot.press("end", *["backspace"] * 8, *"my.ics", "enter")
        await stage.until_answered()
        assert stage.mentor.decisions == [
            Decision(approved=True, args={"path": "my.ics", "days": 7})
        ]
        assert "you said yes, with changes" in stage.text


async def test_a_change_that_cannot_be_read_is_asked_for_again(home: Home) -> None:
    async with staged(home, EXPORT) as stage:
        card = await asked(stage)
        await stage.pilot.press("c")
        await stage.until(lambda: len(card.query(Input)) == 2)
        await stage.pilot.press("tab", "end", "backspace", *"seven", "enter")
        await stage.until(lambda: "cannot be read" in stage.text)
        assert stage.mentor.decisions == []
        await stage.pilot.press(*["backspace"] * 5, "5", "enter")
        await stage.until_answered()
        assert stage.mentor.decisions[0].args == {"path": "week.ics", "days": 5}


async def test_a_no_can_say_why(home: Home) -> None:
    async with staged(home, SCRIPT) as stage:
        card = await asked(stage)
        await stage.pilot.press("w")
        await stage.until(lambda: card.query(Input))
        await stage.pilot.press(*"no, keep wednesday", "enter")
        await stage.until_answered()
        assert stage.mentor.decisions == [Decision(approved=False, reason="no, keep wednesday")]
        assert "you said no: no, keep wednesday" in stage.text


async def test_escape_goes_back_from_writing_to_the_question(home: Home) -> None:
    async with staged(home, SCRIPT) as stage:
        card = await asked(stage)
        await stage.pilot.press("w")
        await stage.until(lambda: card.query(Input))
        await stage.pilot.press("y", "escape")
        await stage.until(lambda: card.has_focus)
        assert stage.mentor.decisions == []
        await stage.pilot.press("y")
        await stage.until_answered()
        assert stage.mentor.decisions == [Decision(approved=True)]


async def test_where_there_is_nothing_to_change_it_is_not_offered(home: Home) -> None:
    script: list[Step] = [ApprovalAsked("commit_plan", {}, "Make it your plan."), TextDelta("So.")]
    async with staged(home, script) as stage:
        card = await asked(stage)
        await stage.pilot.press("c")
        assert not card.query(Input)
        assert "Change" not in stage.text
