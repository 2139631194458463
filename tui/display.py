"""The one door through which text from models, pages, files and learners reaches the screen.

No widget of Textual's strips escapes, and a plain string is parsed as markup. What goes through
here is clean, and is shown as it stands.
"""

from __future__ import annotations

from textual.content import Content

from base.text import clean, one_line


def shown(text: str) -> Content:
    """`text` for a widget: clean, its brackets not taken for markup."""
    return Content(clean(text))


def shown_line(text: str, limit: int = 200) -> Content:
    """`text` on one line of at most `limit` characters, for a widget."""
    return Content(one_line(text, limit))


def mentor_markdown(text: str) -> str:
    """What the mentor wrote, as Markdown."""
    return clean(text)


def learner_markdown(text: str) -> str:
    """What the learner typed, as Markdown that keeps their line breaks."""
    return clean(text).replace("\n", "  \n")
