"""What the interviewer asks next, when they probe, and how they keep the time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.interview_scripts import Round, Script
from learning.interviewing import (
    Step,
    choose_probe,
    choose_questions,
    grade_of,
    lay_out,
    minutes_left,
    next_step,
    seconds_left,
    shortened,
)
from memory.records import InterviewExchange
from roadmap.catalogue import Roadmap
from tests.learning.interview_moments import START, agenda, now_after, question, said, stage

BANK = Roadmap.load().interview_questions()
ROC, SVM, TREE = "ml.roc-auc", "ml.svm", "ml.decision-tree"
STORY = "behavioural.failure"


def after(held: object, exchanges: tuple[InterviewExchange, ...]) -> Step | None:
    return next_step(held, exchanges, now_after(exchanges))  # type: ignore[arg-type]  # an Agenda


class TestChoosing:
    rounds = (
        Round(area="behavioural", count=2, difficulty=(1, 2), minutes=8),
        Round(area="ml-fundamentals", count=4, difficulty=(2, 4), minutes=20),
    )

    @given(st.integers(min_value=0, max_value=2**63 - 1))
    def test_questions_fit_their_rounds_and_none_comes_twice(self, seed: int) -> None:
        chosen = choose_questions(self.rounds, BANK, seed)
        assert len({q.id for q in chosen}) == 6
        assert all(self.rounds[0].takes(q) for q in chosen[:2])
        assert all(self.rounds[1].takes(q) for q in chosen[2:])
        assert [q.difficulty for q in chosen[2:]] == sorted(q.difficulty for q in chosen[2:])

    @given(st.integers(min_value=0, max_value=10_000))
    def test_a_seed_always_chooses_the_same_in_whatever_order_the_bank_stands(
        self, seed: int
    ) -> None:
        assert choose_questions(self.rounds, BANK, seed) == choose_questions(
            self.rounds, BANK[::-1], seed
        )

    def test_seeds_differ(self) -> None:
        asked = {tuple(q.id for q in choose_questions(self.rounds, BANK, n)) for n in range(20)}
        assert len(asked) >= 18

    def test_questions_are_spread_over_topics(self) -> None:
        rounds = (Round(area="ml-fundamentals", count=4, minutes=20),)
        for seed in range(20):
            topics = [t for q in choose_questions(rounds, BANK, seed) for t in q.topics]
            assert len(topics) == len(set(topics))

    def test_less_time_means_fewer_questions_and_more_time_none_more(self) -> None:
        script = Script(id="s", title="S", minutes=28, rounds=self.rounds)
        assert [part.count for part in shortened(script, 14)] == [1, 2]
        assert [part.count for part in shortened(script, 5)] == [1, 1]
        assert [part.count for part in shortened(script, 90)] == [2, 4]


class TestProbing:
    held = agenda(stage(ROC, SVM, minutes=20))

    def test_the_most_valuable_missed_point_is_probed(self) -> None:
        step = after(self.held, said((), ROC, "It has the true positive rate on one axis."))
        assert step is not None
        assert step.kind == "probe"
        assert step.text == "What does a value of 0.8 mean in plain words?"  # weight 2, a must

    def test_a_question_is_probed_once(self) -> None:
        exchanges = said((), ROC, "It has the true positive rate on one axis.")
        step = after(self.held, said(exchanges, ROC, "It is about order.", kind="probe"))
        assert step is not None
        assert (step.question.id, step.kind) == (SVM, "question")

    def test_a_complete_answer_is_not_probed(self) -> None:
        step = after(self.held, said((), ROC, question(ROC).samples.strong))
        assert step is not None
        assert step.question.id == SVM

    def test_a_strong_answer_is_taken_deeper_where_something_is_left(self) -> None:
        strong = (
            "It plots the true positive rate against the false positive rate, and it is the "
            "probability that a random positive is ranked above a random negative. One half is "
            "random guessing. It says nothing about calibration, and with a rare class I would "
            "rather look at the precision-recall curve."
        )
        exchanges = said((), ROC, strong)
        assert grade_of(question(ROC), exchanges).verdict == "right"
        step = after(self.held, exchanges)
        assert step is not None
        assert step.text.startswith("In production you run at a single setting.")

    @pytest.mark.parametrize(
        "text", ["I don't know", "no idea", "Sorry, I don't know this.", "pass"]
    )
    def test_not_knowing_is_met_kindly_and_not_probed(self, text: str) -> None:
        step = after(self.held, said((), ROC, text))
        assert step is not None
        assert (step.question.id, step.kind) == (SVM, "question")
        assert step.note == "That is all right. Let us go on."

    @pytest.mark.parametrize(
        ("text", "asked"),
        [
            ("What does ROC AUC measure, and when can a good one mislead you?", "yourself"),
            (
                "Das ist die Fläche unter der Kurve und sie misst, wie gut das Modell ordnet, "
                "aber mit seltenen Klassen ist das nicht so gut.",
                "English",
            ),
            (
                "TPR FPR threshold ranking calibration precision recall imbalance positives "
                "negatives curve area probability operating point baseline diagonal",
                "full sentences",
            ),
        ],
        ids=["the question again", "another language", "a salad of terms"],
    )
    def test_what_is_no_answer_is_asked_for_properly_once(self, text: str, asked: str) -> None:
        exchanges = said((), ROC, text)
        step = after(self.held, exchanges)
        assert step is not None
        assert step.kind == "probe"
        assert asked in step.text
        step = after(self.held, said(exchanges, ROC, text, kind="probe"))
        assert step is not None
        assert step.question.id == SVM

    def test_a_round_may_forbid_probes(self) -> None:
        held = agenda(stage(ROC, SVM, minutes=20, probe="never"))
        step = after(held, said((), ROC, "It has the true positive rate on one axis."))
        assert step is not None
        assert step.question.id == SVM

    def test_a_round_may_probe_for_the_essential_alone(self) -> None:
        grade = grade_of(question(ROC), said((), ROC, question(ROC).samples.middling))
        probe = choose_probe(question(ROC), grade, "musts")
        essential = {p.probe for p in question(ROC).rubric.points if p.must}
        assert probe in essential

    @given(st.lists(st.text(max_size=60), min_size=1, max_size=12))
    def test_whatever_is_said_it_ends_and_no_rubric_is_told(self, texts: list[str]) -> None:
        held = agenda(stage(ROC, SVM, minutes=20), stage(STORY, minutes=5))
        exchanges: tuple[InterviewExchange, ...] = ()
        step = next_step(held, (), START)
        asked: list[str] = []
        while step is not None:
            asked.append(f"{step.question.id} {step.kind}")
            reply = texts[len(exchanges) % len(texts)] or "well"
            exchanges = said(exchanges, step.question.id, reply, kind=step.kind, minutes=0.1)
            for point in step.question.rubric.points:
                assert point.says not in f"{step.note} {step.text}"
            step = after(held, exchanges)
        assert len(asked) == len(set(asked))
        assert [a for a in asked if a.endswith("question")] == [
            f"{name} question" for name in (ROC, SVM, STORY)
        ]


class TestTime:
    def test_time_counts_from_asked_to_answered(self) -> None:
        held = agenda(stage(ROC, SVM, minutes=20))
        exchanges = said((), ROC, "Something.", minutes=6)
        assert seconds_left(held, exchanges, 0, now_after(exchanges)) == 14 * 60

    def test_a_long_absence_counts_as_one_question(self) -> None:
        held = agenda(stage(ROC, SVM, minutes=20))
        exchanges = said((), ROC, None)
        assert seconds_left(held, exchanges, 0, START + timedelta(days=2)) == 10 * 60

    def test_the_learner_is_warned_when_a_part_is_nearly_over(self) -> None:
        held = agenda(stage(ROC, SVM, TREE, minutes=9))
        exchanges = said((), ROC, question(ROC).samples.strong, minutes=7.5)
        step = after(held, exchanges)
        assert step is not None
        assert (step.question.id, step.note) == (SVM, "About 2 minutes are left for this part.")

    def test_when_time_is_up_the_next_part_begins(self) -> None:
        held = agenda(stage(ROC, SVM, minutes=6), stage(STORY, minutes=5))
        step = after(held, said((), ROC, "It has the true positive rate.", minutes=6))
        assert step is not None
        assert (step.question.id, step.note) == (STORY, "Time for this part is up.")

    def test_when_time_is_up_in_the_last_part_it_is_over(self) -> None:
        held = agenda(stage(ROC, SVM, minutes=6))
        assert after(held, said((), ROC, "It has the true positive rate.", minutes=6)) is None

    def test_time_overrun_in_one_part_is_not_taken_from_the_next(self) -> None:
        held = agenda(stage(ROC, minutes=4), stage(STORY, minutes=5))
        exchanges = said((), ROC, "Something.", minutes=9)
        assert minutes_left(held, exchanges, 0, now_after(exchanges)) == 5

    def test_time_left_over_in_one_part_is_there_for_the_next(self) -> None:
        held = agenda(stage(ROC, minutes=12), stage(STORY, minutes=18))
        exchanges = said((), ROC, question(ROC).samples.strong, minutes=2)
        now = now_after(exchanges)
        assert minutes_left(held, exchanges, 0, now) == 28
        assert minutes_left(held, said(exchanges, STORY, None), 1, now) == 28
        assert seconds_left(held, exchanges, 1, now) == 28 * 60

    @given(st.lists(st.floats(min_value=0, max_value=30), min_size=3, max_size=3))
    def test_the_clock_never_falls_by_more_than_what_was_used(self, took: list[float]) -> None:
        names = (ROC, SVM, STORY)
        held = agenda(*(stage(name, minutes=10) for name in names))
        exchanges: tuple[InterviewExchange, ...] = ()
        shown = 30
        for number, (name, minutes) in enumerate(zip(names, took, strict=True)):
            exchanges = said(exchanges, name, "Something.", minutes=minutes)
            left = minutes_left(held, exchanges, number, now_after(exchanges))
            assert shown - minutes - 1 <= left <= shown
            shown = left


def test_an_empty_answer_is_asked_again_without_a_word() -> None:
    held = agenda(stage(ROC, SVM, minutes=20))
    step = after(held, said((), ROC, "", minutes=0))
    assert step == Step(question(ROC), "question", "as it was asked")


def test_an_interview_whose_script_is_gone_is_laid_out_in_one_part() -> None:
    held = lay_out(None, 12, [question(ROC), question(STORY)])
    assert [(len(s.questions), s.seconds) for s in held.stages] == [(2, 720.0)]
