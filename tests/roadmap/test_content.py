"""What the shipped content promises: the roadmap's names and figures, and topics worth reading."""

from __future__ import annotations

import re

import pytest

from base.text import clean
from roadmap.catalogue import Roadmap
from roadmap.check import LISTS, faults
from roadmap.models import total
from roadmap.topic_cards import Lesson
from tests.roadmap.seed_names import BESIDE_THE_PHASES, PROJECTS, RESOURCES, SECTIONS, TOPICS


@pytest.fixture(scope="module")
def lessons(roadmap: Roadmap) -> dict[str, Lesson]:
    """What is taught about topics and the subjects inside them, by id."""
    cards: dict[str, Lesson] = {name: roadmap.card(name) for name in roadmap.topics}
    return cards | {part.id: part for part in roadmap.subtopics}


MONTHS = {
    "phase-0": (5, 10),
    "phase-1": (3, 4),
    "phase-2": (3, 4),
    "phase-3": (2, 3),
    "phase-4": (2, 3),
    "phase-5": (3, 6),
}


def test_nothing_is_wrong_with_it() -> None:
    assert [fault.message for fault in faults()] == []


def test_it_holds_as_much_as_the_roadmap(roadmap: Roadmap) -> None:
    assert len(roadmap.topics) == 116
    assert len(roadmap.sections) == len(SECTIONS)
    assert len(roadmap.projects) == len(PROJECTS)
    assert len(roadmap.metrics) == len(roadmap.advice) == 10
    assert [advice.number for advice in roadmap.advice] == list(range(1, 11))
    assert {metric.title for metric in roadmap.metrics} >= {"Make architectural decisions"}


def test_titles_are_the_roadmaps_to_the_letter(roadmap: Roadmap) -> None:
    entries = [*roadmap.sections, *roadmap.topics.values(), *roadmap.projects]
    titles = {(entry.id, entry.title) for entry in entries}
    titles |= {(entry.id, entry.title) for name in LISTS for entry in getattr(roadmap, name)}
    ours = {(entry, name) for name, entry in (*SECTIONS, *TOPICS, *PROJECTS, *RESOURCES)}
    ours |= {(entry, name) for name, entry in BESIDE_THE_PHASES if "Months" not in name}
    assert ours - titles == {("gans", "GANs")}


def test_months_are_the_roadmaps(roadmap: Roadmap) -> None:
    assert {p.id: (p.months.low, p.months.high) for p in roadmap.phases} == MONTHS
    whole = roadmap.overview
    assert (whole.total_months.low, whole.total_months.high) == (12, 18)
    by_id = {section.id: section.months for section in roadmap.sections}
    for name, span in (("mathematics", (3, 6)), ("programming", (2, 4))):
        months = by_id[name]
        assert months is not None
        assert (months.low, months.high) == span


def test_the_timeline_covers_eighteen_months_without_a_gap(roadmap: Roadmap) -> None:
    rows = [(row.start, row.end, row.phase) for row in roadmap.timeline]
    assert rows == [
        (1, 4, "phase-1"),
        (5, 8, "phase-2"),
        (9, 11, "phase-3"),
        (12, 14, "phase-4"),
        (15, 18, "phase-5"),
    ]
    assert [a.last_months for a in roadmap.activities if a.last_months] == [6]


@pytest.mark.parametrize("phase_id", ["phase-0", "phase-1", "phase-2", "phase-3", "phase-4"])
def test_hours_of_topics_and_projects_add_up_to_the_months(roadmap: Roadmap, phase_id: str) -> None:
    phase = next(phase for phase in roadmap.phases if phase.id == phase_id)
    hours = total([*(t.hours for t in phase.topics), *(p.hours for p in phase.projects)])
    assert hours.low == MONTHS[phase_id][0] * roadmap.overview.hours_per_month
    assert hours.high == MONTHS[phase_id][1] * roadmap.overview.hours_per_month


def test_two_areas_of_the_specialisation_make_its_months(roadmap: Roadmap) -> None:
    phase = roadmap.phases[-1]
    assert phase.choose == 2
    for section in phase.sections:
        hours = total(topic.hours for topic in section.topics)
        assert 2 * hours.low == 3 * roadmap.overview.hours_per_month
        assert 2 * hours.high == 6 * roadmap.overview.hours_per_month


def test_hours_are_whole_or_half(roadmap: Roadmap) -> None:
    spans = [topic.hours for topic in roadmap.topics.values()]
    spans += [project.hours for project in roadmap.projects]
    for span in spans:
        assert all((2 * f).is_integer() for f in (span.low, span.expected, span.high))


def test_the_pace_behind_the_hours_is_said(roadmap: Roadmap) -> None:
    assert roadmap.overview.hours_per_month == 60
    assert "60 a month" in roadmap.overview.summary


def test_each_phase_names_the_roadmaps_resources(roadmap: Roadmap) -> None:
    titles = {resource.id: resource.title for resource in roadmap.resources}
    named = [[titles[name] for name in phase.resources] for phase in roadmap.phases]
    assert [len(phase) for phase in named] == [0, 3, 4, 4, 3, 0]
    assert named[3] == [
        "Attention Is All You Need (paper)",
        "LangChain documentation",
        "Hugging Face courses",
        "OpenAI Cookbook",
    ]


def test_every_topic_answers_to_other_names(roadmap: Roadmap) -> None:
    for topic in roadmap.topics.values():
        assert len(topic.aliases) >= 3, topic.id


def test_every_card_teaches_in_a_few_good_sentences(lessons: dict[str, Lesson]) -> None:
    for name, card in lessons.items():
        assert 2 <= len(re.findall(r"[.!?](?:\s|$)", card.summary)) <= 6, name
        assert card.done.startswith("You can "), name
        texts = (card.summary, card.why, card.done, *card.key_points)
        assert all(text.endswith((".", "?")) for text in texts), name


def test_every_project_says_how_and_when_it_is_done(roadmap: Roadmap) -> None:
    for project in roadmap.projects:
        assert project.done
        assert project.id in roadmap.briefs


def test_prose_is_calm_and_clean(roadmap: Roadmap, lessons: dict[str, Lesson]) -> None:
    entries = [*roadmap.phases, *roadmap.sections, *roadmap.projects]
    entries += [entry for name in LISTS[:-2] for entry in getattr(roadmap, name)]
    texts = [entry.summary for entry in entries]
    texts += [text for card in lessons.values() for text in _prose(card)]
    for text in texts:
        assert clean(text) == text
        assert "!" not in text.replace("!=", ""), text


def test_no_sentence_is_written_twice(lessons: dict[str, Lesson]) -> None:
    texts = [text for card in lessons.values() for text in _prose(card)]
    assert len(texts) == len(set(texts))


def _prose(card: Lesson) -> list[str]:
    beliefs = [text for one in card.misunderstandings for text in (one.belief, one.truth)]
    return [card.summary, card.why, card.done, *card.key_points, *beliefs, card.example.says]


def test_a_subject_inside_a_topic_takes_no_more_hours_than_the_topic(roadmap: Roadmap) -> None:
    inside: dict[str, float] = {}
    for part in roadmap.subtopics:
        inside[part.topic] = inside.get(part.topic, 0.0) + part.hours.expected
    over = {name for name, sum_ in inside.items() if sum_ > roadmap.topics[name].hours.expected}
    assert over == set()


def test_every_subject_inside_a_topic_is_found_first_by_its_own_name(roadmap: Roadmap) -> None:
    for part in roadmap.subtopics:
        assert roadmap.find(part.title, limit=1)[0].id == part.id, part.id
