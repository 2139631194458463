"""The interview tools: what the interviewer says, and nothing more."""

from __future__ import annotations

import pytest

from base.errors import NotFound, NotNow
from learning.study import Study
from tests.tools.calling import call
from tools.interview import (
    TOOLS,
    answer_interview,
    end_interview,
    list_interviews,
    run_tests,
    start_interview,
)


def test_the_names_and_arguments_are_the_designs() -> None:
    shown = {tool.name: set(tool.args) - {"runtime"} for tool in TOOLS}
    assert shown == {
        "list_interviews": set(),
        "start_interview": {"script", "minutes"},
        "answer_interview": {"answer"},
        "run_tests": {"code"},
        "end_interview": set(),
    }


def test_the_scripts_are_listed_and_what_is_open_is_named(study: Study) -> None:
    assert "**ML fundamentals** (`ml-fundamentals`): 6 questions, 30 minutes" in (
        call(list_interviews, study).content
    )
    call(start_interview, study, script="behavioural")
    assert "“Behavioural” is open, at question 1 of 5." in call(list_interviews, study).content


def test_the_question_stands_in_a_paragraph_of_its_own_under_a_small_header(study: Study) -> None:
    said = call(start_interview, study, script="ml-fundamentals")
    ask = study.interviews.current()
    assert ask is not None
    header, opening, question = said.content.split("\n\n")
    assert header == "*ML fundamentals · question 1 of 6 · 30 minutes left*"
    assert opening.startswith("6 questions in 30 minutes.")
    assert question == ask.text
    assert said.summary == "ML fundamentals: question 1 of 6"
    run = study.memory.interviews.get(ask.run)
    assert run is not None
    assert run.conversation == "conversation-1"


def test_nothing_of_a_rubric_is_said_before_the_end(study: Study) -> None:
    bank = study.roadmap.interview_questions()
    secrets = [point.says for q in bank for point in q.rubric.points]
    secrets += [q.samples.strong for q in bank]
    said = call(start_interview, study, script="behavioural")
    while study.interviews.current() is not None:
        assert not any(secret in said.content for secret in secrets)
        said = call(answer_interview, study, answer="We had some trouble and then it got solved.")
    assert "is over" in said.content
    assert "Missed: " in said.content
    assert said.summary.endswith("below the bar")


def test_ending_early_brings_the_report(study: Study) -> None:
    call(start_interview, study, script="behavioural", minutes=10)
    call(answer_interview, study, answer="I don't know")
    said = call(end_interview, study)
    assert "The interview “Behavioural” is over." in said.content


def test_errors_are_the_houses(study: Study) -> None:
    with pytest.raises(NotFound, match="no interview script “astrology”"):
        call(start_interview, study, script="astrology")
    with pytest.raises(NotNow):
        call(answer_interview, study, answer="A margin.")
    with pytest.raises(NotNow):
        call(end_interview, study)


def test_code_is_tried_on_visible_tests_without_being_handed_in(study: Study) -> None:
    call(start_interview, study, script="ml-coding")
    problem = study.coding.asked_in_interview()
    assert problem is not None
    said = call(run_tests, study, code=problem.wrong.code)
    visible = len(problem.visible)
    assert said.summary == f"{problem.title}: {visible} of {visible} visible tests"
    assert not any(test.call in said.content for test in problem.hidden)
    current = study.interviews.current()
    assert current is not None
    assert current.kind == "question"
