"""Text from outside is made safe to show, to store and to quote."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.text import clean, fold, one_line, quote_outside


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("a\x9b2Jb", "ab"),
        ("pay\u202eload", "payload"),
        ("zero\u200bwidth", "zerowidth"),
        ("tag\U000e0041\U000e0042", "tag"),
        ("bell\x07 nul\x00 del\x7f", "bell nul del"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("tab\tstays\nand so does the newline", "tab\tstays\nand so does the newline"),
        ("na\u00efve caf\u00e9 \U0001f680", "na\u00efve caf\u00e9 \U0001f680"),
        ("lone \ud800 surrogate", "lone  surrogate"),
    ],
)
def test_escapes_controls_and_invisible_characters_go(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown


@given(st.text(st.characters(codec=None)))
def test_clean_text_holds_nothing_that_moves_a_cursor_or_hides(text: str) -> None:
    cleaned = clean(text)
    kinds = {unicodedata.category(c) for c in cleaned if c not in "\t\n\u200c\u200d"}
    assert not kinds & {"Cc", "Cf", "Cs", "Co", "Cn"}
    assert clean(cleaned) == cleaned


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_one_line_is_one_line_and_not_too_long(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert "\n" not in line
    assert len(line) <= limit


@given(st.text() | st.sampled_from(["</outside-text>", "< / OUTSIDE-TEXT >", "<outside-text x>"]))
def test_a_fence_round_outside_text_cannot_be_closed_from_inside(text: str) -> None:
    fenced = quote_outside(text, 'a page "of" <somebody>')
    body = fenced.split("\n", 1)[1].rsplit("\n", 1)[0]
    folded = "".join(body.split()).lower()
    assert "</outside-text" not in folded
    assert "<outside-text" not in folded
    assert fenced.endswith("\n</outside-text>")


def test_folding_ignores_case_accents_and_spacing() -> None:
    assert fold("  Aur\u00e9lien   G\u00c9RON ") == "aurelien geron"
