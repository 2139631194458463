"""How long the long view takes: `python -m benchmarks.long_view`.

The whole roadmap from nothing, poured into weeks, with the forecast. The baseline, in the same
run, is opening the roadmap, which every command does.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date

from learning.forecast import LivedWeek, forecast
from learning.long_view import long_view, work_left
from roadmap.catalogue import SHIPPED, Roadmap

ROUNDS = 5
TODAY = date(2026, 11, 23)
AIM_SECONDS = 10.0


def main() -> int:
    roadmap = Roadmap(SHIPPED)
    work = work_left(roadmap, (), {})
    left = sum(item.minutes for item in work)
    a_week = -(-left // 78)  # eighteen months
    lived = [LivedWeek(a_week, round(a_week * part)) for part in (1.0, 0.8, 0.0, 0.9, 0.5)]

    def look() -> None:
        view = long_view(roadmap, work_left(roadmap, (), {}), a_week, TODAY)
        assert len(view.weeks) == 78, len(view.weeks)
        forecast(left, a_week, lived, TODAY)

    seconds, opening = _median(look), _median(lambda: Roadmap(SHIPPED))
    print(f"{len(work)} topics, {left / 60:.0f} h, 78 weeks of {a_week / 60:.1f} h")
    print(f"long view and forecast {seconds:.2f} s (aim: under {AIM_SECONDS:g} s)")
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
