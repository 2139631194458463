"""`python -m evals.external reviews`: any log of the form, scored forward in time."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.review_forecast import simulate
from evals.external.reviews import read_log, score
from learning.recall_forecast import Foretold, foretell
from learning.recall_model import Past, Review

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "evals.external", *args], capture_output=True, text=True, check=False
    )


def write(path: Path, reviews: Sequence[Review], *, epoch: bool = False) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["time", "card_id", "deck", "rating"])
        for one in reviews:
            time = str(round(one.at.timestamp() * 1000)) if epoch else one.at.isoformat()
            rows.writerow([time, one.card, "any", one.rating])
    return path


def test_json_has_the_four_figures(tmp_path: Path) -> None:
    reviews = simulate(3, 30)
    done = run("reviews", "--log", str(write(tmp_path / "x.csv", reviews)), "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert list(figures) == ["log_loss", "auc", "rmse_bins", "n"]
    assert figures["n"] == len(foretell(reviews))
    assert 0 < figures["log_loss"] < 1
    assert 0.5 < figures["auc"] < 1


def test_in_words_the_calibration_stands_beside_plain_fsrs(tmp_path: Path) -> None:
    done = run("reviews", "--log", str(write(tmp_path / "x.csv", simulate(3, 30))))
    assert "FSRS-6 as it comes" in done.stdout
    assert "foretold" in done.stdout


def test_times_may_be_iso_or_milliseconds_and_in_any_order(tmp_path: Path) -> None:
    reviews = simulate(3, 20)
    iso = read_log(write(tmp_path / "iso.csv", reviews))
    epoch = read_log(write(tmp_path / "ms.csv", reviews[::-1], epoch=True))
    assert sorted(iso, key=str) == sorted(epoch, key=str)
    assert foretell(iso) == foretell(epoch)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("card_id,rating,time\na,3,2026-01-01\nb,5,2026-01-02\n", "x.csv:3:"),
        ("card_id,rating,time\na,3,yesterday\n", "x.csv:2:"),
        ("card_id,rating,time\na,3\n", "x.csv:2:"),
        ("card_id,grade\na,3\n", "no column rating and no time"),
        ("", "no column card_id"),
        ("card_id,rating,time\na,3,2026-01-01\na,3,2026-01-01T05:00:00\n", "a day or more"),
        ("card_id,rating,time\na,3,99999999999999999999999\n", "x.csv:2:"),
    ],
)
def test_a_file_that_is_not_of_the_form_is_said_where(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    done = run("reviews", "--log", str(path), "--json")
    assert done.returncode in (2, 4)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def foretold(chance: float, rating: int, days: int = 5) -> Foretold:
    past = Past(Review("a", START + timedelta(days=days), rating), ((3, 0), (rating, days)))
    return Foretold(past, chance, chance, chance)


def test_the_area_counts_pairs_and_ties_by_half() -> None:
    ones = [foretold(0.9, 3), foretold(0.6, 3), foretold(0.6, 1), foretold(0.3, 1)]
    assert score(ones).auc == pytest.approx((1 + 1 + 0.5 + 1) / 4)
    assert score(ones[:2]).auc is None


def test_bins_weigh_how_far_recall_is_from_what_was_foretold() -> None:
    right = [foretold(0.75, rating) for rating in (3, 3, 3, 1)]
    assert score(right).rmse_bins == pytest.approx(0.0)
    off = [foretold(0.25, rating) for rating in (3, 3, 3, 1)]
    assert score(off).rmse_bins == pytest.approx(0.5)
