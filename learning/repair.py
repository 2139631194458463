"""Life happens: a week mended with the least change, shown first, kept on a yes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from base.clock import Clock
from base.errors import InvalidInput, NotNow
from learning.availability_text import DAYS
from learning.block_undo import rest_id
from learning.intervals import Interval
from learning.plan_model import Dropped, WeekPlan, hours_text, short_id
from learning.plan_rearranging import Mended, mend
from learning.repair_diff import BlockFate, Repair
from learning.repair_request import BrokenWeek
from learning.week import WeekService
from learning.week_drafting import Drafting
from learning.week_plans import PlanDetail, detail_of, placed_in, week_of
from learning.wishes import Ask, Wishes, checked_wishes, week_start_of
from memory.learner import LearnerMemory
from memory.records import StoredBlock, StoredPlan
from roadmap.catalogue import Roadmap


class RepairService:
    def __init__(
        self, memory: LearnerMemory, roadmap: Roadmap, clock: Clock, week: WeekService
    ) -> None:
        self._memory = memory
        self._roadmap = roadmap
        self._clock = clock
        self._week = week

    def propose(self, wishes: Wishes | None = None, week: str | date = "this") -> Repair:
        """How a week would be mended; nothing is written.

        What is done, under way, skipped, or placed by the learner stays. Of `wishes`, the days
        off, the days on and the parts of the day count, with those the plan was made for.

        Raises:
            NotNow: no plan of the week is committed.
            InvalidInput: the week is over or not understood, or a day off lies outside of it.
        """
        now = self._clock()
        zone = self._week.zone
        plan = self._committed(week, now, zone)
        detail = detail_of(plan)
        ask = detail.ask.and_then(Ask(wishes=(wishes or Wishes()).for_week(plan.week_start)))
        broken = self._broken(plan, ask, now, zone)
        if broken.is_intact():
            fates = tuple(_fate(b, Interval(b.start, b.end), now) for b in broken.ahead())
            optimal = True
        else:
            mended = mend(broken.request())
            fates, optimal = tuple(_fates(broken, mended)), mended.optimal
        blocks = _blocks(plan, broken.rests(), fates)
        off = tuple(day for day in DAYS if day in ask.wishes.days_off)
        noted = tuple(day for day in off if day not in detail.ask.wishes.days_off)
        stays = blocks == plan.blocks and not noted
        draft = None if stays else _draft(plan, detail, ask, blocks, fates, now)
        return Repair(plan.week_start, zone.key, fates, optimal, draft, noted)

    def days_until(self, last: str, week: str | date = "this") -> tuple[str, ...]:
        """The days of a week, mon to sun, from today on up to `last`: a date, or a day by name,
        the next of that name.

        Raises:
            InvalidInput: it is no day, is over, or lies before that week.
        """
        today = self._clock().astimezone(self._week.zone).date()
        monday = week_start_of(week, today)
        begin = max(monday, today)
        end = _day_named(last, begin)
        if end < begin:
            raise InvalidInput(
                f"{end.isoformat()} is before {begin.isoformat()}.", hint="Name a day to come."
            )
        return DAYS[begin.weekday() : min((end - monday).days, 6) + 1]

    def keep(self, repair: Repair) -> StoredPlan | None:
        """Keep the repair as the draft of its week; committing it applies it.

        Where it changes nothing, nothing is kept and None is returned.
        """
        if repair.draft is None:
            return None
        waiting = self._memory.plans.latest(repair.week_start, "draft")
        if waiting is not None and waiting.id != repair.draft.id:
            self._memory.plans.save(dataclasses.replace(waiting, status="superseded"))
        self._memory.plans.save(repair.draft)
        return repair.draft

    def apply(self, repair: Repair) -> WeekPlan | None:
        """Make the repair the plan of its week; None where it changes nothing.

        Raises:
            NotNow: something happened since it was proposed that stands against it.
        """
        draft = self.keep(repair)
        return None if draft is None else self._week.commit(draft.id)

    def undo(self, week: str | date = "this") -> WeekPlan:
        """Commit what stood before a week's last repair; what was done since stays done.

        Raises:
            NotNow: the week's plan is no repair, or what stood before cannot stand any more.
        """
        now = self._clock()
        plan = self._committed(week, now, self._week.zone)
        before = self._memory.plans.get(detail_of(plan).mends)
        if before is None:
            raise NotNow(
                "That week's plan was not repaired, so there is no repair to undo.",
                hint="`waymark week` shows the plan as it stands.",
            )
        return self._week.restore(before, plan)

    def _committed(self, week: str | date, now: datetime, zone: ZoneInfo) -> StoredPlan:
        today = now.astimezone(zone).date()
        monday = week_start_of(week, today)
        plan = self._memory.plans.latest(monday, "committed")
        if plan is None:
            this_week = monday == week_of(today)
            said = "this" if this_week else monday.isoformat()
            raise NotNow(
                f"No plan of {'this' if this_week else 'that'} week is committed, so there is "
                "nothing to repair.",
                hint=f"Plan it: `waymark plan --week {said} --commit`.",
            )
        return plan

    def _broken(self, plan: StoredPlan, ask: Ask, now: datetime, zone: ZoneInfo) -> BrokenWeek:
        drafting = Drafting(self._memory, self._roadmap, now, zone, plan.week_start, ask)
        facts = drafting.facts(plan)
        start, end = _span(plan.week_start, zone)
        own = {block.id for block in plan.blocks}
        around = self._memory.plans.blocks(start - timedelta(hours=1), end + timedelta(hours=1))
        others = tuple(
            b for b in around if b.id not in own and b.status in ("planned", "done")
        )  # fmt: skip
        pinned = {block.id for block in drafting.pinned(plan)}
        owed = detail_of(plan).owed
        return BrokenWeek(plan, facts, others, frozenset(pinned), now, owed)


def _day_named(said: str, begin: date) -> date:
    name = checked_wishes(days_off=(said,)).days_off[0]
    if name not in DAYS:
        return date.fromisoformat(name)
    return begin + timedelta(days=(DAYS.index(name) - begin.weekday()) % 7)


def _span(monday: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    start = datetime.combine(monday, time(), zone)
    end = datetime.combine(monday + timedelta(days=7), time(), zone)
    return start.astimezone(UTC), end.astimezone(UTC)


def _fate(block: StoredBlock, place: Interval | None, now: datetime, reason: str = "") -> BlockFate:
    was = Interval(block.start, block.end)
    return BlockFate(block.id, block.title, was, place, block.end <= now, reason)


def _fates(broken: BrokenWeek, mended: Mended) -> Iterator[BlockFate]:
    open_ = (*broken.missed(), *broken.rests(), *broken.ahead())
    blocks = sorted(open_, key=lambda b: (b.start, b.id))
    displaced, rests = broken.displaced(), broken.rests()
    for block in blocks:
        place = mended.places.get(block.id)
        if place is None:
            reason = _why_left_out(broken, block, mended)
        elif block.id in displaced:
            reason = "its time is no longer free"
        elif (
            place != Interval(block.start, block.end)
            and block.end > broken.now
            and block not in rests
        ):
            reason = "to make room, or to come after what it builds on"
        else:
            reason = ""
        fate = _fate(block, place, broken.now, reason)
        cut_off = block in rests
        yield dataclasses.replace(fate, missed=fate.missed and not cut_off, cut_off=cut_off)


def _why_left_out(broken: BrokenWeek, block: StoredBlock, mended: Mended) -> str:
    titles = {b.id: b.title for b in broken.plan.blocks}
    waits = [titles[n] for n in broken.waits_for(block) if n in mended.left_out and n in titles]
    if waits:
        return f"it builds on {' and '.join(dict.fromkeys(waits))}, which is left out too"
    shortest = broken.shortest(block)
    if broken.room() < shortest:
        return f"no free time of {hours_text(shortest)} is left this week"
    return "the time that is left this week is needed for what stays"


def _blocks(
    plan: StoredPlan, rests: tuple[StoredBlock, ...], fates: tuple[BlockFate, ...]
) -> tuple[StoredBlock, ...]:
    """The plan's blocks, mended, and the rests that found a place. A missed block that found none
    stays where it was missed."""
    by_id = {fate.id: fate for fate in fates}
    blocks = []
    for block in (*plan.blocks, *rests):
        fate = by_id.get(block.id)
        if fate is None or (fate.place is None and fate.missed):
            blocks.append(block)
        elif fate.place is not None:
            place = fate.place
            blocks.append(dataclasses.replace(block, start=place.start, end=place.end))
    return tuple(sorted(blocks, key=lambda b: (b.start, b.id)))


def _draft(
    plan: StoredPlan,
    detail: PlanDetail,
    ask: Ask,
    blocks: tuple[StoredBlock, ...],
    fates: tuple[BlockFate, ...],
    now: datetime,
) -> StoredPlan:
    topics = {block.id: block.topic for block in plan.blocks}
    topics |= {rest_id(name): topic for name, topic in topics.items()}
    left_out = tuple(
        Dropped(topics[fate.id], fate.title, fate.was.minutes, fate.reason)
        for fate in fates
        if fate.place is None
    )
    said = dataclasses.replace(
        detail.plan,
        status="feasible",
        dropped=(*left_out, *detail.plan.dropped),
        mended=True,
        kept_wishes=ask.wishes.in_words(),
    )
    words = detail.model_copy(
        update={
            "ask": ask,
            "plan": said,
            "mends": plan.id,
            "placed_then": placed_in(plan),
        }
    ).model_dump_json()
    return StoredPlan(
        id=short_id("p", "repair", plan.id, now.isoformat(), words, blocks),
        week_start=plan.week_start,
        timezone=plan.timezone,
        status="draft",
        created_at=now,
        blocks=blocks,
        detail=words,
    )
