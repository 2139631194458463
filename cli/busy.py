"""`waymark busy`: the times at which a calendar of yours leaves no room for study."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from base.errors import InvalidInput, NotFound
from base.text import one_line
from cli.command import JsonOption, command, opened_study, print_json
from cli.repair import repair_commands

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from learning.calendar_import import ImportedCalendar
    from memory.records import StoredBlock

_MOST_TROUBLES = 10


def register(app: typer.Typer) -> None:
    family = typer.Typer(
        help="Calendars and days off, whose times are kept free of study.\n\n"
        "Example: waymark busy import work.ics",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    app.add_typer(family, name="busy")
    command(family, "import")(_import)
    command(family, "off")(_off)
    command(family, "list")(_list)
    command(family, "clear")(_clear)


def _import(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.ics", help="An iCalendar file.")],
    as_json: JsonOption = False,
) -> None:
    """Read busy times from a calendar file; the same file name again replaces them.

    Example: waymark busy import work.ics
    """
    from learning.calendar_import import read_calendar

    with opened_study(context) as study:
        imported = read_calendar(file, study.week.zone, study.clock())
        if imported.troubles and not imported.events:
            trouble = imported.troubles[0]
            raise InvalidInput(
                f"No event of {file.name} can be used. Line {trouble.line}: {trouble.problem}.",
                hint="Export the calendar again; the times known from it so far are kept.",
            )
        study.memory.busy.replace(file.name, imported.times)
        clashes, zone = study.week.clashes(), study.week.zone
    if as_json:
        print_json({**_imported_json(file.name, imported), "clashes": [b.id for b in clashes]})
        return
    typer.echo(
        f"{file.name}: {_counted(len(imported.times), 'busy time')} from "
        f"{_counted(imported.events, 'event')}, up to {imported.until.isoformat()}."
    )
    for trouble in imported.troubles[:_MOST_TROUBLES]:
        name = f" “{trouble.title}”" if trouble.title else ""
        typer.echo(f"  Line {trouble.line}: the event{name} was left out, {trouble.problem}.")
    if more := imported.troubles[_MOST_TROUBLES:]:
        typer.echo(f"  and {len(more)} more were left out")
    _print_clashes(clashes, zone)


def _off(
    context: typer.Context,
    first: Annotated[str, typer.Argument(metavar="FROM", help="The first day: 2026-12-24.")],
    last: Annotated[
        str | None, typer.Argument(metavar="TO", help="The last day; the first alone if not given.")
    ] = None,
    title: Annotated[str, typer.Option("--title", help="What it is called.")] = "Holiday",
) -> None:
    """Keep whole days free of study, such as a holiday.

    Example: waymark busy off 2026-12-24 2027-01-02
    """
    from learning.profile import parse_day
    from learning.time_off import off_words

    with opened_study(context) as study:
        begins = parse_day(first, "day off")
        ends = begins if last is None else parse_day(last, "day off")
        span = off_words(study.time_off.add(begins, ends, title), study.week.zone)
        clashes, zone = study.week.clashes(), study.week.zone
    typer.echo(f"No study is planned on {span}. `waymark busy clear` takes days off back.")
    _print_clashes(clashes, zone)


def _print_clashes(clashes: tuple[StoredBlock, ...], zone: ZoneInfo) -> None:
    """Committed blocks that lie in a busy time, and how each week of them is repaired."""
    from learning.plan_wording import day_words

    if not clashes:
        return
    noun = "block lies" if len(clashes) == 1 else "blocks lie"
    typer.echo(f"{len(clashes)} planned {noun} in a busy time:")
    days = [block.start.astimezone(zone).date() for block in clashes]
    for block, day in list(zip(clashes, days, strict=True))[:_MOST_TROUBLES]:
        typer.echo(f"  {day_words(day)}  {block.id}  {one_line(block.title, 60)}")
    typer.echo("To move them with the least change, shown before it is made:")
    for command_line in repair_commands(clashes, zone):
        typer.echo(f"  {command_line}")


def _list(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the calendars, the days off, and the busy times of the next two weeks.

    Example: waymark busy list
    """
    from learning.time_off import off_words

    with opened_study(context) as study:
        zone, now = study.week.zone, study.clock()
        sources = study.memory.busy.sources()
        times = study.memory.busy.between(now, now + timedelta(weeks=2))
        off = [off_words(taken, zone) for taken in study.time_off.coming()]
    if as_json:
        print_json(
            {
                "calendars": list(sources),
                "days_off": off,
                "times": [
                    {
                        "calendar": busy.source,
                        "start": busy.start.astimezone(zone).isoformat(),
                        "end": busy.end.astimezone(zone).isoformat(),
                        "title": busy.title,
                    }
                    for busy in times
                ],
            }
        )
        return
    if not sources:
        typer.echo("No calendar was imported. Example: waymark busy import work.ics")
        return
    typer.echo(f"Calendars: {', '.join(sources)}")
    for span in off:
        typer.echo(f"Off: {span}")
    for busy in times:
        start, end = busy.start.astimezone(zone), busy.end.astimezone(zone)
        typer.echo(f"  {start:%a %d %b %H:%M} to {end:%a %d %b %H:%M}  {one_line(busy.title, 60)}")


def _clear(
    context: typer.Context,
    calendar: Annotated[
        str | None, typer.Argument(help="One calendar, as `waymark busy list` names it.")
    ] = None,
) -> None:
    """Forget the busy times of one calendar, or of all.

    Example: waymark busy clear work.ics
    """
    with opened_study(context) as study:
        sources = study.memory.busy.sources()
        if calendar is not None and calendar not in sources:
            raise NotFound(
                f"No calendar is called “{one_line(calendar, 60)}”.",
                hint=f"There is {', '.join(sources)}." if sources else "None was imported.",
            )
        cleared = sources if calendar is None else (calendar,)
        for source in cleared:
            study.memory.busy.replace(source, ())
    typer.echo(f"Forgotten: {', '.join(cleared)}." if cleared else "No calendar was imported.")


def _imported_json(name: str, imported: ImportedCalendar) -> dict[str, object]:
    return {
        "calendar": name,
        "events": imported.events,
        "times": len(imported.times),
        "until": imported.until.isoformat(),
        "left_out": [
            {"line": trouble.line, "title": trouble.title, "problem": trouble.problem}
            for trouble in imported.troubles
        ],
    }


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
