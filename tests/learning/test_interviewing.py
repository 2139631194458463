"""What the interviewer asks next, and when they probe, hint or go on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.interview_agenda import Agenda, FollowUpPolicy
from learning.interview_clarifying import NO_HINT
from learning.interview_follow_ups import BACK_TO_IT, CHALLENGE, choose_probe
from learning.interview_grades import grade_of
from learning.interviewing import Step, next_step
from memory.records import InterviewExchange
from tests.learning.interview_moments import START, agenda, now_after, question, said, stage

ROC, SVM = "ml.roc-auc", "ml.svm"
STORY = "behavioural.failure"


def after(held: Agenda, exchanges: tuple[InterviewExchange, ...]) -> Step | None:
    return next_step(held, exchanges, now_after(exchanges))


class TestProbing:
    held = agenda(stage(ROC, SVM, minutes=20))

    def test_the_most_valuable_missed_point_is_probed(self) -> None:
        step = after(self.held, said((), ROC, "It has the true positive rate on one axis."))
        assert step is not None
        assert step.kind == "probe"
        assert step.text == "What does a value of 0.8 mean in plain words?"  # weight 2, a must

    def test_a_weak_answer_is_probed_once_more_and_never_with_the_same_words(self) -> None:
        first = "What does a value of 0.8 mean in plain words?"
        exchanges = said((), ROC, "It has the true positive rate on one axis.")
        exchanges = said(
            exchanges, ROC, "It is about order, somehow.", kind="probe", as_asked=first
        )
        step = after(self.held, exchanges)
        assert step is not None
        assert (step.question.id, step.kind) == (ROC, "hint")
        assert first not in step.text
        exchanges = said(exchanges, ROC, "I see.", kind="hint", as_asked=step.text)
        step = after(self.held, exchanges)
        assert step is not None
        assert (step.question.id, step.kind) == (SVM, "question")

    def test_a_round_says_how_many_follow_ups_there_are(self) -> None:
        held = agenda(stage(ROC, SVM, minutes=20, policy=FollowUpPolicy(most=1)))
        exchanges = said((), ROC, "It has the true positive rate on one axis.")
        step = after(held, said(exchanges, ROC, "It is about order.", kind="probe"))
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

    @pytest.mark.parametrize("text", ["I don't know", "no idea", "Sorry, I don't know this."])
    def test_not_knowing_is_met_kindly_with_one_way_in(self, text: str) -> None:
        exchanges = said((), ROC, text)
        step = after(self.held, exchanges)
        assert step is not None
        assert (step.question.id, step.kind) == (ROC, "hint")
        assert step.note == "That is all right."
        step = after(self.held, said(exchanges, ROC, text, kind="hint", as_asked=step.text))
        assert step is not None
        assert (step.question.id, step.note) == (SVM, "That is all right. Let us go on.")

    def test_the_banks_own_hints_go_first(self) -> None:
        hinted = question(ROC).model_copy(update={"hints": ("Think of drawing two cases by lot.",)})
        held = agenda(stage(hinted, SVM, minutes=20))
        step = after(held, said((), ROC, "I don't know"))
        assert step is not None
        assert (step.kind, step.text) == ("hint", "Think of drawing two cases by lot.")

    @pytest.mark.parametrize("text", ["pass", "Skip this one.", "next question please"])
    def test_passing_goes_on_at_once(self, text: str) -> None:
        step = after(self.held, said((), ROC, text))
        assert step is not None
        assert (step.question.id, step.kind) == (SVM, "question")

    def test_a_round_may_give_no_hints(self) -> None:
        held = agenda(stage(ROC, SVM, minutes=20, policy=FollowUpPolicy(hints=False)))
        step = after(held, said((), ROC, "I don't know"))
        assert step is not None
        assert step.question.id == SVM
        step = after(held, said((), ROC, "Can I have a hint?"))
        assert step is not None
        assert (step.kind, step.text) == ("told", NO_HINT)

    def test_a_hint_is_given_to_who_asks_for_it(self) -> None:
        step = after(self.held, said((), ROC, "Could I have a hint, please?"))
        assert step is not None
        assert (step.question.id, step.kind) == (ROC, "hint")

    def test_a_strong_answer_is_taken_deeper_once_where_the_bank_has_more_to_ask(self) -> None:
        more = question(ROC).model_copy(update={"deeper": ("And over time?", "And by group?")})
        held = agenda(stage(more, SVM, minutes=20))
        exchanges = said((), ROC, question(ROC).samples.strong)
        step = after(held, exchanges)
        assert step is not None
        assert (step.kind, step.text) == ("deeper", "And over time?")
        reply = "I would plot it month by month."
        step = after(held, said(exchanges, ROC, reply, kind="deeper", as_asked=step.text))
        assert step is not None
        assert step.question.id == SVM

    def test_what_is_wrong_is_challenged_without_a_word_on_what_is_right(self) -> None:
        wrong = "It is simply a kind of neural network that draws a line between the two classes."
        step = after(agenda(stage(SVM, ROC, minutes=20)), said((), SVM, wrong))
        assert step is not None
        assert (step.kind, step.text) == ("probe", CHALLENGE)

    def test_who_talks_of_something_else_is_brought_back(self) -> None:
        text = (
            "My grandmother kept bees on a hillside near Ljubljana, and every August the whole "
            "family drove there to help her fill jars with honey and label them by hand."
        )
        step = after(self.held, said((), ROC, text))
        assert step is not None
        assert step.kind == "probe"
        assert step.text.startswith(BACK_TO_IT)

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
        again = said(exchanges, ROC, text, kind="probe", as_asked=step.text)
        step = after(self.held, again)
        assert step is not None
        assert step.question.id == SVM

    def test_a_round_may_forbid_probes(self) -> None:
        held = agenda(stage(ROC, SVM, minutes=20, policy=FollowUpPolicy(probe="never")))
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
            asked.append(f"{step.question.id} {step.kind} {step.text}")
            reply = texts[len(exchanges) % len(texts)] or "well"
            exchanges = said(
                exchanges, step.question.id, reply, kind=step.kind, minutes=0.1, as_asked=step.text
            )
            for point in step.question.rubric.points:
                assert point.says not in f"{step.note} {step.text}"
            step = after(held, exchanges)
            assert len(asked) < 40
        questions = [one.split()[0] for one in asked if one.split()[1] == "question"]
        assert questions == [ROC, SVM, STORY]


def test_an_empty_answer_is_asked_again_without_a_word() -> None:
    held = agenda(stage(ROC, SVM, minutes=20))
    step = after(held, said((), ROC, "", minutes=0))
    assert step == Step(question(ROC), "question", "as it was asked")
