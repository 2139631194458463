"""A draft made the plan of its week, and what stood before it made so again."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from zoneinfo import ZoneInfo

from base.errors import NotNow
from learning.plan_checks import hindrances
from learning.plan_model import WeekPlan
from learning.week_plans import detail_of, placed_in, shown, week_of, with_outcomes
from memory.learner import LearnerMemory
from memory.records import Change, StoredPlan


def commit(
    memory: LearnerMemory,
    plan: StoredPlan,
    now: datetime,
    zone: ZoneInfo,
    undoes: Change | None = None,
) -> WeekPlan:
    """Make `plan` the one that is lived, what became of its blocks meanwhile included. It is noted
    as a change of the learner's, unless it `undoes` one. A committed plan stays as it is.

    Raises:
        NotNow: its week is over, or what happened since it was drafted stands against it.
    """
    if plan.week_start < week_of(now.astimezone(zone).date()):
        raise NotNow("The week of that plan is over.", hint="Plan this week or the next.")
    if plan.status == "draft":
        standing = memory.plans.latest(plan.week_start, "committed")
        plan = with_outcomes(plan, standing)
        _check(memory, plan, standing, now)
        before = "" if standing is None else standing.id
        change = Change("plan", plan.week_start.isoformat(), "commit", before, plan.id, now)
        memory.plans.save(plan)
        memory.plans.commit(plan.id, now, change=change if undoes is None else None, undoes=undoes)
    return shown(memory.plans.get(plan.id) or plan, now)


def restore(
    memory: LearnerMemory,
    before: StoredPlan,
    standing: StoredPlan,
    now: datetime,
    zone: ZoneInfo,
    undoes: Change | None = None,
) -> WeekPlan:
    """Commit what stood `before` the plan that stands; what was done since stays done.

    Raises:
        NotNow: its week is over, or what happened since stands against it.
    """
    detail = detail_of(before).model_copy(update={"placed_then": placed_in(standing)})
    restored = dataclasses.replace(
        before,
        status="draft",
        committed_at=None,
        detail=detail.model_dump_json(),
    )
    memory.plans.save(restored)
    try:
        return commit(memory, restored, now, zone, undoes)
    except NotNow as error:
        memory.plans.save(dataclasses.replace(restored, status="superseded"))
        raise NotNow(
            error.message.replace("This draft cannot be committed", "It cannot stand again"),
            hint="`waymark repair` finds a way round what is in the way.",
        ) from error


def _check(
    memory: LearnerMemory, draft: StoredPlan, standing: StoredPlan | None, now: datetime
) -> None:
    """See that nothing came between the draft and the yes to it."""
    spans = [(block.start, block.end) for block in draft.blocks] or [(now, now)]
    begin, end = min(s for s, _ in spans), max(e for _, e in spans)
    own = {block.id for block in standing.blocks} if standing else set()
    others = [b for b in memory.plans.blocks(begin, end) if b.id not in own]
    busy = memory.busy.between(begin, end)
    found = list(hindrances(draft, standing, others, busy, now))
    if found:
        more = f", and {len(found) - 2} more like it" if len(found) > 2 else ""
        week = draft.week_start.isoformat()
        raise NotNow(
            f"This draft cannot be committed: {'; '.join(found[:2])}{more}.",
            hint=f"Plan it again, `waymark plan --week {week}`; what is committed stands.",
        )
