"""Answers to choices, numbers, orders and code are read as people write them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import InvalidInput
from learning.choice_answers import LETTERS, read_multiple, read_order, read_single
from learning.item_grading import (
    grade_item,
    right_answer,
    shown_options,
    shuffled_steps,
    why_tempting,
)
from learning.numeric_answers import is_close, read_quantity
from roadmap.questions import (
    CodeOutput,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Rubric,
    RubricPoint,
    ShortAnswer,
    SingleChoice,
)

OPTIONS = ("More training data", "A simpler model", "More features", "Stronger regularisation")
COMMON: dict[str, Any] = {
    "topic": "t",
    "skill": "s",
    "difficulty": 2,
    "stem": "What helps?",
    "explanation": "So.",
}
SINGLE = SingleChoice(
    id="single",
    kind="single",
    options=tuple(
        Option(text=text, correct=n == 1, why=f"why {n}" if n != 1 else "")
        for n, text in enumerate(OPTIONS)
    ),
    **COMMON,
)
MULTIPLE = MultipleChoice(
    id="multiple",
    kind="multiple",
    options=tuple(Option(text=text, correct=n in (0, 2)) for n, text in enumerate(OPTIONS)),
    **COMMON,
)
ORDERING = Ordering(id="ordering", kind="ordering", steps=("first", "second", "third"), **COMMON)


@pytest.mark.parametrize(
    "answer",
    ["B", "b", "b)", "(B)", "2", "2.", "option B", "Option b.", "the answer is B", "I think it's b",
     "A simpler model", "a simpler modle", "B: a simpler model", "B because it has less variance",
     "simpler model"],
)  # fmt: skip
def test_an_option_is_named_by_letter_number_or_words(answer: str) -> None:
    assert read_single(OPTIONS, answer) == 1


@pytest.mark.parametrize(
    "answer",
    ["what is overfitting?", "B or C", "not B", "E", "7", "", "a model with fewer features?",
     "bird", "\x00", "which one would you take?"],
)  # fmt: skip
def test_what_names_no_option_is_refused_and_not_graded(answer: str) -> None:
    with pytest.raises(InvalidInput):
        grade_item(SINGLE, answer, "seed")


def test_an_option_that_is_a_number_is_named_by_its_words_first() -> None:
    assert read_single(("4", "3", "2", "1"), "2") == 2


@pytest.mark.parametrize(
    "answer",
    ["A, C", "a and c", "ac", "c,a", "1,3", "A & C", "both A and C", "A; C", "options 1 and 3",
     "More training data, more features", "More features; More training data"],
)  # fmt: skip
def test_several_options_are_named_in_any_order(answer: str) -> None:
    assert read_multiple(OPTIONS, answer) == {0, 2}


@given(st.data())
def test_case_spacing_and_order_of_letters_do_not_matter(data: st.DataObject) -> None:
    letters = data.draw(st.lists(st.sampled_from("ABCD"), min_size=1, max_size=4, unique=True))
    order = data.draw(st.permutations(letters))
    between = data.draw(st.sampled_from([",", ", ", " ", "  ,  ", " and ", ";"]))
    text = between.join(order)
    assert read_multiple(OPTIONS, data.draw(st.sampled_from([text, text.lower()]))) == {
        LETTERS.index(letter) for letter in letters
    }


@given(st.text())
def test_any_text_is_graded_or_refused(text: str) -> None:
    number = Numeric(id="n", kind="numeric", answer=3, unit="ms", **COMMON)
    code = CodeOutput(id="c", kind="code", code="print(1)", output="1", **COMMON)
    for item in (SINGLE, MULTIPLE, ORDERING, number, code):
        with suppress(InvalidInput):
            assert 0.0 <= grade_item(item, text, "seed").score <= 1.0


def test_wrong_options_take_away_from_what_right_ones_earn() -> None:
    scores = [grade_item(MULTIPLE, answer, "seed").score for answer in ("AC", "A", "AB", "BD")]
    assert scores == [1.0, 0.5, 0.0, 0.0]


def test_a_wrong_choice_is_told_why_it_tempts_and_a_right_one_is_not() -> None:
    assert why_tempting(SINGLE, "C") == ("C: why 2",)
    assert why_tempting(SINGLE, "B") == ()


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("0.75", 0.75), (".75", 0.75), ("3/4", 0.75), ("3 out of 4", 0.75), ("0,75", 0.75),
        ("1,234.5", 1234.5), ("1 234", 1234.0), ("1,234", 1234.0), ("1_000_000", 1e6),
        ("1.5e-3", 0.0015), ("1.5 x 10^-3", 0.0015), ("2^10", 1024.0), ("10**3", 1000.0),
        ("−3", -3.0), ("about 12 ms", 12.0), ("$5", 5.0), ("1 1/2", 1.5), ("1 and 1/2", 1.5),
        ("8/10 = 0.8", 0.8), ("0.8 because 8 of 10 are", 0.8), ("F1 = 0.35", 0.35),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(said: str, value: float) -> None:
    assert read_quantity(said).value == pytest.approx(value)


@pytest.mark.parametrize("said", ["", "many", "between 2 and 3", "1/0", "what is it?"])
def test_no_number_or_several_are_refused(said: str) -> None:
    with pytest.raises(InvalidInput):
        read_quantity(said)


@pytest.mark.parametrize(
    ("said", "answer", "tolerance", "unit", "close"),
    [
        ("75%", 0.75, 0.001, "", True),
        ("0.75", 75, 0.1, "%", True),
        ("75 percent", 75, 0.1, "%", True),
        ("0.5 s", 500, 1, "ms", True),
        ("500", 500, 1, "ms", True),
        ("2 GB", 2000, 1, "MB", True),
        ("1.2k", 1200, 1, "", True),
        ("3 million", 3e6, 1, "", True),
        ("0.36", 0.353, 0.006, "", False),
        ("0.35", 0.353, 0.006, "", True),
        ("1 min", 1, 0, "s", False),
    ],
)
def test_units_and_tolerance_decide_whether_a_number_is_right(
    said: str, answer: float, tolerance: float, unit: str, close: bool
) -> None:
    assert is_close(read_quantity(said), answer, tolerance, unit) is close


def test_steps_are_shown_shuffled_the_same_way_each_time_and_never_in_order() -> None:
    for run in map(str, range(50)):
        assert shuffled_steps(ORDERING, run) == shuffled_steps(ORDERING, run)
        assert shuffled_steps(ORDERING, run) != (0, 1, 2)


@pytest.mark.parametrize("between", [",", " ", "", " > ", ", then "])
def test_an_order_is_right_in_any_notation(between: str) -> None:
    letters = right_answer(ORDERING, "run").split(" (")[0].split(", ")
    assert grade_item(ORDERING, between.join(letters), "run").verdict == "right"
    assert grade_item(ORDERING, between.join(letters).lower(), "run").verdict == "right"


def test_an_order_with_neighbours_swapped_is_right_in_part() -> None:
    shown = shown_options(ORDERING, "run")
    swapped = [shown.index(step) for step in ("second", "first", "third")]
    grade = grade_item(ORDERING, ", ".join(LETTERS[n] for n in swapped), "run")
    assert grade.verdict == "partly"
    assert read_order(shown, "3 2 1") == (2, 1, 0)


@pytest.mark.parametrize("answer", ["AB", "A, A, B", "A B C D", "what?"])
def test_an_order_that_leaves_a_step_out_is_refused(answer: str) -> None:
    with pytest.raises(InvalidInput):
        grade_item(ORDERING, answer, "run")


@pytest.mark.parametrize("answer", ["[1, 2] x", "[1,2]  x", "```\n[1, 2] x\n```", " [ 1, 2 ] x\n"])
def test_output_is_compared_without_spacing_that_nobody_means(answer: str) -> None:
    item = CodeOutput(id="c", kind="code", code="", output="[1, 2] x\n", **COMMON)
    assert grade_item(item, answer, "run").verdict == "right"
    assert grade_item(item, "[1, 3] x", "run").verdict == "wrong"


def test_not_knowing_is_an_answer_to_every_kind_of_question() -> None:
    for item in (SINGLE, MULTIPLE, ORDERING):
        assert grade_item(item, "I don't know", "run").verdict == "wrong"


@pytest.mark.parametrize("letter", ["B", "b)", " C. "])
def test_a_letter_is_no_answer_to_a_question_without_options(letter: str) -> None:
    point = RubricPoint(id="p", says="It has seen too little", accepted=("too little data",))
    short = ShortAnswer(
        id="short",
        kind="short",
        reference="Too little data.",
        rubric=Rubric(points=(point,)),
        **COMMON,
    )
    with pytest.raises(InvalidInput, match="no letters"):
        grade_item(short, letter, "seed")
    assert grade_item(short, "there was too little data", "seed").verdict == "right"


@pytest.mark.parametrize(
    ("said", "value"),
    [("2 x 1024", 2.0), ("3 × 10^6", 3e6), ("3×10⁶", 3e6), ("10⁻³", 1e-3), ("2**10", 1024.0)],
)
def test_a_power_is_read_where_it_is_written_as_one(said: str, value: float) -> None:
    with suppress(InvalidInput):  # a product may be refused, but never read as a power
        assert read_quantity(said).value == pytest.approx(value)


def test_percentage_points_are_said_in_percent() -> None:
    assert is_close(read_quantity("15%"), 15, 0, "percentage points")
