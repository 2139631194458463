"""`waymark trace`: what the last turns spent their time and tokens on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from base.paths import Home
from cli.command import JsonOption, chosen, command, print_json


def register(app: typer.Typer) -> None:
    @command(app, "trace")
    def trace(
        context: typer.Context,
        count: Annotated[int, typer.Option("-n", min=1, help="So many of the last turns.")] = 3,
        as_json: JsonOption = False,
    ) -> None:
        """Show the last turns as trees of calls, times, tokens and estimated costs.

        The traces stay in your log folder and hold no word of what was said.

        Example: waymark trace -n 5
        """
        from agent.trace_log import newest, tree

        traces = newest(Home.locate(chosen(context).home), count)
        if as_json:
            print_json(
                [{**asdict(turn), "at": turn.at.isoformat(), "cost": turn.cost} for turn in traces]
            )
        else:
            typer.echo("\n\n".join(map(tree, traces)) or 'No turn yet. Try: waymark ask "hello"')
