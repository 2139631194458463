"""Calibration: confidence held against what was right, and over-confidence taught back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.calibration import calibration_of, plot
from memory.records import Attempt
from tests.memory.examples import attempt


def said(confidence: int | None, score: float) -> Attempt:
    right = score == 1.0
    return replace(
        attempt(0),
        confidence=confidence,
        score=score,
        correct=right,
        verdict="right" if right else "wrong",
        disputed_at=None,
    )


def test_without_a_confidence_there_is_nothing_to_compare() -> None:
    assert calibration_of([]) is None
    assert calibration_of([said(None, 1.0)]) is None


def test_the_brier_score_is_the_mean_squared_distance() -> None:
    found = calibration_of([said(100, 1.0), said(50, 0.0), said(80, 0.0)])
    assert found is not None
    assert found.brier == pytest.approx((0 + 0.25 + 0.64) / 3, abs=1e-4)


def test_what_was_disputed_or_helped_says_nothing() -> None:
    helped = replace(said(90, 1.0), hinted=True)
    disputed = replace(said(90, 0.0), disputed_at=said(90, 0.0).at)
    assert calibration_of([helped, disputed]) is None


def test_over_confidence_is_taught_back_in_one_sentence_and_a_good_sense_is_told_too() -> None:
    over = calibration_of([said(95, 0.0)] * 4 + [said(95, 1.0)] * 2)
    under = calibration_of([said(30, 1.0)] * 6)
    exact = calibration_of([said(75, 1.0)] * 3 + [said(75, 0.0)])
    few = calibration_of([said(95, 0.0)] * 2)
    assert over is not None
    assert under is not None
    assert exact is not None
    assert few is not None
    assert "95% sure on average and right in 33%" in over.lesson
    assert "make you wrong" in over.lesson
    assert "trust yourself" in under.lesson
    assert exact.lesson == ""
    assert few.lesson == ""


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 100), st.sampled_from([0.0, 0.5, 1.0])), min_size=1))
def test_every_answer_is_in_one_band_and_has_its_place_in_the_plot(
    told: list[tuple[int, float]],
) -> None:
    found = calibration_of([said(confidence, score) for confidence, score in told])
    assert found is not None
    assert sum(band.answers for band in found.bands) == found.answers == len(told)
    assert 0 <= found.brier <= 1
    assert all(0 <= band.right <= 1 for band in found.bands)
    assert len(plot(found)) == len(found.bands)
