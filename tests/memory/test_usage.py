"""What was asked of models is kept, and counts in the month in which it was spent."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from memory.learner import LearnerMemory
from memory.usage import ModelCall, Tokens, with_what_was_spent
from tests.memory.examples import model_call

NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)
JANUARY = datetime(2027, 1, 1, tzinfo=UTC)


def spend(memory: LearnerMemory, *days: str) -> None:
    """A call of one output token on each day, in this order."""
    for day in days:
        at = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        memory.usage.add(ModelCall(at, "openai", "gpt-test", "answer", Tokens(output=1)))


def counted(memory: LearnerMemory, start: datetime, end: datetime) -> int:
    return sum(model.tokens.output for model in memory.usage.counted_in(start, end))


def test_a_call_is_kept_with_all_that_is_known_of_it(memory: LearnerMemory) -> None:
    call = replace(model_call(7), purpose="grading", guessed=True)
    memory.usage.add(call)
    memory.usage.add(model_call())
    assert memory.usage.all() == (call, model_call())
    assert memory.usage.of_turn(7) == (call,)


def test_a_month_counts_what_was_spent_in_it_a_model_at_a_time(memory: LearnerMemory) -> None:
    spend(memory, "2026-10-31", "2026-11-01", "2026-11-30")
    memory.usage.add(replace(model_call(), provider="anthropic", guessed=True))
    [anthropic, openai] = memory.usage.counted_in(NOVEMBER, DECEMBER)
    assert (anthropic.provider, anthropic.guessed) == ("anthropic", True)
    assert anthropic.tokens == model_call().tokens
    assert (openai.tokens.output, openai.guessed) == (2, False)


def test_a_clock_that_was_ahead_for_a_while_hides_nothing(memory: LearnerMemory) -> None:
    spend(memory, "2026-10-30", "2030-06-01", "2026-11-10", "2030-06-02")
    assert counted(memory, NOVEMBER, DECEMBER) == 3
    spend(memory, "2026-11-30", "2026-12-02")
    assert counted(memory, DECEMBER, JANUARY) == 1, "and it is not counted again a month later"


def test_nor_does_one_that_was_behind(memory: LearnerMemory) -> None:
    spend(memory, "2026-11-10", "2020-01-05", "2026-11-12")
    assert counted(memory, NOVEMBER, DECEMBER) == 3


def test_while_it_is_behind_all_that_came_since_counts(memory: LearnerMemory) -> None:
    spend(memory, "2026-11-10", "2026-11-11")
    october = datetime(2026, 10, 1, tzinfo=UTC)
    assert counted(memory, october, NOVEMBER) == 2


@given(st.lists(st.integers(1, 28), max_size=12))
def test_with_a_clock_that_goes_forward_a_month_counts_its_own_days_alone(
    days: list[int],
) -> None:
    months = (datetime(2026, month, 1, tzinfo=UTC) for month in (9, 10, 11, 12))
    with (
        tempfile.TemporaryDirectory() as folder,
        LearnerMemory.open(Path(folder) / "learner.db") as memory,
    ):
        for start, end in pairwise(months):
            spend(memory, *(f"{start:%Y-%m}-{day:02}" for day in sorted(days)))
            assert counted(memory, start, end) == len(days)


def test_of_two_who_ask_at_once_one_is_to_warn(file: Path) -> None:
    told: list[bool] = []

    def ask() -> None:
        with LearnerMemory.open(file) as memory:
            start.wait()
            told.append(memory.usage.warn_once("2026-11", "5"))

    LearnerMemory.open(file).close()
    start = threading.Barrier(4)
    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [False, False, False, True]


def test_another_month_or_another_thing_is_warned_of_again(memory: LearnerMemory) -> None:
    warned = [
        memory.usage.warn_once(*which)
        for which in (("2026-11", "5"), ("2026-11", "5"), ("2026-11", "8"), ("2026-12", "5"))
    ]
    assert warned == [True, False, True, True]


def test_an_import_brings_what_was_spent_elsewhere_and_takes_nothing_away(
    memory: LearnerMemory, tmp_path: Path
) -> None:
    both, here = model_call(3), model_call(4, minutes=2)
    elsewhere = model_call(5, minutes=1)
    add(memory, [both, here, here])
    with LearnerMemory.open(tmp_path / "other.db") as other:
        add(other, [both, elsewhere])
        archive = other.export()
    memory.import_(archive, replace=True)
    kept = replace(here, turn=None)
    assert memory.usage.all() == (both, elsewhere, kept, kept)
    assert with_what_was_spent((both,), (both, both)) == (both, replace(both, turn=None))


def add(memory: LearnerMemory, calls: Iterable[ModelCall]) -> None:
    for call in calls:
        memory.usage.add(call)
