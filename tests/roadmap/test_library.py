"""The shelf that ships: every paper and resource on it."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from base.text import clean, fold
from roadmap.catalogue import Roadmap
from roadmap.library import Paper, Resource

NAMED_ON_THE_ROADMAP = (
    "Andrew Ng's Machine Learning course (Coursera)",
    "Hands-On Machine Learning (Aurélien Géron)",
    "Kaggle competitions (beginner tier)",
    "Fast.ai courses (practical approach)",
    "Deep Learning Specialization (Coursera)",
    "PyTorch/TensorFlow official tutorials",
    "Papers with Code",
    "Attention Is All You Need (paper)",
    "LangChain documentation",
    "Hugging Face courses",
    "OpenAI Cookbook",
    "Made With ML (MLOps course)",
    "Full Stack Deep Learning",
    "Cloud provider documentation",
    "arXiv.org (cs.AI, cs.LG, cs.CL)",
    "OpenAI blog",
    "Anthropic blog",
    "Google AI blog",
    "Meta AI blog",
    "The Batch",
    "Import AI",
    "TLDR AI",
    "Lex Fridman",
    "TWIML AI",
    "NeurIPS",
    "ICML",
    "ICLR",
    "ACL",
    "r/MachineLearning",
    "r/LanguageTechnology",
    "Discord: Hugging Face",
    "Discord: Fast.ai",
    "Discord: LangChain",
    "Slack: Various AI communities",
    "Meetups: Local ML/AI groups",
    "Twitter/X: Follow AI researchers",
    "Deep Learning (Goodfellow, Bengio, Courville)",
    "Designing Machine Learning Systems (Chip Huyen)",
    "Andrew Ng's ML & DL Specializations",
    "Fast.ai Practical Deep Learning",
    "Kaggle (competitions & datasets)",
    "Hugging Face (models & datasets)",
    "Papers with Code (implementations)",
)


@pytest.fixture(scope="module")
def roadmap() -> Roadmap:
    return Roadmap.load()


def shelf_of(roadmap: Roadmap) -> list[Paper | Resource]:
    return [*roadmap.papers, *roadmap.resources]


@pytest.mark.parametrize("name", NAMED_ON_THE_ROADMAP)
def test_what_the_roadmap_names_stands_on_the_shelf_under_that_name(
    roadmap: Roadmap, name: str
) -> None:
    assert name in {resource.title for resource in roadmap.resources}


def test_an_id_is_there_once_over_papers_and_resources(roadmap: Roadmap) -> None:
    ids = Counter(entry.id for entry in shelf_of(roadmap))
    assert [name for name, count in ids.items() if count > 1] == []


def test_no_two_entries_of_a_kind_answer_to_the_same_name(roadmap: Roadmap) -> None:
    for entries in (roadmap.papers, roadmap.resources):
        names = Counter(fold(n) for entry in entries for n in {entry.title, *entry.aliases})
        assert [name for name, count in names.items() if count > 1] == []


def test_every_topic_named_is_on_the_roadmap(roadmap: Roadmap) -> None:
    named = {topic for entry in shelf_of(roadmap) for topic in entry.topics}
    assert named <= set(roadmap.topics)


def test_every_phase_from_the_first_on_has_papers_to_begin_with(roadmap: Roadmap) -> None:
    phases = {
        roadmap.topics[topic].phase
        for paper in roadmap.papers
        if paper.read_first
        for topic in paper.topics
    }
    assert phases >= {"phase-1", "phase-2", "phase-3", "phase-4", "phase-5"}


def test_every_phase_has_resources(roadmap: Roadmap) -> None:
    phases = {roadmap.topics[t].phase for resource in roadmap.resources for t in resource.topics}
    assert phases == {phase.id for phase in roadmap.phases}


def test_a_papers_id_is_its_identifier_and_its_year_that_of_its_submission(
    roadmap: Roadmap,
) -> None:
    for paper in roadmap.papers:
        assert paper.id == "arxiv." + paper.arxiv_id.replace(".", "-")
        assert paper.year == 2000 + int(paper.arxiv_id[:2])
        assert paper.url == f"https://arxiv.org/abs/{paper.arxiv_id}"
        assert paper.summary == paper.contribution


def test_the_words_on_the_shelf_are_whole_sentences_and_clean(roadmap: Roadmap) -> None:
    for entry in shelf_of(roadmap):
        assert entry.summary.endswith("."), entry.id
        assert 20 <= len(entry.summary) <= 300, entry.id
        assert clean(entry.summary) == entry.summary


def test_addresses_have_a_host(roadmap: Roadmap) -> None:
    for resource in roadmap.resources:
        assert "." in (urlsplit(resource.url).hostname or "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "javascript:alert(1)"),
        ("url", "https://example.org/a b"),
        ("kind", "pamphlet"),
        ("hours", 0),
        ("id", "Not A Slug"),
        ("colour", "red"),
    ],
)
def test_a_resource_that_does_not_fit_is_refused(
    roadmap: Roadmap, field: str, value: object
) -> None:
    good = roadmap.resources[0].model_dump()
    assert Resource.model_validate(good) == roadmap.resources[0]
    with pytest.raises(ValidationError):
        Resource.model_validate({**good, field: value})


@pytest.mark.parametrize(
    ("field", "value"),
    [("arxiv_id", "1706.03762v2"), ("arxiv_id", "attention"), ("year", 17), ("topics", [])],
)
def test_a_paper_that_does_not_fit_is_refused(roadmap: Roadmap, field: str, value: object) -> None:
    good = roadmap.papers[0].model_dump()
    assert Paper.model_validate(good) == roadmap.papers[0]
    with pytest.raises(ValidationError):
        Paper.model_validate({**good, field: value})
