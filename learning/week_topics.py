"""Which topics a week can hold: what is being learned, what comes next, what was asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from base.errors import NotFound
from base.text import fold
from learning.plan_model import GRID_MINUTES, Candidate, Dropped, hours_text
from memory.records import BlockKind, TopicState
from roadmap.catalogue import Roadmap
from roadmap.models import Topic

Leaning = Literal["focus", "way", "more", "less", ""]

BEGUN, NEXT = 110, 90
"""The rate of the first topic that is being learned, and of the first that comes next."""
_STEP, _LEAST_RATE = 3, 20
_LEANS: Mapping[Leaning, int] = {"focus": 60, "way": 50, "more": 50, "less": -60, "": 0}
_SHARES: Mapping[Leaning, float] = {"focus": 0.6, "way": 0.6, "more": 0.6, "less": 0.15, "": 0.4}
_SAME_SECTION = 20
"""What a third new topic of one section loses, so that a week is not all of one kind."""
_HARD_HOURS = 10.0
_MOST_TOPICS = 24
_LEAST_TOPICS = 6
_NAME_SCORE, _GROUP_SCORE, _EXACT_SCORE = 75.0, 80.0, 100.0


_KINDS: Mapping[str, BlockKind] = {
    "theory": "learn",
    "practice": "practice",
    "projects": "project",
    "reviews": "review",
    "interviews": "interview",
}
"""What can be asked for more or less of besides topics, with the blocks that are meant."""


@dataclass(frozen=True, slots=True)
class BlockLength:
    """Minutes that a block of study may take."""

    shortest: int = 45
    longest: int = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """Topics the learner named: topic id to the words they used. `way` leads to a focus."""

    focus: Mapping[str, str] = field(default_factory=dict)
    way: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)
    less: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[BlockKind, Literal["more", "less"]] = field(default_factory=dict)

    def leaning(self, topic: str) -> Leaning:
        if topic in self.less:
            return "less"
        if topic in self.focus:
            return "focus"
        if topic in self.more:
            return "more"
        return "way" if topic in self.way else ""

    def words(self, topic: str) -> str:
        return self.focus.get(topic) or self.more.get(topic) or self.way.get(topic) or ""


def kind_named(name: str) -> BlockKind | None:
    """The kind of block a name means, such as "practice" or "theory"; None where it is another."""
    word = fold(name)
    return _KINDS.get(word) or _KINDS.get(f"{word}s")


def topics_named(roadmap: Roadmap, name: str) -> tuple[str, ...]:
    """The topics that `name` means: one topic, or all of a section or phase.

    Raises:
        NotFound: nothing on the roadmap is called that.
    """
    slug = fold(name).replace(" ", "-")
    if slug in roadmap.topics:
        return (slug,)
    found = roadmap.find(name, 5, kinds={"topic", "section", "phase"})
    groups = [f for f in found if f.kind != "topic" and f.score >= _GROUP_SCORE]
    exact = found and found[0].kind == "topic" and found[0].score >= _EXACT_SCORE
    if groups and not exact:
        group = groups[0].id
        return tuple(t.id for t in roadmap.topics.values() if group in (t.section, t.phase))
    if found and found[0].kind == "topic" and found[0].score >= _NAME_SCORE:
        return (found[0].id,)
    titles = ", ".join(f"“{entry.title}”" for entry in found[:3])
    raise NotFound(
        f"The roadmap has no topic called “{name}”.",
        hint=f"Did you mean {titles}?" if titles else "`waymark roadmap` shows what is there.",
    )


def asked_for(
    roadmap: Roadmap,
    closed: Collection[str],
    focus: Collection[str],
    more: Collection[str],
    less: Collection[str],
) -> Asked:
    """What the learner's words mean, with the open topics that stand before each focus.

    Raises:
        NotFound: a name means nothing on the roadmap.
    """
    named = {
        kind: {
            topic: name
            for name in names
            if kind_named(name) is None
            for topic in topics_named(roadmap, name)
        }
        for kind, names in (("focus", focus), ("more", more), ("less", less))
    }
    way = {
        before.id: name
        for kind in ("more", "focus")
        for topic, name in named[kind].items()
        if topic not in closed
        for before in roadmap.prerequisites(topic)
        if before.id not in closed
    }
    kinds: dict[BlockKind, Literal["more", "less"]] = {}
    for name in more:
        if (kind := kind_named(name)) is not None:
            kinds[kind] = "more"
    for name in less:
        if (kind := kind_named(name)) is not None:
            kinds[kind] = "less"
    return Asked(named["focus"], way, named["more"], named["less"], kinds)


def whole_blocks(minutes: int, length: BlockLength) -> int:
    """The minutes nearest to `minutes` that whole blocks can hold: never less than one block."""
    grid = -(-minutes // GRID_MINUTES) * GRID_MINUTES
    count = max(1, -(-grid // length.longest))
    if grid >= count * length.shortest:
        return grid
    above, below = count * length.shortest, (count - 1) * length.longest
    return below if below and grid - below <= above - grid else above


@dataclass(frozen=True, slots=True)
class TopicWork:
    """What there is to study in a week of `wanted` minutes, by candidate id where it counts.

    `spent` are minutes done, or promised before the week; `placed` those of blocks to come in the
    week that stay where they are; `kept` the number of blocks that stay as they are. Topics that
    are `urgent` may take the whole week.
    """

    roadmap: Roadmap
    states: Mapping[str, TopicState]
    spent: Mapping[str, int]
    placed: Mapping[str, int]
    kept: Mapping[str, int]
    asked: Asked
    wanted: int
    length: BlockLength
    urgent: frozenset[str] = frozenset()

    @property
    def closed(self) -> frozenset[str]:
        return frozenset(t for t, state in self.states.items() if state in ("done", "skipped"))

    def begun(self, topic: str) -> bool:
        return self.states.get(topic) == "learning" or self.spent.get(_id(topic), 0) > 0

    def candidates(self) -> tuple[Candidate, ...]:
        """Topics that can be studied, prerequisites done or finished earlier in the same week."""
        roomy = tuple(self._offers(capped=True))
        if sum(candidate.minutes for candidate in roomy) >= self.wanted:
            return roomy
        return tuple(self._offers(capped=False))

    def waiting(self, offered: Collection[Candidate]) -> Iterator[Dropped]:
        """What was asked for by name and has to wait, with what it waits for."""
        topics = {candidate.topic for candidate in offered}
        for name in (*self.asked.focus, *self.asked.more):
            if name in topics or name in self.closed:
                continue
            topic = self.roadmap.topics[name]
            before = [t.title for t in self.roadmap.prerequisites(name) if t.id not in self.closed]
            shown = ", ".join(before[:3]) + (f" and {len(before) - 3} more" if before[3:] else "")
            yield Dropped(
                name,
                topic.title,
                whole_blocks(self._left(topic), self.length),
                f"it waits for {shown}; mark what you know as done"
                if shown
                else "the week is full",
            )

    def _offers(self, *, capped: bool) -> Iterator[Candidate]:
        finishing: set[str] = set()
        offered = total = 0
        sections: Counter[str] = Counter()
        for topic in self._in_line():
            if offered >= _MOST_TOPICS or (offered >= _LEAST_TOPICS and total >= 2 * self.wanted):
                return
            unmet = [p for p in topic.prerequisites if p not in self.closed]
            if not self.begun(topic.id) and not finishing.issuperset(unmet):
                continue
            after = () if self.begun(topic.id) else tuple(unmet)
            candidate = self._candidate(
                topic, offered, after, sections[topic.section], capped=capped
            )
            if candidate.minutes >= self._left(topic) and not self._overspent(topic):
                finishing.add(topic.id)
            sections[topic.section] += 1
            offered, total = offered + 1, total + candidate.minutes
            yield candidate

    def _in_line(self) -> list[Topic]:
        """Open topics: those begun first, then those asked for and the way to them."""

        def key(name: str) -> tuple[int, int]:
            return (
                {"focus": 0, "more": 0, "way": 1, "": 2, "less": 3}[self.asked.leaning(name)],
                0 if self.begun(name) else 1,
            )

        names = [name for name in self.roadmap.order if name not in self.closed]
        # A prerequisite must be seen before what waits for it, whoever asked for which.
        ordered = sorted(names, key=key)
        line: dict[str, Topic] = {}
        for name in ordered:
            for before in self.roadmap.prerequisites(name) if key(name)[0] < 2 else ():
                if before.id in names:
                    line.setdefault(before.id, before)
            line.setdefault(name, self.roadmap.topics[name])
        return list(line.values())

    def _left(self, topic: Topic) -> int:
        """Minutes that are left of the expected hours."""
        return max(0, round(topic.hours.expected * 60) - self.spent.get(_id(topic.id), 0))

    def _overspent(self, topic: Topic) -> bool:
        return self._left(topic) == 0

    def _candidate(
        self, topic: Topic, rank: int, after: tuple[str, ...], siblings: int, *, capped: bool
    ) -> Candidate:
        leaning = self.asked.leaning(topic.id)
        most = whole_blocks(self._left(topic), self.length)
        if capped:
            part = 1.0 if topic.id in self.urgent else _SHARES[leaning]
            share = self._at_most(round(self.wanted * part))
            most = min(most, share)
        base = BEGUN if self.begun(topic.id) else NEXT
        crowded = _SAME_SECTION if siblings >= 2 and not leaning and base == NEXT else 0
        return Candidate(
            id=_id(topic.id),
            kind="learn",
            topic=topic.id,
            title=topic.title,
            reason=self._reason(topic, leaning, after),
            minutes=max(0, most - self.placed.get(_id(topic.id), 0)),
            rate=max(_LEAST_RATE, base - _STEP * rank + _LEANS[leaning] - crowded),
            shortest=self.length.shortest,
            longest=self.length.longest,
            after=tuple(_id(before) for before in after),
            hard=topic.hours.expected >= _HARD_HOURS,
            numbered_from=self.kept.get(_id(topic.id), 0) + 1,
        )

    def _at_most(self, minutes: int) -> int:
        """The most minutes up to `minutes` that whole blocks can hold, at least one long block."""
        grid = minutes // GRID_MINUTES * GRID_MINUTES
        return max(
            self.length.longest, min(grid, grid // self.length.shortest * self.length.longest)
        )

    def _reason(self, topic: Topic, leaning: Leaning, after: tuple[str, ...]) -> str:
        words = self.asked.words(topic.id)
        if leaning in ("focus", "more"):
            return f"you asked for {words}"
        if leaning == "way":
            return f"on the way to {words}, which you asked for"
        if self.begun(topic.id):
            left = self._left(topic)
            if not left:
                return "you have spent its expected hours: finish it and mark it done"
            rounded = round(left / 60) * 60 if left > 180 else round(left, -1)
            return f"you are learning it; about {hours_text(rounded)} are left"
        phase = f"next in phase {topic.phase.removeprefix('phase-')}"
        if after:
            titles = " and ".join(self.roadmap.topics[before].title for before in after)
            return f"{phase}, after {titles} earlier in the week"
        done = "what it builds on is done" if topic.prerequisites else "nothing stands before it"
        return f"{phase}: {done}"


def _id(topic: str) -> str:
    return f"learn:{topic}"
