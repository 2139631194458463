"""What the shipped content promises: the roadmap's names and figures, and topics worth reading."""

from __future__ import annotations

import re

import pytest

from base.text import clean
from roadmap.catalogue import Roadmap
from roadmap.check import LISTS, faults
from roadmap.models import total
from tests.roadmap.seed_names import BESIDE_THE_PHASES, PROJECTS, RESOURCES, SECTIONS, TOPICS

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


def test_every_topic_is_taught_in_a_few_good_sentences(roadmap: Roadmap) -> None:
    for topic in roadmap.topics.values():
        assert 2 <= len(re.findall(r"[.!?](?:\s|$)", topic.summary)) <= 4, topic.id
        assert topic.done.startswith("You can "), topic.id
        assert 3 <= len(topic.key_points) <= 5, topic.id
        assert len(topic.aliases) >= 3, topic.id
        texts = (topic.summary, topic.why, topic.done, *topic.key_points)
        assert all(text.endswith((".", "?")) for text in texts), topic.id


def test_every_project_says_how_and_when_it_is_done(roadmap: Roadmap) -> None:
    for project in roadmap.projects:
        assert len(project.steps) >= 4
        assert project.done


def test_prose_is_calm_and_clean(roadmap: Roadmap) -> None:
    entries = [*roadmap.phases, *roadmap.sections, *roadmap.topics.values(), *roadmap.projects]
    entries += [entry for name in LISTS[:-2] for entry in getattr(roadmap, name)]
    for entry in entries:
        text = entry.summary
        assert clean(text) == text
        assert "!" not in text, entry.id


def test_no_sentence_is_written_twice(roadmap: Roadmap) -> None:
    texts = [
        text
        for topic in roadmap.topics.values()
        for text in (topic.summary, topic.why, topic.done, *topic.key_points)
    ]
    assert len(texts) == len(set(texts))
