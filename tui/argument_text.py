"""A tool's argument as a learner edits it: text as it is, all else as JSON."""

from __future__ import annotations

import json

from base.text import one_line


def as_text(value: object) -> str:
    """`value` (of JSON types) in one line; None is empty."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def read_back(text: str, before: object) -> object:
    """What the learner made of the argument that was `before`.

    Raises:
        ValueError: it was no text, and what was written is not JSON; says so in a sentence.
    """
    if text == as_text(before):
        return before
    if before is None or isinstance(before, str):
        return text
    try:
        return json.loads(text)
    except ValueError:
        said, was = one_line(text, 40), one_line(as_text(before), 80)
        raise ValueError(f"“{said}” cannot be read. Write it in the form of {was}") from None
