"""The figures that make the planner's bound tight: they take in all that is possible."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from learning.plan_fillings import amounts, fillings, sides

small = st.integers(0, 12)


@given(st.lists(st.tuples(small, small), min_size=1, max_size=8))
def test_every_point_and_what_lies_between_is_within_the_sides(
    points: list[tuple[int, int]],
) -> None:
    found = sides(points)
    for x, y in points:
        assert all(a * x + b * y <= c for a, b, c in found)


@given(st.lists(st.tuples(small, small), min_size=3, max_size=8), st.tuples(small, small))
def test_a_whole_point_within_the_sides_is_in_a_triangle_of_the_points(
    points: list[tuple[int, int]], point: tuple[int, int]
) -> None:
    found = sides(points)
    if len(found) > 2 and all(a * point[0] + b * point[1] <= c for a, b, c in found):
        assert any(holds(corners, point) for corners in itertools.combinations(points, 3))


def holds(corners: tuple[tuple[int, int], ...], point: tuple[int, int]) -> bool:
    turns = [
        (x2 - x1) * (point[1] - y1) - (y2 - y1) * (point[0] - x1)
        for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True)
    ]
    box = all(min(c[i] for c in corners) <= point[i] <= max(c[i] for c in corners) for i in (0, 1))
    return box and (all(t >= 0 for t in turns) or all(t <= 0 for t in turns))


@given(st.integers(1, 6), st.integers(0, 4), st.integers(0, 20))
def test_the_amounts_are_those_that_whole_blocks_make(low: int, more: int, total: int) -> None:
    high, most = low + more, total // low
    made = {
        (blocks, sum(lengths))
        for blocks in range(most + 1)
        for lengths in itertools.combinations_with_replacement(range(low, high + 1), blocks)
        if sum(lengths) <= total
    }
    corners = set(amounts(low, high, most, total))
    assert corners <= made
    for blocks in range(most + 1):
        units = [u for n, u in made if n == blocks]
        assert {(blocks, min(units)), (blocks, max(units))} <= corners


def test_blocks_beside_others_grow_only_by_what_is_spare() -> None:
    assert list(amounts(6, 12, 1, 20, spare=1)) == [(0, 0), (1, 6), (1, 7)]


@given(
    st.integers(0, 25),
    st.lists(st.tuples(st.integers(2, 9), st.integers(0, 4)), min_size=1, max_size=3),
)
def test_the_fillings_are_all_that_fit(room: int, kinds: list[tuple[int, int]]) -> None:
    sizes, most = [size for size, _ in kinds], [count for _, count in kinds]
    every = itertools.product(*(range(count + 1) for count in most))
    fitting = [
        way for way in every if sum(n * size for n, size in zip(way, sizes, strict=True)) <= room
    ]
    assert sorted(fillings(room, sizes, most)) == sorted(fitting)
