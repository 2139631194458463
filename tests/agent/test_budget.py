"""A budget warns once and then holds: no request goes out, and the offline mentor answers."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.events import Event, Notice, TextDelta, TurnFinished
from agent.session import MentorSession
from agent.spending import Month, Spending
from base.errors import InvalidInput, OverBudget
from base.paths import Home
from base.settings import Settings
from learning.study import Study
from memory.records import Profile, QuizRun
from memory.usage import ModelCall, Tokens
from roadmap.questions import ShortAnswer
from tests.agent.providers import PROVIDERS, one_turn, said
from tests.servers.loopback import Answer, json_answer
from tests.servers.openai_server import openai_server
from tests.servers.replies import Call, Reply

PRICED = dataclasses.replace(PROVIDERS["openai"], spec="openai:gpt-4o")
"""2.50 dollars a million tokens in, 10 out."""
LOOK = Call("next_topics", {})
QUESTION = "how long is phase 3 and what is in it?"


@pytest.fixture(autouse=True)
def five_dollars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_BUDGET", "5")


def spend(study: Study, dollars: float, at: str | None = None, spec: str = "openai:gpt-4o") -> None:
    """Note that so much was spent on what one model put out, at 10 dollars a million."""
    provider, _, model = spec.partition(":")
    when = study.clock() if at is None else datetime.fromisoformat(at)
    tokens = Tokens(output=round(dollars * 100_000))
    study.memory.usage.add(ModelCall(when, provider, model, "answer", tokens))


def notices(events: Sequence[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Notice)]


def spending(study: Study) -> Spending:
    return Spending(study.memory, study.clock, Settings.load())


def is_held(study: Study) -> bool:
    """Whether no request may go out."""
    try:
        spending(study).check("openai", "gpt-4o")
    except OverBudget:
        return True
    return False


async def test_with_the_budget_used_up_no_request_goes_out_and_the_offline_mentor_answers(
    study: Study,
) -> None:
    spend(study, 5.01)
    with PRICED.playing([Reply("Hello.")]) as server:
        events = await one_turn(study, PRICED, QUESTION)
    assert server.chats == []
    [notice] = notices(events)
    for word in (
        "$5.00",
        "November",
        "$5.01",
        "offline mentor",
        "WAYMARK_BUDGET",
        "--model ollama",
    ):
        assert word in notice
    assert "2 to 3 months" in said(events)
    assert isinstance(events[-1], TurnFinished)


async def test_with_the_budget_raised_the_next_turn_asks_the_model_again(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    spend(study, 5.01)
    monkeypatch.setenv("WAYMARK_BUDGET", "20")
    with PRICED.playing([Reply("Hello.")]) as server:
        events = await one_turn(study, PRICED, "hello")
    assert len(server.chats) == 1
    assert notices(events) == []


async def test_it_holds_within_a_turn_as_well(study: Study) -> None:
    dear = Reply("Let me see. ", (LOOK,), input_tokens=2_100_000, output_tokens=0)
    with PRICED.playing([dear, Reply("Never said.")]) as server:
        events = await one_turn(study, PRICED, "what should I learn next?")
    assert len(server.chats) == 1
    [notice] = notices(events)
    assert "$5.25" in notice
    assert "Never said" not in said(events)
    assert isinstance(events[-1], TurnFinished)


async def test_and_between_a_failed_request_and_the_next_try(study: Study) -> None:
    def fail(_: object) -> Answer:
        spend(study, 5)  # as another process would
        return json_answer(500, {"error": {"message": "boom"}})

    with openai_server(fail) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        patch.setenv("OPENAI_API_KEY", "sk-test")
        events = await one_turn(study, PRICED, "hello")
    assert len(server.chats) == 1
    assert "budget" in notices(events)[0]


async def test_and_for_the_reading_of_an_answer_which_the_rules_then_grade(study: Study) -> None:
    item = next(one for one in study.roadmap.quiz_items() if isinstance(one, ShortAnswer))
    study.memory.quizzes.begin(QuizRun("q", None, (item.id,), "running", study.clock(), "c"))
    words = "It is a matter of what the layers learn from each other."
    answers = Reply("", (Call("answer_quiz", {"answer": words}),), input_tokens=2_100_000)
    with PRICED.playing([answers]) as server:
        await one_turn(study, PRICED, words)
    assert len(server.chats) == 1
    (attempt,) = study.memory.attempts.of_run("quiz", "q")
    assert attempt.grader == "rules"


async def test_at_four_fifths_it_warns_once(study: Study) -> None:
    spend(study, 4)
    with PRICED.playing([Reply("Hello.")]):
        first = await one_turn(study, PRICED, "hello")
        second = await one_turn(study, PRICED, "hello again")
    [warning] = notices(first)
    assert "80%" in warning
    assert "$5.00" in warning
    assert isinstance(first[-1], TurnFinished)
    assert notices(second) == []
    kept = [m.text for m in study.memory.transcripts.messages("c") if m.role == "notice"]
    assert kept == [warning]


async def test_of_two_processes_at_once_one_warns_and_both_are_held(home: Home) -> None:
    studies = [Study.open(home), Study.open(home)]
    spend(studies[0], 4.5)
    with PRICED.playing([Reply("Hello.", input_tokens=0, output_tokens=0)]):
        turns = await asyncio.gather(
            *(talk(study, f"c{number}") for number, study in enumerate(studies))
        )
    assert sorted(len(notices(events)) for events in turns) == [0, 1]
    spend(studies[0], 0.5)
    assert [is_held(study) for study in studies] == [True, True]
    for study in studies:
        study.close()


async def talk(study: Study, conversation: str) -> list[Event]:
    session = await MentorSession.open(study, model=PRICED.spec, conversation=conversation)
    try:
        return [event async for event in session.send("hello")]
    finally:
        await session.aclose()


async def test_a_model_that_costs_nothing_goes_on(study: Study) -> None:
    spend(study, 100)
    with PROVIDERS["ollama"].playing([Reply("Hello.")]) as server:
        events = await one_turn(study, PROVIDERS["ollama"], "hello")
    assert len(server.chats) == 1
    assert notices(events) == []


async def test_a_model_of_unknown_price_is_counted_as_dear_and_it_is_said(study: Study) -> None:
    unknown = PROVIDERS["openai"]
    with unknown.playing([Reply("Hello.", input_tokens=300_000, output_tokens=0)]):
        first = await one_turn(study, unknown, "hello")
    [notice] = notices(first)
    assert "openai:gpt-test has no known price" in notice
    assert '[prices."openai:gpt-test"]' in notice
    spend(study, 0.5, spec="openai:gpt-test")  # 50,000 tokens out, at 50 dollars a million
    with unknown.playing([Reply("Never said.")]) as server:
        second = await one_turn(study, unknown, "hello")
    assert server.chats == []
    [notice] = notices(second)
    assert "350,000 tokens of no known price" in notice


async def test_a_price_of_ones_own_sets_right_what_was_counted_so(
    study: Study, tmp_path: Path
) -> None:
    spend(study, 9, spec="openai:gpt-test")
    assert spending(study).this_month().cautious == 45
    (tmp_path / "config.toml").write_text('[prices."gpt-test"]\ninput = 1\noutput = 2\n')
    assert spending(study).this_month().cautious == Decimal("1.8")


def test_a_month_is_that_of_the_learners_zone(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    spend(study, 5)
    monkeypatch.setenv("WAYMARK_NOW", "2026-11-30T19:00:00+00:00")
    study.memory.profile.save(Profile(timezone="America/New_York"), study.clock())
    assert is_held(study)
    study.memory.profile.save(Profile(timezone="Asia/Kolkata"), study.clock())  # the 1st, half past
    assert not is_held(study)


def test_what_is_spent_while_the_clock_is_wrong_is_not_lost(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    spend(study, 1)
    spend(study, 2, at="2031-05-05T12:00:00+00:00")
    spend(study, 2, at="2019-05-05T12:00:00+00:00")
    assert is_held(study)
    monkeypatch.setenv("WAYMARK_NOW", "2026-12-01T12:00:00+00:00")
    assert not is_held(study)


def test_a_clock_that_is_set_back_opens_no_budget(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    spend(study, 5)
    monkeypatch.setenv("WAYMARK_NOW", "2026-10-31T12:00:00+00:00")
    assert is_held(study)


def test_a_budget_of_nothing_lets_no_paid_request_out(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_held(study)
    monkeypatch.setenv("WAYMARK_BUDGET", "0")
    assert is_held(study)


@pytest.mark.parametrize("budget", ["-1", "a lot", "NaN", "inf"])
def test_a_budget_that_is_none_is_refused(budget: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_BUDGET", budget)
    with pytest.raises(InvalidInput, match="budget") as refused:
        Settings.load()
    assert "WAYMARK_BUDGET" in refused.value.hint


ZONES = st.sampled_from(
    ["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Africa/Cairo"]
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds it


@given(MOMENTS, ZONES)
def test_every_moment_lies_in_its_month_and_months_meet(moment: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    month = Month.of(moment, zone)
    assert month.start <= moment < month.end
    assert Month.of(month.end, zone).start == month.end
    assert Month.named(month.name, zone) == month


@pytest.mark.parametrize("name", ["2026-13", "November", "26-11", "", "2026-11-01"])
def test_what_is_no_month_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="month"):
        Month.named(name, ZoneInfo("UTC"))


async def test_while_it_lasts_nothing_is_said_of_it(study: Study) -> None:
    with PRICED.playing([Reply("Hello.")]):
        events = await one_turn(study, PRICED, "hello")
    assert not notices(events)
    assert any(isinstance(event, TextDelta) for event in events)
