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
    weeks: Annotated[
        int | None,
        typer.Option("--weeks", metavar="N", min=1, help="Show what the next N weeks hold."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Show what every week holds.")] = False,
    days: Annotated[
        bool,
        typer.Option(
            "--days",
            help="Show this week and the next by day, planned where they have no plan yet. "
            "Takes some seconds, keeps nothing.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, week by week.")] = False,
) -> None:
    """Show when you will be done, by your own pace.

    All that is left goes into weeks: topics, projects, reviews, and rehearsals before a deadline;
    no week holds more than your hours, or than is free in it. What is late for your deadline is
    named, with what would be enough. Weeks that have a plan are shown by day.

    Example: waymark outlook --weeks 8
    """
    from learning.outlook_wording import day_lines, outlook_lines, week_lines

    with opened_study(context) as study:
        outlook = study.outlooks.look(section or (), days=days)
    if as_json:
        print_json(outlook.as_json())
        return
    lines = outlook_lines(outlook, drawn=True)
    if near := list(day_lines(outlook)):
        lines += ["", *near]
    if weeks or every:
        lines += ["", "Week by week:", *week_lines(outlook, None if every else weeks)]
    typer.echo("\n".join(lines))
