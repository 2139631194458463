"""A learner's progress goes along when the roadmap renames, splits or removes what they did."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from base.paths import Home
from learning.content_upgrade import follow_renames
from learning.study import Study
from memory.learner import LearnerMemory
from memory.records import Attempt, QuizRun, ReviewCard, ReviewLog
from roadmap.catalogue import SHIPPED, Roadmap

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)

RENAMES = """
- {kind: topic, old: clustering, new: [k-means], version: 2}
- {kind: topic, old: retrieval, new: [chunking, retrieval-strategies], version: 2}
- {kind: topic, old: expert-systems, version: 2}
- {kind: quiz-item, old: old.item, new: [NEW_ITEM], version: 2}
- {kind: interview-question, old: old.question, new: [llm.attention], version: 2}
"""


@pytest.fixture
def newer(tmp_path: Path) -> Roadmap:
    """A later version of the content."""
    folder = shutil.copytree(SHIPPED, tmp_path / "content")
    item = next(i.id for i in Roadmap.load().quiz_items() if i.topic == "retrieval-strategies")
    (folder / "renames.yaml").write_text(RENAMES.replace("NEW_ITEM", item))
    overview = folder / "roadmap.yaml"
    overview.write_text(overview.read_text().replace("content_version: 1", "content_version: 2"))
    return Roadmap(folder)


def attempt(topic: str, item: str, position: int) -> Attempt:
    return Attempt(
        id=None,
        at=NOW,
        source="quiz",
        run="quiz-1",
        position=position,
        item=item,
        topic=topic,
        skill=f"{topic}.skill",
        difficulty=2,
        answer="A",
        score=1.0,
        correct=True,
        verdict="right",
    )


def card(card_id: str, topic: str, item: str | None) -> ReviewCard:
    return ReviewCard(card_id, topic, item, "front", "back", "{}", NOW, NOW)


def test_a_renamed_topic_keeps_its_status_its_evidence_and_its_cards(
    study: Study, newer: Roadmap
) -> None:
    memory = study.memory
    memory.topics.set("clustering", "learning", NOW)
    memory.topics.set("clustering", "done", NOW)
    memory.attempts.add(attempt("clustering", "some.item", 0))
    memory.reviews.add(card("topic-clustering", "clustering", None), log("topic-clustering"))
    follow_renames(memory, newer)
    assert {name: s.status for name, s in memory.topics.all().items()} == {"k-means": "done"}
    restored = memory.topics.undo("k-means")
    assert restored is not None
    assert restored.status == "learning"
    assert [a.topic for a in memory.attempts.all()] == ["k-means"]
    assert [(c.id, c.topic) for c in memory.reviews.all()] == [("topic-k-means", "k-means")]
    assert len(memory.reviews.logs("topic-k-means")) == 1


def test_a_split_topic_leaves_its_status_to_each_part_and_its_evidence_where_it_belongs(
    study: Study, newer: Roadmap
) -> None:
    memory = study.memory
    strategies = next(i.id for i in newer.quiz_items() if i.topic == "retrieval-strategies")
    memory.topics.set("retrieval", "done", NOW)
    memory.attempts.add(attempt("retrieval", strategies, 0))
    memory.attempts.add(attempt("retrieval", "an.item.that.is.gone", 1))
    follow_renames(memory, newer)
    statuses = {name: s.status for name, s in memory.topics.all().items()}
    assert statuses == {"chunking": "done", "retrieval-strategies": "done"}
    assert [a.topic for a in memory.attempts.all()] == ["retrieval-strategies", "chunking"]


def test_a_removed_topic_stays_on_record_and_disturbs_nothing(
    home: Home, newer: Roadmap, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LearnerMemory.open(home.ensure().learner_db) as memory:
        memory.topics.set("expert-systems", "done", NOW)
        memory.attempts.add(attempt("expert-systems", "an.item.that.is.gone", 0))
        follow_renames(memory, newer)
        assert memory.topics.all()["expert-systems"].status == "done"
        assert len(memory.attempts.all()) == 1
    monkeypatch.setattr("roadmap.catalogue.SHIPPED", newer.folder)
    study = Study.open(home)
    assert study.progress.progress().learning == ()
    assert study.reviews.draw_up_cards() == 0
    study.close()


def test_an_open_quiz_and_an_open_interview_go_on_under_the_ids_there_are(
    study: Study, newer: Roadmap
) -> None:
    memory = study.memory
    memory.quizzes.begin(QuizRun("quiz-1", "clustering", ("old.item", "other"), "running", NOW))
    memory.reviews.add(card("quiz-old.item", "retrieval", "old.item"), log("quiz-old.item"))
    follow_renames(memory, newer)
    run = memory.quizzes.get("quiz-1")
    assert run is not None
    assert run.topic == "k-means"
    new_item = run.items[0]
    assert newer.quiz_item(new_item).topic == "retrieval-strategies"
    (moved,) = memory.reviews.all()
    assert (moved.id, moved.item, moved.topic) == (
        f"quiz-{new_item}",
        new_item,
        "retrieval-strategies",
    )


def test_it_is_done_once_for_each_version(study: Study, newer: Roadmap) -> None:
    memory = study.memory
    follow_renames(memory, newer)
    assert memory.content.version() == 2
    memory.topics.set("clustering", "done", NOW)
    follow_renames(memory, newer)
    assert list(memory.topics.all()) == ["clustering"]


def test_an_archive_from_before_the_change_follows_it_too(study: Study, newer: Roadmap) -> None:
    memory = study.memory
    memory.topics.set("clustering", "done", NOW)
    archive = memory.export()
    follow_renames(memory, newer)
    memory.import_(archive, replace=True)
    follow_renames(memory, newer)
    assert list(memory.topics.all()) == ["k-means"]


def log(card_id: str) -> ReviewLog:
    return ReviewLog(card_id, NOW, 1)
