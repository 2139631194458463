"""`waymark eval`: the mentor's tasks, run and graded."""

from __future__ import annotations

import asyncio
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from base.errors import WaymarkError
from cli.command import JsonOption, chosen, command, print_json

if TYPE_CHECKING:
    from evals.runner import Result
    from evals.task import Task


def register(app: typer.Typer) -> None:
    @command(app, "eval")
    def evaluate(
        context: typer.Context,
        names: Annotated[
            list[str] | None,
            typer.Argument(metavar="[TASK]...", help="Task ids or families; all by default."),
        ] = None,
        as_json: JsonOption = False,
        verbose: Annotated[
            bool, typer.Option("--verbose", "-v", help="Show tools and answers as well.")
        ] = False,
    ) -> None:
        """Run the mentor's tasks on fresh learners and grade them.

        Offline by default, and then deterministic. Example: waymark eval schedule
        """
        from evals.task import load_tasks

        tasks = load_tasks(tuple(names or ()))
        model = chosen(context).model or "offline"
        if model == "offline":
            os.environ["WAYMARK_OFFLINE"] = "1"  # no paper or page is fetched either
        results = asyncio.run(_run(tasks, model, quiet=as_json, verbose=verbose))
        if as_json:
            print_json([asdict(result) for result in results])
        else:
            passed = sum(result.passed for result in results)
            typer.echo(f"\n{passed} passed, {len(results) - passed} failed")
        if not all(result.passed for result in results):
            raise typer.Exit(WaymarkError.exit_code)


async def _run(tasks: tuple[Task, ...], model: str, *, quiet: bool, verbose: bool) -> list[Result]:
    from evals.runner import run_task

    results = []
    for task in tasks:
        result = await run_task(task, model)
        results.append(result)
        if not quiet:
            _show(result, verbose=verbose)
    return results


def _show(result: Result, *, verbose: bool) -> None:
    mark = "✓" if result.passed else "✗"
    typer.echo(f"{mark} {result.family:<10} {result.task:<34} {result.seconds:5.1f} s")
    for fault in result.faults:
        typer.echo(f"    {fault}")
    if verbose:
        typer.echo(f"    tools: {', '.join(result.tools) or 'none'}")
        for line in result.answer.splitlines():
            typer.echo(f"    | {line}")
