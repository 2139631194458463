"""Mending a plan: what lost its place finds one, and as little as can be changes for it."""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.intervals import Interval, merge
from learning.plan_rearranging import (
    CHANGED,
    DISTANCE,
    WORTH,
    Mended,
    MendRequest,
    Placed,
    mend,
)

MIDNIGHT = datetime(2027, 3, 22, tzinfo=UTC)
BREAK = timedelta(minutes=10)


def moment(day: int, hour: float) -> datetime:
    return MIDNIGHT + timedelta(days=day, hours=hour)


def window(day: int, start: float, end: float) -> Interval:
    return Interval(moment(day, start), moment(day, end))


def block(name: str, at: datetime, minutes: int = 50, **changes: object) -> Placed:
    usual = Placed(name, at, minutes, shortest=minutes, worth=90)
    return dataclasses.replace(usual, **changes)  # type: ignore[arg-type]  # fields of Placed


EVENINGS = tuple(window(day, 19, 21) for day in range(3))


@st.composite
def requests(draw: st.DrawFn) -> MendRequest:
    free = [
        Interval(start, start + timedelta(minutes=5 * length))
        for start, length in draw(
            st.lists(
                st.tuples(
                    st.integers(0, 3 * 24 * 12).map(lambda n: MIDNIGHT + timedelta(minutes=5 * n)),
                    st.integers(4, 40),
                ),
                min_size=1,
                max_size=4,
            )
        )
    ]
    blocks: list[Placed] = []
    for number in range(draw(st.integers(1, 6))):
        minutes = draw(st.integers(3, 12)) * 5
        before = [b.id for b in blocks]
        blocks.append(
            block(
                f"b{number}",
                MIDNIGHT + timedelta(minutes=5 * draw(st.integers(0, 3 * 24 * 12))),
                minutes,
                shortest=draw(st.integers(3, minutes // 5)) * 5,
                worth=draw(st.integers(20, 160)),
                state=draw(st.sampled_from(["stands", "lost"])),
                after=tuple(draw(st.sets(st.sampled_from(before), max_size=1))) if before else (),
            )
        )
    return MendRequest(tuple(free), tuple(blocks))


@settings(max_examples=40)
@given(requests(), st.randoms(use_true_random=False))
def test_what_is_mended_keeps_the_promises_of_a_plan(
    asked: MendRequest, dice: random.Random
) -> None:
    found = mend(asked)
    for own in asked.blocks:
        if (place := found.places.get(own.id)) is None:
            assert own.id in found.left_out
            continue
        assert any(free.holds(place) for free in merge(asked.free))
        assert own.shortest <= place.minutes <= own.minutes
        for before in own.after:
            assert found.places[before].end <= place.start
    for one, following in pairwise(sorted(found.places.values())):
        assert one.end + BREAK <= following.start
    assert found.objective <= found.bound
    shuffled = list(asked.blocks)
    dice.shuffle(shuffled)
    assert mend(dataclasses.replace(asked, blocks=tuple(shuffled))) == found


def test_a_plan_that_fits_stays_as_it_is() -> None:
    asked = MendRequest(EVENINGS, tuple(block(f"b{d}", moment(d, 19.5)) for d in range(3)))
    found = mend(asked)
    assert found.optimal
    assert found.changed(asked) == ()


def test_a_missed_block_goes_where_nothing_else_has_to_move() -> None:
    missed = block("missed", moment(-1, 19), state="lost")
    stands = [block(f"b{d}", moment(d, 19), 110) for d in (0, 1)]
    asked = MendRequest(EVENINGS, (missed, *stands))
    found = mend(asked)
    assert found.changed(asked) == ()
    assert found.places["missed"].start == moment(2, 19)


def test_a_block_moves_where_that_makes_room_for_one_that_is_worth_it() -> None:
    missed = block("missed", moment(-1, 19), 60, state="lost", worth=150)
    asked = MendRequest((window(0, 19, 21.5),), (missed, block("b", moment(0, 19.5), 60)))
    found = mend(asked)
    assert found.left_out == ()
    assert found.changed(asked) == ("b",)


def test_what_is_fixed_stays_though_its_time_is_not_free() -> None:
    fixed = block("fixed", moment(0, 9), state="fixed")
    asked = MendRequest((window(0, 9, 11),), (fixed, block("b", moment(0, 9.5), after=("fixed",))))
    found = mend(asked)
    assert found.places["fixed"] == Interval(moment(0, 9), moment(0, 9) + timedelta(minutes=50))
    assert found.places["b"].start == moment(0, 10)


def test_the_least_worthy_is_left_out_where_not_all_fit() -> None:
    blocks = [
        block(name, moment(-1, 19), state="lost", worth=worth)
        for name, worth in (("a", 80), ("b", 120), ("c", 100))
    ]
    assert mend(MendRequest(EVENINGS[:1], tuple(blocks))).left_out == ("a",)


def every_arrangement(asked: MendRequest) -> Iterator[dict[str, Interval]]:
    """Every way to place or leave out the blocks, by trying all."""
    grid = timedelta(minutes=5)
    options: list[list[Interval | None]] = []
    for own in asked.blocks:
        places: list[Interval | None] = [None]
        for free in merge(asked.free):
            for minutes in range(own.shortest, own.minutes + 5, 5):
                start = free.start
                while start + timedelta(minutes=minutes) <= free.end:
                    places.append(Interval(start, start + timedelta(minutes=minutes)))
                    start += grid
        options.append(places)
    for chosen in itertools.product(*options):
        placed = {own.id: place for own, place in zip(asked.blocks, chosen, strict=True) if place}
        ordered = sorted(placed.values())
        if all(a.end + BREAK <= b.start for a, b in pairwise(ordered)):
            yield placed


def gain(asked: MendRequest, placed: dict[str, Interval]) -> int:
    total = 0
    for own in asked.blocks:
        place = placed.get(own.id)
        stood = Interval(own.at, own.at + timedelta(minutes=own.minutes))
        if place is not None:
            total += WORTH * own.worth * (place.minutes // 5)
            total -= DISTANCE * int(abs((place.start - own.at).total_seconds()) // 300)
        if own.state == "stands" and place != stood:
            total -= CHANGED
    return total


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(st.integers(0, 18), st.sampled_from([20, 25, 30]), st.integers(20, 160),
                  st.booleans()),
        min_size=1, max_size=3,
    ),
    st.integers(8, 16),
)  # fmt: skip
def test_no_other_way_costs_less(drawn: list[tuple[int, int, int, bool]], units: int) -> None:
    asked = MendRequest(
        (window(0, 19, 19 + units / 12),),
        tuple(
            block(
                f"b{number}", moment(0, 18.5) + timedelta(minutes=5 * at), minutes,
                shortest=20, worth=worth, state="stands" if stands else "lost",
            )
            for number, (at, minutes, worth, stands) in enumerate(drawn)
        ),
    )  # fmt: skip
    found: Mended = mend(asked)
    assert found.optimal
    assert found.objective == max(gain(asked, way) for way in every_arrangement(asked))
