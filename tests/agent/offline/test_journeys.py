"""Whole journeys with no model at all: the real session, graph, tools and memory."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from agent.events import ApprovalAsked, Decision, ToolStarted, TurnFinished
from agent.session import MentorSession
from learning.study import Study


@pytest.fixture
async def session(study: Study) -> AsyncIterator[MentorSession]:
    opened = await MentorSession.open(study, model="offline")
    yield opened
    await opened.aclose()


async def say(session: MentorSession, words: str, yes: bool = True) -> tuple[list[str], str]:
    """The tools of a turn and the mentor's words; approvals are answered with `yes`."""
    tools: list[str] = []
    message = ""
    async for event in session.send(words):
        match event:
            case ToolStarted(tool=tool):
                tools.append(tool)
            case ApprovalAsked():
                session.decide(Decision(yes))
            case TurnFinished(message=said):
                message = said
    return tools, message


async def test_a_week_is_planned_revised_and_committed(
    session: MentorSession, study: Study
) -> None:
    await say(session, "I live in Berlin and I'm free mon-fri 7-9pm")
    tools, message = await say(session, "plan my next week, I have 6 hours")
    assert tools == ["plan_week"]
    assert "Commit it" in message
    await say(session, "not Wednesday")
    draft = study.week.latest_draft()
    assert draft is not None
    assert all(block.start.weekday() != 2 for block in draft.blocks)
    assert (await say(session, "no"))[0] == []
    tools, _ = await say(session, "plan my next week, only 45-minute blocks")
    assert tools == ["plan_week"]
    tools, _ = await say(session, "looks good, commit it")
    assert tools == ["commit_plan"]
    assert study.week.blocks("next")


async def test_life_happens_and_the_week_is_mended_on_yes(
    session: MentorSession, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.profile.update("Europe/Berlin", 6, "mon-fri 19:00-21:00; sat-sun 09:00-12:00")
    study.week.draft("this")
    plan = study.week.commit()
    monkeypatch.setenv("WAYMARK_NOW", "2026-11-23T20:30:00+01:00")
    tools, message = await say(session, "I only did half of it")
    assert tools == ["update_block", "plan_week"]
    assert "cut off" in message
    monkeypatch.setenv("WAYMARK_NOW", "2026-11-26T12:00:00+01:00")
    tools, message = await say(session, "I was ill on Tuesday and Wednesday")
    assert tools == ["plan_week"]
    assert "Noted as off: Tue, Wed." in message
    assert {block.id for block in study.week.blocks("this")} == {block.id for block in plan.blocks}
    tools, _ = await say(session, "yes")
    assert tools == ["commit_plan"]
    after = study.week.blocks("this")
    assert len(after) == len(plan.blocks) + 1
    assert not [block for block in after if block.start.day in (24, 25)]
    tools, message = await say(session, "can you move tonight to tomorrow?")
    assert tools == ["update_block", "plan_week"]
    assert "already" in message
    assert "mended" in message
    tools, _ = await say(session, "move tonight to sunday 20:00")
    assert tools == ["update_block"]
    tools, _ = await say(session, "undo that")
    assert study.week.blocks("this") == after


async def test_a_wish_and_a_commit_go_to_the_week_that_was_drafted_last(
    session: MentorSession, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.profile.update("Europe/Berlin", 6, "mon-fri 19:00-21:00; sat-sun 09:00-12:00")
    study.week.draft("this")
    study.week.commit()
    monkeypatch.setenv("WAYMARK_NOW", "2026-11-26T12:00:00+01:00")
    await say(session, "I was ill on Tuesday and Wednesday")
    mended = study.week.draft_of("this")
    await say(session, "plan the week of 7 December")
    for wish in ("not before 19:30", "less maths"):
        await say(session, wish)
        assert study.week.draft_of("this") == mended, wish
    drafted = study.week.draft_of("2026-12-07")
    assert drafted is not None
    await say(session, "commit this plan")
    assert study.week.draft_of("this") == mended
    assert study.week.blocks_of_week("2026-12-07") == drafted.blocks


async def test_a_question_about_a_draft_shows_what_it_leaves_out_and_changes_nothing(
    session: MentorSession, study: Study
) -> None:
    await say(session, "plan my next week, 2 hours")
    draft = study.week.latest_draft()
    for asked in ("why is git not in there?", "is this plan realistic?"):
        tools, message = await say(session, asked)
        assert tools == ["show_schedule"], asked
        assert "**Not this week**" in message, asked
        assert study.week.latest_draft() == draft, asked


async def test_a_week_without_a_plan_is_planned_where_it_was_to_be_mended(
    session: MentorSession, study: Study
) -> None:
    tools, message = await say(session, "fix my week")
    assert tools == ["plan_week", "plan_week"]
    assert "nothing to repair" in message
    assert study.week.draft_of("this") is not None


async def test_a_refused_commit_leaves_the_draft(session: MentorSession, study: Study) -> None:
    await say(session, "plan my next week with 4 hours")
    _, message = await say(session, "commit it", yes=False)
    assert message == "You said no, so nothing was changed."
    assert study.week.latest_draft() is not None
    assert not study.week.blocks("next")


async def test_a_question_in_a_quiz_is_not_graded(session: MentorSession, study: Study) -> None:
    await say(session, "quiz me on overfitting, 2 questions")
    tools, message = await say(session, "what is regularisation?")
    assert tools == ["show_topic", "current_question"]
    assert "Question 1 of 2" in message
    assert study.memory.attempts.all() == ()
    tools, _ = await say(session, "I don't know")
    assert tools == ["answer_quiz"]
    assert len(study.memory.attempts.all()) == 1


async def test_an_interview_is_held_and_ended(session: MentorSession, study: Study) -> None:
    tools, message = await say(session, "rehearse a behavioural interview, 20 minutes")
    assert tools == ["start_interview"]
    assert "question 1" in message
    tools, message = await say(session, "what is overfitting?")
    assert tools[0] == "show_topic"
    assert study.interviews.current() is not None
    tools, _ = await say(session, "end the interview")
    assert tools == ["end_interview"]
    assert study.interviews.current() is None


async def test_what_was_found_is_kept_by_its_place(session: MentorSession, study: Study) -> None:
    await say(session, "a book on deep learning")
    tools, _ = await say(session, "save the first one")
    assert tools == ["save_to_library"]
    assert len(study.research.library()) == 1


async def test_a_paused_quiz_waits_and_goes_on(session: MentorSession, study: Study) -> None:
    await say(session, "quiz me on overfitting, 2 questions")
    tools, message = await say(session, "pause the quiz")
    assert tools == ["answer_quiz"]
    assert "Paused at question 1 of 2" in message
    assert study.quizzes.current() is None
    tools, _ = await say(session, "what is dropout?")
    assert tools == ["show_topic"]
    tools, message = await say(session, "continue the quiz")
    assert tools == ["start_quiz"]
    assert "Question 1 of 2" in message
    await say(session, "pause")
    _, message = await say(session, "continue")
    assert "Question 1 of 2" in message
    await say(session, "stop")
    assert study.quizzes.current() is None


async def test_hints_skips_and_changes_are_heard(session: MentorSession, study: Study) -> None:
    await say(session, "quiz me on overfitting, 3 questions")
    _, message = await say(session, "hint")
    assert "Hint:" in message
    _, message = await say(session, "skip")
    assert "Question 1 of 2" in message
    await say(session, "I don't know")
    _, message = await say(session, "go back")
    assert "Question 1 of 2" in message
    await say(session, "I don't know")
    _, message = await say(session, "I don't know")
    assert "Quiz finished" in message
    _, message = await say(session, "change my answer to I really do not know")
    assert study.memory.attempts.all()[-1].changed_from == "I don't know"
    assert len(study.memory.attempts.all()) == 2


async def test_what_is_said_to_a_question_that_another_process_answered_is_no_answer_to_the_next(
    session: MentorSession, study: Study
) -> None:
    await say(session, "quiz me on overfitting, 3 questions")
    study.quizzes.answer("I don't know")
    _, message = await say(session, "B")
    assert "no longer the open one" in message
    assert "question 2 of 3" in message
    assert len(study.memory.attempts.all()) == 1
    _, message = await say(session, "B")
    assert len(study.memory.attempts.all()) == 2


async def test_the_interviewer_gives_the_hints(session: MentorSession, study: Study) -> None:
    await say(session, "rehearse a behavioural interview, 20 minutes")
    tools, message = await say(session, "hint")
    assert tools == ["answer_interview"]
    ask = study.interviews.current()
    assert ask is not None
    assert (ask.position, ask.kind) == (1, "hint")
    assert ask.text in message
    tools, _ = await say(session, "I want to stop now")
    assert tools == ["end_interview"]


async def test_the_plan_is_revised_while_a_quiz_is_open(
    session: MentorSession, study: Study
) -> None:
    await say(session, "plan my next week, 6 hours")
    await say(session, "quiz me on transformers")
    for words in ("make it 5 hours", "keep friday free", "put more rag in it"):
        tools, _ = await say(session, words)
        assert tools == ["plan_week", "current_question"], words
    assert study.memory.attempts.all() == ()
    draft = study.week.latest_draft()
    assert draft is not None
    assert all(block.start.weekday() != 4 for block in draft.blocks)
