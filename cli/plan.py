"""`waymark plan`, `today`, `week` and `block`: the week planned, seen and lived."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from base.errors import NotNow
from base.text import one_line
from cli.command import command, opened_study, print_json

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from learning.plan_model import PlannedBlock, WeekPlan
    from learning.study import Study
    from learning.week import BlockAction
    from memory.records import StoredBlock

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
BlockArgument = Annotated[
    str,
    typer.Argument(
        metavar="BLOCK", help="Its id or the beginning of it, next, today, or words of its title."
    ),
]


def register(app: typer.Typer) -> None:
    command(app, "plan")(_plan)
    command(app, "today")(_today)
    command(app, "week")(_week)
    family = typer.Typer(
        help="Mark, move or shorten a block of your plan.\n\nExample: waymark block done next",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    app.add_typer(family, name="block")
    command(family, "done")(_done)
    command(family, "skip")(_skip)
    command(family, "move")(_move)
    command(family, "shorten")(_shorten)


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
    written = None
    with opened_study(context) as study:
        plan = study.week.draft(week, hours, focus or (), wishes)
        if plan.status != "infeasible":
            plan = study.week.commit(plan.id) if commit and not plan.committed else plan
            written = study.week.export(ics, plan.id) if ics is not None else None
    if as_json:
        print_json(plan.as_json())
    else:
        _print_plan(plan)
        if written is not None:
            typer.echo(f"\nWritten to {written}.")
    if plan.status == "infeasible" and (commit or ics is not None):
        raise typer.Exit(NotNow.exit_code)


def _today(context: typer.Context, as_json: JsonOption = False) -> None:
    """Show today's blocks.

    Example: waymark today
    """
    with opened_study(context) as study:
        _print_blocks(study, study.week.today(), "Nothing is planned for today.", as_json=as_json)


def _week(
    context: typer.Context,
    week: Annotated[
        str, typer.Option("--week", metavar="this|next|DATE", help="Which week; a date in it.")
    ] = "this",
    as_json: JsonOption = False,
) -> None:
    """Show the committed week, and whether a draft waits.

    Example: waymark week --week next
    """
    from learning.plan_wording import size_words, week_words
    from learning.week_plans import shown

    with opened_study(context) as study:
        monday = study.week.monday_of(week)
        draft = study.week.draft_of(monday)
        to_commit = f"waymark plan --week {monday.isoformat()} --commit"
        empty = f"Nothing is committed for the week of {week_words(monday)}."
        if draft is None and monday >= study.week.monday_of("this"):
            empty += f" Plan it: {to_commit}"
        _print_blocks(study, study.week.blocks_of_week(monday), empty, as_json=as_json)
        if draft is not None and not as_json:
            size = size_words(shown(draft, study.clock()))
            typer.echo(f"\nA draft of it waits: {size}. To commit it: {to_commit}")


def _done(
    context: typer.Context,
    block: BlockArgument,
    minutes: Annotated[
        int | None, typer.Option("--minutes", help="How long it took; as planned if not given.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Mark a block done.

    Example: waymark block done next --minutes 50
    """
    _update(context, block, "done", minutes=minutes, as_json=as_json)


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


def _update(
    context: typer.Context,
    block: str,
    action: BlockAction,
    *,
    when: str | None = None,
    minutes: int | None = None,
    as_json: bool,
) -> None:
    with opened_study(context) as study:
        changed = study.week.update_block(block, action, when, minutes)
        _print_blocks(study, (changed,), "", as_json=as_json)


def _print_blocks(
    study: Study, blocks: tuple[StoredBlock, ...], empty: str, *, as_json: bool
) -> None:
    from learning.plan_wording import block_status
    from learning.week_plans import shown_block

    zone = study.week.zone
    now = study.clock()
    if as_json:
        rows = [
            {**shown_block(block, now).as_json(zone), "actual_minutes": block.actual_minutes}
            for block in blocks
        ]
        print_json({"timezone": zone.key, "blocks": rows})
    elif blocks:
        notes = {block.id: block_status(block) for block in blocks}
        typer.echo(_table([shown_block(block, now) for block in blocks], zone, notes))
    else:
        typer.echo(empty)


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
        typer.echo("\n" + _table(list(plan.blocks), ZoneInfo(plan.timezone), {}))
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


def _table(blocks: list[PlannedBlock], zone: ZoneInfo, notes: dict[str, str]) -> str:
    from learning.plan_wording import by_day, clock_words, day_words, status_words

    width = max((len(one_line(block.title, 48)) for block in blocks), default=0)
    lines = []
    for day, of_day in by_day(blocks, zone):
        lines.append(day_words(day))
        for block in of_day:
            note = notes.get(block.id) or status_words(block.status)
            reason = f"{block.reason} [{note}]" if note else block.reason
            title = one_line(block.title, 48)
            times = clock_words(block.interval, zone)
            lines.append(f"  {times}  {block.id}  {title:<{width}}  {reason}")
    return "\n".join(lines)
