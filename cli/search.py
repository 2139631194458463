"""`waymark search`: papers, resources, the roadmap and earlier chats, from the shell."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from base.errors import InvalidInput
from base.text import one_line
from cli.command import command, opened_study, print_json

if TYPE_CHECKING:
    from learning.findings import PaperCard, ResourceCard
    from memory.records import Recalled
    from roadmap.matching import Found

Where = Literal["papers", "resources", "roadmap", "chats"]

_LONGEST_SUMMARY = 300
_MOST = 50


def register(app: typer.Typer) -> None:
    @command(app, "search")
    def search(
        context: typer.Context,
        where: Annotated[
            Where,
            typer.Argument(metavar="papers|resources|roadmap|chats", help="Where to look."),
        ],
        query: Annotated[list[str], typer.Argument(metavar="QUERY", help="A few words.")],
        limit: Annotated[
            int, typer.Option("--limit", "-n", min=1, max=_MOST, help="How many at most.")
        ] = 8,
        as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
    ) -> None:
        """Search papers, resources, the roadmap or your earlier chats.

        Papers come from arXiv, or from the built-in shelf where it does not answer; resources
        from the shelf, and from the web when TAVILY_API_KEY is set.

        Example: waymark search papers retrieval augmented generation
        """
        words = " ".join(query).strip()
        if not any(character.isalnum() for character in words):
            raise InvalidInput(
                "There is nothing to look for.",
                hint='Give a few words, like: waymark search papers "few-shot prompting"',
            )
        searches: dict[Where, Callable[[typer.Context, str, int, bool], bool]] = {
            "papers": _papers,
            "resources": _resources,
            "roadmap": _roadmap,
            "chats": _chats,
        }
        if not searches[where](context, words, limit, as_json) and not as_json:
            sys.stderr.write("Nothing found. Try other or fewer words.\n")


def _papers(context: typer.Context, query: str, limit: int, as_json: bool) -> bool:
    with opened_study(context) as study:
        found = study.research.papers(query, limit=limit)
    if as_json:
        print_json([_paper_json(card) for card in found.items])
    _aside(found.note)
    for card in () if as_json else found.items:
        by = ", ".join(filter(None, (card.authors, str(card.year or ""))))
        _entry(f"{card.title} ({by})", card.summary, card.url)
    return bool(found.items)


def _resources(context: typer.Context, query: str, limit: int, as_json: bool) -> bool:
    with opened_study(context) as study:
        found = study.research.resources(query, limit=limit)
    if as_json:
        print_json([_resource_json(card) for card in found.items])
    _aside(found.note)
    for card in () if as_json else found.items:
        _entry(f"{card.title} ({card.kind})", card.summary, card.url)
    return bool(found.items)


def _roadmap(context: typer.Context, query: str, limit: int, as_json: bool) -> bool:
    del context  # the roadmap ships with Waymark: no learner's files are opened
    from roadmap.catalogue import Roadmap

    roadmap = Roadmap.load()
    found = roadmap.find(query, limit)
    if as_json:
        print_json([_found_json(entry) for entry in found])
    titles = {phase.id: phase.title for phase in roadmap.phases}
    for entry in () if as_json else found:
        place = f"{entry.kind}, {titles[entry.phase]}" if entry.phase in titles else entry.kind
        _entry(f"{entry.title} ({place})", entry.summary)
    return bool(found)


def _chats(context: typer.Context, query: str, limit: int, as_json: bool) -> bool:
    with opened_study(context) as study:
        found = study.memory.recall(query, limit)
        zone = study.memory.profile.load().timezone
    if as_json:
        print_json([_recalled_json(message) for message in found])
    for message in () if as_json else found:
        _entry(_said(message, zone), message.text)
    return bool(found)


def _said(message: Recalled, zone: str | None) -> str:
    from memory.times import day_in

    who = {"learner": "you", "mentor": "mentor"}.get(message.role, message.role)
    return f"{day_in(message.at, zone)}, {who} (chat {message.conversation})"


def _entry(title: str, text: str, url: str = "") -> None:
    lines = [title, f"  {one_line(text, _LONGEST_SUMMARY)}", f"  {url}" if url else ""]
    sys.stdout.write("\n".join(filter(str.strip, lines)) + "\n\n")


def _aside(note: str) -> None:
    if note:
        sys.stdout.flush()
        sys.stderr.write(f"{note}\n")


def _paper_json(card: PaperCard) -> dict[str, object]:
    source = "arXiv" if card.outside else "shelf"
    return {**_plain(card), "url": card.url, "source": source}


def _resource_json(card: ResourceCard) -> dict[str, object]:
    return {**_plain(card), "source": "web" if card.outside else "shelf"}


def _plain(card: PaperCard | ResourceCard) -> dict[str, object]:
    return {name: value for name, value in asdict(card).items() if name != "outside"}


def _found_json(entry: Found) -> dict[str, object]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "summary": entry.summary,
        "phase": entry.phase,
        "score": entry.score,
    }


def _recalled_json(message: Recalled) -> dict[str, object]:
    return {**asdict(message), "at": message.at.isoformat()}
