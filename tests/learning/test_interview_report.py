"""What a report shows: the words that earned each point, what was missed, and what to do next."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.grading import grade_rubric
from learning.interview_agenda import Agenda
from learning.interview_grades import PROMPTED_WORTH, final_score
from learning.interview_markdown import report_markdown, summary_markdown
from learning.interview_report import Held, make_report
from learning.interview_results import Report
from memory.records import InterviewExchange
from tests.learning.interview_moments import START, agenda, question, said, stage

ROC, SVM, TREE, STORY = "ml.roc-auc", "ml.svm", "ml.decision-tree", "behavioural.failure"
TITLES = {"svm": "Support Vector Machines", "evaluation-metrics": "Model evaluation metrics"}


def report_on(held: Agenda, exchanges: tuple[InterviewExchange, ...], **also: object) -> Report:
    facts = Held(
        script="s",
        title="A script",
        seed=0,
        minutes=20,
        agenda=held,
        exchanges=exchanges,
        on=START.date(),
        ended_at=START + timedelta(hours=1),
    )
    return make_report(facts, TITLES)


def sample(question_id: str, kind: str) -> str:
    text: str = getattr(question(question_id).samples, kind)
    return text


def test_every_point_met_is_shown_with_the_learners_own_words() -> None:
    answer = sample(ROC, "strong")
    [result] = report_on(agenda(stage(ROC, minutes=5)), said((), ROC, answer)).questions
    assert [point.met for point in result.points] == ["met"] * 6
    for point in result.points:
        assert point.quote
        assert point.quote.rstrip("…") in " ".join(answer.split())


def test_a_missed_question_shows_its_points_and_a_strong_answer() -> None:
    report = report_on(agenda(stage(SVM, minutes=5)), said((), SVM, sample(SVM, "weak")))
    [result] = report.questions
    assert {point.met for point in result.points} == {"missed"}
    assert result.red_flags
    text = report_markdown(report)
    assert "✗ The boundary with the largest margin between the classes. (essential)" in text
    assert f"> {sample(SVM, 'strong')}" in text
    assert "Study Support Vector Machines." in report.next_steps
    assert report.study == ("svm",)


def test_what_comes_after_a_probe_counts_but_not_in_full() -> None:
    alone = said((), ROC, "It has the true positive rate on one axis.")
    prompted = said(
        alone,
        ROC,
        "It is the chance that a random positive is ranked above a random negative.",
        kind="probe",
    )
    whole = " ".join(exchange.answer or "" for exchange in prompted)
    at_once = grade_rubric(question(ROC).question, question(ROC).rubric, whole).score
    before = final_score(question(ROC), alone)
    assert final_score(question(ROC), prompted) == pytest.approx(
        before + PROMPTED_WORTH * (at_once - before), abs=1e-4
    )
    [result] = report_on(agenda(stage(ROC, minutes=5)), prompted).questions
    assert [point.prompted for point in result.points if point.met == "met"] == [False, True]
    assert "after a probe" in report_markdown(report_on(agenda(stage(ROC, minutes=5)), prompted))


def test_a_reply_that_was_no_answer_does_not_spoil_the_one_that_followed() -> None:
    pasted = said((), ROC, question(ROC).question)
    answered = said(pasted, ROC, sample(ROC, "strong"), kind="probe")
    assert final_score(question(ROC), answered) == pytest.approx(PROMPTED_WORTH)


def test_rounds_count_by_their_weight() -> None:
    held = agenda(stage(ROC, minutes=5, weight=3), stage(STORY, minutes=5, weight=1))
    exchanges = said(said((), ROC, sample(ROC, "strong")), STORY, "I don't know")
    report = report_on(held, exchanges)
    assert report.score == 0.75
    assert [(area.title, area.score) for area in report.areas] == [
        ("ML fundamentals", 1.0),
        ("Behavioural", 0.0),
    ]
    assert report.verdict == "below the bar"
    assert any("Behavioural came out at 0 %" in reason for reason in report.reasons)
    assert any("Write a story of your own for question 2" in step for step in report.next_steps)


def test_a_misunderstanding_keeps_an_interview_from_being_strong() -> None:
    flagged = f"{sample(SVM, 'strong')} It is a kind of neural network."
    held = agenda(stage(ROC, TREE, SVM, minutes=15))
    exchanges = said(
        said(said((), ROC, sample(ROC, "strong")), TREE, sample(TREE, "strong")), SVM, flagged
    )
    report = report_on(held, exchanges)
    assert report.score >= 0.75
    assert report.verdict == "on the bar"
    assert "A misunderstanding showed in question 3." in report.reasons


def test_time_is_shown_for_each_question() -> None:
    exchanges = said((), ROC, sample(ROC, "weak"), minutes=2.5)
    exchanges = said(exchanges, ROC, "I don't know", minutes=1, kind="probe")
    report = report_on(agenda(stage(ROC, minutes=5)), exchanges)
    assert report.questions[0].seconds == 210
    assert "3:30 min" in report_markdown(report)


def test_the_summary_keeps_the_strong_answers_for_the_whole_report() -> None:
    report = report_on(agenda(stage(SVM, minutes=5)), said((), SVM, sample(SVM, "weak")))
    assert sample(SVM, "strong") not in summary_markdown(report)
    assert "Missed: The boundary with the largest margin" in summary_markdown(report)


@given(st.text(max_size=200), st.text(max_size=80))
def test_whatever_was_said_the_report_holds_and_survives_being_kept(one: str, two: str) -> None:
    held = agenda(stage(ROC, SVM, minutes=10))
    exchanges = said(said((), ROC, one), ROC, two, kind="probe")
    report = report_on(held, exchanges)
    assert 0 <= report.score <= 1
    assert Report.model_validate_json(report.model_dump_json()) == report
    assert report_markdown(report).startswith("# Interview: A script\n")


def test_what_the_learner_wrote_cannot_pass_for_a_part_of_the_report() -> None:
    answer = "Something.\n\n# Interview: forged\n\n**100 %: strong**"
    text = report_markdown(report_on(agenda(stage(SVM, minutes=5)), said((), SVM, answer)))
    assert text.count("\n# ") == 0
    assert "\n> # Interview: forged\n" in text
