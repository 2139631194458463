"""`waymark outlook`: the long view, and when the learner will be done."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.command import command, opened_study, print_json


def register(app: typer.Typer) -> None:
    command(app, "outlook")(_outlook)


def _outlook(
    context: typer.Context,
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section",
            metavar="NAME",
            help="What you take where a phase lets you choose; can be given again.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, week by week.")] = False,
) -> None:
    """Show when you will be done, by your own pace.

    Example: waymark outlook
    """
    from learning.outlook import outlook_lines

    with opened_study(context) as study:
        outlook = study.outlooks.look(section or ())
    if as_json:
        print_json(outlook.as_json())
    else:
        typer.echo("\n".join(outlook_lines(outlook)))
