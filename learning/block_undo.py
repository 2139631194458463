"""A change to one block, noted so that it can be taken back, and taken back."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Final

from pydantic import BaseModel, ConfigDict

from base.errors import NotFound, NotNow
from base.text import fold, one_line
from learning.block_names import begins_with, titled
from learning.week_plans import detail_of
from memory.learner import LearnerMemory
from memory.records import Change, StoredBlock, StoredPlan

LAST: Final = "last"
"""Names the block that was changed last."""
_CHANGED = ("start", "end", "status", "actual_minutes")


class BlockState(BaseModel):
    """How a block stood; `pinned` says that the learner had placed it."""

    model_config = ConfigDict(frozen=True)

    block: StoredBlock
    pinned: bool


def keep_change(
    memory: LearnerMemory, before: StoredBlock, after: StoredBlock, what: str, now: datetime
) -> None:
    """Put `after` in the place of `before`, and note how it was. A block that was moved or
    shortened is noted in its plan as placed by the learner, so that planning leaves it there."""
    plan = memory.plans.plan_of_block(before.id) if what in ("move", "shorten") else None
    was_pinned = plan is not None and before.id in detail_of(plan).pinned
    pinned = plan is not None
    change = Change(
        kind="block",
        subject=before.id,
        what=what,
        before=BlockState(block=before, pinned=was_pinned).model_dump_json(),
        after=BlockState(block=after, pinned=pinned).model_dump_json(),
        at=now,
    )
    detail = _with_pin(plan, before.id, pinned=pinned) if plan is not None else None
    memory.plans.update_block(after, detail=detail, change=change)


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
    if plan is not None and before.pinned != after.pinned:
        detail = _with_pin(plan, block.id, pinned=before.pinned)
    memory.plans.update_block(restored, detail=detail, undoes=change)
    return restored


def _see_that_it_fits(memory: LearnerMemory, block: StoredBlock) -> None:
    for other in memory.plans.blocks(block.start, block.end):
        if other.id != block.id and other.status == "planned":
            raise NotNow(
                f"“{other.title}” lies where “{block.title}” stood.",
                hint="Move one of them: `waymark block move BLOCK WHEN`.",
            )


def _with_pin(plan: StoredPlan, block: str, *, pinned: bool) -> str:
    """The plan's own words with `block` among those that the learner placed, or not."""
    detail = detail_of(plan)
    others = tuple(name for name in detail.pinned if name != block)
    if pinned == (block in detail.pinned):
        return plan.detail
    return detail.model_copy(
        update={"pinned": (*others, block) if pinned else others}
    ).model_dump_json()
