"""What a program costs, as people say it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.complexity import bound_of, names, read_costs
from roadmap.catalogue import Roadmap
from roadmap.coding import Cost

SORTING = Cost(answer="O(n log n)", accepted=(), because="it sorts")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O(n log n)", "o( N * log(N) )"),
        ("O(n log n)", "O(n lg n)"),
        ("O(n*m)", "O(m n)"),
        ("O(n + m)", "O(m+n)"),
        ("O(n^2)", "O(n²)"),
        ("O(n^2)", "O(n**2)"),
        ("O(n^2)", "O(n·n)"),
        ("O(2n)", "O(n)"),
        ("O((v + e) log v)", "O((E+V) log(V))"),
        ("O(v^p f)", "O(f * v^p)"),
    ],
)
def test_one_bound_written_in_two_ways_is_the_same(one: str, other: str) -> None:
    assert bound_of(one) == bound_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O(n)", "O(n^2)"),
        ("O(n)", "O(log n)"),
        ("O(n log n)", "O(n log k)"),
        ("O(1)", "O(n)"),
        ("O(n m)", "O(n + m)"),
        ("O(n^2)", "O(n^3)"),
        ("O(v + e)", "O(v e)"),
    ],
)
def test_different_bounds_are_told_apart(one: str, other: str) -> None:
    assert bound_of(one) != bound_of(other)


@pytest.mark.parametrize(
    ("answer", "time", "space"),
    [
        ("O(n log k) time and O(k) space", "O(n log k)", "O(k)"),
        ("Time is O(n), memory is constant.", "O(n)", "O(1)"),
        ("It is linear in both time and space.", "O(n)", "O(n)"),
        ("space O(1), time O(n)", "O(n)", "O(1)"),
        ("quadratic time, linear space", "O(n^2)", "O(n)"),
        ("time: n log k, space: k", "O(n log k)", "O(k)"),
        ("n squared in the worst case, constant space", "O(n^2)", "O(1)"),
        ("Theta(n) time, O(1) auxiliary", "O(n)", "O(1)"),
        ("It costs O(log n) per insertion and memory is O(n).", "O(log n)", "O(n)"),
        ("O(n) and O(1)", "O(n)", "O(1)"),
        (
            "The time is O(n log n) because of the sort, and it needs O(n) memory for the copy.",
            "O(n log n)",
            "O(n)",
        ),
        (
            "A linear scan with binary search inside: O(n log n). Memory: O(1).",
            "O(n log n)",
            "O(1)",
        ),
    ],
)
def test_time_and_space_are_told_apart_by_the_words_around(
    answer: str, time: str, space: str
) -> None:
    said = read_costs(answer)
    assert said.time[-1].bound == bound_of(time)
    assert said.space[-1].bound == bound_of(space)


def test_an_answer_without_a_bound_says_nothing() -> None:
    assert read_costs("It is quite fast, I think.").time == ()
    assert read_costs("I would use linear search.").time == ()


def test_the_words_that_said_it_are_kept() -> None:
    claim = names(read_costs("I'd say O(n log n) time, since it sorts.").time, SORTING)
    assert claim is not None
    assert claim.words == "O(n log n)"


def test_who_names_every_bound_there_is_names_none() -> None:
    answer = "time O(n log n), time O(n), time O(n^2), time O(1)"
    assert names(read_costs(answer).time, SORTING) is None


def test_the_last_word_on_it_counts() -> None:
    said = read_costs("Time O(n^2)... no, it sorts, so time is O(n log n).")
    assert names(said.time, SORTING) is not None


@pytest.mark.parametrize(
    "problem", Roadmap.load().coding_problems(), ids=lambda problem: problem.id
)
def test_every_bound_of_the_bank_is_read_as_itself(problem: object) -> None:
    for cost in (problem.time, problem.space):  # type: ignore[attr-defined]
        for bound in cost.all_accepted:
            said = read_costs(f"time {bound}").time
            assert names(said, cost) is not None, bound


@given(st.text(max_size=80))
@settings(max_examples=80)
def test_no_text_makes_it_stumble(text: str) -> None:
    read_costs(text)
    bound_of(text)
