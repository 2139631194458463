"""A coding round in the chat, with no model: code tried, handed in and asked about."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from agent.session import MentorSession
from learning.code_answers import fenced
from learning.coding_questions import COMPLEXITY
from learning.study import Study
from roadmap.coding import CodingProblem
from tests.agent.offline.test_journeys import say


@pytest.fixture
async def session(study: Study) -> AsyncIterator[MentorSession]:
    opened = await MentorSession.open(study, model="offline")
    yield opened
    await opened.aclose()


def problem_of(study: Study) -> CodingProblem:
    asked = study.coding.asked_in_interview()
    assert asked is not None
    return asked


async def test_code_is_tried_as_often_as_one_likes_and_handed_in_by_itself(
    session: MentorSession, study: Study
) -> None:
    tools, message = await say(session, "rehearse a coding interview")
    problem = problem_of(study)
    assert tools == ["start_interview"]
    assert problem.title in message
    assert "“run the tests” above it" in message

    tools, message = await say(session, f"run the tests\n\n{fenced(problem.starter)}")
    assert tools == ["run_tests"]
    assert f"0 of {len(problem.visible)} visible tests pass" in message

    tools, message = await say(session, f"It goes like this:\n\n{fenced(problem.reference)}")
    assert tools == ["answer_interview"]
    assert COMPLEXITY in message
    tools, _ = await say(session, f"{problem.time.answer} time and {problem.space.answer} space")
    assert tools == ["answer_interview"]

    tools, message = await say(session, "end the interview")
    assert tools == ["end_interview"]
    assert "100 %" in message


async def test_the_draft_is_tried_and_submitted_by_its_name(
    session: MentorSession, study: Study
) -> None:
    await say(session, "start the ML coding interview")
    problem = problem_of(study)
    _, message = await say(session, "submit")
    assert "still the starter code" in message
    study.coding.current().path.write_text(problem.reference, encoding="utf-8")
    tools, message = await say(session, "run the tests")
    assert tools == ["run_tests"]
    assert f"{len(problem.visible)} of {len(problem.visible)} visible tests pass" in message
    _, message = await say(session, "submit")
    assert COMPLEXITY in message


async def test_a_question_about_the_problem_is_not_its_answer(
    session: MentorSession, study: Study
) -> None:
    await say(session, "start the ML coding interview")
    _, message = await say(session, "may the list be empty?")
    assert "Say your assumption" in message
    assert study.interviews.current() is not None


async def test_a_question_to_the_mentor_is_none_to_the_interviewer(
    session: MentorSession, study: Study
) -> None:
    await say(session, "start the ML coding interview")
    before = study.interviews.current()
    tools, _ = await say(session, "what is my readiness?")
    assert "assess_readiness" in tools
    _, message = await say(session, "what can't you do?")
    assert "What I cannot do" in message
    after = study.interviews.current()
    assert before is not None
    assert after is not None
    assert after.position == before.position
