"""Everything is found by what people call it."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.catalogue import Roadmap
from roadmap.matching import Card, Index
from roadmap.models import Kind
from tests.roadmap.seed_names import EVERYDAY, NAMED_INSIDE, NAMES

ROADMAP = Roadmap.load()


def first(query: str, limit: int = 1) -> list[str]:
    return [found.id for found in ROADMAP.find(query, limit)]


@pytest.mark.parametrize(("name", "entry"), NAMES)
def test_an_entry_is_found_by_its_own_name(name: str, entry: str) -> None:
    assert entry in first(name, 2)


@pytest.mark.parametrize(("name", "entry"), NAMED_INSIDE)
def test_an_entry_is_found_by_what_it_names(name: str, entry: str) -> None:
    assert entry in first(name, 2)


@pytest.mark.parametrize(("name", "entry"), EVERYDAY)
def test_an_entry_is_found_by_what_people_say_instead(name: str, entry: str) -> None:
    assert entry in first(name, 2)


@pytest.mark.parametrize(
    ("misspelt", "entry"),
    [
        ("backpropogation", "backpropagation"),
        ("xgbost", "gradient-boosting"),
        ("embedings", "embedding-models"),
        ("kuberentes", "kubernetes"),
        ("convolutional nueral networks", "cnn"),
        ("prompt enginering", "prompt-engineering"),
        ("tokeniztion", "tokenization"),
        ("LANGCHIAN", "langchain"),
    ],
)
def test_a_slip_of_the_finger_is_forgiven(misspelt: str, entry: str) -> None:
    assert first(misspelt) == [entry]


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("what is the transformer?", "transformers"),
        ("how does gradient descent work", "optimization"),
        ("tell me about vector databases please", "vector-databases"),
        ("what is the difference between bias and variance", "bias-variance"),
        ("I want to learn about RAG", "retrieval-strategies"),
        ("explain backprop to me", "backpropagation"),
    ],
)
def test_the_words_of_a_question_do_not_stand_in_the_way(question: str, entry: str) -> None:
    assert first(question) == [entry]


def test_accents_case_hyphens_and_spelling_of_either_side_of_the_sea_make_no_difference() -> None:
    assert first("NAÏVE BAYES") == first("naive bayes") == ["naive-bayes"]
    assert first("fine tuning") == first("fine-tuning") == first("finetuning")
    assert first("optimisation") == first("optimization")
    assert first("regularisation") == first("regularization") == ["overfitting-regularization"]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("success metrics", "metric"),
        ("soft skills", "skill"),
        ("job titles", "job-title"),
        ("final advice", "advice"),
        ("portfolio tips", "portfolio-tip"),
        ("interview preparation", "interview-area"),
    ],
)
def test_a_heading_finds_what_stands_under_it(heading: str, kind: str) -> None:
    assert {found.kind for found in ROADMAP.find(heading, 4)} == {kind}


def test_kinds_and_limit_are_kept() -> None:
    found = ROADMAP.find("deep learning", limit=3, kinds={"resource", "phase"})
    assert len(found) == 3
    assert {hit.kind for hit in found} == {"resource", "phase"}
    assert ROADMAP.find("deep learning", limit=0) == ()


def test_every_hit_says_what_it_is_and_where() -> None:
    (hit,) = ROADMAP.find("LoRA", limit=1)
    assert (hit.id, hit.kind, hit.phase) == ("fine-tuning-lora", "topic", "phase-3")
    assert hit.title == "Fine-tuning strategies (LoRA, QLoRA)"
    assert hit.summary == ROADMAP.card("fine-tuning-lora").summary
    assert ROADMAP.find("Communication", limit=1)[0].phase is None


def test_every_kind_of_entry_can_be_found() -> None:
    names = [*(name for name, _ in NAMES), *(part.title for part in ROADMAP.subtopics)]
    kinds = {hit.kind for name in names for hit in ROADMAP.find(name, 2)}
    assert kinds == set(get_args(Kind))


HOSTILE = (
    "",
    "   ",
    "\x00\x1b[31m",
    '"',
    "*",
    "()[]{}|\\^$.+?",
    "c++ AND NOT OR NEAR",
    "'; DROP TABLE topics; --",
    "\u202egnitset",
    "٣",
    "ﷺ",
    "a" * 100_000,
    "word " * 50_000,
    "-" * 5_000,
)


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_is_only_a_query(query: str) -> None:
    assert isinstance(ROADMAP.find(query), tuple)


def test_nothing_is_found_where_nothing_is_asked_or_alike() -> None:
    assert ROADMAP.find("") == ROADMAP.find("?!") == ROADMAP.find("qqqq zzzz") == ()


@given(st.text(max_size=60), st.integers(-2, 15))
def test_any_text_gives_few_distinct_hits_best_first_and_the_same_again(
    query: str, limit: int
) -> None:
    found = ROADMAP.find(query, limit)
    assert len(found) <= max(limit, 0)
    assert len({(hit.kind, hit.id) for hit in found}) == len(found)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert all(0 < hit.score <= 100 for hit in found)
    assert ROADMAP.find(query, limit) == found


@given(st.lists(st.sampled_from("deep learning rag model the of attention xgbost".split())))
def test_more_hits_asked_for_only_add_to_the_end(words: list[str]) -> None:
    query = " ".join(words)
    assert ROADMAP.find(query, 10)[:3] == ROADMAP.find(query, 3)


def card(name: str, title: str, *aliases: str, text: str = "") -> Card:
    return Card(name, "topic", title, aliases, "", text)


def test_a_title_goes_before_an_alias_before_a_part_of_a_name_before_the_text() -> None:
    index = Index(
        [
            card("text", "Something else", text="all about attention here"),
            card("part", "Attention heads"),
            card("alias", "Transformers", "attention"),
            card("title", "Attention"),
        ]
    )
    assert [hit.id for hit in index.find("attention")] == ["title", "alias", "part", "text"]


def test_names_with_all_words_go_before_names_with_some_and_rare_words_count_more() -> None:
    index = Index(
        [
            card("model-a", "Model serving"),
            card("model-b", "Model drift"),
            card("model-c", "Model card"),
            card("rare", "Quantization of weights"),
        ]
    )
    assert index.find("model drift")[0].id == "model-b"
    assert index.find("model quantization")[0].id == "rare"


def test_an_empty_index_answers_with_nothing() -> None:
    assert Index([]).find("anything") == ()
