"""What stands beside the phases, in words: skills, tools, job titles, books, portfolio projects."""

from __future__ import annotations

from roadmap.briefs import brief_in_words
from roadmap.catalogue import Roadmap
from roadmap.matching import NAMED, Found
from roadmap.models import Kind

_KIND_WORDS: dict[Kind, str] = {
    "habit": "way to keep learning",
    "metric": "sign of readiness",
    "subtopic": "subject inside a topic",
}


def describe_beside(roadmap: Roadmap, name: str) -> tuple[Found, str] | None:
    """What bears the name beside the phases (a skill, a tool, a job title, a book, a portfolio
    project), and what there is to say of it; None where nothing does."""
    hits = roadmap.find(name, limit=1)
    if not hits or hits[0].score < NAMED:
        return None
    hit = hits[0]
    blocks = [f"## {hit.title}", f"{_with_article(hit.kind)}. {hit.summary}"]
    if hit.id in roadmap.briefs:
        blocks += brief_in_words(roadmap.briefs[hit.id])
    return hit, "\n\n".join(blocks)


def _with_article(kind: Kind) -> str:
    """“A job title”, “An interview area”."""
    word = kind_in_words(kind)
    return f"{'An' if word[0] in 'aeiou' else 'A'} {word}"


def kind_in_words(kind: Kind) -> str:
    return _KIND_WORDS.get(kind, kind.replace("-", " "))
