"""What is written to the log is fit to be shown to whoever helps."""

from __future__ import annotations

import logging

import pytest

from agent.log import redacted


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("key sk-ant-REDACTED refused", "abcdefgh"),
        ("key sk-proj-abcdefgh1234567890 refused", "abcdefgh"),
        ("Authorization: Bearer abc.def-123456", "abc.def"),
        ("tvly-dev-0123456789abcdef", "0123456789"),
        ("mail ada@example.org please", "ada@example.org"),
        ("https://ada:secret@proxy.local:8080/", "secret"),
        ("api_key=0123456789abcdef0123", "0123456789abcdef"),
        ("call +49 170 1234567 now", "1234567"),
    ],
)
def test_keys_and_addresses_do_not_reach_the_log(text: str, gone: str) -> None:
    assert gone not in redacted(text)


@pytest.mark.parametrize(
    "text", ["turn 42 took 1,234 ms", "line 1202 of agent/session.py", "2026-11-23 09:00:00,123"]
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redacted(text) == text


def test_a_trace_in_the_log_is_redacted_too() -> None:
    from agent.log import RedactingFormatter

    try:
        raise ValueError("refused sk-proj-abcdefgh1234567890")
    except ValueError as error:
        record = logging.LogRecord(
            "waymark", logging.ERROR, __file__, 1, "failed", None, (type(error), error, None)
        )
    shown = RedactingFormatter("%(message)s").format(record)
    assert "ValueError" in shown
    assert "abcdefgh" not in shown
