"""Text that came from somewhere else: made safe to show, to store and to quote."""

from __future__ import annotations

import re
import unicodedata

# Tab and newline stay; every other control, surrogate, private, unassigned or format character
# goes. Format characters (Cf) hold the bidi overrides, zero-width and tag characters that hide
# text. Two of them carry meaning in ordinary writing: the joiners of Persian, Indic and emoji.
_KEPT_CONTROLS = frozenset("\t\n")
_KEPT_FORMATS = frozenset("\u200c\u200d")
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_ESCAPE_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b[\]PX^_][^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)"  # OSC, DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]"  # two-character escapes
    r"|\x9b[0-?]*[ -/]*[@-~]",  # CSI in C1
    re.DOTALL,
)
_FENCE = "outside-text"
_GAP = r"[\s\u200c\u200d]*"
_FENCE_TAG = re.compile(rf"<{_GAP}(/?){_GAP}({_FENCE})", re.IGNORECASE)


def clean(text: str) -> str:
    """`text` without terminal escapes, controls, bidi overrides and invisible characters.

    Tabs and newlines stay (`\\r\\n` and `\\r` become `\\n`). Idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    stripped = _ESCAPE_SEQUENCE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character
        for character in stripped
        if character in _KEPT_CONTROLS
        or character in _KEPT_FORMATS
        or unicodedata.category(character) not in _DROPPED_CATEGORIES
    )


def one_line(text: str, limit: int = 200) -> str:
    """`text` cleaned, on one line, at most `limit` characters, an ellipsis where it was cut."""
    line = " ".join(clean(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def quote_outside(text: str, source: str) -> str:
    """`text` fenced as data from `source`, so that a model can tell it from instructions.

    The fence cannot be closed from inside: a tag of its name in `text` is defused.
    """
    defused = _FENCE_TAG.sub(r"‹\1\2", clean(text))
    label = one_line(source, 80).replace('"', "'")
    return f'<{_FENCE} source="{label}">\n{defused}\n</{_FENCE}>'


def holds_outside_text(text: str) -> bool:
    """Whether a fence of `quote_outside` stands in `text`."""
    return f"<{_FENCE} source=" in text


def fold(text: str) -> str:
    """`text` as it is compared: case-folded, without accents, single-spaced."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(plain.split())
