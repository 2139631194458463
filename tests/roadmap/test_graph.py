"""Prerequisites as a graph."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from roadmap.graph import Graph, behind, find_circle, is_ready, study_order


@st.composite
def acyclic_graphs(draw: st.DrawFn) -> Graph:
    """Names in any order, each asking only for names that a hidden order puts before it."""
    names = draw(st.permutations([f"t{number}" for number in range(draw(st.integers(0, 12)))]))
    graph = {
        name: draw(st.lists(st.sampled_from(names[:place]), max_size=4, unique=True))
        if place
        else []
        for place, name in enumerate(names)
    }
    return {name: graph[name] for name in draw(st.permutations(names))}


graphs = st.integers(1, 8).flatmap(
    lambda size: st.fixed_dictionaries(
        {
            f"t{number}": st.lists(
                st.sampled_from([f"t{other}" for other in range(size)]), max_size=3
            )
            for number in range(size)
        }
    )
)


@given(acyclic_graphs())
def test_the_order_has_every_id_once_and_prerequisites_first(graph: Graph) -> None:
    order = study_order(graph)
    assert sorted(order) == sorted(graph)
    place = {name: index for index, name in enumerate(order)}
    assert all(place[before] < place[name] for name in graph for before in graph[name])


@given(acyclic_graphs())
def test_an_acyclic_graph_has_no_circle(graph: Graph) -> None:
    assert find_circle(graph) == ()


@given(graphs)
def test_a_circle_is_shown_exactly_where_the_order_leaves_something_out(graph: Graph) -> None:
    circle = find_circle(graph)
    assert bool(circle) == (len(study_order(graph)) < len(graph))
    for name, before in pairwise(circle):
        assert before in graph[name]
    if circle:
        assert circle[0] == circle[-1]


@given(acyclic_graphs())
def test_what_is_behind_holds_the_direct_ones_and_what_is_behind_those(graph: Graph) -> None:
    for name in graph:
        expected = set(graph[name]).union(*(behind(graph, before) for before in graph[name]))
        assert behind(graph, name) == expected
        assert name not in expected


def test_the_order_keeps_the_graphs_own_order_where_it_may() -> None:
    graph = {"b": [], "a": [], "d": ["c"], "c": ["a"], "e": []}
    assert study_order(graph) == ("b", "a", "c", "d", "e")


def test_a_name_is_ready_when_all_its_direct_prerequisites_are_finished() -> None:
    graph = {"a": [], "b": ["a"], "c": ["a", "b"]}
    assert is_ready(graph, "a", set())
    assert not is_ready(graph, "c", {"a"})
    assert is_ready(graph, "c", {"a", "b"})
