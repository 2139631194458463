"""Free answers are graded by what they say: by point, with the words that earned it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from learning.grading import Grade, grade_answer, grade_rubric
from roadmap.questions import RedFlag, Rubric, RubricPoint

QUESTION = "Explain the bias-variance trade-off."
RUBRIC = Rubric(
    points=(
        RubricPoint(
            id="bias",
            says="Bias is error from assumptions that are too simple; the model underfits",
            accepted=("high bias underfits", "too simple a model"),
            must=True,
        ),
        RubricPoint(
            id="variance",
            says="Variance is sensitivity to the training sample; the model overfits",
            accepted=("sensitive to the training data", "high variance overfits", "fits noise"),
            must=True,
        ),
        RubricPoint(
            id="trade",
            says="More complexity lowers bias and raises variance",
            accepted=("complexity increases variance", "reducing one increases the other"),
        ),
    ),
    red_flags=(
        RedFlag(says="High bias is underfitting", phrases=("high bias overfits",)),
        RedFlag(says="High variance is overfitting", phrases=("high variance underfits",)),
    ),
)
STRONG = (
    "A model that is too simple underfits, which is bias. One that is very sensitive to its "
    "training data overfits, which is variance. Raising the complexity lowers bias and increases "
    "variance."
)


def grade(answer: str) -> Grade:
    return grade_rubric(QUESTION, RUBRIC, answer)


def met(graded: Grade) -> dict[str, str]:
    return {point.id: point.met for point in graded.points}


def test_an_answer_with_every_point_is_right_and_each_point_quotes_the_learner() -> None:
    graded = grade(STRONG)
    assert graded.verdict == "right"
    assert graded.score == 1.0
    for point in graded.points:
        assert point.quote
        assert point.quote.rstrip("…") in STRONG


def test_inflection_spelling_and_typos_do_not_matter() -> None:
    graded = grade(
        "The modell is too simpel. It was sensitve to training data, so it fitted noise."
    )
    assert met(graded) == {"bias": "met", "variance": "met", "trade": "missed"}


def test_words_of_one_family_are_the_same_word() -> None:
    for said in ("code is reused", "reusable code", "we can reuse it"):
        assert grade_answer("What is gained?", "Reusability.", said).verdict == "right"


def test_a_missing_essential_point_keeps_an_answer_from_being_right() -> None:
    graded = grade("It fits noise. Complexity increases variance.")
    assert graded.verdict == "partly"
    assert graded.score <= 0.6
    assert "too simple" in graded.comment


@pytest.mark.parametrize(
    "denial",
    [
        "does not overfit",
        "doesn't overfit",
        "it never overfits",
        "the model avoids overfitting",
        "overfitting is prevented, it will not overfit",
        "without overfitting",
    ],
)
def test_a_denied_word_does_not_earn_the_point(denial: str) -> None:
    assert grade_answer("What does it do?", "It overfits.", denial).verdict != "right"


@pytest.mark.parametrize(
    "said", ["not only does it overfit, it is slow", "It overfits, and it does not generalise."]
)
def test_a_negation_reaches_no_further_than_its_clause(said: str) -> None:
    assert grade_answer("What does it do?", "It overfits.", said).verdict == "right"


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("low bias, high variance", "right"),
        ("bias is low but the variance is high", "right"),
        ("high variance and low bias", "right"),
        ("high bias and low variance", "wrong"),
        ("bias is high, variance is low", "wrong"),
    ],
)
def test_directions_belong_to_what_they_are_said_of(answer: str, verdict: str) -> None:
    reference = "It has low bias and high variance."
    assert grade_answer("What is a deep tree like?", reference, answer).verdict == verdict


def test_a_misunderstanding_is_flagged_and_costs() -> None:
    graded = grade("High bias overfits and high variance underfits.")
    assert graded.red_flags == ("High bias is underfitting", "High variance is overfitting")
    assert graded.verdict == "wrong"


def test_a_misunderstanding_that_is_denied_is_no_misunderstanding() -> None:
    assert grade("High bias underfits; high bias does not overfit.").red_flags == ()


@pytest.mark.parametrize("empty", ["", "   ", "\n\t", "\u200b", "..."])
def test_an_empty_answer_is_wrong_and_earns_nothing(empty: str) -> None:
    assert (grade(empty).score, grade(empty).verdict) == (0.0, "wrong")


@pytest.mark.parametrize("said", ["I don't know", "idk", "no idea.", "Dunno!", "not sure", "?"])
def test_not_knowing_is_wrong_without_being_a_misunderstanding(said: str) -> None:
    graded = grade(said)
    assert (graded.score, graded.verdict, graded.red_flags) == (0.0, "wrong", ())


def test_the_question_given_back_earns_nothing() -> None:
    question = "Why does a model with high variance overfit the noise of its training data?"
    graded = grade_answer(question, "It is sensitive to noise in the training data.", question)
    assert (graded.score, graded.verdict) == (0.0, "wrong")


def test_a_heap_of_terms_is_not_taken_for_an_answer() -> None:
    graded = grade(
        "bias variance underfit overfit noise training data sensitive simple model complexity "
        "increase high low regularization"
    )
    assert graded.verdict == "unsure"
    assert graded.score <= 0.3


@pytest.mark.parametrize(
    "foreign",
    [
        "El sesgo es cuando el modelo es muy simple y la varianza es cuando aprende el ruido",
        "Der Bias ist der Fehler, wenn das Modell zu einfach ist, die Varianz ist das Gegenteil",
        "モデルが単純すぎるとバイアスが高く、複雑すぎるとバリアンスが高い",
        "Смещение возникает, когда модель слишком проста для данных",
    ],
)
def test_another_language_is_unsure_rather_than_wrong(foreign: str) -> None:
    graded = grade(foreign)
    assert graded.verdict == "unsure"
    assert graded.score <= 0.3


def test_fifty_kilobytes_are_not_an_answer() -> None:
    graded = grade(STRONG * 400)
    assert graded.verdict == "unsure"
    assert graded.score <= 0.3


def test_a_fluent_paraphrase_that_no_wording_reaches_is_unsure() -> None:
    graded = grade(
        "A rigid model carries the same error everywhere, and a flexible one chases quirks of "
        "the sample at hand; a good model sits between."
    )
    assert graded.verdict == "unsure"
    assert graded.confidence < 0.5


def test_an_answer_about_something_else_is_wrong() -> None:
    graded = grade("Paris is the capital of France and lies on the river Seine in Europe.")
    assert (graded.score, graded.verdict) == (0.0, "wrong")


def test_a_bare_reference_is_graded_by_its_telling_words() -> None:
    reference = "A stack is last in, first out. A queue is first in, first out."
    question = "How do stacks and queues differ?"
    full = grade_answer(
        question, reference, "A queue is first in first out, a stack last in first out"
    )
    half = grade_answer(question, reference, "a stack gives back the last element first")
    none = grade_answer(question, reference, "they are both made of nodes with two pointers each")
    assert full.score > half.score > none.score
    assert full.verdict == "right"


def test_a_rubric_can_stand_in_the_place_of_a_reference() -> None:
    assert grade_answer(QUESTION, RUBRIC, STRONG) == grade(STRONG)


@given(st.text())
@example("\ud800")
@example("not " * 3000)
@example("-" * 20000)
@example("over under un- fit")
def test_any_text_is_graded(text: str) -> None:
    for graded in (
        grade(text),
        grade_answer(QUESTION, text, STRONG),
        grade_answer(text, "x", text),
    ):
        assert 0.0 <= graded.score <= 1.0
        assert 0.0 <= graded.confidence <= 1.0


@given(st.sampled_from(["upper", "lower", "swapcase"]), st.sampled_from([" ", "  ", "\t", " \n "]))
def test_case_and_spacing_do_not_change_what_is_met(case: str, space: str) -> None:
    answer = "the model is too simple; it is sensitive to the training data"
    changed = getattr(answer, case)().replace(" ", space) if space != " \n " else answer.upper()
    assert met(grade(changed)) == met(grade(answer))


@given(st.permutations([point.accepted[0] for point in RUBRIC.points]))
def test_the_order_of_the_points_does_not_matter(parts: list[str]) -> None:
    assert grade(". ".join(parts)).score == 1.0


def test_every_wording_that_a_rubric_lists_earns_its_point() -> None:
    for point in RUBRIC.points:
        for wording in point.accepted:
            assert met(grade(f"I would say {wording}"))[point.id] == "met", wording
