"""How the interviewer keeps the time."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from learning.interview_agenda import Agenda
from learning.interview_time import minutes_left, seconds_left
from learning.interviewing import Step, next_step
from memory.records import InterviewExchange
from tests.learning.interview_moments import START, agenda, now_after, question, said, stage

ROC, SVM, TREE = "ml.roc-auc", "ml.svm", "ml.decision-tree"
STORY = "behavioural.failure"


def after(held: Agenda, exchanges: tuple[InterviewExchange, ...]) -> Step | None:
    return next_step(held, exchanges, now_after(exchanges))


def test_time_counts_from_asked_to_answered() -> None:
    held = agenda(stage(ROC, SVM, minutes=20))
    exchanges = said((), ROC, "Something.", minutes=6)
    assert seconds_left(held, exchanges, 0, now_after(exchanges)) == 14 * 60


def test_a_long_absence_counts_as_one_question() -> None:
    held = agenda(stage(ROC, SVM, minutes=20))
    exchanges = said((), ROC, None)
    assert seconds_left(held, exchanges, 0, START + timedelta(days=2)) == 10 * 60


def test_the_learner_is_warned_when_a_part_is_nearly_over() -> None:
    held = agenda(stage(ROC, SVM, TREE, minutes=9))
    exchanges = said((), ROC, question(ROC).samples.strong, minutes=7.5)
    step = after(held, exchanges)
    assert step is not None
    assert (step.question.id, step.note) == (SVM, "About 2 minutes are left for this part.")


def test_when_time_is_up_the_next_part_begins() -> None:
    held = agenda(stage(ROC, SVM, minutes=6), stage(STORY, minutes=5))
    step = after(held, said((), ROC, "It has the true positive rate.", minutes=6))
    assert step is not None
    assert (step.question.id, step.note) == (
        STORY,
        "Time for this part is up. Next: Behavioural, 1 question in 5 minutes.",
    )


def test_when_time_is_up_in_the_last_part_it_is_over() -> None:
    held = agenda(stage(ROC, SVM, minutes=6))
    assert after(held, said((), ROC, "It has the true positive rate.", minutes=6)) is None


def test_time_overrun_in_one_part_is_not_taken_from_the_next() -> None:
    held = agenda(stage(ROC, minutes=4), stage(STORY, minutes=5))
    exchanges = said((), ROC, "Something.", minutes=9)
    assert minutes_left(held, exchanges, 0, now_after(exchanges)) == 5


def test_time_left_over_in_one_part_is_there_for_the_next() -> None:
    held = agenda(stage(ROC, minutes=12), stage(STORY, minutes=18))
    exchanges = said((), ROC, question(ROC).samples.strong, minutes=2)
    now = now_after(exchanges)
    assert minutes_left(held, exchanges, 0, now) == 28
    assert minutes_left(held, said(exchanges, STORY, None), 1, now) == 28
    assert seconds_left(held, exchanges, 1, now) == 28 * 60


@given(st.lists(st.floats(min_value=0, max_value=30), min_size=3, max_size=3))
def test_the_clock_never_falls_by_more_than_what_was_used(took: list[float]) -> None:
    names = (ROC, SVM, STORY)
    held = agenda(*(stage(name, minutes=10) for name in names))
    exchanges: tuple[InterviewExchange, ...] = ()
    shown = 30
    for number, (name, minutes) in enumerate(zip(names, took, strict=True)):
        exchanges = said(exchanges, name, "Something.", minutes=minutes)
        left = minutes_left(held, exchanges, number, now_after(exchanges))
        assert shown - minutes - 1 <= left <= shown
        shown = left


def test_a_warning_is_given_once_in_a_part() -> None:
    held = agenda(stage(ROC, SVM, TREE, minutes=9))
    exchanges = said((), ROC, "I don't know", minutes=6)
    exchanges = said(exchanges, ROC, "Pass", minutes=1.5, kind="hint")
    step = after(held, exchanges)
    assert step is not None
    assert "About 2 minutes are left for this part." in step.note
    step = after(held, said(exchanges, SVM, "Pass", minutes=0.1))
    assert step is not None
    assert "left" not in step.note


def test_a_second_follow_up_leaves_time_for_the_questions_to_come() -> None:
    held = agenda(stage(ROC, SVM, TREE, minutes=9))
    weak = "It has the true positive rate on one axis."
    exchanges = said((), ROC, weak, minutes=2)
    step = after(held, exchanges)
    assert step is not None
    assert step.kind == "probe"
    step = after(held, said(exchanges, ROC, "It is about rank.", minutes=2, kind="probe"))
    assert step is not None
    assert step.question.id == SVM
