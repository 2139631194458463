"""Grading against a bare reference answer, without a rubric.

Two figures say how near an answer comes: how much of the reference's telling words it says close
together, and how much of them it says anywhere in these or in near words. They are weighed as
`reference_weights.json` has it, which `evals.fit_reference_grading` made from the sample answers
of our own content. The second follows the alignment of Sultan, Salazar and Sumner, "Fast and Easy
Short Answer Grading with High Accuracy" (NAACL 2016): words that the question already says count
for less, and words are weighed by their inverse document frequency (Spärck Jones, 1972) over our
content. Both mind what is denied and which way a comparison goes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import log
from pathlib import Path

from base.text import clean
from learning.answer_matching import Answer, Weigh, agree, match_phrase, weigher
from learning.answer_words import Word, read_words
from learning.grading import SWAPPED_CAP, Grade, Met, PointGrade, graded, refused
from learning.non_answers import MAX_CHARACTERS, recognise_non_answer
from learning.swapped_subjects import is_swapped
from learning.word_likeness import likeness
from learning.word_lists import DOWN, OPPOSITES, UP

WEIGHTS = Path(__file__).parent / "reference_weights.json"
_ASKED_TELLS = 0.4
"""What a word that the question says counts for, beside one that it does not."""
_RECALL_POWER = 0.7
"""A short answer that names the heart of a long reference is right, and people grade it so."""
_MOST_WORDS = 400
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near an answer comes to a reference; each from 0 to 1."""

    said: float
    meant: float

    @property
    def values(self) -> tuple[float, float]:
        return (self.said, self.meant)


@dataclass(frozen=True, slots=True)
class _Weights:
    intercept: float
    nearness: tuple[float, ...]
    documents: int
    held_by: dict[str, int]
    """In how many texts of our content a word stands."""


def grade_reference(question: str, reference: str, answer: str) -> Grade:
    """Grade `answer` by how near it comes to `reference`, each sentence of which is a point."""
    wanted = clean(reference)
    read = Answer(clean(answer)[: MAX_CHARACTERS + 1])
    sentences = [part for part in _SENTENCES.split(wanted.strip()) if read_words(part)]
    non_answer = recognise_non_answer(question, read)
    if not sentences or (non_answer is not None and non_answer.cap == 0):
        points = tuple(
            PointGrade(f"r{number}", sentence, "missed", "", 1.0, False)
            for number, sentence in enumerate(sentences, start=1)
        )
        return refused(non_answer, points) if non_answer else Grade(0.0, points, "unsure", 0.0)
    weigh = weigher([[sentence] for sentence in sentences], question)
    points = tuple(
        _grade_sentence(read, number, sentence, weigh)
        for number, sentence in enumerate(sentences, start=1)
    )
    share = weighed(nearness(question, wanted, read))
    swapped = is_swapped(question, sentences, read)
    if swapped:
        share = min(share, SWAPPED_CAP)
        points = tuple(replace(point, met="missed", quote="") for point in points)
    sure = True if swapped else None
    return graded(question, read, points, (), share, non_answer, sure=sure)


def nearness(question: str, reference: str, read: Answer) -> Nearness:
    """How near the answer `read` comes to `reference`."""
    asked = {word.stem for word in read_words(question) if word.content}
    return Nearness(_recall(question, reference, read), _aligned(reference, read, asked))


def weighed(near: Nearness) -> float:
    """The score, 0 to 1, of an answer that comes so near."""
    weights = _weights()
    total = weights.intercept + sum(
        weight * value for weight, value in zip(weights.nearness, near.values, strict=True)
    )
    return min(1.0, max(0.0, total))


def _recall(question: str, reference: str, read: Answer) -> float:
    """The share of the telling words of each sentence of the reference, weighed by what it tells,
    that stand close together in the answer and are affirmed or denied alike."""
    sentences = [part for part in _SENTENCES.split(reference.strip()) if read_words(part)]
    weigh = weigher([[sentence] for sentence in sentences], question)
    total = earned = 0.0
    for sentence in sentences:
        worth = _worth(sentence, weigh)
        total += worth
        earned += worth * match_phrase(read, sentence, weigh).share
    return (earned / total) ** _RECALL_POWER if total else 0.0


def _worth(sentence: str, weigh: Weigh) -> float:
    stems = {word.stem for word in read_words(sentence) if word.content}
    return round(sum(weigh(stem) for stem in stems), 4) or 0.1


def _telling(words: Sequence[Word]) -> list[Word]:
    """The words that tell something, each stem once; all of them where none does."""
    content = [word for word in words if word.content and word.stem not in (UP, DOWN)]
    return list({word.stem: word for word in content or words}.values())[:_MOST_WORDS]


def _aligned(reference: str, read: Answer, asked: set[str]) -> float:
    """The share of the reference's telling words, weighed, that has a counterpart in the answer."""
    wanted, given = _telling(read_words(reference)), _telling(read.words)
    spelt = [_spelt(word, reference) for word in wanted]
    near = likeness(spelt, [_spelt(word, read.text) for word in given])
    total = met = 0.0
    for word, spelling, alike in zip(wanted, spelt, near, strict=True):
        weight = rarity(spelling) * (_ASKED_TELLS if word.stem in asked else 1.0)
        total += weight
        met += weight * _counterpart(word, read, alike)
    return met / total if total else 0.0


def _counterpart(wanted: Word, read: Answer, alike: float) -> float:
    """How far the answer says `wanted`, whose nearest other word there is `alike`, from 0 to 1.

    Where the word itself stands there, it has to be affirmed or denied as here and to lean the
    same way. Its opposite is near in meaning and says another thing.
    """
    standing = read.find(wanted.stem)
    if standing:
        return float(any(agree(word, wanted) for word in standing))
    opposite = OPPOSITES.get(wanted.stem)
    return 0.0 if opposite is not None and read.find(opposite) else alike


def _spelt(word: Word, text: str) -> str:
    return text[word.start : word.end].lower()


def rarity(word: str) -> float:
    """How much a word tells, 0 to 1: its inverse document frequency over our content."""
    weights = _weights()
    count = weights.held_by.get(word, 0)
    return log((weights.documents + 1) / (count + 1)) / log(weights.documents + 1)


@cache
def _weights() -> _Weights:
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return _Weights(
        intercept=float(stored["intercept"]),
        nearness=tuple(float(weight) for weight in stored["nearness"]),
        documents=int(stored["documents"]),
        held_by={word: int(count) for word, count in stored["held_by"].items()},
    )


def _grade_sentence(answer: Answer, number: int, sentence: str, weigh: Weigh) -> PointGrade:
    match = match_phrase(answer, sentence, weigh)
    met: Met = "met" if match.share >= 0.6 else "partly" if match.share >= 0.35 else "missed"
    quote = answer.quote(match) if met != "missed" else ""
    return PointGrade(f"r{number}", sentence, met, quote, _worth(sentence, weigh), False)
