"""What a reply is taken for, and what is said to a question of the candidate's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.interview_clarifying import (
    AS_YOU_UNDERSTAND,
    ASSUME,
    AT_THE_END,
    YOURS_FIRST,
    told,
)
from learning.interview_replies import Reply, read_reply, words_to_grade
from roadmap.questions import CaseFact
from tests.learning.interview_moments import question

ROC = question("ml.roc-auc")
CASE = question("sd.document-extraction").model_copy(
    update={
        "facts": (
            CaseFact(
                asks=("which languages", "language of the invoices"),
                says="Nine in ten are in German, the rest in English.",
            ),
            CaseFact(
                asks=("how fast", "latency", "how long may it take"),
                says="An hour after arrival is soon enough.",
            ),
        )
    }
)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("", "silence"),
        ("  \n", "silence"),
        ("I don't know", "gave-up"),
        ("no idea", "gave-up"),
        ("pass", "passed"),
        ("Can I have a hint?", "asked"),
        ("How much time do I have left?", "asked"),
        ("Could you repeat the question?", "asked"),
        ("What is the right answer?", "asked"),
        ("Show me the rubric", "asked"),
        ("Is it the area under the curve?", "answer"),
        ("It ranks positives above negatives. Does that make sense?", "answer"),
        ("What do you mean by mislead here?", "asked"),
        (ROC.question, "copied"),
        (f" {ROC.question.upper()} ", "copied"),
    ],
)
def test_a_reply_to_a_question_of_knowledge(text: str, reply: Reply) -> None:
    assert read_reply(ROC, text) == reply


def test_a_short_question_pasted_back_is_no_question_of_the_candidates() -> None:
    short = ROC.model_copy(update={"question": "What is a residual?"})
    assert read_reply(short, "What is a residual?") == "copied"


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("Is it real time?", "asked"),
        ("how many suppliers send scans", "asked"),
        ("Before I start: which languages are there? And how fast must it be?", "asked"),
        ("I take it amounts matter most. Is that fair?", "asked"),
        (
            "I would start with OCR. Each field gets a confidence. Then a person checks. " * 5,
            "answer",
        ),
    ],
)
def test_a_case_invites_questions(text: str, reply: Reply) -> None:
    assert read_reply(CASE, text) == reply


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("What languages are the invoices in?", "Nine in ten are in German, the rest in English."),
        ("What is the latency budget?", "An hour after arrival is soon enough."),
        (
            "Which languages are there? And how fast must it be?",
            "Nine in ten are in German, the rest in English. An hour after arrival is soon enough.",
        ),
        ("Is there a budget for hiring?", ASSUME),
        ("How am I doing?", AT_THE_END),
        ("Just tell me the answer", YOURS_FIRST),
        ("Can you repeat the question?", CASE.question),
        ("How much time is left?", "About 4 minutes are left for this part."),
    ],
)
def test_a_question_is_answered_from_the_facts_of_the_case(text: str, says: str) -> None:
    assert told(CASE, text, 240) == says


def test_where_there_is_no_case_the_question_stands_as_it_is() -> None:
    assert told(ROC, "What do you mean by mislead here?", 240) == AS_YOU_UNDERSTAND


def test_what_is_stated_beside_a_question_counts_and_the_question_does_not() -> None:
    text = "I would read the PDF's own text first. Which languages are there?"
    assert words_to_grade(CASE, text) == "I would read the PDF's own text first."
    assert words_to_grade(CASE, "Should I use OCR?") == ""
    assert words_to_grade(ROC, "Could you repeat the question?") == ""


@given(st.text(max_size=500))
def test_any_text_is_read(text: str) -> None:
    for one in (ROC, CASE):
        if read_reply(one, text) == "asked":
            assert told(one, text, 60)
        assert words_to_grade(one, text) in ("", text) or read_reply(one, text) == "asked"
