"""Before anything that cannot be undone the learner is asked, and only a clear yes is one."""

from __future__ import annotations

from agent.events import ApprovalAsked, TextDelta
from base.paths import Home
from tests.tui.scripted import Step
from tests.tui.stage import Stage, staged
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


async def test_escape_is_a_no_and_the_turn_goes_on(home: Home) -> None:
    async with staged(home, SCRIPT) as stage:
        await asked(stage)
        await stage.pilot.press("escape")
        await stage.until_answered()
        assert [one.approved for one in stage.mentor.decisions] == [False]
        assert stage.mentor.stopped == 0
        assert stage.shown()[-1] == "Done with that."


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
