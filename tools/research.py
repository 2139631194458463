"""Tools that find papers and resources, and keep them."""

from __future__ import annotations

from typing import Annotated

from langchain.tools import ToolRuntime, tool
from pydantic import Field

from base.text import one_line, quote_outside
from learning.findings import Findings, PaperCard, ResourceCard
from roadmap.library import ResourceKind
from tools.context import MentorContext, ToolAnswer

_LONGEST_SUMMARY = 350
_COSTS = {"partly-free": "partly free"}


@tool(response_format="content_and_artifact")
def search_papers(
    runtime: ToolRuntime[MentorContext],
    query: str,
    category: Annotated[str | None, Field(description="Such as cs.CL")] = None,
    since: Annotated[str | None, Field(description="2024, 2024-06 or a date")] = None,
) -> ToolAnswer:
    """Find research papers by a few words, on arXiv or else the built-in shelf."""
    found = runtime.context.study.research.papers(query, category, since)
    lines = [found.note] if found.note else []
    if found.source == "arXiv":
        lines.append(_outside([_paper(card) for card in found.items], "arXiv"))
        known = [_known(card) for card in found.items if card.topics]
        lines += [f"On our shelf too: {'; '.join(known)}."] if known else []
    else:
        lines += _numbered([_paper(card) for card in found.items])
    return "\n\n".join(lines), _count(found, "paper")


@tool(response_format="content_and_artifact")
def show_paper(
    runtime: ToolRuntime[MentorContext],
    arxiv_id: Annotated[str, Field(description="Such as 1706.03762, or a title")],
) -> ToolAnswer:
    """Show one paper: what it contributed, and its abstract."""
    study = runtime.context.study
    page = study.research.paper(arxiv_id)
    card = page.card
    lines = []
    if card.outside:
        told = f"{_heading(card)}\n\n{page.abstract}"
        lines.append(_outside([told], "arXiv"))
    else:
        lines.append(f"**{card.title}** ({_by(card)}), `{card.arxiv_id}`")
        lines.append(card.summary)
        titles = [study.roadmap.topics[t].title for t in card.topics if t in study.roadmap.topics]
        lines.append(f"Belongs to: {', '.join(titles)}." if titles else "")
        if page.abstract:
            lines.append("Abstract:\n" + _outside([page.abstract], "arXiv"))
    lines += [page.note, card.url]
    return "\n\n".join(filter(None, lines)), f"The paper {card.arxiv_id}"


@tool(response_format="content_and_artifact")
def search_resources(
    runtime: ToolRuntime[MentorContext],
    query: Annotated[str, Field(description="Subject or name")],
    kind: ResourceKind | None = None,
) -> ToolAnswer:
    """Find courses, books, documentation and other resources."""
    found = runtime.context.study.research.resources(query, kind)
    ours = [_resource(card) for card in found.items if not card.outside]
    theirs = [_page(card) for card in found.items if card.outside]
    lines = [found.note] if found.note else []
    lines += _numbered(ours)
    if theirs:
        lines.append("From the web:\n" + _outside(theirs, "the web"))
    return "\n\n".join(lines), _count(found, "resource")


@tool(response_format="content_and_artifact")
def save_to_library(
    runtime: ToolRuntime[MentorContext],
    item: Annotated[str, Field(description="arXiv id, name of a resource, or https address")],
    note: str = "",
) -> ToolAnswer:
    """Keep a paper or resource in the learner's library, with their note."""
    research = runtime.context.study.research
    kept = research.save(item, note)
    # A title from outside is not repeated here: it would stand outside its fence.
    name = f"**{kept.title}** ({kept.url})" if research.is_ours(kept) else kept.url
    said = f", with the note: {one_line(kept.note, 300)}" if kept.note else ""
    return f"Kept in your library: {name}{said}", "Kept in your library"


def _numbered(entries: list[str]) -> list[str]:
    listed = [f"{number}. {entry}" for number, entry in enumerate(entries, start=1)]
    return ["\n".join(listed)] if listed else []


def _outside(entries: list[str], source: str) -> str:
    """`entries` fenced as text from `source`, with no Markdown link that hides its address."""
    text = "\n".join(_numbered(entries)) if len(entries) > 1 else entries[0]
    return quote_outside(text.replace("](", "] ("), source)


def _heading(card: PaperCard) -> str:
    return f"{card.title} ({_by(card)}), {card.arxiv_id}"


def _by(card: PaperCard) -> str:
    return ", ".join(filter(None, (card.authors, str(card.year or ""))))


def _paper(card: PaperCard) -> str:
    first = ", read first" if card.read_first and not card.outside else ""
    title = card.title if card.outside else f"**{card.title}**"
    told = one_line(card.summary, _LONGEST_SUMMARY)
    return f"{title} ({_by(card)}), `{card.arxiv_id}`{first}\n   {told}"


def _known(card: PaperCard) -> str:
    return f"`{card.arxiv_id}`" + (" (read first)" if card.read_first else "")


def _resource(card: ResourceCard) -> str:
    hours = f"about {card.hours:g} h" if card.hours else ""
    facts = (card.kind, card.level, _COSTS.get(card.cost or "", card.cost), hours)
    about = ", ".join(fact for fact in facts if fact and fact != "any")
    return f"**{card.title}** ({about})\n   {card.summary} {card.url}"


def _page(card: ResourceCard) -> str:
    return f"{card.title}\n   {one_line(card.summary, _LONGEST_SUMMARY)} {card.url}"


def _count(found: Findings[PaperCard] | Findings[ResourceCard], noun: str) -> str:
    count = len(found.items)
    place = {"arXiv": "arXiv", "web": "the web and the shelf", "shelf": "the shelf"}[found.source]
    return f"{count or 'No'} {noun}{'' if count == 1 else 's'} from {place}"


TOOLS = (search_papers, show_paper, search_resources, save_to_library)
