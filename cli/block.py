"""`waymark block`: a block of the plan marked, moved, shortened, or that taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.block_table import block_table
from cli.command import JsonOption, command, opened_study, print_json

if TYPE_CHECKING:
    from learning.study import Study
    from learning.week import BlockAction
    from memory.records import StoredBlock

BlockArgument = Annotated[
    str,
    typer.Argument(
        metavar="BLOCK",
        help="Its id or the beginning of it, next, last, today, yesterday, or words of its title.",
    ),
]


def register(app: typer.Typer) -> None:
    family = typer.Typer(
        help="Mark, move or shorten a block of your plan, or take that back.\n\n"
        "Example: waymark block done next",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    app.add_typer(family, name="block")
    command(family, "done")(_done)
    command(family, "skip")(_skip)
    command(family, "move")(_move)
    command(family, "shorten")(_shorten)
    command(family, "undo")(_undo)


def _done(
    context: typer.Context,
    block: BlockArgument,
    minutes: Annotated[
        int | None, typer.Option("--minutes", help="How long it took; as planned if not given.")
    ] = None,
    unfinished: Annotated[
        bool,
        typer.Option("--unfinished", help="The rest is still to do; repair finds it a place."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Mark a block done.

    Example: waymark block done next --minutes 50
    """
    _update(context, block, "done", minutes=minutes, unfinished=unfinished, as_json=as_json)


def _skip(context: typer.Context, block: BlockArgument, as_json: JsonOption = False) -> None:
    """Skip a block; its work comes back in the next plan.

    Example: waymark block skip today
    """
    _update(context, block, "skip", as_json=as_json)


def _move(
    context: typer.Context,
    block: BlockArgument,
    when: Annotated[
        str, typer.Argument(metavar="WHEN", help='Such as "wed 19:00" or 2027-03-24T19:00.')
    ],
    as_json: JsonOption = False,
) -> None:
    """Move a block to another time.

    Example: waymark block move next "wed 19:00"
    """
    _update(context, block, "move", when=when, as_json=as_json)


def _shorten(
    context: typer.Context,
    block: BlockArgument,
    length: Annotated[str, typer.Argument(metavar="LENGTH", help='Such as "30 min".')],
    as_json: JsonOption = False,
) -> None:
    """Make a block shorter.

    Example: waymark block shorten next "30 min"
    """
    _update(context, block, "shorten", when=length, as_json=as_json)


def _undo(
    context: typer.Context,
    block: Annotated[
        str,
        typer.Argument(
            metavar="[BLOCK]", help="Its id, or words of its title; the one changed last if none."
        ),
    ] = "last",
    as_json: JsonOption = False,
) -> None:
    """Take back the last mark, move or shortening of a block.

    Example: waymark block undo
    """
    _update(context, block, "undo", as_json=as_json)


def _update(
    context: typer.Context,
    block: str,
    action: BlockAction,
    *,
    when: str | None = None,
    minutes: int | None = None,
    unfinished: bool = False,
    as_json: bool,
) -> None:
    with opened_study(context) as study:
        changed = study.week.update_block(block, action, when, minutes, unfinished=unfinished)
        _print_changed(study, changed, as_json=as_json)
    if not as_json and action != "undo":
        if action == "shorten" or unfinished:
            typer.echo("For the rest of it, on another day: waymark repair")
        typer.echo(f"To take that back: waymark block undo {changed.id}")


def _print_changed(study: Study, block: StoredBlock, *, as_json: bool) -> None:
    from learning.plan_wording import block_status
    from learning.week_plans import shown_block

    zone, seen = study.week.zone, shown_block(block, study.clock())
    if as_json:
        row = {**seen.as_json(zone), "actual_minutes": block.actual_minutes}
        print_json({"timezone": zone.key, "blocks": [row]})
    else:
        typer.echo(block_table([seen], zone, {block.id: block_status(block)}))
