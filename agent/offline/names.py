"""Recognises, in running text, what the roadmap has a name for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz.distance import OSA

from base.stems import stem
from base.text import fold
from roadmap.catalogue import Roadmap

NamedKind = Literal["topic", "section", "phase", "project"]
Stems = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+(?:[+#]+|['’](?:s|t)\b)?")
_PHASE_NUMBER = re.compile(r"\bphase\s*-?\s*(?P<number>[0-5]|zero|one|two|three|four|five)\b")
_NUMBER_WORDS = ("zero", "one", "two", "three", "four", "five")
_LONGEST = 7

# Single words that name something on the roadmap and mean something else in most sentences.
_EVERYDAY = frozenset(
    "plan planning reason reasoning review interview quiz question answer learn learning project"
    " practice tool skill time resource paper book course week hour phase topic section model"
    " training train test testing data evaluation search memory chain agent editor"
    " research communication timeline introduction basics basic overview community advice job role"
    " engineer portfolio resume advanced application react go documentation collaboration science"
    " ai explain list log map self weight bias biases scale scaling trace tracing video cloud"
    " product production programming program code coding loss special standard validation branch"
    " branching complexity rest reflection foundation robot generator generate feature cross"
    " monitoring production specialize specialise specialization specialisation trees alert"
    " container activation adapter token vision framework architecture graph shell fairness"
    " alignment retrieval".split()
)
# Long command words that must not be taken for a misspelt topic.
_NOT_MISSPELT = frozenset(
    "about after again answer around availability because before between commit continue could"
    " explain finish finished friday going have hello hours include interview learning minutes"
    " monday month morning never evening other please prefer progress question questions quick"
    " ready remember research resources review reviews saturday schedule should sunday their there"
    " thing think three thursday today tomorrow tuesday understand wednesday weeks where which"
    " while would writing without study studying start started still papers lesson teach perfect"
    " great thanks sorry wrong right maybe quite really first second third everything nothing"
    " something anything minutes weekly later early years months hello there".split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """Something the roadmap names. `said` is how the text put it, `at` where among its words."""

    id: str
    kind: NamedKind
    title: str
    said: str
    at: int


def named(text: str) -> tuple[Named, ...]:
    """Everything named in `text`, in the order in which it comes, each once; the longest name wins.

    Where nothing is named exactly, words that are nearly a name count.
    """
    return _named(text[:2_000])


def topics(text: str) -> tuple[Named, ...]:
    """The named things that can be quizzed and planned: all but projects."""
    return tuple(found for found in named(text) if found.kind != "project")


def with_id(identifier: str) -> Named | None:
    """The topic, section or phase with this id."""
    return _by_id().get(identifier)


def unmistakable(name: Named) -> str:
    """How to call it so that learners can read it and nothing else answers to it: its title, or
    its id where two things share the title."""
    return name.id if _title_counts()[fold(name.title)] > 1 else name.title


@lru_cache(maxsize=256)
def _named(text: str) -> tuple[Named, ...]:
    words = tuple(_WORD.findall(fold(text)))
    stems = tuple(stem(word) for word in words)
    found = [*_phases(fold(text)), *(_exact(words, stems) or _near(words))]
    first: dict[str, Named] = {}
    for name in sorted(found, key=lambda name: name.at):
        first.setdefault(name.id, name)
    return tuple(first.values())


def _exact(words: tuple[str, ...], stems: Stems) -> list[Named]:
    index = _index()
    found: list[Named] = []
    at = 0
    while at < len(stems):
        for length in range(min(_LONGEST, len(stems) - at), 0, -1):
            entry = _entry(index, words[at : at + length], stems[at : at + length])
            if entry is not None:
                said = " ".join(words[at : at + length])
                found.append(Named(entry.id, entry.kind, entry.title, said, at))
                at += length
                break
        else:
            at += 1
    return found


def _entry(index: Mapping[Stems, _Entry], words: Stems, stems: Stems) -> _Entry | None:
    """What the words name together, also where the name writes them as one: “flash attention”."""
    joined = (_singular("".join(words)),)
    return index.get(joined) if len(words) == 1 else index.get(stems) or index.get(joined)


def _near(words: tuple[str, ...]) -> list[Named]:
    """Names of six letters or more that a word misses by one letter, or by two of eight or more."""
    index = _index()
    found: list[Named] = []
    for at, word in enumerate(words):
        if len(word) < 6 or word in _NOT_MISSPELT:
            continue
        slack = 1 if len(word) < 8 else 2
        best = min(
            (
                (distance, name)
                for name in _long_words()
                if name[0] == word[0]
                and (distance := OSA.distance(word, name, score_cutoff=slack)) <= slack
            ),
            default=None,
        )
        if best is not None:
            entry = index[(_singular(best[1]),)]
            found.append(Named(entry.id, entry.kind, entry.title, word, at))
    return found


def _phases(plain: str) -> Iterator[Named]:
    for match in _PHASE_NUMBER.finditer(plain):
        said, at = match["number"], len(_WORD.findall(plain[: match.start()]))
        number = int(said) if said.isdigit() else _NUMBER_WORDS.index(said)
        for phase in Roadmap.load().phases:
            if phase.number == number:
                yield Named(phase.id, "phase", phase.title, match[0], at)


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    kind: NamedKind
    title: str


@cache
def _index() -> Mapping[Stems, _Entry]:
    """Every name by its stems. What is entered first keeps a name that two things share."""
    roadmap = Roadmap.load()
    index: dict[Stems, _Entry] = {}
    every = [(topic, _Entry(topic.id, "topic", topic.title)) for topic in roadmap.topics.values()]
    for topic, entry in every:
        _enter(index, (topic.id, topic.title), entry)
    for topic, entry in every:
        _enter(index, topic.aliases, entry)
    for phase in roadmap.phases:
        for section in phase.sections:
            names = (section.title, section.id, *section.aliases)
            _enter(index, names, _Entry(section.id, "section", section.title))
        _enter(index, (phase.title, *phase.aliases), _Entry(phase.id, "phase", phase.title))
    for topic, entry in every:
        _enter(index, _parts(topic.title), entry)
    for phase in roadmap.phases:
        for project in phase.projects:
            names = (project.title, *project.aliases)
            _enter(index, names, _Entry(project.id, "project", project.title))
    return index


def _enter(index: dict[Stems, _Entry], names: Iterable[str], entry: _Entry) -> None:
    for name in names:
        words = _WORD.findall(fold(name))
        if len(words) > 1:
            index.setdefault(tuple(stem(word) for word in words), entry)
        elif words and len(words[0]) > 1 and _singular(words[0]) not in _EVERYDAY:
            index.setdefault((_singular(words[0]),), entry)


@cache
def _by_id() -> Mapping[str, Named]:
    entries = {entry.id: entry for entry in _index().values() if entry.kind != "project"}
    return {e.id: Named(e.id, e.kind, e.title, e.title, 0) for e in entries.values()}


@cache
def _title_counts() -> Counter[str]:
    roadmap = Roadmap.load()
    phases = [phase.title for phase in roadmap.phases]
    sections = [section.title for phase in roadmap.phases for section in phase.sections]
    topics_ = [topic.title for topic in roadmap.topics.values()]
    return Counter(fold(title) for title in (*phases, *sections, *topics_))


@cache
def _long_words() -> tuple[str, ...]:
    """Single-word names long enough to be misspelt recognisably."""
    return tuple(sorted(key[0] for key in _index() if len(key) == 1 and len(key[0]) >= 5))


def _parts(title: str) -> tuple[str, ...]:
    """The names inside a title: “Decision trees and random forests” names two things."""
    outside = re.sub(r"\(.*?\)", " ", title)
    inside = re.findall(r"\((.*?)\)", title)
    pieces = re.split(r",|/|&|:|\band\b|\bvs\.?\b", outside)
    examples = [example for part in inside for example in part.split(",")]
    return (outside, *pieces, *examples)


def _singular(word: str) -> str:
    """A word alone is not stemmed: “active” is not “activation”."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
