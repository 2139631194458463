"""Which numbers of blocks and units go together, as the sides of a polygon and as fillings.

A solver's linear relaxation takes half a block where half a stretch is left. Said in these figures
it knows better: what it may mix are whole ways to fill a stretch or to spend a candidate's time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

Point = tuple[int, int]
"""A number of blocks and the units they take together."""

Side = tuple[int, int, int]
"""The side a, b, c of a polygon: a * blocks + b * units <= c holds in all of it."""


def amounts(
    low: int, high: int, most: int, total: int, spare: int | None = None
) -> Iterator[Point]:
    """For none up to `most` blocks of `low` to `high` units the least and the most units: `total`
    at most, and `spare` at most beyond the shortest blocks."""
    yield 0, 0
    for blocks in range(1, most + 1):
        shortest = blocks * low
        yield blocks, shortest
        yield blocks, min(blocks * high, total, shortest + (total if spare is None else spare))


def sides(points: Iterable[Point]) -> tuple[Side, ...]:
    """The sides of the smallest convex polygon round the points (Andrew's chains, 1979).

    A single point has none; two have one on either side of the line between them and no ends.
    """
    ordered = sorted(set(points))
    corners = [*_chain(ordered)[:-1], *_chain(ordered[::-1])[:-1]]
    return tuple(
        (y2 - y1, x1 - x2, (y2 - y1) * x1 + (x1 - x2) * y1)
        for (x1, y1), (x2, y2) in pairwise([*corners, *corners[:1]])
    )


def _chain(points: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for x, y in points:
        while len(chain) > 1:
            (x1, y1), (x2, y2) = chain[-2:]
            if (x2 - x1) * (y - y1) > (y2 - y1) * (x - x1):
                break
            chain.pop()
        chain.append((x, y))
    return chain


def fillings(room: int, sizes: Sequence[int], most: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """How many blocks of each size, `most` of each, can lie in `room` together: every way."""
    if not sizes:
        yield ()
        return
    for count in range(min(room // sizes[0], most[0]) + 1):
        for others in fillings(room - count * sizes[0], sizes[1:], most[1:]):
            yield count, *others
