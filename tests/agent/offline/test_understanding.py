"""The offline mentor hears what is meant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.brief import OpenActivity
from agent.offline.request import Request
from agent.offline.understanding import understand
from roadmap.catalogue import Roadmap
from tests.agent.offline.utterances import GROUPS, TODAY, Group, Wanted

ROWS = [(group, said, wanted) for group in GROUPS for said, wanted in group.rows]


@pytest.mark.parametrize(
    ("group", "said", "wanted"), ROWS, ids=[f"{group.name}: {said}" for group, said, _ in ROWS]
)
def test_words_lead_to_calls(group: Group, said: str, wanted: tuple[Wanted, ...]) -> None:
    intents = understand(replace(group.moment, words=said))
    asked = tuple((ask.tool, dict(ask.args)) for intent in intents for ask in intent.asks)
    assert asked == wanted
    assert wanted or any(intent.say for intent in intents)


@given(words=st.text(max_size=400), open_=st.sampled_from([None, "quiz", "review", "interview"]))
def test_any_text_is_understood_as_something(words: str, open_: OpenActivity | None) -> None:
    intents = understand(Request(words, open=open_, today=TODAY))
    assert intents
    assert all(intent.asks or intent.say for intent in intents)


_PIECES = st.sampled_from(
    "plan my week quiz me on it RAG transformers not Wednesday 6 hours , . ? ! and then B 80% sure"
    " commit it remember that forget I live in Berlin by June 2027 find papers interview stop what"
    " is explain phase 3 mon-fri 7-9pm more less only mornings 45-minute blocks save second".split()
)


@given(words=st.lists(_PIECES, max_size=30).map(" ".join))
def test_the_words_of_requests_in_any_order_are_understood(words: str) -> None:
    request = Request(words, today=TODAY, draft="the week of 2026-11-30", last_topic="cnn")
    assert understand(request) == understand(request)


@pytest.mark.parametrize(
    "text",
    ["a" * 50_000, " ".join(["please"] * 8_000), " " * 49_999 + "x", "a-" * 25_000, "“" * 50_000],
    ids=["one word", "politeness", "spaces", "hyphens", "quotes"],
)
@pytest.mark.parametrize("open_", [None, "quiz", "interview"])
def test_very_long_texts_are_read_in_bounded_work(text: str, open_: OpenActivity | None) -> None:
    assert understand(Request(text, open=open_, today=TODAY))


def test_who_wants_to_test_out_is_told_the_command_for_that_part() -> None:
    from agent.offline.intents.assessment import start_quiz, test_out

    request = Request("please test me out of phase 1")
    intent = test_out(request)
    assert intent is not None
    assert "`waymark place phase-1`" in intent.say
    assert test_out(Request("test me on transformers")) is None
    assert start_quiz(Request("test me on transformers")) is not None


def test_what_is_asked_about_a_case_is_for_its_interviewer() -> None:
    cases = [question for question in Roadmap.load().interview_questions() if question.facts]
    wrong = [
        asked
        for case in cases
        for fact in case.facts
        for words in fact.asks
        for asked in (f"What is the {words}?", f"What about {words}?", f"Can I get the {words}?")
        if understand(Request(asked, open="interview", in_a_case=True))[0].name
        != "answer_interview"
    ]
    assert wrong == []
