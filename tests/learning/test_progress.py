"""Progress counts what is done; readiness says nothing that no answer stands behind."""

from __future__ import annotations

import pytest

from base.errors import InvalidInput, NotFound
from learning.study import Study
from memory.records import Profile
from tests.learning.test_quizzes import answer_all


def test_a_new_learner_has_done_nothing_of_a_known_whole(study: Study) -> None:
    progress = study.progress.progress()
    assert [phase.id for phase in progress.phases] == [f"phase-{n}" for n in range(6)]
    assert (progress.topics_done, progress.hours_done) == (0, 0)
    assert progress.topics_total == len(study.roadmap.topics)
    assert progress.learning == ()


def test_done_topics_count_with_their_hours_and_skipped_ones_leave_the_whole(study: Study) -> None:
    before = study.progress.progress()
    study.progress.set_status("Bias-variance tradeoff", "done")
    study.progress.set_status("svm", "skipped")
    study.progress.set_status("chunking", "learning")
    after = study.progress.progress()
    topics = study.roadmap.topics
    assert after.topics_done == 1
    assert after.hours_done == topics["bias-variance"].hours.expected
    assert after.topics_total == before.topics_total - 1
    assert after.hours_total == pytest.approx(before.hours_total - topics["svm"].hours.expected)
    assert after.learning == ("chunking",)


def test_what_comes_next_is_what_was_begun_and_then_what_can_begin(study: Study) -> None:
    study.progress.set_status("chunking", "learning")
    names = [topic.id for topic in study.progress.next_topics(4)]
    assert names[0] == "chunking"
    assert len(names) == len(set(names)) == 4
    for name in names[1:]:
        assert study.roadmap.prerequisites(name) == ()
    study.progress.set_status(names[1], "done")
    assert names[1] not in {topic.id for topic in study.progress.next_topics(20)}


def test_an_unknown_topic_or_status_is_refused(study: Study) -> None:
    with pytest.raises(NotFound):
        study.progress.set_status("underwater basket weaving", "done")
    with pytest.raises(InvalidInput):
        study.progress.set_status("chunking", "finished")


def test_without_evidence_there_is_no_figure(study: Study) -> None:
    study.progress.set_status("chunking", "done")
    readiness = study.progress.readiness()
    assert readiness.attempts == 0
    assert all(area.figure is None for area in readiness.areas)


def test_a_figure_comes_with_the_answers_behind_it(study: Study) -> None:
    study.quizzes.start("chunking", 3)
    answer_all(study)
    readiness = study.progress.readiness()
    (area,) = [area for area in readiness.areas if area.figure is not None]
    assert (area.id, area.attempts, area.topics_seen) == ("rag-systems", 3, 1)
    assert area.first_impression
    assert area.figure is not None
    assert area.figure > 0.5


def test_wrong_answers_lower_the_figure(study: Study) -> None:
    study.quizzes.start("chunking", 3)
    answer_all(study)
    good = next(area.figure for area in study.progress.readiness().areas if area.figure)
    study.quizzes.start("chunking", 4)
    answer_all(study, right=False)
    worse = next(area.figure for area in study.progress.readiness().areas if area.figure)
    assert worse < good


def test_a_disputed_answer_counts_for_nothing(study: Study) -> None:
    study.quizzes.start("chunking", 1)
    answer_all(study, right=False)
    (attempt,) = study.memory.attempts.all()
    assert attempt.id is not None
    study.memory.attempts.dispute(attempt.id, study.clock())
    assert study.progress.readiness().attempts == 0


def test_a_role_is_weighed_by_its_own_topics(study: Study) -> None:
    study.quizzes.start("rag-evaluation", 3)
    answer_all(study)
    readiness = study.progress.readiness("ai engineer")
    assert readiness.role == "AI Engineer"
    assert {area.id for area in readiness.areas if area.figure is not None} == {"rag-evaluation"}


def test_the_role_of_the_profile_is_the_one_meant(study: Study) -> None:
    study.memory.profile.save(Profile(role="AI Engineer"), study.clock())
    assert study.progress.readiness().role == "AI Engineer"
    study.memory.profile.save(Profile(role="lighthouse keeper"), study.clock())
    assert study.progress.readiness().role is None
    with pytest.raises(NotFound):
        study.progress.readiness("lighthouse keeper")


def test_what_a_role_rests_on_counts_too(study: Study) -> None:
    study.quizzes.start("chunking", 3)
    answer_all(study)
    readiness = study.progress.readiness("AI engineer")
    own = next(job for job in study.roadmap.job_titles if job.title == "AI Engineer").topics
    assert tuple(area.id for area in readiness.areas[: len(own)]) == own
    assert "chunking" not in own
    assert {area.id for area in readiness.areas if area.figure is not None} == {"rag-systems"}
