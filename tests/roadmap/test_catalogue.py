"""The roadmap answers: by name, by what comes before, by what can be next."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import ContentError, NotFound
from roadmap.catalogue import Roadmap
from roadmap.models import Phase, Project, Section, Topic
from tests.roadmap.conftest import spoil
from tests.roadmap.seed_names import TOPICS

ROADMAP = Roadmap.load()


def test_it_is_read_once_per_process() -> None:
    assert Roadmap.load() is Roadmap.load()


def test_phases_stand_in_order_from_the_prerequisites_on(roadmap: Roadmap) -> None:
    assert [phase.id for phase in roadmap.phases] == [f"phase-{n}" for n in range(6)]
    assert [phase.number for phase in roadmap.phases] == list(range(6))


def test_topics_stand_in_the_roadmaps_order(roadmap: Roadmap) -> None:
    named = [entry for title, entry in TOPICS if roadmap.topics[entry].title == title]
    assert list(roadmap.topics) == named


def test_a_topic_knows_its_phase_and_section(roadmap: Roadmap) -> None:
    topic = roadmap.topics["chunking"]
    assert (topic.phase, topic.section) == ("phase-3", "rag-systems")


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("fine-tuning-lora", "fine-tuning-lora"),
        ("Fine-tuning strategies (LoRA, QLoRA)", "fine-tuning-lora"),
        ("QLoRA", "fine-tuning-lora"),
        ("qlora fine-tuning", "fine-tuning-lora"),
        ("GANs", "gans"),
        ("rnns", "rnn-lstm"),
        ("Backpropogation", "backpropagation"),
        ("RAG", "retrieval-strategies"),
        ("transformers", "transformers"),
        ("  Vector   Databases ", "vector-databases"),
    ],
)
def test_a_topic_answers_to_id_title_alias_and_near_spelling(
    roadmap: Roadmap, name: str, entry: str
) -> None:
    assert roadmap.topic(name).id == entry


@pytest.mark.parametrize("name", ["basket weaving", "", "model", "\x1b[2J", "x" * 10_000])
def test_a_name_that_no_topic_or_too_many_answer_to_is_not_found(
    roadmap: Roadmap, name: str
) -> None:
    with pytest.raises(NotFound) as caught:
        roadmap.topic(name)
    assert caught.value.hint
    assert len(caught.value.message) < 200


def test_a_name_not_found_comes_with_up_to_three_that_are_near(roadmap: Roadmap) -> None:
    with pytest.raises(NotFound) as caught:
        roadmap.topic("model")
    assert caught.value.hint.count("“") == 3


@pytest.mark.parametrize(
    ("name", "kind", "entry"),
    [
        ("phase 3", Phase, "phase-3"),
        ("Phase 3", Phase, "phase-3"),
        ("3", Phase, "phase-3"),
        ("0", Phase, "phase-0"),
        ("deep learning", Phase, "phase-2"),
        ("RAG systems", Section, "rag-systems"),
        ("AI agents", Section, "spec-agents"),
        ("Computer Vision", Section, "computer-vision"),
        ("LoRA", Topic, "fine-tuning-lora"),
        ("GANs", Topic, "gans"),
        ("document q&a", Project, "document-qa"),
    ],
)
def test_phases_sections_and_projects_have_names_too(
    roadmap: Roadmap, name: str, kind: type[object], entry: str
) -> None:
    place = roadmap.place(name)
    assert isinstance(place, kind)
    assert place.id == entry


def test_a_name_means_the_same_topic_however_it_is_asked_for(roadmap: Roadmap) -> None:
    for topic in roadmap.topics.values():
        assert roadmap.topic(topic.id) is roadmap.place(topic.id) is topic
        shown = roadmap.place(topic.title)
        assert not isinstance(shown, Topic) or shown is roadmap.topic(topic.title)


def test_only_two_titles_are_ids_of_another_topic_and_mean_that_one(roadmap: Roadmap) -> None:
    topics = roadmap.topics.values()
    others = {t.title: roadmap.topic(t.title).id for t in topics if roadmap.topic(t.title) is not t}
    assert others == {"Evaluation metrics": "evaluation-metrics", "GANs": "gans"}


def test_prerequisites_are_all_that_stands_before_in_study_order(roadmap: Roadmap) -> None:
    before = [topic.id for topic in roadmap.prerequisites("linear-logistic-regression")]
    assert before == [
        "linear-algebra",
        "calculus",
        "probability-statistics",
        "optimization",
        "python",
        "learning-paradigms",
        "data-splits",
    ]
    with pytest.raises(NotFound):
        roadmap.prerequisites("basket-weaving")


def test_a_beginner_may_begin_with_what_asks_for_nothing(roadmap: Roadmap) -> None:
    assert [topic.id for topic in roadmap.next_topics((), 4)] == [
        "linear-algebra",
        "calculus",
        "probability-statistics",
        "python",
    ]


@given(st.sets(st.sampled_from(sorted(ROADMAP.topics))), st.integers(-1, 30))
def test_next_topics_are_unfinished_and_have_all_they_ask_for(
    finished: set[str], limit: int
) -> None:
    topics = ROADMAP.next_topics(finished, limit)
    assert len(topics) <= max(limit, 0)
    for topic in topics:
        assert topic.id not in finished
        assert set(topic.prerequisites) <= finished


def test_learning_what_is_next_again_and_again_reaches_the_end(roadmap: Roadmap) -> None:
    finished: list[str] = []
    while following := roadmap.next_topics(finished, 1):
        finished.append(following[0].id)
    assert tuple(finished) == roadmap.order


def test_a_prerequisite_that_is_no_topic_is_named_with_file_and_line(content: Path) -> None:
    path = content / "phases" / "phase-3.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("prerequisites: [llm-apis]", "prerequisites: [llm-api]"), "utf-8")
    line = text[: text.index("id: langchain\n")].count("\n") + 1
    with pytest.raises(ContentError) as caught:
        Roadmap.load(content)
    assert "phase-3.yaml" in caught.value.message
    assert "llm-api" in caught.value.message
    assert caught.value.line == line


def test_prerequisites_in_a_circle_are_shown_as_the_circle_they_are(content: Path) -> None:
    spoil(
        content / "phases" / "phase-0.yaml",
        "      - id: calculus\n",
        "      - id: calculus\n        prerequisites: [optimization]\n",
    )
    with pytest.raises(ContentError, match="calculus → optimization → calculus") as caught:
        Roadmap.load(content)
    assert caught.value.line is not None


def test_two_topics_with_one_id_are_an_error(content: Path) -> None:
    spoil(content / "phases" / "phase-0.yaml", "id: calculus\n", "id: linear-algebra\n")
    with pytest.raises(ContentError, match="linear-algebra"):
        Roadmap.load(content)


def test_a_folder_without_content_is_a_content_error(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        Roadmap.load(tmp_path)


def test_questions_are_found_by_id_topic_and_area(roadmap: Roadmap) -> None:
    item = roadmap.quiz_items()[0]
    assert roadmap.quiz_item(item.id) is item
    assert item in roadmap.quiz_items(item.topic)
    assert all(found.topic == item.topic for found in roadmap.quiz_items(item.topic))
    question = roadmap.interview_questions()[0]
    assert roadmap.interview_question(question.id) is question
    assert all(q.area == question.area for q in roadmap.interview_questions(question.area))
    for ask in (roadmap.quiz_item, roadmap.interview_question):
        with pytest.raises(NotFound):
            ask("no-such-question")


def test_importing_the_room_loads_neither_yaml_nor_pydantic() -> None:
    code = (
        "import sys, roadmap; assert not {'yaml', 'pydantic'} & set(sys.modules); "
        "from roadmap import Roadmap; assert Roadmap.load().topics"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
