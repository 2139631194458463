"""What does not change a verdict: the listed wording used, order, case, how a number is put."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.grading import grade_rubric
from learning.numeric_answers import is_close, read_quantity
from roadmap.catalogue import Roadmap
from roadmap.questions import ShortAnswer

SHORT = [item for item in Roadmap.load().quiz_items() if isinstance(item, ShortAnswer)]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_listed_wording_of_each_point_in_any_order_and_case_is_right(
    data: st.DataObject,
) -> None:
    item = data.draw(st.sampled_from(SHORT))
    said = [data.draw(st.sampled_from(point.accepted)) for point in item.rubric.points]
    answer = ". ".join(f"I would say {part}" for part in data.draw(st.permutations(said)))
    if data.draw(st.booleans()):
        answer = answer.upper()
    graded = grade_rubric(item.stem, item.rubric, answer)
    assert [point.id for point in graded.points if point.met == "missed"] == []


@given(st.integers(1, 99))
def test_a_share_is_the_same_as_percentage_fraction_and_decimal(hundredths: int) -> None:
    for said in (f"{hundredths}%", f"{hundredths}/100", f"{hundredths / 100}"):
        assert is_close(read_quantity(said), hundredths / 100, 1e-9, "")


@given(st.integers(1, 10_000), st.sampled_from([("s", "ms"), ("kb", "b"), ("gb", "mb")]))
def test_a_unit_a_thousand_times_smaller_takes_a_thousand_times_more(
    amount: int, units: tuple[str, str]
) -> None:
    large, small = units
    assert is_close(read_quantity(f"{amount * 1000} {small}"), amount, 1e-6, large)
    assert read_quantity(f"{amount} {large}").value == pytest.approx(amount)
