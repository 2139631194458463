"""What the learner means by “forget that”: which facts and fields clearly, which perhaps."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from base.stems import stem
from base.text import fold
from memory.records import Conversation, Fact, Profile
from memory.wording import terms

if TYPE_CHECKING:
    from memory.learner import LearnerMemory

_FACT_ID = re.compile(r"\s*(?:fact\s*)?[#`]*(\d{1,15})`?\s*", re.IGNORECASE)
_ALL = frozenset({"all", "everything", "anything"})
_FILLER = _ALL | frozenset(
    "a about fact facts forget forgotten i know known me memory my profile remember remembered "
    "that the things what you your".split()
)
_FIELD_WORDS = {
    "timezone": {"timezone", "zone", "time"},
    "hours_per_week": {"hours", "week", "weekly", "per"},
    "availability": {"availability", "available"},
    "role": {"role", "target"},
    "deadline": {"deadline"},
    "energy": {"energy", "hard", "topics"},
    "block_minutes": {"block", "blocks", "length"},
    "break_minutes": {"break", "breaks", "length", "pause", "pauses"},
    "slack_percent": {"slack", "free", "share", "left"},
    "at_most": {"limit", "limits", "day", "daily", "most"},
}
_SAME = 90.0  # rapidfuzz ratio, 0 to 100, from which two texts count as the same


@dataclass(frozen=True, slots=True)
class ToForget:
    """What `find` made of the learner's words. `fields` are names of Profile fields; `perhaps`
    share words with the request, but it may mean others."""

    facts: tuple[Fact, ...] = ()
    fields: tuple[str, ...] = ()
    perhaps: tuple[Fact, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.facts or self.fields)


def find(memory: LearnerMemory, what: str) -> ToForget:
    """What in `memory` the learner means by `what`: a fact's number or words, a field of the
    profile, or “everything” for all facts and the whole profile."""
    standing = memory.facts.current()
    profile = memory.profile.load()
    number = _FACT_ID.fullmatch(what)
    if number is not None:
        return ToForget(facts=tuple(f for f in standing if f.id == int(number[1])))
    said = set(terms(what))
    words = said - _FILLER
    if not words:
        return ToForget(standing, _set_fields(profile)) if said & _ALL else ToForget()
    facts = _clear(what, stems(words), standing, everything=bool(said & _ALL))
    return ToForget(
        facts=facts,
        fields=() if facts else _named_fields(profile, words),
        perhaps=_sharing(stems(words), [fact for fact in standing if fact not in facts]),
    )


def forget(memory: LearnerMemory, found: ToForget, at: datetime) -> None:
    """Really delete what `find` found clearly, and how things stood before they were changed."""
    if found.facts:
        memory.facts.forget_all([fact.id for fact in found.facts], at)
    if found.fields:
        cleared = dict.fromkeys(found.fields)
        memory.profile.save(dataclasses.replace(memory.profile.load(), **cleared), at)
        memory.summaries.let_go()
    if found:
        memory.changes.forget()


def still_said(memory: LearnerMemory, facts: Iterable[Fact]) -> tuple[Conversation, ...]:
    """The conversations whose transcript still has all the words of one of `facts`."""
    said = {
        hit.conversation
        for fact in facts
        for hit in memory.recall(fact.text, limit=20)
        if stems(terms(fact.text)) <= stems(terms(hit.text))
    }
    return tuple(c for c in memory.transcripts.conversations(limit=1000) if c.id in said)


def stems(words: Collection[str]) -> frozenset[str]:
    """The words without their English endings, so that “studies” meets “study”."""
    return frozenset(stem(word) for word in words)


def _clear(
    what: str, wanted: frozenset[str], standing: tuple[Fact, ...], *, everything: bool
) -> tuple[Fact, ...]:
    from rapidfuzz.fuzz import ratio

    same = tuple(fact for fact in standing if ratio(fold(what), fold(fact.text)) >= _SAME)
    holding = tuple(fact for fact in standing if wanted <= stems(terms(fact.text)))
    if same and not everything:
        return same
    return holding if everything or len(holding) == 1 else ()


def _sharing(wanted: frozenset[str], facts: list[Fact]) -> tuple[Fact, ...]:
    shared = {fact.id: len(wanted & stems(terms(fact.text))) for fact in facts}
    near = [fact for fact in facts if shared[fact.id]]
    return tuple(sorted(near, key=lambda fact: -shared[fact.id]))


def _set_fields(profile: Profile) -> tuple[str, ...]:
    return tuple(name for name in _FIELD_WORDS if getattr(profile, name) is not None)


def _named_fields(profile: Profile, words: set[str]) -> tuple[str, ...]:
    return tuple(name for name in _set_fields(profile) if words <= _FIELD_WORDS[name])
