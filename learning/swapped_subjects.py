"""Who is said to do what: an answer that gives one thing what belongs to the other.

"BERT reads both ways, GPT from left to right" and its reverse hold the same words. Where a
question asks about two things and the reference says something of each, every clause of the
answer that begins with one of them is compared with what is said of both.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from learning.answer_matching import Answer
from learning.answer_words import Word, read_words
from learning.word_lists import DOWN, LIGHT, UP

_CLAUSES = re.compile(r"[.;,!?\n]+|\b(?:while|whereas|but|and|although)\b", re.IGNORECASE)
_MOST_CLAUSES = 60


def is_swapped(question: str, references: Sequence[str], answer: Answer) -> bool:
    """Whether `answer` says of two things in `question` what `references` say of another, and of
    none what they say of it."""
    said_of = _said_of(question, references)
    if len(said_of) < 2:
        return False
    crossed: set[str] = set()
    listing = False
    for clause in _clauses(answer.text):
        subject, *said = [word.stem for word in clause]
        listed, listing = listing, subject in said_of and not said  # "BERT and GPT: ..."
        if subject not in said_of or listed or said_of.keys() & set(said):
            continue
        own = len(said_of[subject] & set(said))
        others = max(len(about & set(said)) for name, about in said_of.items() if name != subject)
        if own:
            return False
        if others:
            crossed.add(subject)
    return len(crossed) > 1


def _said_of(question: str, references: Sequence[str]) -> dict[str, set[str]]:
    """What the references say of each thing the question names, less what they say of several.

    A clause is about its first telling word; one that begins otherwise is about nothing here.
    """
    asked = {word.stem for word in read_words(question) if word.content}
    said_of: defaultdict[str, set[str]] = defaultdict(set)
    for reference in references:
        for clause in _clauses(reference):
            subject, *said = [word.stem for word in clause]
            if subject in asked - LIGHT:
                said_of[subject].update(stem for stem in said if stem not in LIGHT | {UP, DOWN})
    own = {
        subject: said - asked - set().union(*(s for name, s in said_of.items() if name != subject))
        for subject, said in said_of.items()
    }
    return {subject: said for subject, said in own.items() if said}


def _clauses(text: str) -> Iterator[list[Word]]:
    """The telling words of each clause that has any."""
    for part in _CLAUSES.split(text, maxsplit=_MOST_CLAUSES):
        content = [word for word in read_words(part) if word.content]
        if content:
            yield content
