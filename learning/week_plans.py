"""Plans as they are stored, and as they are shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from pydantic import BaseModel, ConfigDict, ValidationError

from learning.availability_text import DAYS
from learning.plan_model import PlannedBlock, WeekPlan, short_id
from learning.wishes import Ask
from memory.records import StoredBlock, StoredPlan


class PlanDetail(BaseModel):
    """What a stored plan keeps besides its blocks.

    `pinned` are the blocks the learner placed, `placed_then` where those of the committed plan
    were when this one was drafted, the ones that had to give way included. `mends` is the id of the
    plan that this one repairs, or empty. `owed` are the minutes cut off a block, by its id, for
    which a repair looks for a place.
    """

    model_config = ConfigDict(frozen=True)

    ask: Ask
    plan: WeekPlan
    pinned: tuple[str, ...] = ()
    placed_then: dict[str, datetime] = {}
    mends: str = ""
    owed: dict[str, int] = {}


def detail_of(stored: StoredPlan) -> PlanDetail:
    return PlanDetail.model_validate_json(stored.detail)


def wished_off(stored: StoredPlan) -> tuple[date, ...]:
    """The days the plan was asked to keep free; none where it does not tell."""
    try:
        names = detail_of(stored).ask.wishes.days_off
    except ValidationError:  # it may come out of an archive that other hands wrote
        return ()
    return tuple(stored.week_start + timedelta(days=DAYS.index(name)) for name in names)


def placed_in(stored: StoredPlan | None) -> dict[str, datetime]:
    """Where the blocks begin that the learner placed in a plan."""
    if stored is None:
        return {}
    pinned = detail_of(stored).pinned
    return {block.id: block.start for block in stored.blocks if block.id in pinned}


def shown(stored: StoredPlan, now: datetime) -> WeekPlan:
    """The stored plan as it stands at `now`, with what became of its blocks."""
    return dataclasses.replace(
        detail_of(stored).plan,
        blocks=tuple(shown_block(block, now) for block in stored.blocks),
        id=stored.id,
        committed=stored.status == "committed",
    )


def shown_block(block: StoredBlock, now: datetime) -> PlannedBlock:
    missed = block.status == "planned" and block.end <= now
    return PlannedBlock(
        id=block.id,
        start=block.start,
        end=block.end,
        kind=block.kind,
        topic=block.topic,
        title=block.title,
        reason=block.reason,
        status="missed" if missed else block.status,
    )


def stored_block(block: PlannedBlock) -> StoredBlock:
    return StoredBlock(
        id=block.id,
        start=block.start,
        end=block.end,
        kind=block.kind,
        topic=block.topic,
        title=block.title,
        reason=block.reason,
    )


def new_draft(
    plan: WeekPlan,
    ask: Ask,
    kept: Collection[StoredBlock],
    pinned: Collection[str],
    base: StoredPlan | None,
    now: datetime,
    placed_then: Mapping[str, datetime],
) -> StoredPlan:
    """`plan` as a draft; blocks in `kept` stay as they are, with what became of them."""
    standing = {block.id: block for block in kept}
    blocks = tuple(standing.get(block.id) or stored_block(block) for block in plan.blocks)
    detail = PlanDetail(
        ask=ask,
        plan=dataclasses.replace(plan, blocks=(), id="", committed=False),
        pinned=tuple(name for name in pinned if name in standing),
        placed_then=dict(placed_then),
    ).model_dump_json()
    return StoredPlan(
        id=short_id("p", plan.week_start, base.id if base else "", now.isoformat(), detail, blocks),
        week_start=plan.week_start,
        timezone=plan.timezone,
        status="draft",
        created_at=now,
        blocks=blocks,
        detail=detail,
    )


def same_plan(stored: StoredPlan, draft: StoredPlan) -> bool:
    """Whether the draft would change nothing: the same blocks, said in the same words."""

    def told(plan: StoredPlan) -> tuple[object, ...]:
        detail = detail_of(plan)
        said = detail.plan
        return (
            plan.timezone,
            detail.ask,
            detail.pinned,
            detail.placed_then,
            said.dropped,
            said.conflicts,
            said.assumptions,
            said.kept_wishes,
            [(b.id, b.start, b.end, b.title, b.reason, b.status) for b in plan.blocks],
        )

    return told(stored) == told(draft)


def with_outcomes(draft: StoredPlan, committed: StoredPlan | None) -> StoredPlan:
    """The draft with what became of its blocks while it lay there, a mark taken back included."""
    if committed is None:
        return draft
    standing = {block.id: block for block in committed.blocks}
    outcomes = {name: block for name, block in standing.items() if block.status != "planned"}
    own = {block.id for block in draft.blocks}
    blocks = [
        outcomes.get(block.id, block)
        if block.status == "planned"
        else standing.get(block.id, block)
        for block in draft.blocks
    ]
    blocks.extend(block for name, block in outcomes.items() if name not in own)
    return dataclasses.replace(draft, blocks=tuple(sorted(blocks, key=lambda b: (b.start, b.id))))


def week_of(day: date) -> date:
    """The Monday of the week that `day` lies in."""
    return date.fromordinal(day.toordinal() - day.weekday())
