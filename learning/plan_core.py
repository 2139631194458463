"""The fewest wishes that cannot be kept together.

A set of wishes conflicts when no week keeps them all. By deletion it is brought down to one from
which nothing can be left out (Chinneck and Dravnieks, 1991); then the smaller sets are tried, so
that where the answers are proven there is no smaller one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

Kept = Callable[[frozenset[str]], bool | None]
"""Whether the wishes can be kept together; None where that cannot be told."""

MOST_TRIES = 60


def smallest_conflict(wishes: Sequence[str], kept: Kept) -> tuple[str, ...]:
    """The smallest set of `wishes` that cannot be kept, in their order; empty where all can.

    What comes first in `wishes` is the first to be left out of the set.
    """
    if kept(frozenset(wishes)) is not False:
        return ()
    core = list(wishes)
    for wish in wishes:
        without = [other for other in core if other != wish]
        if kept(frozenset(without)) is False:
            core = without
    tries = 0
    for size in range(1, len(core)):
        for fewer in combinations(wishes, size):
            tries += 1
            if tries > MOST_TRIES:
                return tuple(core)
            if kept(frozenset(fewer)) is False:
                return fewer
    return tuple(core)
