"""`waymark today` and `week`: the week as it is lived."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from cli.block_table import block_table
from cli.command import JsonOption, command, opened_study, print_json
from cli.repair import repair_commands

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from learning.agenda import Agenda
    from memory.records import StoredBlock

_FRIDAY, _SUNDAY = 4, 6


def register(app: typer.Typer) -> None:
    command(app, "today")(_today)
    command(app, "week")(_week)


def _today(context: typer.Context, as_json: JsonOption = False) -> None:
    """Show today: its blocks, what was missed, reviews due, and what comes next.

    Example: waymark today
    """
    with opened_study(context) as study:
        agenda = study.agenda.today()
        clashing = study.week.clashes()
    if as_json:
        print_json(agenda.as_json())
        return
    if agenda.blocks:
        typer.echo(_blocks(agenda))
    else:
        typer.echo(f"Nothing is planned for today.{_next_after(agenda)}")
    _print_part(_to_mark(agenda))
    _print_part(_missed(agenda))
    _print_part(_clashes(clashing, agenda.zone))
    _print_part(_reviews(agenda))
    _print_part(_to_plan(agenda))
    _print_part(_streak(agenda))


def _week(
    context: typer.Context,
    week: Annotated[
        str, typer.Option("--week", metavar="this|next|DATE", help="Which week; a date in it.")
    ] = "this",
    as_json: JsonOption = False,
) -> None:
    """Show the committed week, planned against done, and whether a draft waits.

    Example: waymark week --week next
    """
    from learning.plan_wording import size_words, week_words
    from learning.week_plans import shown

    with opened_study(context) as study:
        monday = study.week.monday_of(week)
        agenda = study.agenda.week(monday)
        draft = study.week.draft_of(monday)
        waiting = None if draft is None else size_words(shown(draft, study.clock()))
        to_come = monday >= study.week.monday_of("this")
        clashing = study.week.clashes() if to_come else ()
    if as_json:
        print_json(agenda.as_json())
        return
    to_commit = f"waymark plan --week {monday.isoformat()} --commit"
    if agenda.blocks:
        typer.echo(_sum(agenda, monday))
        typer.echo(_blocks(agenda, headings=True))
        _print_part(_missed(agenda, with_blocks=False))
        _print_part(_clashes(clashing, agenda.zone))
        _print_part(_streak(agenda))
    else:
        empty = f"Nothing is committed for the week of {week_words(monday)}."
        plan_it = f" Plan it: {to_commit}" if waiting is None and to_come else ""
        typer.echo(empty + plan_it)
    if waiting is not None:
        typer.echo(f"\nA draft of it waits: {waiting}. To commit it: {to_commit}")


def _blocks(agenda: Agenda, *, headings: bool = False) -> str:
    from learning.plan_model import hours_text
    from learning.plan_wording import block_status
    from learning.week_plans import shown_block

    notes = {block.id: block_status(block) for block in agenda.blocks}
    said = {}
    for day in agenda.days if headings else ():
        done = f", done {hours_text(day.done_minutes)}" if day.done_minutes else ""
        planned = hours_text(day.planned_minutes) if day.blocks else "free"
        today = " (today)" if day.day == agenda.today else ""
        said[day.day] = f" {planned}{' planned' if day.blocks else ''}{done}{today}"
    blocks = [shown_block(block, agenda.now) for block in agenda.blocks]
    return block_table(blocks, agenda.zone, notes, said)


def _sum(agenda: Agenda, monday: date) -> str:
    from learning.plan_model import hours_text
    from learning.plan_wording import week_words

    done = hours_text(agenda.done_minutes) if agenda.done_minutes else "nothing so far"
    planned = hours_text(agenda.planned_minutes)
    return f"Week of {week_words(monday)} ({agenda.zone.key}): {planned} planned, done: {done}.\n"


def _next_after(agenda: Agenda) -> str:
    from learning.intervals import Interval
    from learning.plan_wording import clock_words, day_words

    block = agenda.following
    if block is None:
        return ""
    day = day_words(block.start.astimezone(agenda.zone).date())
    times = clock_words(Interval(block.start, block.end), agenda.zone)
    return f" Next: {day} {times}, {block.title}."


def _to_mark(agenda: Agenda) -> Iterator[str]:
    """How the block that comes next, or went by today, is marked."""
    following = agenda.following
    if following is not None and following in agenda.blocks:
        yield "When a block is done: waymark block done next (--minutes 35, if it took 35)"


def _missed(agenda: Agenda, *, with_blocks: bool = True) -> Iterator[str]:
    from learning.plan_wording import block_status
    from learning.week_plans import shown_block

    missed = agenda.missed
    if not missed:
        return
    shown_already = {block.id for block in agenda.blocks}
    others = [block for block in missed if block.id not in shown_already]
    if with_blocks and others:
        yield "Not marked, from the days before:"
        blocks = [shown_block(block, agenda.now) for block in others]
        yield block_table(blocks, agenda.zone, {b.id: block_status(b) for b in others})
    noun = "1 block was" if len(missed) == 1 else f"{len(missed)} blocks were"
    over = agenda.today - agenda.days[-1].day > timedelta()
    yield f"{noun} not marked{'' if over else ' this week'}."
    yield f"  Done after all?      waymark block done {missed[0].id}"
    if over:
        yield "  Missed?              its work comes back in the plans that follow"
    elif agenda.today.weekday() == _SUNDAY:
        yield "  Missed?              the next plan brings it back: waymark plan --week next"
    else:
        yield "  Missed?              waymark repair finds it another time"


def _clashes(clashing: tuple[StoredBlock, ...], zone: ZoneInfo) -> Iterator[str]:
    """Blocks that a busy time came over, and what moves them."""
    if clashing:
        noun = "1 block lies" if len(clashing) == 1 else f"{len(clashing)} blocks lie"
        yield f"{noun} in a busy time of your calendar. To move what has to move:"
        yield from (f"  {line}" for line in repair_commands(clashing, zone))


def _reviews(agenda: Agenda) -> Iterator[str]:
    if agenda.reviews_due:
        noun = "card is" if agenda.reviews_due == 1 else "cards are"
        yield f"{agenda.reviews_due} review {noun} due: waymark review"


def _to_plan(agenda: Agenda) -> Iterator[str]:
    """What to plan where nothing is: this week, or at its end the next."""
    this_week, next_week = agenda.plans
    if not this_week and agenda.today.weekday() < _SUNDAY:
        yield "This week has no plan yet: waymark plan --week this --commit"
    elif not next_week and (agenda.today.weekday() >= _FRIDAY or not this_week):
        yield "Next week has no plan yet: waymark plan --week next"


def _streak(agenda: Agenda) -> Iterator[str]:
    from learning.streaks import streak_words

    if agenda.streak.last is not None or agenda.blocks:
        yield streak_words(agenda.streak, agenda.today)


def _print_part(lines: Iterator[str]) -> None:
    """The lines with an empty one before them, or nothing."""
    said = list(lines)
    if said:
        typer.echo("\n" + "\n".join(said))
