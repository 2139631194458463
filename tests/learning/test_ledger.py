"""The ledger: every figure opens to its answers; one can be disputed, stood by, and deleted."""

from __future__ import annotations

import pytest

from base.errors import NotFound
from learning.evidence import prerequisites_of
from learning.ledger import TopicEvidence, ledger_of
from learning.study import Study
from tests.learning.test_quizzes import answer_all


def chunking(study: Study) -> TopicEvidence:
    (topic,) = study.ledger.evidence("chunking").topics
    return topic


def quizzed(study: Study, count: int, right: bool = True) -> None:
    study.quizzes.start("chunking", count)
    answer_all(study, right=right)


def test_a_topic_nobody_asked_about_has_no_figure_and_no_answers(study: Study) -> None:
    assert (chunking(study).figure, chunking(study).entries) == (None, ())
    assert study.ledger.overview() == ()


def test_a_figure_opens_to_its_answers_and_they_add_up_to_it(study: Study) -> None:
    quizzed(study, 3)
    topic = chunking(study)
    assert topic.answers == 3
    assert all(entry.moved > 0 for entry in topic.entries)
    assert topic.figure == pytest.approx(topic.entries[-1].after, abs=0.001)
    for entry, after in zip(topic.entries, topic.entries[1:], strict=False):
        assert after.before == pytest.approx(entry.after)
    assert topic.entries[0].question == study.roadmap.quiz_item(topic.entries[0].attempt.item).stem


def test_the_figure_is_the_one_that_readiness_gives(study: Study) -> None:
    quizzed(study, 3)
    figures = [area.figure for area in study.progress.readiness().areas if area.figure is not None]
    assert figures == [chunking(study).figure]


def test_a_disputed_answer_stays_in_sight_and_counts_for_nothing_until_it_is_stood_by(
    study: Study,
) -> None:
    quizzed(study, 2, right=False)
    before = chunking(study)
    number = before.entries[0].attempt.id
    assert number is not None
    assert before.figure is not None
    disputed = study.ledger.dispute(number)
    assert (disputed.weight, disputed.moved) == ("disputed", 0.0)
    without = chunking(study)
    assert len(without.entries) == 2
    assert without.answers == 1
    assert without.figure is not None
    assert without.figure > before.figure
    assert study.ledger.stand_by(number).weight == "counts"
    assert chunking(study) == before


def test_a_deleted_answer_is_gone_and_an_older_export_does_not_bring_it_back(study: Study) -> None:
    quizzed(study, 2)
    export = study.memory.export()
    number = chunking(study).entries[0].attempt.id
    assert number is not None
    study.ledger.delete(number)
    assert chunking(study).answers == 1
    study.memory.import_(export, replace=True)
    assert [entry.attempt.id for entry in chunking(study).entries] != [number]
    assert chunking(study).answers == 1
    again = study.memory.export()
    study.memory.import_(again, replace=True)
    assert study.memory.export() == again


def test_an_answer_shows_among_those_behind_what_its_topic_rests_on(study: Study) -> None:
    quizzed(study, 1, right=False)
    (base, *_) = prerequisites_of(study.roadmap)["chunking"]
    (found,) = study.ledger.evidence(base).topics
    (entry,) = found.entries
    assert entry.weight == "flows"
    assert entry.moved < 0
    assert found.figure is None


def test_a_section_shows_its_topics_with_evidence_weakest_first(study: Study) -> None:
    quizzed(study, 2)
    study.quizzes.start("rag evaluation", 2)
    answer_all(study, right=False)
    section = study.roadmap.topics["chunking"].section
    topics = study.ledger.evidence(section).topics
    figures = [topic.figure for topic in topics if topic.figure is not None]
    assert len(topics) == 2
    assert figures == sorted(figures)


def test_an_answer_that_is_not_there_cannot_be_touched(study: Study) -> None:
    for act in (study.ledger.dispute, study.ledger.stand_by, study.ledger.delete):
        with pytest.raises(NotFound):
            act(99)


def test_no_attempts_make_an_empty_ledger() -> None:
    ledger = ledger_of((), {})
    assert ledger.entries == {}
    assert ledger.mastery.evidence("anything") == 0.0
