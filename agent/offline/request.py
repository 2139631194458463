"""What stands between reading a message and acting on it: a request, and the intents in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

from agent.brief import OpenActivity
from agent.offline.names import Named, named, topics
from agent.offline.spelling import corrected
from base.text import fold

Offer = Literal["commit", "quiz", "continue", "interview", "review"]
"""What the mentor's last message put forward, so that a bare “yes” has a meaning."""

Manner = Literal["show", "teach", "compare"]
"""How results are worded: as they are, taught from, or held against what the learner said."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "`": "'", "…": " "})
_POLITE = re.compile(
    r"\A(?:please|pls|plz|ok(?:ay)?|so|well|alright|right|then|also|and|now|but|oh|um|(?:hey|hi"
    r"|hello)"
    r"(?: there| again| all)?|good (?:morning|evening|afternoon)|waymark|mentor|just|actually"
    r"|instead|great|cool|perfect|thanks|thank you"
    r"|(?:could|can|would|will) (?:you|we)(?: please)?(?= \w)"
    r"|i(?:'d| would) (?:like|love)(?: you)? to|i (?:want|need)(?: you)? to(?= (?:plan|schedule"
    r"|quiz|review|see|know|start|practi[sc]e|rehearse|find|read|do|take|understand|have a|learn"
    r" about|test|check|commit|save|export|show))|i want you to|let's|lets|let us"
    r"|go ahead and|help me(?: to)?(?= (?:plan|schedule|understand|find|prepare|practi[sc]e|learn))"
    r"|i was wondering(?: if you could)?|do you mind)\b[\s,.!:;–-]*"
)
_SPACED = re.compile(r"\s+([,.!?;:])")


@dataclass(frozen=True, slots=True)
class Ask:
    """A tool to be asked for, with its arguments."""

    tool: str
    args: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Intent:
    """What the learner is after: the tools that serve it in order, or words where none is needed.

    `topic` is what it is about, where it is about one thing on the roadmap.
    """

    name: str
    asks: tuple[Ask, ...] = ()
    say: str = ""
    manner: Manner = "show"
    topic: str | None = None


@dataclass(frozen=True)
class Request:
    """The learner's newest words, and what they have to be read against.

    `today` is the learner's own date, None where the brief does not say. `last_topic` is the id
    last named in the conversation; `last_ids` are the papers and resources the mentor last
    showed, in their order, and `last_fact` the number of the fact it last spoke of. `taught` says
    that the mentor's last message was a lesson that ended in a question, `same_breath` that
    `last_topic` was named in this very message. `in_a_case` says that the open interview question
    is a case, whose facts the interviewer tells.
    """

    words: str
    open: OpenActivity | None = None
    in_a_case: bool = False
    draft: str = ""
    today: date | None = None
    offered: Offer | None = None
    last_topic: str | None = None
    last_ids: tuple[str, ...] = ()
    last_fact: str = ""
    taught: bool = False
    same_breath: bool = False

    @cached_property
    def folded(self) -> str:
        """The words as they are compared, with the spelling of common words mended."""
        text = fold(self.words.translate(_QUOTES))
        return corrected(_SPACED.sub(r"\1", text)).strip(" .!,;:")

    @cached_property
    def plain(self) -> str:
        """The folded words without the politeness they begin with."""
        text = self.folded
        while (shorter := _POLITE.sub("", text, count=1)) not in (text, ""):
            text = shorter
        return text.strip(" .!?,;:")

    @cached_property
    def named(self) -> tuple[Named, ...]:
        return named(self.plain)

    @cached_property
    def topics(self) -> tuple[Named, ...]:
        return topics(self.plain)

    @cached_property
    def topic(self) -> str | None:
        """The topic or section these words are about: named in them, or meant by “it”."""
        if self.topics:
            return self.topics[0].id
        return self.last_topic if _IT.search(self.plain) else None

    def has(self, pattern: str) -> bool:
        return re.search(pattern, self.plain) is not None

    def says(self, pattern: str) -> bool:
        """Whether the words begin with `pattern`."""
        return re.match(rf"(?:{pattern})", self.plain) is not None

    def part(self, words: str) -> Request:
        """The same moment with other words."""
        return replace(self, words=words)

    def closed(self) -> Request:
        """The same words, read as if nothing waited for an answer."""
        return replace(self, open=None)


_IT = re.compile(r"\b(?:it|that|this|them|those|these|the (?:same )?topic|same)\b")

Understand = Callable[[Request], Intent | None]
"""One intent: sees whether a request is of its kind and says what to do, or passes."""
