"""`waymark plan`: a week drafted, revised and committed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from base.errors import NotNow
from cli.block_table import block_table
from cli.command import JsonOption, command, opened_study, print_json
from cli.report_file import see_that_it_can_be_written

if TYPE_CHECKING:
    from learning.plan_model import WeekPlan


def register(app: typer.Typer) -> None:
    command(app, "plan")(_plan)


def _plan(
    context: typer.Context,
    week: Annotated[
        str, typer.Option("--week", metavar="this|next|DATE", help="Which week.")
    ] = "next",
    hours: Annotated[
        str | None, typer.Option("--hours", metavar="N", help="Hours for this week alone.")
    ] = None,
    focus: Annotated[
        list[str] | None,
        typer.Option("--focus", metavar="TOPIC", help="A topic to favour; can be given again."),
    ] = None,
    day_off: Annotated[
        list[str] | None,
        typer.Option("--day-off", metavar="DAY", help="A day without study; can be given again."),
    ] = None,
    block: Annotated[
        int | None, typer.Option("--block", metavar="MINUTES", help="Length of a block.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="PART", help="Only mornings, afternoons or evenings."),
    ] = None,
    pause: Annotated[
        int | None, typer.Option("--break", metavar="MINUTES", help="Length of a break.")
    ] = None,
    energy: Annotated[
        str | None,
        typer.Option("--energy", metavar="PART", help="The part of the day for what is hard."),
    ] = None,
    leave_free: Annotated[
        int | None,
        typer.Option("--leave-free", metavar="PERCENT", help="Free time to leave unplanned."),
    ] = None,
    keep_free: Annotated[
        list[str] | None,
        typer.Option(
            "--keep-free",
            metavar="TIME",
            help='No study then: "before 10:00", "sun evening"; can be given again.',
        ),
    ] = None,
    free: Annotated[
        str | None,
        typer.Option("--free", metavar="TEXT", help="When you are free in this week alone."),
    ] = None,
    at_most: Annotated[
        list[str] | None,
        typer.Option(
            "--at-most", metavar="LIMIT", help='"2 h a day", "1 block on fri"; can be given again.'
        ),
    ] = None,
    start_over: Annotated[
        bool, typer.Option("--start-over", help="Forget what earlier drafts were asked.")
    ] = False,
    commit: Annotated[bool, typer.Option("--commit", help="Make it the plan of the week.")] = False,
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE", help="Write it as a calendar file.")
    ] = None,
    markdown: Annotated[
        Path | None,
        typer.Option("--markdown", metavar="FILE", help="Write it as a Markdown document."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Plan a week that fits; called again it revises the draft.

    Example: waymark plan --week next --hours 6 --focus RAG --day-off wed
    """
    from learning.wishes import checked_wishes

    wishes = checked_wishes(
        days_off=day_off or (),
        parts=only or (),
        keep_free=keep_free or (),
        free=free,
        at_most=at_most or (),
        block_minutes=block,
        break_minutes=pause,
        energy=energy,
        slack_percent=leave_free,
        start_over=start_over,
    )
    written: list[Path] = []
    for file in filter(None, (ics, markdown)):
        see_that_it_can_be_written(file.expanduser())  # before the plan is changed
    with opened_study(context) as study:
        plan = study.week.draft(week, hours, focus or (), wishes)
        if plan.status != "infeasible":
            plan = study.week.commit(plan.id) if commit and not plan.committed else plan
            written += [study.week.export(ics, plan.id)] if ics is not None else []
            written += [_write_markdown(markdown, plan)] if markdown is not None else []
    if as_json:
        print_json(plan.as_json())
    else:
        _print_plan(plan)
        if written:
            typer.echo(f"\nWritten to {' and '.join(map(str, written))}.")
    if plan.status == "infeasible" and (commit or ics is not None or markdown is not None):
        raise typer.Exit(NotNow.exit_code)


def _write_markdown(path: Path, plan: WeekPlan) -> Path:
    from learning.calendars import write_file
    from learning.plan_markdown import plan_markdown

    return write_file(path.expanduser(), plan_markdown(plan).encode())


def _print_plan(plan: WeekPlan) -> None:
    from zoneinfo import ZoneInfo

    from learning.plan_wording import (
        conflict_line,
        dropped_lines,
        proof_words,
        size_words,
        week_words,
    )

    week = week_words(plan.week_start)
    if plan.status == "infeasible":
        typer.echo(f"Nothing fits into the week of {week}; what was planned before stands.")
    else:
        state = "the committed plan" if plan.committed else "a draft"
        unchanged = ", unchanged" if plan.unchanged else ""
        typer.echo(f"Week of {week}, {plan.timezone}: {size_words(plan)}, {state}{unchanged}.")
        typer.echo(proof_words(plan))
        typer.echo("\n" + block_table(plan.blocks, ZoneInfo(plan.timezone)))
    _print_list("Wishes", plan.kept_wishes)
    _print_list("In conflict", [conflict_line(conflict) for conflict in plan.conflicts])
    _print_list("Not this week", dropped_lines(plan.dropped))
    _print_list("Assumed", plan.assumptions)
    if plan.status != "infeasible" and not plan.committed:
        week_said = f"waymark plan --week {plan.week_start.isoformat()} --commit"
        typer.echo(f"\nNothing is committed yet. To commit it: {week_said}")


def _print_list(title: str, lines: list[str] | tuple[str, ...]) -> None:
    if lines:
        typer.echo(f"\n{title}:")
    for line in lines:
        typer.echo(f"  {line}")
