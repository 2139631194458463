"""The criteria of a good interviewer: kept by the one that ships, and able to fail."""

from __future__ import annotations

from evals.interviewer.__main__ import GROUPS
from evals.interviewer.criterion import CRITERIA, Outcome, judge
from evals.interviewer.holding import MakeInterviewer, hold_all, the_service
from tests.evals.bad_interviewers import Gushing, Hurrying, Nagging, Reading

_BANK_DECIDES = {"deeper-when-strong"}
"""Whether there is a case for it depends on the questions that are drawn."""


def outcomes(
    make: MakeInterviewer, *candidates: str, scripts: tuple[str, ...] = ("phone-screen",)
) -> dict[str, Outcome]:
    assert GROUPS
    held = list(hold_all(make, candidates=candidates, scripts=scripts))
    return {outcome.criterion.id: outcome for outcome in judge(held)}


def test_there_are_criteria_enough_and_each_says_what_it_asks() -> None:
    assert len(CRITERIA) >= 40
    assert len({one.says for one in CRITERIA.values()}) == len(CRITERIA)


def test_the_interviewer_that_ships_keeps_them_all() -> None:
    found = outcomes(
        the_service, "expert", "middling", "improving", "nervous", "wrong-and-sure", "slow",
        "fishing", "silent",
    )  # fmt: skip
    assert {name: one.faults for name, one in found.items() if one.faults} == {}


def test_every_criterion_fails_for_one_bad_interviewer_or_another() -> None:
    gushing = outcomes(
        Gushing, "expert", "middling", "improving", "clarifying", "fishing", "silent", "unknowing",
        "wrong-and-sure", "slow",
    )  # fmt: skip
    reading = outcomes(
        Reading, "expert", "nervous", "parrot", "salad", "foreign", "passing", "fishing",
    )  # fmt: skip
    nagging = outcomes(Nagging, "expert", "middling", "improving", "unknowing", "off-topic")
    hurrying = outcomes(
        Hurrying, "middling", "nervous", "wrong-and-sure", "off-topic", "clarifying", "slow"
    )
    others = (
        outcomes(Gushing, "expert", scripts=("system-design",)),
        outcomes(Reading, "expert", scripts=("llm-rag", "mlops")),
        outcomes(Hurrying, "clarifying", scripts=("system-design", "case-study")),
        outcomes(Hurrying, "off-topic", scripts=("llm-rag", "mlops")),
    )
    held = (gushing, reading, nagging, hurrying, *others)
    failed = {name for found in held for name, one in found.items() if one.faults}
    assert sorted(set(CRITERIA) - failed - _BANK_DECIDES) == []
