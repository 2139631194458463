"""`waymark profile`: how you study, said once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from base.errors import InvalidInput
from cli.command import command, opened_study, print_json

if TYPE_CHECKING:
    from memory.records import Profile

_NOT_SET = "not set"


def register(app: typer.Typer) -> None:
    family = typer.Typer(
        help="Say how you study: zone, hours, free times, role, deadline.\n\n"
        "Example: waymark profile set --hours 6",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    app.add_typer(family, name="profile")
    command(family, "set")(_set)
    command(family, "show")(_show)


def _set(
    context: typer.Context,
    timezone: Annotated[
        str | None, typer.Option("--timezone", metavar="ZONE", help="Such as Europe/Berlin.")
    ] = None,
    hours: Annotated[
        str | None, typer.Option("--hours", metavar="N", help="Hours a week, such as 6.")
    ] = None,
    availability: Annotated[
        str | None,
        typer.Option(
            "--availability",
            metavar="TEXT",
            help='When you are free, such as "mon-fri 19:00-21:00; sat 09:00-12:00".',
        ),
    ] = None,
    role: Annotated[
        str | None, typer.Option("--role", metavar="TEXT", help="The job you are aiming at.")
    ] = None,
    deadline: Annotated[
        str | None,
        typer.Option("--deadline", metavar="DATE", help="When you want to be ready: 2027-06-30."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Set what is given and leave the rest; “none” takes a value back.

    Example: waymark profile set --timezone Europe/Berlin --hours 6
    """
    if all(value is None for value in (timezone, hours, availability, role, deadline)):
        raise InvalidInput(
            "Nothing to set was given.", hint="For example: waymark profile set --hours 6"
        )
    with opened_study(context) as study:
        profile = study.profile.update(timezone, hours, availability, role, deadline)
    _print(profile, as_json=as_json)


def _show(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what is set.

    Example: waymark profile show --json
    """
    with opened_study(context) as study:
        profile = study.profile.show()
    _print(profile, as_json=as_json)


def _print(profile: Profile, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "timezone": profile.timezone,
                "hours_per_week": profile.hours_per_week,
                "availability": profile.availability,
                "role": profile.role,
                "deadline": profile.deadline.isoformat() if profile.deadline else None,
            }
        )
        return
    hours = _NOT_SET if profile.hours_per_week is None else f"{profile.hours_per_week:g} a week"
    for name, value in (
        ("Time zone", profile.timezone),
        ("Hours", hours),
        ("Availability", profile.availability),
        ("Role", profile.role),
        ("Deadline", profile.deadline.isoformat() if profile.deadline else None),
    ):
        typer.echo(f"{name:<13}{value or _NOT_SET}")
