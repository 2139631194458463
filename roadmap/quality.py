"""What makes content fair and readable as a whole, beyond fitting its shapes.

Each check yields errors that name the file, and the line where one entry is at fault.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

from base.errors import ContentError
from base.text import fold
from roadmap.catalogue import Roadmap
from roadmap.loading import entry_error
from roadmap.questions import MultipleChoice, QuizItem, SingleChoice
from roadmap.topic_cards import Lesson

_CHI_SQUARE_1_PERCENT = {2: 9.21, 3: 11.34, 4: 13.28, 5: 15.09}
"""Upper 1 % points of the chi-square distribution, by degrees of freedom."""
_LEAST_EXPECTED = 5.0
"""Below so many expected at each position, a chi-square test means nothing."""
_MOST_BY_LENGTH = 0.35
"""The largest share of items whose right option may be the longest, or the shortest."""
_ALIKE = 80.0
"""The likeness of two stems, 0 to 100, from which they ask the same."""
_MOST_STEM, _MOST_OPTION, _EXPLANATION = 400, 160, (40, 400)
_MOST_POINT_WORDS = 45
_SUMMARY_WORDS = (20, 120)
_HARDEST = 13.0
"""The highest readability index of a card: text for people in their first years of study."""


def quality_faults(roadmap: Roadmap) -> Iterator[ContentError]:
    """All that makes the content unfair or hard to read."""
    items = roadmap.quiz_items()
    quiz = roadmap.folder / "quiz"
    single = [item for item in items if isinstance(item, SingleChoice)]
    yield from _uneven_positions(single, quiz)
    yield from _telling_lengths(single, quiz)
    yield from _asked_twice(items, quiz)
    yield from _out_of_bounds(items, quiz)
    lessons: list[tuple[Path, str, Lesson]] = [
        (roadmap.folder / "cards", name, roadmap.card(name)) for name in roadmap.topics
    ]
    lessons += [(roadmap.folder / "subtopics", part.id, part) for part in roadmap.subtopics]
    yield from _hard_to_read(lessons)


def _uneven_positions(items: Sequence[SingleChoice], place: Path) -> Iterator[ContentError]:
    """Pearson's chi-square test of even positions, for items of the same number of options."""
    for options in sorted({len(item.options) for item in items}):
        places = Counter(_key(item) for item in items if len(item.options) == options)
        expected = sum(places.values()) / options
        statistic = sum((places[n] - expected) ** 2 / expected for n in range(options))
        if expected >= _LEAST_EXPECTED and statistic >= _CHI_SQUARE_1_PERCENT[options - 1]:
            spread = ", ".join(f"{'ABCDEF'[n]} {places[n]}" for n in range(options))
            says = f"the keys of items with {options} options are unevenly spread: {spread}"
            yield ContentError(says, path=place)


def _key(item: SingleChoice) -> int:
    return next(n for n, option in enumerate(item.options) if option.correct)


def _telling_lengths(items: Sequence[SingleChoice], place: Path) -> Iterator[ContentError]:
    for sign, word in ((1, "longest"), (-1, "shortest")):
        hits = sum(
            max(item.options, key=lambda option: sign * len(option.text)).correct for item in items
        )
        if items and hits / len(items) > _MOST_BY_LENGTH:
            says = f"the right option is the {word} in {hits} of {len(items)} items"
            yield ContentError(says, path=place)


def _asked_twice(items: Sequence[QuizItem], place: Path) -> Iterator[ContentError]:
    from rapidfuzz import fuzz

    stems = [(item.id, fold(f"{item.stem} {getattr(item, 'code', '')}")) for item in items]
    for (one, stem), (other, like) in combinations(stems, 2):
        if fuzz.token_sort_ratio(stem, like, score_cutoff=_ALIKE):
            yield entry_error(place, other, f"“{other}” asks nearly the same as “{one}”")


def _out_of_bounds(items: Iterable[QuizItem], place: Path) -> Iterator[ContentError]:
    least, most = _EXPLANATION
    for item in items:
        if len(item.stem) > _MOST_STEM:
            yield entry_error(place, item.id, f"the stem of “{item.id}” is too long")
        if not least <= len(item.explanation) <= most:
            says = f"the explanation of “{item.id}” should have {least} to {most} characters"
            yield entry_error(place, item.id, says)
        if isinstance(item, SingleChoice | MultipleChoice):
            wrong = [option for option in item.options if not option.correct]
            if any(len(option.text) > _MOST_OPTION for option in item.options):
                yield entry_error(place, item.id, f"an option of “{item.id}” is too long")
            if not all(option.why for option in wrong):
                says = f"a wrong option of “{item.id}” does not say why someone would choose it"
                yield entry_error(place, item.id, says)


def _hard_to_read(lessons: Iterable[tuple[Path, str, Lesson]]) -> Iterator[ContentError]:
    low, high = _SUMMARY_WORDS
    for place, name, card in lessons:
        if not low <= len(card.summary.split()) <= high:
            says = f"the summary of “{name}” should have {low} to {high} words"
            yield entry_error(place, name, says)
        if any(len(point.split()) > _MOST_POINT_WORDS for point in card.key_points):
            yield entry_error(place, name, f"a key point of “{name}” is too long")
        index = readability(" ".join((card.summary, card.why, *card.key_points)))
        if index > _HARDEST:
            says = f"“{name}” is hard to read (index {index:.1f}, at most {_HARDEST:g})"
            yield entry_error(place, name, says)


_WORD = re.compile(r"[\w'-]+")
_CLAUSE_END = re.compile(r"[.!?;:](?:\s|$)")


def readability(text: str) -> float:
    """About the school year that `text` asks for: the Automated Readability Index of Senter and
    Smith (1967), with semicolons and colons ending a clause as full stops do."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    clauses = max(1, len(_CLAUSE_END.findall(text)))
    letters = sum(len(word) for word in words)
    return 4.71 * letters / len(words) + 0.5 * len(words) / clauses - 21.43
