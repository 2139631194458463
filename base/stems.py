"""Words without their English endings, so that “studies” meets “study”."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a lower-case English word (Porter 2, https://snowballstem.org)."""
    from snowballstemmer import stemmer  # type: ignore[import-untyped]  # ships no types

    # A stemmer keeps the word it works on: one is never shared between threads.
    return str(stemmer("english").stemWord(word))
