"""The interface with the real session, the offline mentor and a real study."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from base.paths import Home
from learning.study import Study
from tests.tui.stage import Stage, StudyKeeper
from tui.app import WaymarkApp
from tui.backstage import Backstage
from tui.mentor import Mentor
from tui.screens.chat import CUT_OFF
from tui.widgets.approval import ApprovalCard
from tui.widgets.tool_card import ToolCard


@asynccontextmanager
async def with_the_real_mentor(home: Home, *, first_time: bool = True) -> AsyncIterator[Stage]:
    async def open_mentor(study: Study, conversation: str | None) -> Mentor:
        from agent.session import MentorSession

        return await MentorSession.open(study, model="offline", conversation=conversation)

    backstage = Backstage(StudyKeeper(home), open_mentor)
    app = WaymarkApp(backstage, first_time=first_time)
    try:
        async with app.run_test(size=(100, 60)) as pilot:
            stage = Stage(pilot, app)
            await stage.until(lambda: "new conversation" in stage.text or not first_time)
            await stage.until(lambda: "offline mentor" in stage.text)
            yield stage
            await app.action_quit()
    finally:
        backstage.close()


async def test_a_week_is_planned_shown_and_made_binding_after_a_yes(
    home: Home, study: Study
) -> None:
    async with with_the_real_mentor(home) as stage:
        await stage.say("plan my next week, I have 6 hours")
        await stage.until(lambda: stage.chat.query(ToolCard))
        await stage.until_answered()
        assert stage.chat.query_one(ToolCard).state == "done"
        assert "6 h" in stage.shown()[-1]
        await stage.say("commit the plan")
        await stage.until(lambda: stage.chat.query(ApprovalCard))
        card = stage.chat.query_one(ApprovalCard)
        await stage.until(lambda: card.armed)
        await stage.pilot.press("y")
        await stage.until_answered()
        assert study.week.blocks("next")


async def test_a_question_left_by_escape_is_asked_again_when_the_turn_goes_on(
    home: Home, study: Study
) -> None:
    async with with_the_real_mentor(home) as stage:
        await stage.say("plan my next week, I have 6 hours")
        await stage.until_answered()
        await stage.say("commit the plan")
        await stage.until(lambda: stage.chat.query(ApprovalCard))
        await stage.pilot.press("escape")
        await stage.until_answered()
        assert not study.week.blocks("next")
        await stage.pilot.press("ctrl+r")
        await stage.until(lambda: len(stage.chat.query(ApprovalCard)) == 2)
        card = stage.chat.query(ApprovalCard).last()
        await stage.until(lambda: card.armed)
        await stage.pilot.press("y")
        await stage.until_answered()
        assert study.week.blocks("next")


async def test_a_conversation_goes_on_where_it_was_left(home: Home) -> None:
    async with with_the_real_mentor(home) as stage:
        await stage.say("what is backpropagation?")
        await stage.until_answered()
        said = stage.shown()
        assert said[0] == "You: what is backpropagation?"
    async with with_the_real_mentor(home, first_time=False) as again:
        await again.until(lambda: again.shown()[:1] == said[:1])
        assert again.shown()[-1].strip() == said[-1].strip()
        await again.say("thanks")
        await again.until_answered()
        assert "You: thanks" in again.shown()


async def test_a_message_too_long_to_be_taken_comes_back(home: Home) -> None:
    async with with_the_real_mentor(home) as stage:
        text = "long " * 20_000
        await stage.say(text)
        await stage.until(lambda: stage.composer.text == text.strip())


async def test_an_answer_that_a_dead_process_left_is_shown_and_gone_on_with(
    home: Home, study: Study
) -> None:
    left = study.memory.turns.begin("c", "what is backpropagation?", "dead", study.clock())
    study.memory.turns.save_said(left, "Backprop", outside=False)
    async with with_the_real_mentor(home, first_time=False) as stage:
        await stage.until(lambda: CUT_OFF in stage.shown())
        assert stage.shown()[:2] == ["You: what is backpropagation?", "Backprop"]
        await stage.pilot.press("ctrl+r")
        await stage.until(lambda: "chain rule" in stage.text)
        await stage.until_answered()
        assert study.memory.turns.open_turns() == ()
        await stage.pilot.press("ctrl+r")
        await stage.until(lambda: "no answer was cut off here" in stage.text)


async def test_a_quiz_is_helped_changed_paused_and_gone_on_with(home: Home, study: Study) -> None:
    async with with_the_real_mentor(home) as stage:
        for words, answered in (
            ("quiz me on overfitting, 3 questions", "Question 1 of 3"),
            ("hint", "Hint:"),
            ("skip", "Question 1 of 2"),
            ("I don't know", "Question 2 of 2"),
            ("change my answer to B", "Question 2 of 2"),
            ("pause the quiz", "Paused at question 2 of 2"),
            ("continue the quiz", "Question 2 of 2"),
        ):
            await stage.say(words)
            await stage.until_answered()
            assert answered in stage.shown()[-1]
    (attempt,) = study.memory.attempts.all()
    assert (attempt.answer, attempt.changed_from) == ("B", "I don't know")
