"""Which questions a quiz can draw on: those of a topic, widened to its section where it has few."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from base.errors import NotFound
from base.text import fold
from memory.records import TopicStatus
from roadmap.catalogue import Roadmap
from roadmap.models import Phase, Section, Topic
from roadmap.questions import QuizItem

_SURE_NAME = 70.0
Place = Topic | Section | Phase


@dataclass(frozen=True, slots=True)
class Pool:
    """The items, and what the learner should know of how they came together."""

    items: tuple[QuizItem, ...]
    notes: tuple[str, ...] = ()


def place_called(roadmap: Roadmap, name: str) -> Place:
    """The topic, section or phase called `name`; a section or phase only where it is called just
    so, or where no topic answers.

    Raises:
        NotFound: nothing is called that; the hint names topics that come near.
    """
    wanted = fold(name)
    for place in _sections_and_phases(roadmap):
        if wanted in {fold(place.title), place.id, *map(fold, place.aliases)}:
            return place
    try:
        return roadmap.topic(name)
    except NotFound:
        found = roadmap.find(name, limit=1, kinds={"section", "phase"})
        if found and found[0].score >= _SURE_NAME:
            return next(p for p in _sections_and_phases(roadmap) if p.id == found[0].id)
        raise


def title_of(roadmap: Roadmap, place_id: str) -> str:
    """The title of the topic, section or phase with this id; the id where it is gone."""
    topic = roadmap.topics.get(place_id)
    if topic is not None:
        return topic.title
    places = (p.title for p in _sections_and_phases(roadmap) if p.id == place_id)
    return next(places, place_id)


def pool_on(roadmap: Roadmap, place: Place, count: int) -> Pool:
    """The items on `place`; where a topic has fewer than `count`, others of its section with it.

    Raises:
        NotFound: neither it nor its section has any.
    """
    if not isinstance(place, Topic):
        return Pool(_some(roadmap, _on(roadmap, {t.id for t in place.topics}), place.title))
    own = _on(roadmap, {place.id})
    if len(own) >= count:
        return Pool(own)
    section = next(s for s in roadmap.sections if s.id == place.section)
    others = _on(roadmap, {topic.id for topic in section.topics} - {place.id})
    _some(roadmap, own + others, place.title)
    if not others:
        return Pool(own)
    lead = f"only {len(own)}" if own else "no"
    note = f"There are {lead} questions on {place.title} so far; others are from {section.title}."
    easiest = sorted(others, key=lambda item: item.difficulty)[: count - len(own)]
    return Pool((*own, *easiest), (note,))


def pool_for_now(roadmap: Roadmap, states: Mapping[str, TopicStatus], count: int) -> Pool:
    """Items on what is being learned; with too few, on what is done and what can come next too."""
    learning = {name for name, state in states.items() if state.status == "learning"}
    done = {name for name, state in states.items() if state.status == "done"}
    near = {topic.id for topic in roadmap.next_topics(done, 8)}
    for topics in (learning, learning | done, learning | done | near):
        items = _on(roadmap, topics)
        if len(items) >= count:
            return Pool(items)
    return Pool(_some(roadmap, roadmap.quiz_items(), "the roadmap"))


def _on(roadmap: Roadmap, topics: Collection[str]) -> tuple[QuizItem, ...]:
    return tuple(item for item in roadmap.quiz_items() if item.topic in topics)


def _some(roadmap: Roadmap, items: tuple[QuizItem, ...], title: str) -> tuple[QuizItem, ...]:
    if items:
        return items
    asked = dict.fromkeys(title_of(roadmap, item.topic) for item in roadmap.quiz_items())
    raise NotFound(
        f"There are no quiz questions on {title} yet.",
        hint=f"There are some on: {', '.join(list(asked)[:8])}." if asked else "",
    )


def _sections_and_phases(roadmap: Roadmap) -> tuple[Section | Phase, ...]:
    return (*roadmap.sections, *roadmap.phases)
