"""Interviews looked back on in the interface."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from textual.widgets import Markdown, OptionList

from base.paths import Home
from learning.interview_answers import AnswerSheet
from learning.interviews import InterviewService
from learning.study import Study
from tests.tui.stage import staged
from tui.screens.interviews import InterviewReportScreen, InterviewsScreen


@pytest.fixture
def rehearsed(home: Home, study: Study) -> Home:
    """A home with two interviews on language models, the later the better."""
    bank = study.roadmap.interview_questions()
    for day, kind in ((2, "weak"), (9, "strong")):
        sheet = AnswerSheet(by_question={q.id: (getattr(q.samples, kind),) for q in bank})
        now = datetime(2026, 11, day, 18, tzinfo=UTC)
        service = InterviewService(study.memory, study.roadmap, lambda now=now: now)  # type: ignore[misc]  # bound now
        service.rehearse("llm-rag", sheet)
    return home


async def test_interviews_are_listed_with_their_trend_and_open_to_their_report(
    rehearsed: Home,
) -> None:
    async with staged(rehearsed, first_time=False) as stage:
        await stage.until_ready()
        await stage.pilot.press("f4")
        await stage.until(lambda: isinstance(stage.app.screen, InterviewsScreen))
        await stage.until(lambda: stage.app.screen.query_one(OptionList).option_count == 2)
        await stage.until(lambda: "9 November 2026" in stage.text)
        assert stage.text.index("9 November 2026") < stage.text.index("2 November 2026")
        assert "LLMs and retrieval" in stage.text
        assert "points" in stage.text
        await stage.pilot.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, InterviewReportScreen))
        report = stage.app.screen.query_one(Markdown)
        await stage.until(lambda: "strong" in stage.text)
        assert "Beside earlier interviews" in report.source
        await stage.pilot.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, InterviewsScreen))
        await stage.pilot.press("escape")
        await stage.until(lambda: stage.app.screen is stage.chat)


async def test_where_none_was_held_the_list_says_how_to_begin(home: Home) -> None:
    async with staged(home) as stage:
        await stage.until_ready()
        await stage.pilot.press("f4")
        await stage.until(lambda: "rehearse a phone screen" in stage.text)


async def test_an_interview_in_the_chat_is_told_that_the_learner_is_here(
    home: Home, study: Study
) -> None:
    first = study.interviews.start("behavioural", seed=1, conversation="conversation-1")
    async with staged(home) as stage:
        await stage.until_ready()
        stage.app.note_presence()
        await stage.app.workers.wait_for_complete()
    run = study.memory.interviews.get(first.run)
    assert run is not None
    assert run.seen_at == study.clock()
