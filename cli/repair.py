"""`waymark repair`: a week mended after life happened."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from cli.command import JsonOption, command, opened_study, print_json

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from memory.records import StoredBlock


def register(app: typer.Typer) -> None:
    command(app, "repair")(_repair)


def _repair(
    context: typer.Context,
    week: Annotated[
        str, typer.Option("--week", metavar="this|next|DATE", help="Which week; a date in it.")
    ] = "this",
    day_off: Annotated[
        list[str] | None,
        typer.Option("--day-off", metavar="DAY", help="A day that is lost; can be given again."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DAY", help="All days from today to this one are lost."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Apply it without asking.")] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Go back to the plan before the last repair.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Mend a week's plan with the least change.

    What was missed or cut short finds a place, what lies in a busy time moves, and the rest stays.

    What is done, and what you placed yourself, is never touched. The changes are shown first and
    applied on your yes; `--undo` takes them back.

    Example: waymark repair --until thu
    """
    from learning.plan_wording import size_words
    from learning.repair_diff import repair_lines
    from learning.wishes import checked_wishes

    with opened_study(context) as study:
        if undo:
            restored = study.repairs.undo(week)
            if as_json:
                print_json(restored.as_json())
            else:
                typer.echo(f"The plan before the repair stands again: {size_words(restored)}.")
            return
        lost = study.repairs.days_until(until, week) if until is not None else ()
        wishes = checked_wishes(days_off=(*(day_off or ()), *lost))
        repair = study.repairs.propose(wishes, week)
        if not as_json:
            typer.echo("\n".join(repair_lines(repair)))
        applied = False
        if repair.draft is not None and (yes or (not as_json and _agreed())):
            applied = study.repairs.apply(repair) is not None
    if as_json:
        print_json({**repair.as_json(), "applied": applied})
    elif applied:
        again = "" if week == "this" else f" --week {repair.week_start.isoformat()}"
        typer.echo(f"Applied. To take it back: waymark repair --undo{again}")
    elif repair.draft is not None:
        typer.echo("Nothing is changed yet. To apply it, add --yes.")


def repair_commands(blocks: Iterable[StoredBlock], zone: ZoneInfo) -> list[str]:
    """The command that repairs each week in which one of `blocks` lies."""
    from learning.week_plans import week_of

    mondays = dict.fromkeys(week_of(block.start.astimezone(zone).date()) for block in blocks)
    return [f"waymark repair --week {monday.isoformat()}" for monday in mondays]


def _agreed() -> bool:
    """The learner's yes, where someone is there to give it."""
    return sys.stdin.isatty() and typer.confirm("Apply it?", default=False)
