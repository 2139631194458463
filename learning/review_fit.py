"""Fitting the scheduler to the learner: on past reviews alone, kept only where it foretells better.

A fit is tried on the earlier four fifths of the reviews and judged on the later fifth, against the
parameters in use. Where it wins, all reviews so far make the parameters that replace them.
"""

from __future__ import annotations

from datetime import datetime

from learning.recall_model import (
    Past,
    Review,
    chances,
    default_parameters,
    fit,
    log_loss,
    with_pasts,
)
from memory.learner import LearnerMemory
from memory.records import ReviewFit

FEWEST_REVIEWS = 200
"""Scored reviews before a fit is tried: fewer say more of chance than of the learner."""
_GROWTH = 1.25
"""How much the log must grow before another fit is tried."""
_HELD_OUT = 0.2


def fit_in_use(memory: LearnerMemory) -> ReviewFit | None:
    """The fit adopted last; None where the library's own parameters are in use."""
    adopted = [fitted for fitted in memory.reviews.fits() if fitted.adopted]
    return adopted[-1] if adopted else None


def refit(memory: LearnerMemory, now: datetime) -> ReviewFit | None:
    """Try a fit where the log has grown enough since the last, and keep how it went."""
    fits = memory.reviews.fits()
    logs = memory.reviews.logs()
    least = max(FEWEST_REVIEWS, _GROWTH * fits[-1].reviews if fits else 0)
    if len(logs) < least:
        return None
    pasts = with_pasts(Review(log.card, log.at, log.rating) for log in logs if log.at <= now)
    if sum(past.scored for past in pasts) < least:
        return None
    standing = fit_in_use(memory)
    tried = try_fit(pasts, standing.parameters if standing else default_parameters(), now)
    memory.reviews.add_fit(tried)
    return tried


def try_fit(pasts: tuple[Past, ...], in_use: tuple[float, ...], now: datetime) -> ReviewFit:
    """Fit to `pasts`, which are in the order of time, and judge the fit on the latest of them."""
    scored = [number for number, past in enumerate(pasts) if past.scored]
    begin = scored[-max(1, round(_HELD_OUT * len(scored)))]
    later = [past for past in pasts[begin:] if past.scored]
    trial = fit(pasts[:begin])
    loss = log_loss(later, chances(later, trial))
    loss_before = log_loss(later, chances(later, in_use))
    adopted = loss < loss_before
    return ReviewFit(
        at=now,
        reviews=len(scored),
        held_out=len(later),
        parameters=fit(pasts) if adopted else trial,
        loss=round(loss, 6),
        loss_before=round(loss_before, 6),
        adopted=adopted,
    )
