"""Telling code from what was said beside it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.code_answers import fenced, split_answer

CODE = "def f(x):\n    return x\n"


def test_code_in_a_fence_is_parted_from_the_words_around_it() -> None:
    said = split_answer(f"I would sort first.\n\n```python\n{CODE}```\nThat is O(n log n).")
    assert said.code == CODE
    assert said.prose == "I would sort first.\n\n \nThat is O(n log n)."


@pytest.mark.parametrize("fence", ["```", "```py", "~~~", "````python"])
def test_any_fence_of_python_will_do(fence: str) -> None:
    close = fence.rstrip("python").rstrip("py") or fence
    assert split_answer(f"{fence}\n{CODE}{close}").code == CODE


def test_a_fence_that_was_not_closed_runs_to_the_end() -> None:
    assert split_answer(f"```python\n{CODE}").code == CODE


def test_several_blocks_are_one_program() -> None:
    said = split_answer("```\nimport math\n```\nand\n```\ndef f(): ...\n```")
    assert said.code == "import math\n\ndef f(): ...\n"


def test_a_block_in_another_language_is_no_code() -> None:
    assert split_answer("```sql\nSELECT 1\n```").code == ""


def test_a_whole_program_needs_no_fence() -> None:
    assert split_answer(CODE).code == CODE
    assert split_answer("    def f():\n        return 1").code == "def f():\n    return 1\n"


def test_a_program_with_a_slip_is_still_a_program() -> None:
    assert split_answer("def f(x):\n    return (x\n").code


@pytest.mark.parametrize(
    "words",
    ["I don't know", "I would use a heap and a dictionary.", "from what I know, import order", ""],
)
def test_words_are_no_code(words: str) -> None:
    assert split_answer(words).code == ""
    assert split_answer(words).prose == words


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_what_is_fenced_comes_out_as_it_went_in(text: str) -> None:
    code = text.replace("`", "").replace("~", "").replace("\r", "").strip()
    if code and code.isprintable():
        assert split_answer(fenced(code)).code == f"{code}\n"
