"""`waymark profile`: how you study, said once."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated

import typer

from base.errors import InvalidInput
from cli.command import JsonOption, command, opened_study, print_json

if TYPE_CHECKING:
    from memory.records import Profile

_NOT_SET = "not set"


def register(app: typer.Typer) -> None:
    family = typer.Typer(
        help="Say how you study: zone, hours, free times, role, deadline, wishes for every week."
        "\n\n"
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
    energy: Annotated[
        str | None,
        typer.Option("--energy", metavar="PART", help="The part of the day for what is hard."),
    ] = None,
    block: Annotated[
        str | None, typer.Option("--block", metavar="MINUTES", help="Length of a block.")
    ] = None,
    pause: Annotated[
        str | None, typer.Option("--break", metavar="MINUTES", help="Length of a break.")
    ] = None,
    leave_free: Annotated[
        str | None,
        typer.Option("--leave-free", metavar="PERCENT", help="Free time to leave unplanned."),
    ] = None,
    at_most: Annotated[
        str | None,
        typer.Option("--at-most", metavar="TEXT", help='Such as "2 h a day; 1 block on fri".'),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Set what is given and leave the rest; “none” takes a value back.

    From --energy on they are wishes for every week; `waymark plan` overrides them for one.

    Example: waymark profile set --timezone Europe/Berlin --hours 6 --energy morning
    """
    wishes = (energy, block, pause, leave_free, at_most)
    if all(value is None for value in (timezone, hours, availability, role, deadline, *wishes)):
        raise InvalidInput(
            "Nothing to set was given.", hint="For example: waymark profile set --hours 6"
        )
    with opened_study(context) as study:
        profile = study.profile.update(
            timezone,
            hours,
            availability,
            role,
            deadline,
            energy=energy,
            block_minutes=block,
            break_minutes=pause,
            slack_percent=leave_free,
            at_most=at_most,
        )
    _print(profile, as_json=as_json)


def _show(
    context: typer.Context,
    as_json: JsonOption = False,
) -> None:
    """Show what is set.

    Example: waymark profile show --json
    """
    with opened_study(context) as study:
        profile = study.profile.show()
    _print(profile, as_json=as_json)


def _print(profile: Profile, *, as_json: bool) -> None:
    if as_json:
        deadline = profile.deadline.isoformat() if profile.deadline else None
        print_json({**dataclasses.asdict(profile), "deadline": deadline})
        return
    for name, value in (
        ("Time zone", profile.timezone),
        ("Hours", _unit(profile.hours_per_week, " a week")),
        ("Availability", profile.availability),
        ("Role", profile.role),
        ("Deadline", profile.deadline),
        ("Energy", profile.energy and f"what is hard in the {profile.energy}"),
        ("Blocks", _unit(profile.block_minutes, " min")),
        ("Breaks", _unit(profile.break_minutes, " min")),
        ("Left free", _unit(profile.slack_percent, " % of the free time")),
        ("At most", profile.at_most),
    ):
        typer.echo(f"{name:<13}{value or _NOT_SET}")


def _unit(amount: float | None, unit: str) -> str | None:
    return None if amount is None else f"{amount:g}{unit}"
