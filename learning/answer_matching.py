"""How much of a phrase an answer says: the share of its words, found close together.

Words are met by stem or near spelling, weighted by how much they tell, and only where the answer
affirms what the phrase affirms and denies what it denies. A window of the answer that holds the
opposite of the phrase earns nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from learning.answer_words import SENTENCE_GAP, Word, read_words
from learning.word_lists import DOWN, LIGHT, OPPOSITES, UP

_LIGHT_WEIGHT = 0.5
_ASKED_WEIGHT = 0.5
"""A word that the question already says tells less."""
_NEAR_SPELLING = 0.8
_SHORTEST_MISSPELT = 5
_SHORTEST_ROOT, _LONGEST_SUFFIX = 4, 4
_FULL, _WINDOW = 2, 5
"""A window is this many places wide: so many for each word of the phrase, and so many more."""
_SHORT_PHRASE = 6
"""Telling words up to which a phrase is one claim that can be contradicted."""
_BESIDE = 2
"""Places beside a window where a denial of its missing words still counts."""


@dataclass(frozen=True, slots=True)
class Match:
    """The best place in an answer for a phrase: the share of it found, and the words there."""

    share: float
    start: int = 0
    end: int = 0


NO_MATCH = Match(0.0)


class Answer:
    """An answer, read once and searched for many phrases."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = read_words(text)
        self.content = tuple(word for word in self.words if word.content)
        self._by_stem: dict[str, list[Word]] = defaultdict(list)
        for word in self.words:
            self._by_stem[word.stem].append(word)
        self._near: dict[str, list[Word]] = {}

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(word.stem for word in self.content)

    def find(self, stem: str) -> list[Word]:
        """Where `stem` stands, in its own or a near form, in the order of the text."""
        if stem not in self._near:
            forms = dict.fromkeys((stem, *self._related(stem), *self._misspelt(stem)))
            found = [word for form in forms for word in self._by_stem.get(form, ())]
            self._near[stem] = sorted(found, key=lambda word: word.start)
        return self._near[stem]

    def _related(self, stem: str) -> list[str]:
        """Stems of one family that the stemmer leaves apart: "reus" and "reusabl"."""
        if stem in LIGHT or len(stem) < _SHORTEST_ROOT:
            return []
        return [
            other
            for other in self._by_stem
            if other not in LIGHT
            and min(len(other), len(stem)) >= _SHORTEST_ROOT
            and 0 < abs(len(other) - len(stem)) <= _LONGEST_SUFFIX
            and (other.startswith(stem) or stem.startswith(other))
        ]

    def _misspelt(self, stem: str) -> list[str]:
        if len(stem) < _SHORTEST_MISSPELT or not stem.isalpha():
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        alike = [
            other
            for other in self._by_stem
            if other[:2] == stem[:2] and len(other) >= _SHORTEST_MISSPELT
        ]
        near = process.extract(
            stem,
            alike,
            scorer=OSA.normalized_similarity,
            score_cutoff=_NEAR_SPELLING,
            limit=4,
        )
        return [spelling for spelling, _, _ in near if OPPOSITES.get(stem) != spelling]

    def quote(self, match: Match) -> str:
        """The learner's words at `match`, out to whole words, at most about 160 characters."""
        quoted = " ".join(self.text[match.start : match.end].split())
        return quoted if len(quoted) <= 160 else quoted[:159].rstrip() + "…"


Weigh = Callable[[str], float]
Hit = tuple[Word, str]


def weigher(phrases_by_point: Iterable[Iterable[str]], question: str) -> Weigh:
    """How much each stem tells: less where many points share it, and where the question has it.

    The inverse document frequency of Spärck Jones (1972), with the points of one rubric as the
    documents, scaled to 1 for a stem that only one point holds.
    """
    points = [
        {word.stem for phrase in phrases for word in read_words(phrase)}
        for phrases in phrases_by_point
    ]
    held_by = Counter(stem for stems in points for stem in stems)
    most = log(1 + len(points))
    asked = {word.stem for word in read_words(question) if word.content}

    def weigh(stem: str) -> float:
        if stem in (UP, DOWN):
            return 1.0  # however often it stands there, the claim turns on it
        weight = log(1 + len(points) / max(1, held_by[stem])) / most if most else 1.0
        if stem in LIGHT:
            weight *= _LIGHT_WEIGHT
        return weight * (_ASKED_WEIGHT if stem in asked else 1.0)

    return weigh


def match_phrase(answer: Answer, phrase: str, weigh: Weigh, *, tight: bool = False) -> Match:
    """The best window of `answer` for `phrase`; linear in the places where its words stand.

    `tight` asks for the words side by side, for phrases that must not be read into an answer.
    """
    wanted = _wanted(phrase)
    weights = {stem: weigh(stem) for stem in wanted}
    hits = sorted(
        ((word, stem) for stem, want in wanted.items() for word in _agreeing(answer, stem, want)),
        key=lambda hit: hit[0].start,
    )
    total = sum(weights.values())
    if not hits or total <= 0:
        return NO_MATCH
    width = len(wanted) if tight else _FULL * len(wanted) + _WINDOW
    best = NO_MATCH
    for stretch in (hits, *_by_sentence(hits)):
        weight, first, last = _best_window(stretch, weights, width)
        window = stretch[first : last + 1]
        if weight / total > best.share and not _misleads(answer, wanted, window):
            best = Match(weight / total, window[0][0].start, window[-1][0].end)
        if best is not NO_MATCH and stretch is hits:
            break
    return best


def _wanted(phrase: str) -> Mapping[str, Word]:
    """The phrase's telling words by stem; all of its words where none of them tells."""
    words = read_words(phrase)
    content = [word for word in words if word.content]
    kept = content if any(word.stem not in (UP, DOWN) for word in content) else words
    wanted: dict[str, Word] = {}
    for word in kept:
        wanted.setdefault(word.stem, word)
    return wanted


def _agreeing(answer: Answer, stem: str, want: Word) -> Iterable[Word]:
    for word in answer.find(stem):
        if stem in LIGHT - {UP, DOWN} or agree(word, want):
            yield word


def agree(word: Word, want: Word) -> bool:
    """Whether both are affirmed or both denied, and neither leans another way than the other."""
    return word.negated == want.negated and _same_way(word, want)


def _same_way(word: Word, want: Word) -> bool:
    return not word.leaning or not want.leaning or bool(word.leaning & want.leaning)


def _by_sentence(hits: Sequence[Hit]) -> Iterator[Sequence[Hit]]:
    """`hits` cut where a sentence ends, or where as many words lie between."""
    start = 0
    for index in range(1, len(hits)):
        if hits[index][0].place - hits[index - 1][0].place > SENTENCE_GAP:
            yield hits[start:index]
            start = index
    if start:
        yield hits[start:]


def _best_window(
    hits: Sequence[Hit], weights: Mapping[str, float], width: int
) -> tuple[float, int, int]:
    """(weight, first, last) of the run of hits within `width` places that holds most weight."""
    inside: Counter[str] = Counter()
    weight = 0.0
    best = (0.0, 0, 0)
    left = 0
    for right, (word, stem) in enumerate(hits):
        weight += 0.0 if inside[stem] else weights[stem]
        inside[stem] += 1
        while word.place - hits[left][0].place > width or inside[hits[left][1]] > 1:
            gone = hits[left][1]
            inside[gone] -= 1
            weight -= 0.0 if inside[gone] else weights[gone]
            left += 1
        if weight > best[0] + 1e-9:
            best = (weight, left, right)
    return best


def _misleads(answer: Answer, wanted: Mapping[str, Word], window: Sequence[Hit]) -> bool:
    """Whether a window earns nothing, though it holds words of the phrase.

    It has only words that tell little, or it says the opposite of a short phrase: a missing word
    stands there denied or as its opposite, or among the words found stands another's opposite.
    """
    found = {stem for _, stem in window}
    if found <= LIGHT < LIGHT | wanted.keys():
        return True
    if len(wanted) > _SHORT_PHRASE:
        return False
    low, high = window[0][0].place, window[-1][0].place
    return any(
        low - reach <= word.place <= high + reach
        for stem, want in wanted.items()
        for reach, word in _against(answer, want, wanted, stem in found)
    )


def _against(
    answer: Answer, want: Word, wanted: Mapping[str, Word], found: bool
) -> Iterator[tuple[int, Word]]:
    """Words that speak against `want`, each with how far outside the window it still counts."""
    reach = 0 if found else _BESIDE
    if not found and want.stem not in LIGHT:
        for word in answer.find(want.stem):
            if word.negated != want.negated:
                yield reach, word
    opposite = OPPOSITES.get(want.stem)
    if opposite is None or opposite in wanted or (found and want.stem in (UP, DOWN)):
        return
    for word in answer.find(opposite):
        if not word.negated:
            yield reach, word
