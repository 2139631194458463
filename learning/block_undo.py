"""A change to one block, noted so that it can be taken back, and taken back."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from base.errors import NotFound, NotNow
from base.text import fold, one_line
from learning.block_names import LAST, begins_with, titled
from learning.plan_model import short_id
from learning.week_plans import detail_of
from memory.learner import LearnerMemory
from memory.records import Change, StoredBlock, StoredPlan

_PLACING = ("move", "shorten")
_CHANGED = ("start", "end", "status", "actual_minutes")


class BlockState(BaseModel):
    """How a block stood; `pinned` says that the learner had placed it, `owed` how many minutes had
    been cut off it."""

    model_config = ConfigDict(frozen=True)

    block: StoredBlock
    pinned: bool = False
    owed: int = 0


def keep_change(
    memory: LearnerMemory,
    before: StoredBlock,
    after: StoredBlock,
    what: str,
    now: datetime,
    owed: int = 0,
) -> None:
    """Put `after` in the place of `before`, and note how it was.

    A block that was moved or shortened is noted in its plan as placed by the learner, so that
    planning leaves it there; and `owed` minutes of it as still to be done.
    """
    was = now_is = BlockState(block=before)
    plan = memory.plans.plan_of_block(before.id) if owed or what in _PLACING else None
    if plan is not None:
        detail = detail_of(plan)
        was = BlockState(
            block=before,
            pinned=before.id in detail.pinned,
            owed=detail.owed.get(before.id, 0),
        )
        now_is = was.model_copy(
            update={"pinned": was.pinned or what in _PLACING, "owed": was.owed + owed}
        )
    change = Change(
        kind="block",
        subject=before.id,
        what=what,
        before=was.model_dump_json(),
        after=now_is.model_copy(update={"block": after}).model_dump_json(),
        at=now,
    )
    detail_then = None if plan is None else _with_state(plan, before.id, now_is)
    memory.plans.update_block(after, detail=detail_then, change=change)


def change_meant(memory: LearnerMemory, said: str) -> Change:
    """The last change of the block that `said` names: by its id, the beginning of it, words of its
    title, or "last".

    Raises:
        NotFound: no such block was changed lately.
    """
    changes = memory.changes.newest("block")
    if not changes:
        raise NotFound("No block was changed, so there is nothing to take back.")
    if fold(said) == LAST:
        return changes[0]
    newest: dict[str, Change] = {}
    for change in changes:
        newest.setdefault(change.subject, change)
    blocks = [BlockState.model_validate_json(change.after).block for change in newest.values()]
    exact = said.strip()
    if exact in newest:
        return newest[exact]
    if (begun := begins_with(blocks, said)) is not None:
        return newest[begun.id]
    if found := titled(blocks, fold(said)):
        return newest[found[0].id]
    raise NotFound(
        f"No block that is meant by “{one_line(said, 60)}” was changed lately.",
        hint="`waymark block undo` takes back the last change of all.",
    )


def take_back(memory: LearnerMemory, change: Change) -> StoredBlock:
    """Undo one change of a block; what happened to it otherwise stays.

    Raises:
        NotFound: no plan has the block any more.
        NotNow: it was changed again since, or another block lies where it stood.
    """
    before = BlockState.model_validate_json(change.before)
    after = BlockState.model_validate_json(change.after)
    block = memory.plans.block(change.subject)
    if block is None:
        raise NotFound(f"No plan has “{before.block.title}” any more.")
    touched = [
        name for name in _CHANGED if getattr(before.block, name) != getattr(after.block, name)
    ]
    if any(getattr(block, name) != getattr(after.block, name) for name in touched):
        raise NotNow(
            f"“{block.title}” was changed again since, by planning or a repair.",
            hint="Mark or move it as it should be; `waymark week` shows it.",
        )
    restored = dataclasses.replace(block, **{n: getattr(before.block, n) for n in touched})
    if "start" in touched or "end" in touched:
        _see_that_it_fits(memory, restored)
    plan = memory.plans.plan_of_block(block.id)
    detail = None
    if plan is not None and (before.pinned, before.owed) != (after.pinned, after.owed):
        if any(other.id == rest_id(block.id) for other in plan.blocks):
            raise NotNow(
                f"What was cut off “{block.title}” has a place of its own meanwhile.",
                hint="Take the repair back first: `waymark repair --undo`.",
            )
        detail = _with_state(plan, block.id, before)
    memory.plans.update_block(restored, detail=detail, undoes=change)
    return restored


def _see_that_it_fits(memory: LearnerMemory, block: StoredBlock) -> None:
    for other in memory.plans.blocks(block.start, block.end):
        if other.id != block.id and other.status == "planned":
            raise NotNow(
                f"“{other.title}” lies where “{block.title}” stood.",
                hint="Move one of them: `waymark block move BLOCK WHEN`.",
            )


def rest_id(block: str) -> str:
    """The id of the block that takes up what was cut off `block`."""
    return short_id("b", "rest", block)


def _with_state(plan: StoredPlan, block: str, state: BlockState) -> str:
    """The plan's own words with what `state` says of `block`."""
    detail = detail_of(plan)
    pinned = tuple(name for name in detail.pinned if name != block)
    owed = {name: minutes for name, minutes in detail.owed.items() if name != block}
    return detail.model_copy(
        update={
            "pinned": (*pinned, block) if state.pinned else pinned,
            "owed": {**owed, block: state.owed} if state.owed else owed,
        }
    ).model_dump_json()
