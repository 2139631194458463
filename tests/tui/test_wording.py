"""The pure parts: what fits on a line, how far a bar goes, what Up and Down find."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.events import Usage
from tui.display import learner_markdown, shown
from tui.recent import RecentMessages
from tui.screens.confirm import leads_outside
from tui.widgets.progress_bars import BAR_CELLS, bar
from tui.widgets.status_line import status_words
from tui.wording import cost_in_words, moment_in_words, tool_in_words

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@given(st.integers(20, 300), st.text(max_size=80), st.text(max_size=200), st.text(max_size=40))
def test_the_status_line_fits_the_terminal(width: int, model: str, title: str, cost: str) -> None:
    line = "".join(status_words(width, model, title, cost))
    assert len(line) <= width
    assert "F1 keys" in line


@pytest.mark.parametrize(
    ("usage", "words"),
    [
        (Usage(0, 0, 0), ""),
        (Usage(900, 20, 0, cost=0.0, month_cost=1.2), ""),
        (Usage(900, 20, 0, cost=0.0031, month_cost=1.234), "about $0.0031, $1.23 this month"),
        (Usage(900, 20, 0, cost=None, month_cost=None), "price unknown"),
        (Usage(900, 20, 0, cost=None, month_cost=0.5), "price unknown, $0.50 this month"),
    ],
)
def test_what_a_turn_cost_is_said_where_it_cost_something(usage: Usage, words: str) -> None:
    assert cost_in_words(usage) == words


def test_a_narrow_line_shows_the_cost_before_most_keys() -> None:
    cost = "about $0.0031, $1.23 this month"
    wide = status_words(120, "openai:gpt-6.1-terra", "A talk", cost)
    assert wide[0] == f"openai:gpt-6.1-terra · {cost}"
    assert "Enter sends" in wide[2]
    narrow = status_words(80, "openai:gpt-6.1-terra", "A talk", cost)
    assert narrow[0] == wide[0]
    assert narrow[2] == "F1 keys"
    assert status_words(40, "openai:gpt-6.1-terra", "A talk", cost)[0] == "openai:gpt-6.1-terra"


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_bar_is_full_only_when_all_is_done_and_empty_only_when_nothing_is(
    done: int, total: int
) -> None:
    drawn = bar(min(done, total), total)
    assert len(drawn) == BAR_CELLS
    assert (drawn == "█" * BAR_CELLS) == (0 < total <= done)
    assert (drawn == "░" * BAR_CELLS) == (min(done, total) == 0)


@given(st.lists(st.text(min_size=1), max_size=20), st.text())
def test_up_then_as_often_down_brings_the_draft_back(sent: list[str], draft: str) -> None:
    recent = RecentMessages()
    for text in sent:
        recent.add(text)
    steps, seen = 0, draft
    while (older := recent.older(seen)) is not None:
        steps, seen = steps + 1, older
    if steps:
        assert seen == sent[0]
        assert [recent.newer() for _ in range(steps)][-1] == draft
    assert recent.newer() is None


@given(st.text())
def test_what_is_shown_holds_no_controls_and_is_not_parsed(text: str) -> None:
    plain = shown(f"[b]{text}[/b]").plain
    assert plain.startswith("[b]")
    assert not any(ord(c) < 32 and c not in "\n\t" for c in plain)


def test_line_breaks_of_the_learner_are_kept() -> None:
    assert learner_markdown("one\ntwo\r\nthree") == "one  \ntwo  \nthree"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 23, 7, 5, tzinfo=UTC), "today 08:05"),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "today 00:30"),
        (datetime(2026, 11, 22, 10, 0, tzinfo=UTC), "yesterday 11:00"),
        (datetime(2026, 11, 2, 10, 0, tzinfo=UTC), "2 Nov"),
        (datetime(2025, 11, 2, 10, 0, tzinfo=UTC), "2 Nov 2025"),
    ],
)
def test_moments_are_said_in_the_learners_zone(moment: datetime, words: str) -> None:
    assert moment_in_words(moment, NOW, ZoneInfo("Europe/Berlin")) == words


def test_a_tool_that_has_no_words_yet_is_called_by_its_name() -> None:
    assert tool_in_words("plan_week") == "Planning the week"
    assert tool_in_words("fold_paper") == "Fold paper"


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("https://example.org/a", True),
        ("http://localhost:8000", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://[", False),
        ("notes.md", False),
    ],
)
def test_only_web_addresses_are_offered_to_the_browser(address: str, leads: bool) -> None:
    assert leads_outside(address) is leads
