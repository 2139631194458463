"""Finding entries by what people call them.

A name that is exactly right comes first, then names that hold every word of the query, then
entries that speak of every word, then those that speak of some. Rare words weigh more than common
ones (inverse document frequency). The same query always gives the same answer.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from roadmap.models import Kind
from roadmap.words import BEGUN, Vocabulary, joined_words, split_words, without_frame

TITLE = 100.0
"""The score of a title that is the query to the letter."""
NAME = 95.0
"""The score of another name that is."""
NAMED = 90.0
"""From here on an entry bears the name, perhaps inflected or within a question."""
INSIDE_NAME = 70.0
"""From here on all words of the query stand in one name."""
_ALL_WORDS, _SOME_WORDS, _ROOM = 45.0, 40.0, 20.0
_INFLECTED_COSTS, _FRAMED_COSTS = 1.0, 2.0
_NEARLY_ALL = BEGUN - 0.01
"""The share of the query from which all of it counts as met: a word that was only begun or
misspelt is there, at less than its full weight."""
_MOST_LETTERS, _MOST_WORDS = 1000, 32
_KIND_ORDER = {kind: position for position, kind in enumerate(get_args(Kind))}
_BRACKETS = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Card:
    """An entry as the index sees it. `text` is searched, but counts less than the names."""

    id: str
    kind: Kind
    title: str
    aliases: tuple[str, ...]
    summary: str
    text: str = ""
    phase: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        bare_title = _BRACKETS.sub("", self.title)
        return tuple(dict.fromkeys((self.title, bare_title, self.id, *self.aliases)))


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that answers a query. `score` goes to 100; `phase` is None outside the phases."""

    id: str
    kind: Kind
    title: str
    summary: str
    phase: str | None
    score: float


@dataclass(frozen=True, slots=True)
class _Name:
    """One name of one card, by its words; `joined` are its hyphenated words written as one."""

    card: int
    words: frozenset[str]
    joined: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One word of the query: the words in use that it may mean, and how much it weighs."""

    meant: Mapping[str, float]
    weight: float


class Index:
    """All names and texts, prepared once and then only read."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self._cards = tuple(cards)
        self._titles: dict[str, list[int]] = defaultdict(list)
        self._spelt: dict[str, list[int]] = defaultdict(list)
        self._names: list[_Name] = []
        self._in_names: dict[str, list[int]] = defaultdict(list)
        self._in_cards: dict[str, set[int]] = defaultdict(set)
        for position, card in enumerate(self._cards):
            self._add(position, card)
        self._vocabulary = Vocabulary(self._in_cards)

    def find(
        self, query: str, limit: int = 10, kinds: Collection[str] | None = None
    ) -> tuple[Found, ...]:
        """At most `limit` entries of `kinds` (all by default), the best first."""
        words = split_words(query[:_MOST_LETTERS])[:_MOST_WORDS]
        if not words:
            return ()
        scores: dict[int, float] = defaultdict(float)
        for position, score in [*self._by_name(words), *self._by_words(words)]:
            scores[position] = max(scores[position], round(score, 2))
        ranked = sorted(
            (-score, _KIND_ORDER[self._cards[position].kind], position)
            for position, score in scores.items()
            if kinds is None or self._cards[position].kind in kinds
        )
        return tuple(self._found(position, -cost) for cost, _, position in ranked[: max(limit, 0)])

    def _found(self, position: int, score: float) -> Found:
        card = self._cards[position]
        return Found(card.id, card.kind, card.title, card.summary, card.phase, score)

    def _add(self, position: int, card: Card) -> None:
        self._titles[_key(split_words(card.title))].append(position)
        for name in card.names:
            words = split_words(name)
            joined = joined_words(name)
            self._spelt[_key(words)].append(position)
            for word in {*words, *joined}:
                self._in_names[word].append(len(self._names))
                self._in_cards[word].add(position)
            self._names.append(_Name(position, frozenset(without_frame(words)), frozenset(joined)))
        text = f"{card.summary}\n{card.text}"
        for word in {*split_words(text), *joined_words(text)}:
            self._in_cards[word].add(position)

    def _by_name(self, words: Sequence[str]) -> list[tuple[int, float]]:
        """Entries of which the query, or what it asks about, is a whole name."""
        tries = (
            (self._titles, words, TITLE),
            (self._spelt, words, NAME),
            (self._titles, without_frame(words), TITLE - _FRAMED_COSTS),
            (self._spelt, without_frame(words), NAME - _FRAMED_COSTS),
        )
        return [
            (position, score)
            for table, tried, score in tries
            for position in table.get(_key(tried), ())
        ]

    def _by_words(self, words: Sequence[str]) -> list[tuple[int, float]]:
        """Entries that hold words of the query, by where and how many."""
        bare = without_frame(words)
        asked = [self._asked(word) for word in dict.fromkeys(bare)]
        whole = sum(word.weight for word in asked)
        framed = _FRAMED_COSTS if len(bare) < len(words) else 0.0
        in_names = self._in_one_name(asked)
        scored = []
        for position, weight in _shares(asked, self._in_cards).items():
            held, filled = in_names.get(position, (0.0, 0.0))
            score = _score(weight / whole, held / whole, filled)
            scored.append((position, score - framed if score > INSIDE_NAME else score))
        return scored

    def _asked(self, word: str) -> _Asked:
        meant = self._vocabulary.meant_by(word)
        holders = {position for like in meant for position in self._in_cards[like]}
        return _Asked(meant, math.log(1 + len(self._cards) / max(len(holders), 1)))

    def _in_one_name(self, asked: Sequence[_Asked]) -> dict[int, tuple[float, float]]:
        """For each card the name that holds most: the weight it holds, and how much of the name
        the query says."""
        said = frozenset(like for word in asked for like in word.meant)
        best: dict[int, tuple[float, float]] = {}
        for number, weight in _shares(asked, self._in_names).items():
            name = self._names[number]
            filled = len(said & (name.words | name.joined)) / max(len(name.words), 1)
            best[name.card] = max(best.get(name.card, (0.0, 0.0)), (weight, min(filled, 1.0)))
        return best


def _shares(asked: Sequence[_Asked], holders: Mapping[str, Collection[int]]) -> dict[int, float]:
    """For each holder, the weight of the words that it holds."""
    shares: dict[int, float] = defaultdict(float)
    for word in asked:
        trusted: dict[int, float] = defaultdict(float)
        for like, trust in word.meant.items():
            for holder in holders.get(like, ()):
                trusted[holder] = max(trusted[holder], trust)
        for holder, trust in trusted.items():
            shares[holder] += word.weight * trust
    return shares


def _score(in_card: float, in_name: float, filled: float) -> float:
    """The score of an entry that holds the share `in_card` of the query's weight, of which one of
    its names alone holds `in_name`; `filled` is how much of that name the query says."""
    if in_name >= _NEARLY_ALL and filled == 1.0:
        return (NAME - _INFLECTED_COSTS) * in_name
    if in_name >= _NEARLY_ALL:
        return (INSIDE_NAME + _ROOM * filled) * in_name
    if in_card >= _NEARLY_ALL:
        return (_ALL_WORDS + _ROOM * in_name) * in_card
    return _SOME_WORDS * (0.7 * in_name + 0.3 * in_card)


def _key(words: Sequence[str]) -> str:
    return "".join(words)
