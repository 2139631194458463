"""The week: planned, seen, changed, committed and taken along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

from langchain.tools import ToolRuntime, tool
from pydantic import Field

from base.text import one_line
from learning.agenda import is_missed
from learning.plan_model import PlannedBlock, WeekPlan, hours_text
from learning.plan_wording import (
    block_status,
    by_day,
    clock_words,
    conflict_line,
    day_words,
    dropped_lines,
    proof_words,
    size_words,
    status_words,
    week_words,
)
from learning.repair_diff import Repair, repair_lines
from learning.week import BlockAction
from learning.week_plans import shown, shown_block
from learning.wishes import Wishes
from memory.records import StoredBlock, StoredPlan
from tools.context import MentorContext, ToolAnswer


@tool(response_format="content_and_artifact")
def show_schedule(
    runtime: ToolRuntime[MentorContext],
    period: Annotated[
        str, Field(description="today, tomorrow, this or next (week), or a date")
    ] = "this",
) -> ToolAnswer:
    """Show the blocks of study that are committed, and the draft that waits."""
    study = runtime.context.study
    zone, now = study.week.zone, study.clock()
    blocks = study.week.blocks(period)
    lines = []
    if blocks:
        noun = "block" if len(blocks) == 1 else "blocks"
        lines += [f"**{len(blocks)} {noun}** (times in {zone.key})", ""]
        notes = {block.id: block_status(block) for block in blocks}
        lines += _day_lines([shown_block(block, now) for block in blocks], zone, notes)
    else:
        lines.append(f"Nothing is committed for {_period_words(period)}.")
    around = study.week.blocks_of_week(period)
    if missed := [block for block in around if is_missed(block, now)]:
        lines += ["", _missed_words(len(missed))]
    draft = study.week.draft_of(period) or study.week.latest_draft()
    if draft is not None:
        plan = shown(draft, now)
        week = week_words(plan.week_start)
        lines += ["", f"A draft waits for the week of {week}: {size_words(plan)}, not committed."]
        if not blocks and period not in ("today", "tomorrow"):
            lines += ["", *_day_lines(list(plan.blocks), ZoneInfo(plan.timezone), {})]
        lines += _left_out(plan)
    elif period in ("this", "next") and (standing := study.week.plan_of(period)) is not None:
        lines += _left_out(standing)
    return "\n".join(lines), f"{_counted(len(blocks))} for {_period_words(period)}"


@tool(response_format="content_and_artifact")
def plan_week(
    runtime: ToolRuntime[MentorContext],
    week: Annotated[str | None, Field(description="this, next or a date in it")] = None,
    hours: Annotated[float | None, Field(gt=0, le=80, description="For this week alone")] = None,
    focus: Annotated[list[str] | None, Field(max_length=10, description="Topics to favour")] = None,
    constraints: Wishes | None = None,
    mend: Annotated[
        bool,
        Field(
            description="After missed or lost days: change the week as little as possible; of "
            "constraints only days_off counts"
        ),
    ] = False,
) -> ToolAnswer:
    """Plan a week as a draft, or revise its draft: earlier wishes still count."""
    study = runtime.context.study
    if mend:
        repair = study.repairs.propose(constraints, week or "this")
        return _repair_text(repair, study.repairs.keep(repair)), _repair_line(repair)
    plan = study.week.draft(week or "next", hours, focus or (), constraints or Wishes())
    return _plan_text(plan), _plan_line(plan)


@tool(response_format="content_and_artifact")
def update_block(
    runtime: ToolRuntime[MentorContext],
    block: Annotated[
        str,
        Field(description="Id, next, last, today, tomorrow, a date, or words of its title"),
    ],
    action: BlockAction,
    when: Annotated[
        str | None,
        Field(description="move: “wed 19:00”; shorten, done: “30 min”, “half”, “only 20 min”"),
    ] = None,
) -> ToolAnswer:
    """Mark one block done or skipped, move or shorten it. Skipped work comes back in the next
    plan."""
    study = runtime.context.study
    changed = study.week.update_block(block, action, when)
    zone = study.week.zone
    text = f"{_changed_words(changed, action)}: {_block_words(changed, zone)}."
    return text, f"{_changed_words(changed, action)}: {one_line(changed.title, 60)}"


@tool(response_format="content_and_artifact")
def commit_plan(
    runtime: ToolRuntime[MentorContext],
    plan: Annotated[str | None, Field(description="Id, if not the latest draft")] = None,
) -> ToolAnswer:
    """Make a draft the plan of its week, in place of the one before. Only when the learner said
    yes to it."""
    study = runtime.context.study
    committed = study.week.commit(plan)
    week = week_words(committed.week_start)
    text = f"The plan for {week} is committed: {size_words(committed)}."
    first = next((b for b in committed.blocks if b.status == "planned"), None)
    if first is not None:
        zone = ZoneInfo(committed.timezone)
        day = day_words(first.start.astimezone(zone).date())
        text += f" It begins on {day}, {clock_words(first.interval, zone)}, with {first.title}."
    return text, f"Committed: {size_words(committed)}"


@tool(response_format="content_and_artifact")
def export_calendar(
    runtime: ToolRuntime[MentorContext],
    path: Annotated[str, Field(min_length=1, description="Such as week.ics")],
) -> ToolAnswer:
    """Write the newest plan to an iCalendar file."""
    written = runtime.context.study.week.export(path)
    return (
        f"The plan is written to {written}. Importing it again updates the same entries.",
        f"Wrote {written.name}",
    )


def _plan_text(plan: WeekPlan) -> str:
    zone = ZoneInfo(plan.timezone)
    week = week_words(plan.week_start)
    if plan.status == "infeasible":
        lines = [f"**Nothing fits into the week of {week}.** What was planned before stands."]
    else:
        state = "committed" if plan.committed else "draft"
        unchanged = " Nothing changes." if plan.unchanged else ""
        lines = [
            f"**Week of {week}** ({plan.timezone}), {state}: {size_words(plan)}.{unchanged}",
            "",
            *_day_lines(list(plan.blocks), zone, {}, with_ids=plan.committed),
            "",
            proof_words(plan),
        ]
    lines += _titled("Wishes", plan.kept_wishes)
    lines += _left_out(plan)
    lines += _titled("Assumed", plan.assumptions)
    if plan.status != "infeasible" and not plan.committed:
        lines += ["", f"This is a draft (`{plan.id}`): nothing is committed until you say so."]
    return "\n".join(lines)


def _left_out(plan: WeekPlan) -> list[str]:
    """What a plan could not keep or hold, each with its reason."""
    conflicts = [conflict_line(conflict) for conflict in plan.conflicts]
    dropped = dropped_lines(plan.dropped)
    return [*_titled("In conflict", conflicts), *_titled("Not this week", dropped)]


def _titled(title: str, said: Sequence[str]) -> list[str]:
    return ["", f"**{title}**", *(f"- {line}" for line in said)] if said else []


def _repair_text(repair: Repair, draft: StoredPlan | None) -> str:
    first, *rest = repair_lines(repair)
    changes = [line for line in rest if line.startswith("- ")]
    verdict = [line for line in rest if line not in changes]
    lines = [f"**{first}**"]
    for part in (changes, verdict):
        if part:
            lines += ["", *part]
    if draft is not None:
        lines += ["", f"This is a draft (`{draft.id}`): nothing is committed until you say so."]
    return "\n".join(lines)


def _repair_line(repair: Repair) -> str:
    number = len(repair.changes)
    if repair.draft is None:
        return "The week stays as it is"
    return f"Draft: {number} {'block changes' if number == 1 else 'blocks change'}"


def _plan_line(plan: WeekPlan) -> str:
    if plan.status == "infeasible":
        return "Nothing fits into that week"
    return f"{'Plan' if plan.committed else 'Draft'}: {size_words(plan)}"


def _day_lines(
    blocks: list[PlannedBlock], zone: ZoneInfo, notes: dict[str, str], *, with_ids: bool = True
) -> list[str]:
    """The blocks by day. An id is shown where a block can be marked or moved by it."""
    lines: list[str] = []
    for day, of_day in by_day(blocks, zone):
        if lines:
            lines.append("")  # or Markdown takes the day for the end of the item above
        lines.append(f"**{day_words(day)}**")
        for block in of_day:
            note = notes.get(block.id) or status_words(block.status)
            times = clock_words(block.interval, zone)
            said = f" [{note}]" if note else ""
            handle = f" (`{block.id}`)" if with_ids else ""
            lines.append(f"- {times} {block.title}: {block.reason}{said}{handle}")
    return lines


def _block_words(block: StoredBlock, zone: ZoneInfo) -> str:
    start, end = block.start.astimezone(zone), block.end.astimezone(zone)
    return f"“{block.title}”, {day_words(start.date())} {start:%H:%M}–{end:%H:%M} (`{block.id}`)"


def _changed_words(block: StoredBlock, action: BlockAction) -> str:
    if action == "done":
        return f"Done in {hours_text(block.actual_minutes or 0)}"
    return {
        "skip": "Skipped",
        "move": "Moved",
        "shorten": "Shortened",
        "undo": "Taken back, it stands as before",
    }[action]


def _period_words(period: str) -> str:
    return {"this": "this week", "week": "this week", "next": "next week"}.get(
        period, one_line(period, 40)
    )


def _missed_words(number: int) -> str:
    noun = "1 block was" if number == 1 else f"{number} blocks were"
    return (
        f"{noun} not marked. Done after all? Say “I did” with the block. Missed? “Fix my week” "
        "finds another time, shown before anything changes."
    )


def _counted(number: int) -> str:
    return "1 block" if number == 1 else f"{number} blocks"


TOOLS = (show_schedule, plan_week, update_block, commit_plan, export_calendar)
