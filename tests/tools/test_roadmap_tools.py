"""The roadmap tools as the agent calls them."""

from __future__ import annotations

from typing import get_args

import pytest
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import ValidationError

from base.errors import NotFound
from learning.study import Study
from memory.records import TopicState
from tests.tools.calling import Caller
from tools import roadmap


@pytest.fixture
def call(study: Study) -> Caller:
    return Caller(study, roadmap.TOOLS, "chat-1")


def test_the_tools_have_the_names_and_arguments_that_prompts_use() -> None:
    offered = [convert_to_openai_tool(tool)["function"] for tool in roadmap.TOOLS]
    assert {tool["name"]: list(tool["parameters"]["properties"]) for tool in offered} == {
        "search_roadmap": ["query"],
        "show_topic": ["topic"],
        "next_topics": ["limit"],
        "show_progress": ["outlook"],
        "set_topic_status": ["topic", "status"],
    }


def test_how_long_phase_3_is_and_what_is_in_it_takes_one_call(call: Caller) -> None:
    answer = call("show_topic", topic="phase 3").text
    for part in (
        "Phase 3: Large Language Models & Modern AI",
        "2 to 3 months",
        "120 to 180 hours",
        "LLM Fundamentals",
        "RAG Systems",
        "LoRA",
        "Build a RAG system (like CiteWise!)",
        "OpenAI Cookbook",
    ):
        assert part in answer


def test_a_topic_is_shown_with_all_that_is_needed_to_teach_it(call: Caller, study: Study) -> None:
    message = call("show_topic", topic="lora")
    card = study.roadmap.card("fine-tuning-lora")
    for part in (card.summary, card.why, card.done, *card.key_points):
        assert part in message.text
    assert "Working with LLMs" in message.text
    assert "Pre-training vs fine-tuning; Hugging Face Transformers" in message.text
    assert "\n" not in message.artifact


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("rag systems", ["Phase 3", "Chunking techniques", "hours"]),
        ("document q&a", ["A project of Phase 3", "1. ", "Draws on:"]),
        ("mathematics", ["3 to 6 months", "Linear Algebra"]),
        ("phase 5", ["3 to 6 months", "Choose one or two", "1.5 to 3 months"]),
        ("the whole roadmap", ["12 to 18 months", "Phase 4: MLOps & Production"]),
        ("communication", ["A skill."]),
        ("AI Engineer", ["A job title."]),
    ],
)
def test_sections_projects_phases_and_the_rest_can_be_shown_too(
    call: Caller, name: str, parts: list[str]
) -> None:
    answer = call("show_topic", topic=name).text
    for part in parts:
        assert part in answer


def test_a_name_borne_twice_says_so(call: Caller) -> None:
    answer = call("show_topic", topic="Computer Vision").text
    assert answer.startswith("## Computer Vision")
    assert "Also called so: Computer Vision (section of Phase 5: Specialization)." in answer


def test_a_name_nothing_bears_is_not_found_with_suggestions(call: Caller) -> None:
    with pytest.raises(NotFound) as caught:
        call("show_topic", topic="embedding weaving loom")
    assert "Embedding models" in caught.value.hint


def test_a_search_names_kind_and_phase_and_leaves_ids_out(call: Caller) -> None:
    answer = call("search_roadmap", query="vector databases").text
    first = answer.split("\n", 1)[0]
    assert first.startswith(
        "- **Vector databases (Weaviate, Pinecone, ChromaDB)** (topic, phase 3): "
    )
    assert "vector-databases" not in answer


def test_a_search_for_a_heading_lists_what_stands_under_it(call: Caller, study: Study) -> None:
    answer = call("search_roadmap", query="success metrics").text
    for metric in study.roadmap.metrics:
        assert metric.title in answer


def test_a_search_without_an_answer_says_so(call: Caller) -> None:
    assert call("search_roadmap", query="qqqq").text == "Nothing on the roadmap answers “qqqq”."


def test_next_topics_change_with_what_is_done(call: Caller) -> None:
    assert call("next_topics", limit=1).text.startswith("1. **Linear Algebra**, ")
    call("set_topic_status", topic="linear algebra", status="done")
    assert call("next_topics", limit=1).text.startswith("1. **Calculus**, ")
    call("set_topic_status", topic="python", status="learning")
    assert call("next_topics", limit=1).text.startswith("1. **Python** (under way), ")


def test_progress_counts_what_is_done_and_names_what_is_under_way(
    call: Caller, study: Study
) -> None:
    call("set_topic_status", topic="calculus", status="done")
    call("set_topic_status", topic="python", status="learning")
    message = call("show_progress")
    hours = study.roadmap.topics["calculus"].hours.expected
    assert message.text.startswith(f"1 of 116 topics done ({hours:g} of ")
    assert "- Prerequisites: 1 of 12 topics" in message.text
    assert "Under way: Python." in message.text
    assert message.artifact == "1 of 116 topics done"


@pytest.mark.parametrize("status", get_args(TopicState))
def test_a_status_is_kept_and_said_back(call: Caller, study: Study, status: TopicState) -> None:
    message = call("set_topic_status", topic="RNNs", status=status)
    assert message.text == f"Noted. Recurrent Neural Networks (RNNs, LSTMs): {status}."
    assert study.memory.topics.all()["rnn-lstm"].status == status
    shown = call("show_topic", topic="rnn-lstm").text
    assert f"You marked it {status}." in shown


def test_a_status_that_is_none_and_a_limit_out_of_range_are_refused(
    call: Caller, study: Study
) -> None:
    with pytest.raises(ValidationError):
        call("set_topic_status", topic="python", status="mastered")
    with pytest.raises(ValidationError):
        call("next_topics", limit=0)
    with pytest.raises(NotFound):
        call("set_topic_status", topic="basket weaving", status="done")
    assert study.memory.topics.all() == {}


def test_the_outlook_says_when_each_phase_ends_and_what_it_rests_on(call: Caller) -> None:
    message = call("show_progress", outlook=True)
    for part in (
        "You will be done between",
        "no week of yours",
        "- Prerequisites: by the week of",
        "- Mon 30 Nov 2026 6 h Linear Algebra 6 h",
    ):
        assert part in message.text
