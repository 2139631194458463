"""An interview's clock, read off the exchanges.

Time counts from when something was asked to when it was answered. A wait of more than three times
the question's share is taken for time away and counts as one share.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from learning.interview_agenda import Agenda, Stage
from memory.records import InterviewExchange

_AWAY_SHARES = 3.0
_WARN_SHARE = 0.2
_WARN_SECONDS = 60.0


def seconds_of(exchange: InterviewExchange, share: float, now: datetime) -> float:
    """The seconds that count for one exchange, up to `now` where it is still open."""
    end = exchange.answered_at or now
    passed = max(0.0, (end - exchange.asked_at).total_seconds())
    return passed if passed <= _AWAY_SHARES * share else share


def seconds_left(
    agenda: Agenda, exchanges: Sequence[InterviewExchange], stage: int, now: datetime
) -> float:
    """What is left for a stage, with what the stages before it left over; below zero when it is
    overrun. Time overrun in one stage is not taken from the next."""
    left = 0.0
    for number, held in enumerate(agenda.stages[: stage + 1]):
        used = sum(
            seconds_of(exchange, held.share, now)
            for exchange in exchanges
            if agenda.stage_of(exchange.question) == number
        )
        left = max(0.0, left) + held.seconds - used
    return left


def minutes_left(
    agenda: Agenda, exchanges: Sequence[InterviewExchange], stage: int, now: datetime
) -> int:
    """Whole minutes left of the interview, counted up, from `stage` on."""
    later = sum(part.seconds for part in agenda.stages[stage + 1 :])
    left = max(0.0, seconds_left(agenda, exchanges, stage, now)) + later
    return int(-(-left // 60))


def warning(agenda: Agenda, exchanges: Sequence[InterviewExchange], stage: int, left: float) -> str:
    """What is said when a part is nearly over, once in the part; else ""."""
    limit = _warns_from(agenda.stages[stage])
    if left > limit or left <= 0:
        return ""
    asked_at = exchanges[-1].asked_at
    if seconds_left(agenda, exchanges[:-1], stage, asked_at) <= limit:
        return ""  # it was said when that was asked
    return f"About {minutes_in_words(left)} left for this part."


def minutes_in_words(seconds: float) -> str:
    """Seconds as “1 minute is” or “3 minutes are”, at least one."""
    minutes = max(1, round(seconds / 60))
    return f"{minutes} {'minute is' if minutes == 1 else 'minutes are'}"


def _warns_from(stage: Stage) -> float:
    return max(_WARN_SHARE * stage.seconds, min(_WARN_SECONDS, stage.share))
