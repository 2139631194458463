"""Finding again what was said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.learner import LearnerMemory
from memory.wording import excerpt, match_expression, terms
from tests.memory.moments import MONDAY, later

SAID = (
    ("learner", "I keep mixing up gradient descent and gradient boosting"),
    ("mentor", "Boosting adds trees one after another; each corrects the ones before it."),
    ("learner", "Wir treffen uns im Café in Zürich, naïvely"),
    ("learner", "My interview at Initech is on Friday, about C++ and vector databases"),
    ("mentor", "A vector database finds the nearest embeddings."),
    ("learner", "I studied the attention mechanism"),
)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LearnerMemory]:
    with LearnerMemory.open(tmp_path_factory.mktemp("spoken") / "learner.db") as memory:
        for number, (role, text) in enumerate(SAID):
            memory.transcripts.append("c", role, text, later(number))  # type: ignore[arg-type]  # two of the roles
        yield memory


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("gradient descent", 0),
        ("when is my interview?", 3),
        ("zurich cafe", 2),
        ("NAÏVELY", 2),
        ("what did I say about studying attention mechanisms", 5),
        ("embedding", 4),
        ("Initech", 3),
    ],
)
def test_the_best_match_comes_first(spoken: LearnerMemory, query: str, expected: int) -> None:
    found = spoken.recall(query)
    assert found[0].text == SAID[expected][1]
    assert found[0].score > 0
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_a_result_says_where_it_stands(spoken: LearnerMemory) -> None:
    (found,) = spoken.recall("Initech")
    (message,) = [m for m in spoken.transcripts.messages("c") if "Initech" in m.text]
    assert (found.source, found.conversation, found.role, found.at) == (
        message.id,
        "c",
        "learner",
        message.at,
    )


@pytest.mark.parametrize(
    "query",
    [
        'what is "vector',
        "vector AND",
        "a-vector",
        "text:vector",
        "vector*",
        "^vector",
        "NEAR(vector",
        "vector\x00",
        "\ud800vector",
        "{text}: vector",
        "vector'; DROP TABLE messages",
    ],
)
def test_what_fts5_would_read_as_syntax_is_only_words(spoken: LearnerMemory, query: str) -> None:
    assert "vector" in spoken.recall(query)[0].text


@pytest.mark.parametrize("query", ["", "   ", "*", '"', "+++", "?!", "\x00", "\ud800", "🙂"])
def test_a_query_without_words_finds_nothing(spoken: LearnerMemory, query: str) -> None:
    assert spoken.recall(query) == []


def test_a_query_of_a_hundred_kilobytes_is_answered(spoken: LearnerMemory) -> None:
    many = " ".join(f"word{number}" for number in range(14_000))
    assert spoken.recall(many) == []
    assert spoken.recall("vector " * 20_000) != []


@given(query=st.text() | st.text(alphabet='"*()^:-+{}[]ANDORNOT \x00vector'))
def test_no_query_breaks_the_search(spoken: LearnerMemory, query: str) -> None:
    for hit in spoken.recall(query):
        assert hit.text in {text for _, text in SAID}


@given(text=st.text(max_size=200))
def test_what_was_said_is_found_by_its_own_words(text: str) -> None:
    words = terms(text)
    assert all(word in match_expression(text) for word in words)
    assert len(words) <= 48
    assert len(set(words)) == len(words)


def test_the_limit_is_kept(spoken: LearnerMemory) -> None:
    assert len(spoken.recall("gradient boosting vector", limit=2)) == 2
    assert spoken.recall("gradient", limit=0) == []
    assert spoken.recall("gradient", limit=-3) == []


def test_question_words_count_only_when_there_are_no_others(memory: LearnerMemory) -> None:
    memory.transcripts.append("c", "learner", "what about the weather", MONDAY)
    memory.transcripts.append("c", "learner", "kubernetes", MONDAY)
    assert [hit.text for hit in memory.recall("what about the kubernetes")] == ["kubernetes"]
    assert [hit.text for hit in memory.recall("what about")] == ["what about the weather"]


def test_people_come_before_the_output_of_tools_and_the_newest_first(
    memory: LearnerMemory,
) -> None:
    for number in range(20):
        memory.transcripts.append("c", "learner", f"filler {number}", MONDAY)
    memory.transcripts.append("c", "learner", "about quaternions", MONDAY)
    memory.transcripts.append("c", "mentor", "about quaternions", later(1))
    memory.transcripts.append("c", "tool", "about quaternions", later(2))
    assert [hit.role for hit in memory.recall("quaternions")] == ["mentor", "learner", "tool"]


def test_an_excerpt_shows_the_words_that_were_asked_for() -> None:
    text = "Long ago. " * 60 + "The **Softmax**\nturns scores into probabilities." + " Well." * 60
    shown = excerpt(text, "what is a softmax", 80)
    assert "Softmax" in shown
    assert shown.startswith("… ")
    assert shown.endswith("…")
    assert excerpt("short text", "softmax") == "short text"
