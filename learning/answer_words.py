"""Text read as words that can be compared: stems that carry what is denied and which way it goes.

"It does not overfit" and "it overfits" hold the same stems, and so do "low bias, high variance"
and "high bias, low variance". What tells them apart is kept with each word: whether it stands
under a negation, and the direction ("+" or "-") of the comparison next to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from base.stems import stem
from learning.word_lists import (
    BACKWARD_NEGATORS,
    CLAUSE_WORDS,
    DOWN,
    EXPANSIONS,
    JOINED_PREFIXES,
    NEGATORS,
    NOT_ONLY,
    OPPOSITES,
    SAME_MEANING,
    STOPWORDS,
    UP,
)

MAX_WORDS = 1_500
"""Words read of any text; the rest is left unread, so that the work is bounded."""

SENTENCE_GAP = 3
_NEGATION_REACH = 3
"""Content words after a negator that it covers, within its clause."""

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*|[.!?;\n]|[,:()–—]|-(?=\s)")
_SENTENCE_END = frozenset(".!?;\n")
_CLAUSE_MARKS = frozenset(",:()–—-")
_BRITISH = (
    (re.compile(r"is(ation|ing|ed|es?|er|ers)$"), r"iz\1"),
    (re.compile(r"yse(s|d)?$"), r"yze\1"),
    (re.compile(r"(behavi|col|fav|neighb)our"), r"\1or"),
    (re.compile(r"ell(ing|ed)$"), r"el\1"),
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text. `place` grows by one a content word, and by more between sentences."""

    stem: str
    place: int
    start: int
    end: int
    content: bool
    negated: bool = False
    leaning: frozenset[str] = frozenset()
    """Directions of the comparisons that may be said of this word."""


@cache
def _meanings() -> dict[str, str]:
    return {_plain_stem(word): meaning for meaning, words in SAME_MEANING.items() for word in words}


def _american(word: str) -> str:
    for pattern, spelling in _BRITISH:
        word = pattern.sub(spelling, word)
    return word


def _plain_stem(word: str) -> str:
    return stem(_american(word))


@cache
def _stem_of(word: str) -> str:
    return _meanings().get(stemmed := _plain_stem(word), stemmed)


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Words and marks with where they stand; "over-fit" and "over fit" are one word."""
    pending: tuple[str, int, int] | None = None
    for match in _WORD.finditer(text):
        piece, start, end = _folded(match.group()), match.start(), match.end()
        if pending is not None:
            prefix, prefix_start, prefix_end = pending
            pending = None
            gap = text[prefix_end:start]
            if gap == "-" or (gap == " " and piece.startswith("fit")):
                yield prefix + piece, prefix_start, end
                continue
            yield prefix, prefix_start, prefix_end
        if piece in JOINED_PREFIXES:
            pending = (piece, start, end)
        else:
            yield piece, start, end
    if pending is not None:
        yield pending


def read_words(text: str) -> tuple[Word, ...]:
    """The first `MAX_WORDS` words of `text`, negation and direction marked."""
    clauses: list[list[Word]] = [[]]
    place = reach = count = 0
    for piece, start, end in _pieces(text):
        if piece in _SENTENCE_END or piece in _CLAUSE_MARKS:
            place += SENTENCE_GAP if piece in _SENTENCE_END else 0
            reach = 0
            clauses.append([])
            continue
        if piece in CLAUSE_WORDS:
            reach = 0
            clauses.append([])
        if _negates(piece):
            reach = _NEGATION_REACH + 1
            continue
        if piece in BACKWARD_NEGATORS:
            clauses[-1] = _denied(clauses[-1])
            continue
        if reach and piece in NOT_ONLY:
            reach = 0
            continue
        for form in EXPANSIONS.get(piece, (piece.removesuffix("'s").replace("'", ""),)):
            content = form not in STOPWORDS
            place += content
            reach = max(0, reach - content)
            clauses[-1].append(
                Word(_stem_of(form), place, start, end, content, negated=content and reach > 0)
            )
        count += 1
        if count >= MAX_WORDS:
            break
    return tuple(word for clause in clauses for word in _with_leanings(clause))


def _negates(piece: str) -> bool:
    return piece in NEGATORS or piece.replace("'", "") in NEGATORS


def _denied(clause: list[Word]) -> list[Word]:
    return [replace(word, negated=word.content) for word in clause]


def _with_leanings(clause: list[Word]) -> Iterator[Word]:
    content = [word for word in clause if word.content]
    for index, word in enumerate(content):
        if word.stem in (UP, DOWN):
            continue
        before = content[index - 1] if index else None
        if before is not None and before.stem in (UP, DOWN):
            content[index] = replace(word, leaning=frozenset({_said_way(before)}))
            continue
        near = content[max(0, index - 2) : index] + content[index + 1 : index + 3]
        ways = frozenset(_said_way(other) for other in near if other.stem in (UP, DOWN))
        content[index] = replace(word, leaning=ways)
    by_start = {(word.start, word.place): word for word in content}
    for word in clause:
        yield by_start.get((word.start, word.place), word) if word.content else word


def _said_way(word: Word) -> str:
    return OPPOSITES[word.stem] if word.negated else word.stem
