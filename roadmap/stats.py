"""How much there is to learn from: the content, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from roadmap.catalogue import Roadmap

Counts = dict[str, int]


def counts(roadmap: Roadmap) -> dict[str, Counts]:
    """The number of entries of each kind, by heading; within a heading in a fixed order."""
    lessons = [*(roadmap.card(name) for name in roadmap.topics), *roadmap.subtopics]
    items = roadmap.quiz_items()
    questions = roadmap.interview_questions()
    return {
        "roadmap": {
            "phases": len(roadmap.phases),
            "sections": len(roadmap.sections),
            "topics": len(roadmap.topics),
            "projects": len(roadmap.projects),
            "project briefs": len(roadmap.briefs),
        },
        "cards": {
            "all": len(lessons),
            "of subjects inside a topic": len(roadmap.subtopics),
            "with code that runs": sum(bool(one.example.code) for one in lessons),
        },
        "quiz items": {"all": len(items), **_tally(item.kind for item in items)},
        "quiz difficulty": _tally(str(item.difficulty) for item in items),
        "interview questions": {
            "all": len(questions),
            **_tally(question.area for question in questions),
        },
        "coding problems": {"all": len(roadmap.coding_problems())},
        "papers": {"all": len(roadmap.papers)},
        "resources": {
            "all": len(roadmap.resources),
            **_tally(resource.kind for resource in roadmap.resources),
        },
    }


def _tally(names: Iterable[str]) -> Counts:
    return dict(sorted(Counter(names).items()))
