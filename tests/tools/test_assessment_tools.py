"""The assessment tools: one open question, the verdict before the reasons, no key too early."""

from __future__ import annotations

import re

import pytest

from base.errors import InvalidInput, NotNow
from learning.item_grading import right_answer
from learning.review_cards import CardDraft
from learning.study import Study
from roadmap.questions import ShortAnswer
from tests.tools.calling import call
from tools.assessment import (
    TOOLS,
    answer_quiz,
    assess_readiness,
    current_question,
    show_reviews,
    start_quiz,
    start_review,
)


def key(study: Study) -> str:
    question = study.quizzes.current() or study.reviews.current()
    assert question is not None
    item = study.roadmap.quiz_item(question.item)
    said = right_answer(item, question.run)
    if item.kind in ("single", "multiple"):
        return ", ".join(re.findall(r"(?:^|; )([A-F])\)", said))
    return said.split(" (")[0] if item.kind == "ordering" else said


def test_the_names_and_arguments_are_the_designs() -> None:
    assert {tool.name: set(tool.args) - {"runtime"} for tool in TOOLS} == {
        "assess_readiness": {"role", "topic"},
        "show_reviews": {"period"},
        "current_question": set(),
        "start_quiz": {"topic", "count"},
        "answer_quiz": {"answer", "confidence"},
        "start_review": {"limit", "drafts"},
    }


def test_a_question_comes_with_its_place_and_lettered_options(study: Study) -> None:
    said = call(start_quiz, study, topic="evaluation metrics", count=6)
    assert "**Question 1 of 6** · " in said.content
    assert said.summary.startswith("Question 1 of 6")
    for question in study.quizzes.upcoming():
        shown = call(current_question, study).content
        assert question.stem in shown
        for letter, option in zip("ABCDEFG", question.options, strict=False):
            assert f"- {letter}) {option}" in shown
        call(answer_quiz, study, answer="skip")


def test_nothing_that_settles_a_question_is_said_before_it_is_answered(study: Study) -> None:
    call(start_quiz, study, topic="rag-evaluation", count=6)
    for question in study.quizzes.upcoming():
        item = study.roadmap.quiz_item(question.item)
        shown = (
            call(current_question, study).content + call(answer_quiz, study, answer="hint").content
        )
        assert item.explanation not in shown
        if isinstance(item, ShortAnswer):
            assert not any(point.says in shown for point in item.rubric.points)
        elif not question.options:
            assert right_answer(item) not in shown
        call(answer_quiz, study, answer="skip")


def test_an_answer_gets_its_verdict_first_and_then_the_next_question(study: Study) -> None:
    call(start_quiz, study, topic="chunking", count=2)
    said = call(answer_quiz, study, answer=key(study), confidence=70)
    assert said.content.startswith("**Right.**")
    assert "Question 2 of 2" in said.content
    assert study.memory.attempts.all()[0].confidence == 70
    last = call(answer_quiz, study, answer="I don't know")
    assert last.content.startswith("**Not right.**")
    assert "**Quiz finished: Chunking" in last.content
    assert "1 of 2 right" in last.summary


def test_what_reads_as_a_question_is_refused_with_what_to_do(study: Study) -> None:
    call(start_quiz, study, topic="chunking", count=3)
    with pytest.raises(InvalidInput) as refused:
        call(answer_quiz, study, answer="what is a token?")
    assert refused.value.hint
    assert study.memory.attempts.all() == ()


def test_without_an_open_question_there_is_nothing_to_answer(study: Study) -> None:
    assert call(current_question, study).content == "No question is open."
    with pytest.raises(NotNow):
        call(answer_quiz, study, answer="B")


def test_stop_ends_the_quiz_with_what_was_reached(study: Study) -> None:
    call(start_quiz, study, topic="chunking", count=4)
    call(answer_quiz, study, answer=key(study))
    assert "1 of 1 right" in call(answer_quiz, study, answer="Stop.").content
    assert study.quizzes.current() is None


def test_a_review_is_answered_with_the_same_tool(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(start_quiz, study, topic="chunking", count=1)
    call(answer_quiz, study, answer="I don't know")
    assert "tomorrow" in call(show_reviews, study).content
    monkeypatch.setenv("WAYMARK_NOW", "2026-11-25T09:00:00+00:00")
    assert "Overdue: 1" in call(show_reviews, study, period="today").content
    assert "**Review 1 of 1**" in call(start_review, study).content
    said = call(answer_quiz, study, answer=key(study))
    assert said.content.startswith("**Right.**")
    assert "comes back" in said.content


def test_with_nothing_due_the_review_says_where_cards_come_from(study: Study) -> None:
    assert "Cards come from" in call(show_reviews, study).content
    with pytest.raises(NotNow, match="Nothing is due"):
        call(start_review, study)


def test_drafted_cards_are_shown_and_kept_or_declined(study: Study) -> None:
    drafts = [CardDraft(name, "chunking", f"What is {name}?", name) for name in ("a", "b")]
    study.cards.draft(drafts)
    assert "Drafted cards: 2" in call(show_reviews, study).content
    said = call(start_review, study, drafts="keep")
    assert said.content.startswith("Kept 2 drafted cards")
    assert "What is a?" in call(show_reviews, study, period="tomorrow").content
    assert "No drafted card" in call(start_review, study, drafts="decline").content
    study.cards.draft([CardDraft("c", "chunking", "What is c?", "c")])
    assert "Declined 1" in call(start_review, study, drafts="decline").content


def test_readiness_without_evidence_names_no_figure(study: Study) -> None:
    said = call(assess_readiness, study).content
    assert "No evidence yet" in said
    assert "%" not in said


def test_readiness_names_the_answers_behind_each_figure(study: Study) -> None:
    call(start_quiz, study, topic="chunking", count=2)
    call(answer_quiz, study, answer=key(study))
    call(answer_quiz, study, answer=key(study))
    said = call(assess_readiness, study).content
    assert re.search(r"RAG Systems: \d+% \(from 2 answers on 1 of \d topics; a first", said)
    assert "No evidence yet: " in said
    role = call(assess_readiness, study, role="AI Engineer").content
    assert "for **AI Engineer**" in role


def test_a_topic_opens_its_figure_to_the_answers_behind_it(study: Study) -> None:
    call(start_quiz, study, topic="chunking", count=1)
    call(answer_quiz, study, answer="I don't know")
    said = call(assess_readiness, study, topic="chunking")
    (attempt,) = study.memory.attempts.all()
    assert f"- {attempt.id}  " in said.content
    assert "from 1 answer" in said.content
    assert "I don't know" in said.content
