"""How well recall is foretold on a log of reviews: log loss, AUC and calibration, forward in time.

    python -m evals.external reviews --log X.csv [--json]

Each review at a day or more after its card's last is foretold from the reviews before it alone.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from base.errors import InvalidInput
from evals.external.scores import area_under_curve
from evals.external.tables import Row, read_table
from learning.recall_forecast import Foretold, foretell
from learning.recall_model import Review, log_loss

_COLUMNS = ("card_id", "rating", "time")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HINT = "Columns card_id, rating (1 to 4) and time (ISO 8601, or milliseconds since 1970)."
_TENTHS = 10
_LONG = 5_000


@dataclass(frozen=True, slots=True)
class ReviewScores:
    """`rmse_bins` is the benchmark's root mean square difference between recall and forecast over
    bins of interval, reviews and lapses; `auc` is None where every card was recalled, or none."""

    log_loss: float
    auc: float | None
    rmse_bins: float
    n: int


def main(arguments: Sequence[str]) -> int:
    """Score the file that `arguments` name and print how it went.

    Raises:
        InvalidInput: the file cannot be read, or nothing in it can be scored.
        ContentError: a line of it is not of the form; names the line.
    """
    parser = argparse.ArgumentParser(
        prog="python -m evals.external reviews",
        description="Foretell every review of a log from those before it.",
        epilog=f"{_HINT} Only reviews at a day or more after the card's last are scored.",
    )
    parser.add_argument("--log", type=Path, required=True, metavar="X.csv")
    parser.add_argument("--json", action="store_true", help="print log_loss, auc, rmse_bins, n")
    asked = parser.parse_args(arguments)
    reviews = read_log(asked.log)
    if len(reviews) > _LONG:
        print(f"Foretelling {len(reviews):,} reviews, some seconds …", file=sys.stderr)
    foretold = foretell(reviews)
    if not foretold:
        raise InvalidInput(
            "No review in this log comes a day or more after its card's last.", hint=_HINT
        )
    scores = score(foretold)
    print(json.dumps(asdict(scores)) if asked.json else "\n".join(_in_words(scores, foretold)))
    return 0


def read_log(path: Path) -> tuple[Review, ...]:
    """The reviews in the CSV file at `path`, in its order.

    Raises:
        InvalidInput: it cannot be read, or lacks a column.
        ContentError: a line is not of the form; names the line.
    """
    return tuple(_review(row) for row in read_table(path, _COLUMNS, _HINT))


def score(foretold: Sequence[Foretold]) -> ReviewScores:
    """The scores of a forecast; `foretold` holds at least one review."""
    recalled = [one.past.recalled for one in foretold]
    area = area_under_curve(recalled, [one.chance for one in foretold])
    return ReviewScores(
        log_loss=round(log_loss([one.past for one in foretold], [o.chance for o in foretold]), 6),
        auc=None if area is None else round(area, 6),
        rmse_bins=round(_rmse_bins(foretold), 6),
        n=len(foretold),
    )


def _review(row: Row) -> Review:
    card, rating = row["card_id"], row["rating"]
    if not card or rating not in ("1", "2", "3", "4"):
        raise row.error(
            f"a review needs a card and a rating from 1 to 4, not “{card[:60]}” and “{rating[:60]}”"
        )
    return Review(card, _moment(row), int(rating))


def _moment(row: Row) -> datetime:
    said = row["time"]
    try:
        if said.lstrip("-").replace(".", "", 1).isdecimal():
            return _EPOCH + timedelta(milliseconds=float(said))
        moment = datetime.fromisoformat(said)
    except (ValueError, OverflowError) as error:
        raise row.error(f"“{said[:60]}” is not a time") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _rmse_bins(foretold: Sequence[Foretold]) -> float:
    """RMSE over bins, as the open spaced repetition benchmark defines it ("The Metric", its wiki):
    bins of days since the last review, reviews before, and lapses before, each on a log scale."""
    bins: defaultdict[tuple[float, float, float], list[Foretold]] = defaultdict(list)
    for one in foretold:
        before = one.past.steps[:-1]
        lapsed = sum(rating == 1 and days > 0 for rating, days in before[1:])
        key = (
            _on_log_scale(one.past.days, 3.62),
            _on_log_scale(len(one.past.steps), 1.89),
            _on_log_scale(lapsed, 1.73),
        )
        bins[key].append(one)
    total = 0.0
    for group in bins.values():
        away = sum(one.past.recalled - one.chance for one in group) / len(group)
        total += len(group) * away**2
    return math.sqrt(total / len(foretold))


def _on_log_scale(count: int, base: float) -> float:
    return math.floor(math.log(count) / math.log(base)) if count else -1.0


def _in_words(scores: ReviewScores, foretold: Sequence[Foretold]) -> Iterator[str]:
    pasts = [one.past for one in foretold]
    default = log_loss(pasts, [one.default for one in foretold])
    fitted = log_loss(pasts, [one.fitted for one in foretold])
    yield f"{scores.n} reviews at a day or more, foretold forward in time"
    others = f"FSRS-6 as it comes {default:.4f}, fitted {fitted:.4f}"
    yield f"log loss    {scores.log_loss:.4f}   ({others})"
    yield f"AUC         {'undefined' if scores.auc is None else f'{scores.auc:.4f}'}"
    yield f"RMSE (bins) {scores.rmse_bins:.4f}"
    yield ""
    yield f"{'foretold':>10} {'recalled':>9} {'reviews':>8}"
    ordered = sorted(foretold, key=lambda one: one.chance)
    for tenth in range(_TENTHS):
        part = ordered[tenth * len(ordered) // _TENTHS : (tenth + 1) * len(ordered) // _TENTHS]
        if part:
            chance = sum(one.chance for one in part) / len(part)
            recalled = sum(one.past.recalled for one in part) / len(part)
            yield f"{chance:>10.3f} {recalled:>9.3f} {len(part):>8}"
