"""`waymark undo`: the last change taken back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from base.errors import InvalidInput
from cli.command import JsonOption, command, opened_study, print_json

if TYPE_CHECKING:
    from learning.study import Study
    from memory.records import Change

_MOST_LISTED = 10


def register(app: typer.Typer) -> None:
    command(app, "undo")(_undo)


def _undo(
    context: typer.Context,
    number: Annotated[
        int,
        typer.Argument(metavar="[NUMBER]", help="Which change, as --list counts; the last is 1."),
    ] = 1,
    show: Annotated[bool, typer.Option("--list", help="List what can be taken back.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Take it back without asking.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Take back your last change, shown first: a mark, a plan, the profile, a topic.

    It is the last mark, move or shortening of a block, commit or repair of a week, update of the
    profile, or status of a topic, made here or in the chat. Given again, it goes one further back.

    Example: waymark undo --yes
    """
    with opened_study(context) as study:
        changes = study.undoing.changes()
        if show:
            _print_list(study, changes[:_MOST_LISTED], as_json=as_json)
            return
        if not 1 <= number <= len(changes):
            raise InvalidInput(
                f"There is no change number {number}.", hint="`waymark undo --list` counts them."
            )
        change = changes[number - 1]
        said = study.undoing.in_words(change)
        if not as_json:
            typer.echo(f"Last change: {said}." if number == 1 else f"Change {number}: {said}.")
        agreed = yes or (not as_json and _agreed())
        if agreed:
            study.undoing.undo(change)
    if as_json:
        print_json({**_json(change, said), "undone": agreed})
    elif agreed:
        typer.echo("Taken back.")
    else:
        typer.echo("Nothing is changed. To take it back, add --yes.")


def _print_list(study: Study, changes: tuple[Change, ...], *, as_json: bool) -> None:
    said = [study.undoing.in_words(change) for change in changes]
    if as_json:
        print_json([_json(change, words) for change, words in zip(changes, said, strict=True)])
        return
    for number, words in enumerate(said, 1):
        typer.echo(f"{number:>3}  {words}")


def _json(change: Change, said: str) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "what": change.what,
        "subject": change.subject,
        "at": change.at.isoformat(),
        "says": said,
    }


def _agreed() -> bool:
    """The learner's yes, where someone is there to give it."""
    return sys.stdin.isatty() and typer.confirm("Take it back?", default=False)
