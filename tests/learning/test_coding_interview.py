"""Coding rounds: what is asked, what the code comes to, and what is told only at the end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from base.errors import NotNow
from base.paths import Home
from learning.code_answers import fenced
from learning.coding_grades import grade_code, score_of_code
from learning.coding_questions import (
    COMPLEXITY,
    WRITE_IT,
    bank,
    bank_question,
    coding_question,
    statement_of,
)
from learning.interview_answers import AnswerSheet
from learning.interview_grades import final_score
from learning.interview_replies import read_reply
from learning.interview_results import Report
from learning.open_interview import Ask
from learning.study import Study
from memory.records import ExchangeKind, InterviewExchange
from roadmap.catalogue import Roadmap

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROADMAP = Roadmap.load()
PROBLEM = ROADMAP.coding_problem("code.roc-auc")
QUESTION = coding_question(PROBLEM)
RIGHT_COST = "O(n log n) time and O(n) space"


def said(*answers: tuple[str, str] | str) -> tuple[InterviewExchange, ...]:
    """Exchanges on the problem: an answer to it, then (what was asked, answer) pairs."""
    exchanges: list[InterviewExchange] = []
    for number, one in enumerate(answers):
        asked, answer = (QUESTION.question, one) if isinstance(one, str) else one
        kind: ExchangeKind = "question" if number == 0 else "probe"
        if asked in QUESTION.hints:
            kind = "hint"
        if asked in QUESTION.deeper:
            kind = "deeper"
        exchanges.append(
            InterviewExchange("run", number, QUESTION.id, kind, asked, NOW, answer, NOW)
        )
    return tuple(exchanges)


def talk(study: Study, *answers: str) -> Ask | Report:
    following: Ask | Report = study.interviews.start("ml-coding", seed=3)
    for answer in answers:
        following = study.interviews.answer(answer)
    return following


def asked(following: Ask | Report) -> Ask:
    assert isinstance(following, Ask)
    return following


def the_code(study: Study, which: str = "reference") -> str:
    problem = study.coding.asked_in_interview()
    assert problem is not None
    return fenced(problem.reference if which == "reference" else problem.wrong.code)


# What it is worth


def test_working_code_with_its_cost_is_worth_everything() -> None:
    mine = said(fenced(PROBLEM.reference), (COMPLEXITY, RIGHT_COST))
    assert final_score(QUESTION, mine) == 1.0
    assert grade_code(QUESTION, mine).verdict == "right"


def test_code_may_be_handed_in_without_a_fence() -> None:
    assert grade_code(QUESTION, said(PROBLEM.reference)).score == 1.0


def test_a_plausible_mistake_is_named_by_what_it_fails_on() -> None:
    grade = grade_code(QUESTION, said(PROBLEM.wrong.code, (COMPLEXITY, RIGHT_COST)))
    assert grade.score <= 0.6
    assert "equal scores in both classes" in grade.points[0].says
    assert all(test.call not in grade.points[0].says for test in PROBLEM.hidden)


def test_the_cost_of_code_that_does_not_work_is_worth_nothing() -> None:
    nothing = "def roc_auc(labels, scores):\n    return 'x'\n"
    assert grade_code(QUESTION, said(nothing, (COMPLEXITY, RIGHT_COST))).score == 0.0


def test_code_that_is_no_python_says_so() -> None:
    grade = grade_code(QUESTION, said("def roc_auc(labels, scores):\n    return (1\n"))
    assert (grade.score, grade.verdict) == (0.0, "wrong")
    assert "Line 2" in grade.comment or "Line 1" in grade.comment


def test_words_alone_are_no_code() -> None:
    grade = grade_code(QUESTION, said("I would sort by score and count the negatives below."))
    assert grade.comment == "No code was handed in."


def test_a_wrong_cost_is_missed_and_the_right_one_is_said() -> None:
    grade = grade_code(QUESTION, said(PROBLEM.reference, (COMPLEXITY, "O(n) time, O(1) space")))
    assert [point.met for point in grade.points] == ["met", "missed", "missed"]
    assert "O(n log n)" in grade.points[1].says
    assert 0.5 < grade.score < 0.75


def test_the_words_that_named_the_cost_are_quoted() -> None:
    grade = grade_code(QUESTION, said(PROBLEM.reference, (COMPLEXITY, RIGHT_COST)))
    assert grade.points[1].quote == "O(n log n)"


def test_an_answer_about_a_harder_variant_changes_no_cost() -> None:
    harder = (QUESTION.deeper[0], "Then it would be O(n^3) time and O(n^4) space.")
    mine = said(PROBLEM.reference, (COMPLEXITY, RIGHT_COST), harder)
    assert grade_code(QUESTION, mine).score == 1.0


def test_explaining_the_approach_is_worth_something_and_silence_costs_nothing() -> None:
    explained = (
        f"I sort by score and count, for each positive, the negatives below it.\n\n"
        f"{fenced(PROBLEM.reference)}"
    )
    wrong_cost = (COMPLEXITY, "O(n) time, O(1) space")
    silent = grade_code(QUESTION, said(PROBLEM.reference, wrong_cost)).score
    assert grade_code(QUESTION, said(explained, wrong_cost)).score > silent
    assert [p.id for p in grade_code(QUESTION, said(explained)).points][-1] == "approach"


def test_the_last_code_counts() -> None:
    mine = said(PROBLEM.wrong.code, (COMPLEXITY, f"{fenced(PROBLEM.reference)}\n\n{RIGHT_COST}"))
    assert grade_code(QUESTION, mine).score == 1.0


def test_a_hint_costs_a_tenth() -> None:
    mine = said("hint please", (QUESTION.hints[0], PROBLEM.reference))
    assert score_of_code(QUESTION, mine) == pytest.approx(0.9)


# What it is heard as


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        (PROBLEM.reference, "answer"),
        (fenced("def roc_auc(): ..."), "answer"),
        ("O(n) time", "answer"),
        ("Is it O(n log n)?", "answer"),
        ("I don't know", "gave-up"),
        ("hint", "asked"),
        ("may labels be negative?", "asked"),
        ("pass", "passed"),
        ("", "silence"),
    ],
)
def test_what_is_said_to_a_coding_question(text: str, reply: str) -> None:
    assert read_reply(QUESTION, text) == reply


# How it is held


def test_the_bank_holds_every_problem_beside_the_questions() -> None:
    ids = [question.id for question in bank(ROADMAP)]
    assert len(ids) == len(ROADMAP.interview_questions()) + len(ROADMAP.coding_problems())
    assert len(set(ids)) == len(ids)
    assert bank_question(ROADMAP, PROBLEM.id).area == "coding"
    assert bank_question(ROADMAP, ids[0]).id == ids[0]


def test_the_statement_shows_visible_tests_and_no_hidden_one() -> None:
    for problem in ROADMAP.coding_problems():
        shown = statement_of(problem)
        assert all(test.call.strip() in shown for test in problem.visible)
        assert all(test.call.strip() not in shown for test in problem.hidden)
        assert problem.reference.strip() not in shown


def test_after_the_code_comes_its_cost_whatever_the_tests_came_to(study: Study) -> None:
    talk(study)
    right = asked(study.interviews.answer(the_code(study)))
    study.interviews.end()
    talk(study)
    wrong = asked(study.interviews.answer(the_code(study, "wrong")))
    assert right.text == wrong.text == COMPLEXITY
    assert right.note == wrong.note


def test_an_idea_in_words_is_asked_for_as_code(study: Study) -> None:
    following = talk(study, "I would go over the cells and fill each region with a stack.")
    assert asked(following).text == WRITE_IT


def test_nothing_of_the_hidden_tests_is_said_before_the_end(study: Study) -> None:
    talk(study)
    problem = study.coding.asked_in_interview()
    assert problem is not None
    heard: list[str] = []
    following: Ask | Report = study.interviews.answer(the_code(study, "wrong"))
    while isinstance(following, Ask) and following.question == problem.id:
        heard += [following.text, following.note]
        following = study.interviews.answer("O(n) time and O(n) space")
    assert heard
    for test in problem.hidden:
        assert all(test.tries not in text and test.call not in text for text in heard)
    report = study.interviews.end()
    first = report.questions[0].points[0].says
    assert any(test.tries in first for test in problem.hidden)


def test_an_interview_goes_on_in_another_process_with_its_code(study: Study, home: Home) -> None:
    talk(study)
    code = the_code(study)
    study.interviews.answer(code)
    again = Study.open(home)
    try:
        current = again.interviews.current()
        assert current is not None
        assert current.text == COMPLEXITY
        report = again.interviews.end()
    finally:
        again.close()
    assert report.questions[0].points[0].met == "met"
    assert report.questions[0].answer == code.strip()


def test_a_problem_asked_in_an_interview_is_the_one_at_hand_and_handed_in_there(
    study: Study,
) -> None:
    talk(study)
    draft = study.coding.current()
    assert draft.problem == study.coding.asked_in_interview()
    assert draft.path.read_text("utf-8") == draft.problem.starter
    with pytest.raises(NotNow, match="open in an interview"):
        study.coding.submit(draft.problem, draft.problem.reference)


def test_where_code_cannot_be_run_the_interview_says_so_before_it_begins(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learning.code_running.can_run", lambda: False)
    with pytest.raises(NotNow, match="Windows"):
        study.interviews.start("ml-coding")
    assert study.interviews.current() is None


def sheet(which: str) -> AnswerSheet:
    """Answers to all problems: of the reference, of the mistake, or of the empty starter."""
    answers: dict[str, tuple[str, ...]] = {}
    for problem in ROADMAP.coding_problems():
        cost = f"{problem.time.answer} time and {problem.space.answer} space"
        code = {
            "strong": problem.reference,
            "middling": problem.wrong.code,
            "weak": problem.starter,
        }[which]
        answers[problem.id] = (code, cost)
    return AnswerSheet(by_question=answers)


def test_unattended_the_three_kinds_of_solution_come_out_in_order(study: Study) -> None:
    strong, middling, weak = (
        study.interviews.rehearse("ml-coding", sheet(which), seed=1)
        for which in ("strong", "middling", "weak")
    )
    assert strong.score > middling.score > weak.score
    assert (strong.verdict, weak.verdict) == ("strong", "below the bar")


def test_a_seed_makes_a_coding_interview_repeatable(study: Study) -> None:
    one, other = (
        study.interviews.rehearse("ml-coding", sheet("middling"), seed=5) for _ in range(2)
    )
    assert one.questions == other.questions
    assert {question.id for question in one.questions} != {
        question.id
        for question in study.interviews.rehearse("ml-coding", sheet("weak"), seed=6).questions
    }
