"""Words as the search compares them: folded, by stem, and with what a strange one may mean."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from base.stems import stem
from base.text import fold

MISSPELT = 0.95
"""How far a word is trusted that was taken for one that it resembles."""
BEGUN = 0.85
"""How far a word is trusted that only begins like one in use."""

_SHORTEST_MISSPELT = 4
_SHORTEST_BEGUN = 3
_LONGEST_WORD = 40
_ALIKE_ENOUGH = 78.0
_STEM_KEEPS = 3
"""A stem keeps at least this many first letters of its word, with a handful of exceptions
(dying, skies) that do not occur on the roadmap."""
_WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")
_HYPHENATED = re.compile(r"[^\W_]+(?:[-/][^\W_]+)+")
_BRITISH_Z = re.compile(r"is(?=(?:ations?|e[drs]?|ers|ing)$)")
_BRITISH_OR = re.compile(r"(?<=\w{3})our(?=(?:s|al|ed|ing)?$)")
_FRAME = frozenset(
    "a about am an and any are as at be between can could d difference do does explain find for"
    " from get give go how i if in is it its know learn like ll m me mean means my need of on or"
    " our please re roadmap s search see should show t teach tell than that the there these this"
    " those to topic topics understand use used ve vs versus want we what whats when where which"
    " who why will with work works would you your".split()
)
"""Words a question is made of rather than about."""


def split_words(text: str) -> tuple[str, ...]:
    """The words of `text` in order, folded: letters and digits, and the signs of C++ and C#."""
    return tuple(_WORD.findall(_fold(text)))


def joined_words(text: str) -> tuple[str, ...]:
    """“fine-tuning” as “finetuning”, for people write such words either way."""
    if "-" not in text and "/" not in text:
        return ()
    return tuple("".join(_WORD.findall(word)) for word in _HYPHENATED.findall(_fold(text)))


def without_frame(words: Sequence[str]) -> tuple[str, ...]:
    """`words` without those a question is framed in; all of them where nothing else is there."""
    return tuple(word for word in words if word not in _FRAME) or tuple(words)


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    """The stem of an English word (Porter 2), the same for British and American spelling."""
    american = _BRITISH_OR.sub("or", _BRITISH_Z.sub("iz", word))
    return stem(american)


class Vocabulary:
    """All words in use, and which of them a word of a query may stand for."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(sorted(set(words)))

    def meant_by(self, word: str) -> Mapping[str, float]:
        """Words in use that `word` may mean, each with how far it is trusted, from 0 to 1.

        These are the words of its stem; where there are none, those that begin with it and the
        one that it most resembles.
        """
        if len(word) > _LONGEST_WORD:
            return {}
        stem = stem_of(word)
        same = {like: 1.0 for like in self._beginning(word[:_STEM_KEEPS]) if stem_of(like) == stem}
        return same or self._strange(word)

    def _strange(self, word: str) -> dict[str, float]:
        meant = {}
        if len(word) >= _SHORTEST_BEGUN:
            meant.update(dict.fromkeys(self._beginning(word), BEGUN))
        near = self._nearest(word)
        if near is not None:
            stem = stem_of(near)
            for like in self._beginning(near[:_STEM_KEEPS]):
                if stem_of(like) == stem:
                    meant[like] = MISSPELT
        return meant

    def _beginning(self, letters: str) -> Iterator[str]:
        for position in range(bisect_left(self._words, letters), len(self._words)):
            if not self._words[position].startswith(letters):
                return
            yield self._words[position]

    def _nearest(self, word: str) -> str | None:
        if len(word) < _SHORTEST_MISSPELT:
            return None
        from rapidfuzz import fuzz, process

        best = process.extractOne(word, self._words, scorer=fuzz.ratio, score_cutoff=_ALIKE_ENOUGH)
        return None if best is None else best[0]


def _fold(text: str) -> str:
    return text.lower() if text.isascii() else fold(text)
