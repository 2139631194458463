"""`waymark roadmap`: the way at a glance, or one phase, section, topic or project of it."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from base.errors import NotFound, StorageError
from base.paths import Home
from cli.command import JsonOption, chosen, command, print_json

if TYPE_CHECKING:
    from learning.study import Study
    from roadmap.catalogue import Place, Roadmap
    from roadmap.models import Phase
    from roadmap.topic_cards import Subtopic

_EMPHASIS = re.compile(r"\*\*|^#+ ")
_WIDEST = 100


def register(app: typer.Typer) -> None:
    @command(app, "roadmap")
    def roadmap(
        context: typer.Context,
        topic: Annotated[
            list[str] | None,
            typer.Argument(help="A topic, section, project or phase; nothing shows them all."),
        ] = None,
        stats: Annotated[
            bool, typer.Option("--stats", help="Count what there is to learn from.")
        ] = False,
        as_json: JsonOption = False,
    ) -> None:
        """Show the roadmap, or one part of it.

        How long it takes, what is in it, what comes first, and what its card teaches.

        Example: waymark roadmap phase 3
        """
        from roadmap.catalogue import Roadmap

        way = Roadmap.load()
        if stats:
            _show_stats(way, as_json)
            return
        name = " ".join(topic or ()).strip()
        with _study_if_any(context) as study:
            if name:
                _show_place(way, name, study, as_json)
            else:
                _show_all(way, study, as_json)


def _show_stats(way: Roadmap, as_json: bool) -> None:
    from roadmap.stats import counts

    counted = counts(way)
    if as_json:
        print_json(counted)
        return
    for heading, figures in counted.items():
        typer.echo(heading)
        for name, figure in figures.items():
            typer.echo(f"  {figure:>5}  {name}")


@contextmanager
def _study_if_any(context: typer.Context) -> Iterator[Study | None]:
    """The learner's study where there is one; the roadmap can be read without."""
    home = Home.locate(chosen(context).home)
    if not home.learner_db.is_file():
        yield None
        return
    from learning.study import Study

    try:
        study = Study.open(home)
    except StorageError as error:
        sys.stderr.write(f"Your progress is not shown. {error.message}\n")
        yield None
        return
    try:
        yield study
    finally:
        study.close()


def _show_place(way: Roadmap, name: str, study: Study | None, as_json: bool) -> None:
    from roadmap.describing import describe_called

    marks = {} if study is None else {k: v.status for k, v in study.memory.topics.all().items()}
    try:
        place, text = describe_called(way, name, marks)
    except NotFound:
        if not _show_beside(way, name, as_json):
            raise
        return
    if as_json:
        print_json(_place_json(way, place, marks))
    else:
        _print_markdown(text)


def _show_beside(way: Roadmap, name: str, as_json: bool) -> bool:
    """Show what bears the name beside the phases; whether there was anything."""
    from roadmap.beside import describe_beside

    found = describe_beside(way, name)
    if found is None:
        return False
    hit, text = found
    if as_json:
        brief = way.briefs.get(hit.id)
        data = {"id": hit.id, "kind": hit.kind, "title": hit.title, "summary": hit.summary}
        print_json(data if brief is None else {**data, "brief": brief.model_dump(mode="json")})
    else:
        _print_markdown(text)
    return True


def _print_markdown(text: str) -> None:
    """Without its marks, and broken to the window's width where there is a window. Code stays as
    it is."""
    width = min(shutil.get_terminal_size().columns, _WIDEST) if sys.stdout.isatty() else 0
    in_code = False
    for line in text.split("\n"):
        if line.startswith("```"):
            in_code = not in_code
        elif in_code:
            typer.echo(f"    {line}")
        else:
            plain = _EMPHASIS.sub("", line)
            typer.echo(_broken(plain, width) if width else plain)


def _broken(line: str, width: int) -> str:
    inset = "  " if line.startswith("- ") else ""
    return textwrap.fill(line, width, subsequent_indent=inset, break_on_hyphens=False)


def _show_all(way: Roadmap, study: Study | None, as_json: bool) -> None:
    from roadmap.describing import overview

    done = {}
    if study is not None and study.memory.topics.all():
        progress = study.progress.progress()
        done = {phase.id: (phase.topics_done, phase.topics_total) for phase in progress.phases}
    if as_json:
        print_json(_overview_json(way, done))
    else:
        so_far = {name: f"{part} of {whole} done" for name, (part, whole) in done.items()}
        _print_markdown(overview(way, so_far))


def _overview_json(way: Roadmap, done: dict[str, tuple[int, int]]) -> dict[str, Any]:
    return {
        **way.overview.model_dump(mode="json"),
        "phases": [_phase_row(phase, done) for phase in way.phases],
    }


def _phase_row(phase: Phase, done: dict[str, tuple[int, int]]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": phase.id,
        "number": phase.number,
        "title": phase.title,
        "summary": phase.summary,
        "months": phase.months.model_dump(),
        "hours": phase.hours.model_dump(),
        "topics": len(phase.topics),
        "sections": [
            {"id": section.id, "title": section.title, "topics": len(section.topics)}
            for section in phase.sections
        ],
        "projects": [{"id": project.id, "title": project.title} for project in phase.projects],
    }
    if phase.id in done:
        finished, counted = done[phase.id]
        row["progress"] = {"topics_done": finished, "topics_total": counted}
    return row


def _place_json(way: Roadmap, place: Place | Subtopic, marks: dict[str, Any]) -> dict[str, Any]:
    """The entry as it stands in the content, with what its card teaches, its kind, its hours and
    the learner's status."""
    taught = way.card(place.id).model_dump(mode="json") if place.id in way.topics else {}
    if place.id in way.briefs:
        taught["brief"] = way.briefs[place.id].model_dump(mode="json")
    data = {
        "kind": type(place).__name__.lower(),
        **place.model_dump(mode="json"),
        **taught,
        "hours": place.hours.model_dump(),
    }
    if place.id in marks:
        data["status"] = marks[place.id]
    return data
