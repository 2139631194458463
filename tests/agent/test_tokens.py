"""Tokens are counted without a tokenizer, and never far too few."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.tokens import both_ends, shortened, tokens_in

CL100K = {
    "人人生而自由,在尊严和权利上一律平等。": 22,
    '{"id": 7, "start": "2026-11-25T19:00:00+01:00", "minutes": 45}': 33,
    "All human beings are born free and equal in dignity and rights.": 13,
    "def f(x: int) -> int:\n    return x ** 2 + 1\n": 19,
}
"""What OpenAI's cl100k makes of each, counted with js-tiktoken 1.0.21."""


@pytest.mark.parametrize("text", CL100K)
def test_no_kind_of_text_is_counted_at_less_than_four_fifths(text: str) -> None:
    assert CL100K[text] * 0.8 <= tokens_in(text) <= CL100K[text] * 2


@given(st.text(), st.text())
def test_more_text_is_never_fewer_tokens(first: str, second: str) -> None:
    assert tokens_in(first) <= tokens_in(first + second) <= tokens_in(first) + tokens_in(second)


texts = st.text(max_size=300) | st.sampled_from(["字" * 5_000, "x" * 20_000, "{1:2}" * 3_000])


@given(texts, st.integers(0, 500))
def test_the_two_ends_fit_and_are_the_text_s_own(text: str, tokens: int) -> None:
    head, tail = both_ends(text, tokens)
    assert tokens_in(head) + tokens_in(tail) <= tokens
    assert text.startswith(head)
    assert text.endswith(tail)


@given(texts, st.integers(0, 500))
def test_only_what_is_too_long_is_shortened(text: str, tokens: int) -> None:
    cut = shortened(text, tokens, "[…]")
    if tokens_in(text) <= tokens:
        assert cut == text
    else:
        assert "[…]" in cut
        assert tokens_in(cut) <= tokens + tokens_in("\n[…]\n")
