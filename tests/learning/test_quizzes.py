"""A quiz asks, grades, keeps what was answered, and goes on wherever it was left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from base.errors import InvalidInput, NotFound, NotNow, StorageError
from base.paths import Home
from learning.item_grading import right_answer
from learning.open_run import open_run
from learning.question_views import AnswerView, QuestionView, RunSummary
from learning.quizzes import QuizService
from learning.study import Study
from memory.records import QuizRun
from roadmap.questions import MultipleChoice, SingleChoice


def key(study: Study, question: QuestionView) -> str:
    """What answers `question` right."""
    item = study.roadmap.quiz_item(question.item)
    if isinstance(item, SingleChoice | MultipleChoice):
        return ", ".join(part[0] for part in right_answer(item).split("; "))
    return right_answer(item, question.run).split(" (")[0]


def miss(study: Study, question: QuestionView) -> str:
    return "I don't know"


def answer_all(study: Study, right: bool = True) -> AnswerView:
    """Answer until the quiz ends; the last view."""
    while True:
        question = study.quizzes.current()
        assert question is not None
        view = study.quizzes.answer((key if right else miss)(study, question))
        if view.next is None:
            return view


def test_a_quiz_asks_on_its_topic_and_says_where_it_stands(study: Study) -> None:
    question = study.quizzes.start("bias-variance", 5)
    assert (question.number, question.total, question.topic) == (1, 5, "bias-variance")
    view = study.quizzes.answer(key(study, question))
    assert view.verdict == "right"
    assert view.next is not None
    assert (view.next.number, view.next.total) == (2, 5)


def test_a_view_of_an_open_question_holds_neither_key_nor_explanation(study: Study) -> None:
    study.quizzes.start("rag evaluation", 6)
    for question in study.quizzes.upcoming():
        item = study.roadmap.quiz_item(question.item)
        assert item.explanation not in repr(question)
        if not question.options:
            assert right_answer(item) not in repr(question)


def test_every_answer_is_kept_with_what_it_shows(study: Study) -> None:
    question = study.quizzes.start("transformers", 2)
    study.quizzes.answer(key(study, question), confidence=80)
    (attempt,) = study.memory.attempts.of_run("quiz", question.run)
    item = study.roadmap.quiz_item(question.item)
    assert (attempt.topic, attempt.skill, attempt.difficulty) == (
        item.topic,
        item.skill,
        item.difficulty,
    )
    assert (attempt.position, attempt.correct, attempt.confidence) == (0, True, 80)
    assert attempt.at == study.clock()


def test_a_question_asked_back_leaves_the_quiz_as_it_was(study: Study) -> None:
    question = study.quizzes.start("bias-variance", 5)
    for words in ("what is overfitting?", "can you explain the difference to me?"):
        with pytest.raises(InvalidInput):
            study.quizzes.answer(words)
    assert study.quizzes.current() == question
    assert study.memory.attempts.all() == ()


def test_a_confidence_that_is_no_percentage_is_refused_before_anything_is_kept(
    study: Study,
) -> None:
    question = study.quizzes.start("bias-variance", 2)
    with pytest.raises(InvalidInput):
        study.quizzes.answer(key(study, question), confidence=101)
    assert study.memory.attempts.all() == ()


def test_a_miss_is_explained_and_becomes_a_card(study: Study) -> None:
    question = study.quizzes.start("chunking", 3)
    view = study.quizzes.answer("I don't know")
    item = study.roadmap.quiz_item(question.item)
    assert view.verdict == "wrong"
    assert view.explanation == item.explanation
    (card,) = study.memory.reviews.all()
    assert (card.item, card.topic) == (item.id, item.topic)
    assert card.due > study.clock() + timedelta(hours=12)


def test_a_right_answer_makes_no_card(study: Study) -> None:
    study.quizzes.start("chunking", 3)
    assert answer_all(study).summary is not None
    assert study.memory.reviews.all() == ()


def test_a_wrong_option_is_told_why_it_tempts(study: Study) -> None:
    study.quizzes.start("evaluation-metrics", 6)
    told = 0
    while (question := study.quizzes.current()) is not None:
        item = study.roadmap.quiz_item(question.item)
        if isinstance(item, SingleChoice):
            wrong = next(n for n, option in enumerate(item.options) if not option.correct)
            view = study.quizzes.answer("ABCDEF"[wrong])
            assert view.tempting == (f"{'ABCDEF'[wrong]}: {item.options[wrong].why}",)
            told += 1
        else:
            study.quizzes.skip()
    assert told


def test_a_finished_quiz_sums_up_and_closes(study: Study) -> None:
    study.quizzes.start("transformers", 3)
    summary = answer_all(study, right=False).summary
    assert summary is not None
    assert (summary.answered, summary.right, summary.score) == (3, 0, 0.0)
    assert len(summary.missed) == 3
    assert study.quizzes.current() is None
    kept = study.memory.quizzes.get(summary.run)
    assert kept is not None
    assert kept.status == "finished"
    with pytest.raises(NotNow):
        study.quizzes.answer("A")


def test_another_process_goes_on_with_the_same_question(study: Study, home: Home) -> None:
    question = study.quizzes.start("transformers", 3)
    expected = study.quizzes.answer(key(study, question)).next
    elsewhere = Study.open(home)
    try:
        assert elsewhere.quizzes.current() == expected
        elsewhere.quizzes.answer("I don't know")
    finally:
        elsewhere.close()
    after = study.quizzes.current()
    assert after is not None
    assert after.number == 3


def test_an_answer_is_kept_with_its_card_and_the_next_place_or_not_at_all(study: Study) -> None:
    question = study.quizzes.start("chunking", 3)
    connection = study.memory._database._connection
    for table, event in (("review_cards", "INSERT"), ("review_logs", "INSERT")):
        connection.execute(
            f"CREATE TRIGGER full_disk BEFORE {event} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        with pytest.raises(StorageError):
            study.quizzes.answer("I don't know")
        connection.execute("DROP TRIGGER full_disk")
        assert study.memory.attempts.all() == ()
        assert study.memory.reviews.all() == ()
        assert study.quizzes.current() == question
    assert study.quizzes.answer("I don't know").next is not None


def test_a_second_quiz_pauses_the_first_and_says_so(study: Study) -> None:
    first = study.quizzes.start("transformers", 3)
    study.quizzes.answer(key(study, first))
    second = study.quizzes.start("chunking", 2)
    assert any("paused" in note and "Transformers" in note for note in second.notes)
    paused = study.memory.quizzes.get(first.run)
    assert paused is not None
    assert paused.status == "paused"
    summary = answer_all(study).summary
    assert summary is not None
    assert any("Transformers" in note for note in summary.notes)
    back = study.quizzes.start()
    assert (back.run, back.number) == (first.run, 2)


def test_asking_again_for_the_open_quiz_goes_on_with_it(study: Study) -> None:
    first = study.quizzes.start("transformers", 3)
    again = study.quizzes.start("Transformers", 5)
    assert (again.run, again.item) == (first.run, first.item)


def test_unseen_questions_come_before_those_already_asked(study: Study) -> None:
    everything = {item.id for item in study.roadmap.quiz_items("transformers")}
    asked = {question.item for question in start_and_see(study, "transformers", 4)}
    answer_all(study)
    unseen = everything - asked
    then = [question.item for question in start_and_see(study, "transformers", len(unseen))]
    assert set(then) == unseen


def start_and_see(study: Study, topic: str, count: int) -> tuple[QuestionView, ...]:
    study.quizzes.start(topic, count)
    return study.quizzes.upcoming()


def test_the_same_learner_at_the_same_time_gets_the_same_quiz(
    study: Study, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Study.open(Home(tmp_path_factory.mktemp("other")))
    try:
        here = [question.item for question in start_and_see(study, "chunking", 5)]
        assert here == [question.item for question in start_and_see(other, "chunking", 5)]
    finally:
        other.close()


def test_a_topic_with_few_questions_widens_to_its_section_and_says_so(study: Study) -> None:
    too_many = len(study.roadmap.quiz_items("embedding-models")) + 2
    question = study.quizzes.start("embedding-models", too_many)
    topics = {view.topic for view in study.quizzes.upcoming()}
    section = study.roadmap.topic("embedding-models").section
    assert len(study.quizzes.upcoming()) == too_many
    assert {study.roadmap.topics[topic].section for topic in topics} == {section}
    assert "embedding-models" in topics
    assert any("section" in note or "others are from" in note for note in question.notes)


def test_a_section_can_be_the_topic(study: Study) -> None:
    study.quizzes.start("RAG Systems", 6)
    assert {study.roadmap.topics[view.topic].section for view in study.quizzes.upcoming()} == {
        "rag-systems"
    }


def test_without_a_topic_the_questions_are_on_what_is_being_learned(study: Study) -> None:
    study.memory.topics.set("chunking", "learning", study.clock())
    study.quizzes.start(count=5)
    assert {view.topic for view in study.quizzes.upcoming()} == {"chunking"}


def test_an_unknown_topic_and_a_senseless_count_are_refused(study: Study) -> None:
    with pytest.raises(NotFound):
        study.quizzes.start("underwater basket weaving")
    for count in (0, -1, 21):
        with pytest.raises(InvalidInput):
            study.quizzes.start("chunking", count)
    assert study.quizzes.current() is None


def test_a_skipped_question_is_neither_asked_again_nor_counted(study: Study) -> None:
    question = study.quizzes.start("chunking", 2)
    after = study.quizzes.skip()
    assert isinstance(after, QuestionView)
    assert (after.number, after.total) == (1, 1)
    assert after.item != question.item
    ended = study.quizzes.skip()
    assert isinstance(ended, RunSummary)
    assert ended.answered == 0
    assert study.quizzes.current() is None


def test_stopping_sums_up_what_was_answered(study: Study) -> None:
    question = study.quizzes.start("chunking", 5)
    study.quizzes.answer(key(study, question))
    summary = study.quizzes.stop()
    assert (summary.answered, summary.asked) == (1, 5)
    assert study.quizzes.current() is None


def test_a_hint_leaves_the_question_open_and_the_key_unsaid(study: Study) -> None:
    question = study.quizzes.start("evaluation-metrics", 6)
    for view in study.quizzes.upcoming():
        hint = study.quizzes.hint()
        assert hint == study.quizzes.hint()
        assert right_answer(study.roadmap.quiz_item(view.item)) not in hint
        study.quizzes.skip()
    assert question.number == 1


def test_a_question_that_left_the_content_is_passed_over(study: Study) -> None:
    known = study.roadmap.quiz_items("chunking")[0].id
    run = QuizRun("quiz-x", "chunking", ("gone-1", known, "gone-2"), "running", study.clock())
    study.memory.quizzes.begin(run)
    question = study.quizzes.current()
    assert question is not None
    assert (question.item, question.total) == (known, 1)


def test_an_empty_run_is_no_open_quiz(study: Study) -> None:
    study.memory.quizzes.begin(QuizRun("quiz-x", None, (), "running", study.clock()))
    assert study.quizzes.current() is None
    assert open_run(study.memory) is None


def test_the_service_keeps_nothing_of_its_own(study: Study) -> None:
    study.quizzes.start("chunking", 3)
    fresh = QuizService(study.memory, study.roadmap, study.clock)
    assert fresh.current() == study.quizzes.current()


@pytest.mark.parametrize("topic", ["bias-variance", "transformers", "quantization", "python"])
def test_a_quiz_opens_with_a_question_that_a_letter_answers(study: Study, topic: str) -> None:
    question = study.quizzes.start(topic, 3)
    assert question.answer_kind == "single"
    answered = study.quizzes.answer("B")
    assert answered.question.item == question.item
