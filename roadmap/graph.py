"""Prerequisites as a graph: an order to study in, what stands behind a topic, and circles."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping, Sequence

Graph = Mapping[str, Sequence[str]]
"""Each id with the ids that come directly before it, in roadmap order."""


def study_order(graph: Graph) -> tuple[str, ...]:
    """All ids, prerequisites first, otherwise in the graph's own order (Kahn's algorithm with a
    heap on position). Ids in a circle, and what hangs on them, are left out."""
    position = {name: index for index, name in enumerate(graph)}
    waits_for = {name: len(set(before)) for name, before in graph.items()}
    opens: dict[str, list[str]] = {name: [] for name in graph}
    for name, before in graph.items():
        for earlier in set(before):
            opens[earlier].append(name)
    ready = [(position[name], name) for name, count in waits_for.items() if count == 0]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        _, name = heapq.heappop(ready)
        order.append(name)
        for later in opens[name]:
            waits_for[later] -= 1
            if waits_for[later] == 0:
                heapq.heappush(ready, (position[later], later))
    return tuple(order)


def find_circle(graph: Graph) -> tuple[str, ...]:
    """A circle of prerequisites, first id repeated at its end; empty where there is none."""
    left = {name for name in graph if name not in set(study_order(graph))}
    if not left:
        return ()
    path: list[str] = []
    name = next(candidate for candidate in graph if candidate in left)
    while name not in path:
        path.append(name)
        name = next(earlier for earlier in graph[name] if earlier in left)
    return (*path[path.index(name) :], name)


def behind(graph: Graph, name: str) -> frozenset[str]:
    """Everything that has to come before `name`, near and far."""
    found: set[str] = set()
    waiting = list(graph[name])
    while waiting:
        earlier = waiting.pop()
        if earlier not in found:
            found.add(earlier)
            waiting.extend(graph[earlier])
    return frozenset(found)


def is_ready(graph: Graph, name: str, finished: Collection[str]) -> bool:
    """Whether all direct prerequisites of `name` are finished."""
    return all(earlier in finished for earlier in graph[name])
