"""The learner's words made into what the index and the tombstones are asked with."""

from __future__ import annotations

import hashlib
import re

from base.text import clean, fold, one_line

# What unicode61 keeps in a token: letters and digits. Splitting the same way means that every
# character with a meaning in FTS5's query language is left behind.
_TERM = re.compile(r"[^\W_]+")
_MOST_TERMS = 48
_LONGEST_QUERY = 4000
_PUNCTUATION = " .,;:!?…()\"'“”‘’`*"

# Words that say that something is asked, not what is asked for.
_QUESTION_WORDS = frozenset(
    "a about again all am an and any are as at be been but by can could did do does for from "
    "had has have how i if in is it its just me my of on or our please said say she should so "
    "some tell that the their them then there they this to us was we were what when where "
    "which who why will with would you your "
    "d ll m re s t ve".split()  # what is left of I’d, we’ll, I’m …
)


def terms(query: str) -> tuple[str, ...]:
    """The distinct words of `query`, in order, at most 48; question words only if nothing else
    is left."""
    found = dict.fromkeys(_TERM.findall(fold(clean(query[:_LONGEST_QUERY]))))
    telling = [word for word in found if word not in _QUESTION_WORDS]
    return tuple((telling or list(found))[:_MOST_TERMS])


def match_expression(query: str) -> str:
    """`query` as an FTS5 expression: each word quoted, any of them enough. Empty for no words."""
    return " OR ".join(f'"{term}"' for term in terms(query))


def digest(text: str) -> str:
    """SHA-256 of `text` without case, accents, spacing and closing punctuation, in hexadecimal.

    It recognises a text that was forgotten without keeping it.
    """
    return hashlib.sha256(fold(text).strip(_PUNCTUATION).encode()).hexdigest()


def excerpt(text: str, query: str, length: int = 200) -> str:
    """The part of `text` around the first word that `query` asks for, on one line."""
    words = one_line(text, len(text) + 1).split(" ")
    wanted = terms(query)
    first = next(
        (at for at, word in enumerate(words) if fold(word).strip(_PUNCTUATION).startswith(wanted)),
        0,
    )
    begin = max(0, first - 6) if len(" ".join(words)) > length else 0
    return ("… " if begin else "") + one_line(" ".join(words[begin:]), length)
