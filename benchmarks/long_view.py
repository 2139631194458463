"""How long the long view takes: `python -m benchmarks.long_view`.

The whole roadmap from nothing in eighteen months, with two years of weeks behind the learner, three
hundred review cards, a calendar of 5,000 events and a deadline that is too near, so that ways out
are tried as well. The baseline, in the same run, is opening the roadmap, which every command does.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from learning.availability import Availability
from learning.course import Course
from learning.deadline_ways import shortfall
from learning.forecast import Ahead, forecasts
from learning.intervals import Interval
from learning.lived_weeks import LivedWeek
from learning.review_ahead import ReviewLoad, card_curve
from learning.week_room import Life
from learning.work_ahead import work_left
from roadmap.catalogue import SHIPPED, Roadmap

ROUNDS = 5
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WEEKS = 78
AIM_SECONDS = 10.0


def course(roadmap: Roadmap, a_week: int) -> Course:
    """A learner with little time beside a full calendar."""
    work = work_left(roadmap, (), {})
    events = tuple(
        Interval(start, start + timedelta(minutes=30))
        for number in range(5_000)
        for start in [NOW + timedelta(hours=5 * number)]
    )
    life = Life(
        Availability.parse("mon-fri 17:00-22:00; sat-sun 08:00-18:00"),
        ZoneInfo("Europe/Berlin"),
        NOW,
        a_week,
        events,
    )
    card_curve.cache_clear()
    return Course(
        roadmap.phases,
        work,
        life,
        ReviewLoad((20.0,) * WEEKS, card_curve(520, 0.9), 2.0),
        deadline=date(2028, 5, 22),
        goal=frozenset(item.id for item in work),
    )


def main() -> int:
    roadmap = Roadmap(SHIPPED)
    left = sum(item.minutes for item in work_left(roadmap, (), {}))
    a_week = -(-left // WEEKS)
    lived = [LivedWeek(a_week, round(a_week * part)) for part in (1.0, 0.8, 0.0, 0.9, 0.5) * 20]
    timed: dict[str, float] = {}

    def look() -> None:
        asked = course(roadmap, a_week)
        view = asked.view()
        assert WEEKS <= len(view.weeks) <= WEEKS * 5 // 4, len(view.weeks)
        goals = (*(end.through for end in view.phases), asked.minutes_left)
        assert forecasts(Ahead(asked.life.today, goals, view.study), lived)
        assert shortfall(asked) is not None
        timed["weeks"] = len(view.weeks)

    seconds, opening = _median(look), _median(lambda: Roadmap(SHIPPED))
    print(f"{left / 60:.0f} h of topics and projects at {a_week / 60:.1f} h a week: ", end="")
    print(f"{timed['weeks']:.0f} weeks with reviews and rehearsals")
    print(f"view, forecasts and ways out {seconds:.2f} s (aim: under {AIM_SECONDS:g} s)")
    print(f"opening the roadmap {opening:.2f} s; ratio {seconds / opening:.1f}")
    return 0 if seconds < AIM_SECONDS else 1


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


if __name__ == "__main__":
    raise SystemExit(main())
