"""How good and how quick the planner is, beside a greedy one that takes the first place that fits.

    python -m benchmarks.planner [--weeks N]

A week is drawn from a seed: candidates of all kinds that could fill 60 blocks, prerequisites among
them, in a working week's free time. Solver and greedy plan the same weeks in turn; what is
compared is the worth that the solver maximises. Then the same with three years of a calendar:
5,000 events, some of them repeating, read from an iCalendar file. Harder is a week of 60
candidates, about 150 blocks. The long view is that of `benchmarks.long_view`, round 5,000 events
as well. Memory is the peak of this process.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks import long_view
from learning.availability import Availability
from learning.calendar_import import ImportedCalendar, read_calendar
from learning.intervals import Interval, subtract
from learning.plan_goals import BLOCK, VALUE
from learning.plan_model import GRID_MINUTES, Candidate, PlanRequest, WeekPlan
from learning.plan_programme import canonical
from learning.plan_stretches import stretches
from learning.planning import plan
from memory.records import BlockKind

MONDAY = date(2027, 3, 22)
"""The week in which clocks go forward in Europe."""
ZONE = ZoneInfo("Europe/Berlin")
BLOCKS, HOURS, EVENTS = 60, 15, 5_000
AIM_SECONDS, AIM_GAP, AIM_MEGABYTES = 2.0, 0.01, 500.0
_KINDS: tuple[BlockKind, ...] = ("learn", "learn", "practice", "project", "review")


@dataclass(frozen=True, slots=True)
class Measured:
    """One week: seconds and worth of the solver and of the greedy planner. `work` is the
    processor's time, which other work on the machine does not lengthen as much."""

    seconds: float
    work: float
    gap: float
    status: str
    worth: float
    greedy_seconds: float
    greedy_worth: float


def candidates(dice: random.Random, blocks: int | None) -> tuple[Candidate, ...]:
    """Candidates that could fill as many blocks; where no number is given, as many candidates."""
    drawn: list[Candidate] = []
    while len(drawn) < BLOCKS and (blocks is None or _blocks_of(drawn) < blocks):
        number = len(drawn)
        shortest = dice.choice((30, 45, 45, 60))
        before = (f"c{dice.randrange(number)}",) if number and dice.random() < 0.3 else ()
        drawn.append(
            Candidate(
                id=f"c{number}",
                kind=dice.choice(_KINDS),
                topic=f"c{number}",
                title=f"Topic {number}",
                reason="drawn",
                minutes=dice.choice((shortest, 60, 120, 180, 240)),
                rate=dice.randint(20, 170),
                shortest=shortest,
                longest=shortest + dice.choice((0, 15, 30)),
                after=before,
                hard=dice.random() < 0.4,
            )
        )
    return tuple(drawn)


def _blocks_of(drawn: list[Candidate]) -> int:
    return sum(-(-c.minutes // c.longest) for c in drawn)


def week(seed: int, busy: tuple[Interval, ...] = (), blocks: int | None = BLOCKS) -> PlanRequest:
    dice = random.Random(seed)  # noqa: S311  # drawn alike on every run
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    windows = ("07:00-08:30", "12:00-13:00", "18:30-21:30")
    said = [f"{day} {span}" for day in days for span in windows if dice.random() < 0.75]
    free = Availability.parse("; ".join(said)).expand(MONDAY, ZONE)
    return PlanRequest(
        week_start=MONDAY,
        timezone=ZONE.key,
        free=subtract(free, busy),
        minutes=HOURS * 60,
        candidates=candidates(dice, blocks),
    )


def greedy_worth(request: PlanRequest) -> int:
    """First fit: what is worth most goes into the first stretch that holds a block of it, for as
    long as there is time; what must come before it has to be finished by then."""
    room = {index: stretch.units for index, stretch in enumerate(stretches(request))}
    rest = -(-request.break_minutes // GRID_MINUTES)
    left = request.minutes // GRID_MINUTES
    finished: dict[str, int] = {}
    worth = 0
    waiting = list(canonical(request.candidates))
    while ready := [c for c in waiting if all(name in finished for name in c.after)]:
        candidate = ready[0]
        waiting.remove(candidate)
        first = max((finished[name] for name in candidate.after), default=0)
        wanted = candidate.minutes // GRID_MINUTES
        for index in range(first, len(room)):
            low = -(-candidate.shortest // GRID_MINUTES)
            while (units := min(wanted, room[index], left, candidate.longest // 5)) >= low:
                worth += VALUE * candidate.rate * units - BLOCK
                wanted, left, room[index] = wanted - units, left - units, room[index] - units - rest
            if not wanted:
                finished[candidate.id] = index
                break
    return worth


def measured(request: PlanRequest) -> Measured:
    # The greedy planner knows no rule on hard blocks: the solver is compared without it.
    easy = replace(request, candidates=tuple(replace(c, hard=False) for c in request.candidates))
    begun = time.perf_counter()
    greedy = greedy_worth(easy)
    greedy_seconds = time.perf_counter() - begun
    same = plan(easy).objective
    begun, worked = time.perf_counter(), time.process_time()
    made: WeekPlan = plan(request)
    seconds, work = time.perf_counter() - begun, time.process_time() - worked
    return Measured(seconds, work, made.gap, made.status, same, greedy_seconds, greedy)


def big_calendar(folder: Path) -> Path:
    """Three years of a busy calendar as a file."""
    dice = random.Random(0)  # noqa: S311  # drawn alike on every run
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Waymark//benchmark//EN"]
    for number in range(EVENTS):
        day = datetime(2024, 6, 1) + timedelta(days=dice.randrange(3 * 365))  # noqa: DTZ001  # a wall clock
        start = day + timedelta(minutes=15 * dice.randrange(32, 84))
        end = start + timedelta(minutes=dice.choice((30, 60, 90)))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}",
            f"SUMMARY:Event {number}",
            f"DTSTART;TZID={ZONE.key}:{start:%Y%m%dT%H%M%S}",
            f"DTEND;TZID={ZONE.key}:{end:%Y%m%dT%H%M%S}",
        ]
        if number % 100 == 0:
            lines.append("RRULE:FREQ=WEEKLY")
        lines.append("END:VEVENT")
    path = folder / "busy.ics"
    path.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), "utf-8")
    return path


def imported(path: Path) -> tuple[ImportedCalendar, float]:
    begun = time.perf_counter()
    calendar = read_calendar(path, ZONE, datetime(2027, 3, 15, tzinfo=UTC))
    return calendar, time.perf_counter() - begun


def report(title: str, weeks: list[Measured]) -> Iterator[str]:
    seconds = [one.seconds for one in weeks]
    work = [one.work for one in weeks]
    gaps = [one.gap for one in weeks]
    good = sum(one.gap <= AIM_GAP for one in weeks)
    proven = sum(one.status == "optimal" for one in weeks)
    ratios = [one.worth / one.greedy_worth for one in weeks if one.greedy_worth]
    greedy = statistics.median(one.greedy_seconds for one in weeks)
    yield title
    yield f"  solver   median {statistics.median(seconds):.2f} s, most {max(seconds):.2f} s " + (
        f"(aim: under {AIM_SECONDS:g} s)"
    )
    yield f"           of which processor: median {statistics.median(work):.2f} s, " + (
        f"most {max(work):.2f} s"
    )
    yield (
        f"  proof    {proven} of {len(weeks)} optimal, {good} within {AIM_GAP:.0%} of the bound, "
        + (f"widest gap {max(gaps):.2%}")
    )
    yield f"  greedy   median {greedy * 1000:.1f} ms; the solver's weeks are worth " + (
        f"{statistics.median(ratios):.3f} times the greedy ones (least {min(ratios):.3f})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--weeks", type=int, default=10, help="weeks to plan (default 10)")
    count = max(1, parser.parse_args().weeks)
    plan(week(count))  # loads the solver, which is no part of the figures
    title = f"A week from {BLOCKS} candidate blocks, {HOURS} hours ({count} weeks)"
    print("\n".join(report(title, [measured(week(seed)) for seed in range(count)])))
    with tempfile.TemporaryDirectory() as folder:
        calendar, seconds = imported(big_calendar(Path(folder)))
    busy = tuple(Interval(busy.start, busy.end) for busy in calendar.times)
    print(
        f"Three years of a calendar, {EVENTS:,} events\n"
        f"  import   {seconds:.2f} s, {len(busy):,} busy times"
    )
    title = "The same weeks round that calendar"
    print("\n".join(report(title, [measured(week(seed, busy)) for seed in range(count)])))
    title = f"Harder: {BLOCKS} candidates, with the calendar free and as it is"
    print("\n".join(report(title, [measured(week(seed, (), None)) for seed in range(count)])))
    print("\n".join([*report("", [measured(week(s, busy, None)) for s in range(count)])][1:]))
    print("The long view")
    long_view.main()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Memory   {peak:.0f} MB at its peak (aim: under {AIM_MEGABYTES:g} MB)")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
