"""The learner's week: drafted, revised, committed, lived and taken along."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from base.clock import Clock
from base.errors import InvalidInput, NotFound, NotNow
from base.text import fold, one_line
from learning.block_changes import BlockChange, cut_off
from learning.block_names import AROUND, Looking, begins_with, named, read, titled
from learning.block_times import is_unfinished
from learning.block_undo import change_meant, keep_change, take_back
from learning.calendar_revisions import entries_of
from learning.plan_checks import clashing
from learning.plan_commits import commit, restore
from learning.plan_model import WeekPlan
from learning.plan_wording import day_words
from learning.profile import parse_hours
from learning.week_drafting import Drafting
from learning.week_plans import detail_of, same_plan, shown, week_of
from learning.wishes import Ask, Wishes, week_start_of
from learning.zones import system_zone, zone_named
from memory.learner import LearnerMemory
from memory.records import Change, StoredBlock, StoredPlan
from roadmap.catalogue import Roadmap

BlockAction = Literal["done", "skip", "move", "shorten", "undo"]
_WEEKS_AHEAD = 27


class WeekService:
    def __init__(self, memory: LearnerMemory, roadmap: Roadmap, clock: Clock) -> None:
        self._memory = memory
        self._roadmap = roadmap
        self._clock = clock

    @property
    def zone(self) -> ZoneInfo:
        """The learner's zone, the machine's where they named none."""
        named = self._memory.profile.load().timezone
        return zone_named(named) if named else system_zone()

    def draft(
        self,
        week: str | date = "next",
        hours: float | str | None = None,
        focus: Collection[str] = (),
        wishes: Wishes | None = None,
    ) -> WeekPlan:
        """Plan a week, or revise the latest plan of it, and keep the result as a draft.

        What was asked before of the same week still counts unless it is contradicted. Hours are
        for this week alone. A plan that would change nothing is not kept again (`unchanged`); one
        that is infeasible is not kept at all, so the plan before it stands.

        Raises:
            InvalidInput: the week, the hours, a wish or a topic is not understood.
        """
        now = self._clock()
        monday = week_start_of(week, now.astimezone(self.zone).date())
        base = self._base(monday)
        said = Ask(
            hours=None if hours is None else parse_hours(hours),
            focus=tuple(one_line(name, 80) for name in focus),
            wishes=(wishes or Wishes()).for_week(monday),
        )
        ask = (detail_of(base).ask if base else Ask()).and_then(said)
        drafting = Drafting(self._memory, self._roadmap, now, self.zone, monday, ask)
        plan = drafting.plan(base, self._committed(monday))
        if plan.status == "infeasible":
            return plan
        draft = drafting.stored(plan, base)
        if base is not None and same_plan(base, draft):
            return dataclasses.replace(shown(base, now), unchanged=True)
        if base is not None and base.status == "draft":
            self._memory.plans.save(dataclasses.replace(base, status="superseded"))
        self._memory.plans.save(draft)
        return shown(draft, now)

    def preview(self, monday: date, foreseen: tuple[StoredBlock, ...] = ()) -> WeekPlan:
        """What would be planned today for the week of `monday`; nothing is kept. `foreseen` are
        blocks that count as planned before it."""
        now = self._clock()
        drafting = Drafting(
            self._memory, self._roadmap, now, self.zone, monday, Ask(), foreseen=foreseen
        )
        return drafting.plan(None, None)

    def latest_draft(self) -> StoredPlan | None:
        """The newest plan, of this week or a later one, that waits for a yes."""
        return self._memory.plans.newest_draft(week_of(self._clock().astimezone(self.zone).date()))

    def draft_of(self, period: str | date) -> StoredPlan | None:
        """The draft that waits for a yes in the week `period` lies in (as for `blocks`).

        Raises:
            InvalidInput: it is no such period.
        """
        monday = self.monday_of(period)
        over = monday < week_of(self._clock().astimezone(self.zone).date())
        return None if over else self._draft(monday)

    def commit(self, plan_id: str | None = None) -> WeekPlan:
        """Make a draft the plan of its week; by default the latest one.

        Raises:
            NotNow: there is no draft, a newer one took its place, its week is over, or what
                happened since it was drafted stands against it.
            NotFound: there is no such plan.
        """
        plan = self._to_commit(plan_id)
        now = self._clock()
        if plan.status == "superseded":
            raise NotNow("A newer plan took the place of that one.", hint="Commit the latest.")
        return commit(self._memory, plan, now, self.zone)

    def restore(
        self, before: StoredPlan, standing: StoredPlan, undoes: Change | None = None
    ) -> WeekPlan:
        """Commit what stood `before` the plan that stands; what was done since stays done. `undoes`
        is the change that this takes back, where it does.

        Raises:
            NotNow: its week is over, or what happened since stands against it.
        """
        return restore(self._memory, before, standing, self._clock(), self.zone, undoes)

    def _to_commit(self, plan_id: str | None) -> StoredPlan:
        plan = self.latest_draft() if plan_id is None else self._memory.plans.get(plan_id)
        if plan is None and plan_id is None:
            raise NotNow("There is no draft to commit.", hint="Plan a week first: `waymark plan`.")
        if plan is None:
            raise NotFound(
                f"There is no plan “{one_line(str(plan_id), 40)}”.",
                hint="Plan a week first: `waymark plan`.",
            )
        return plan

    def clashes(self) -> tuple[StoredBlock, ...]:
        """The committed blocks to come that lie in a busy time."""
        now = self._clock()
        end = now + timedelta(weeks=_WEEKS_AHEAD)
        coming = [b for b in self._memory.plans.blocks(now, end) if b.status == "planned"]
        busy = self._memory.busy.between(now, end) if coming else ()
        return tuple(block for block, _ in clashing(coming, busy))

    def plan_of(self, week: str | date) -> WeekPlan | None:
        """The plan of a week as it stands: the draft where one waits, else the committed one."""
        now = self._clock()
        base = self._base(week_start_of(week, now.astimezone(self.zone).date()))
        return None if base is None else shown(base, now)

    def today(self) -> tuple[StoredBlock, ...]:
        """The committed blocks of today in the learner's zone."""
        return self.blocks("today")

    def blocks(self, period: str | date) -> tuple[StoredBlock, ...]:
        """The committed blocks of "today", "tomorrow", "this" or "next" week, or one date.

        Raises:
            InvalidInput: it is none of these.
        """
        today = self._clock().astimezone(self.zone).date()
        return self._memory.plans.blocks(*self._bounds(period, today))

    def monday_of(self, period: str | date) -> date:
        """The Monday of the week `period` lies in; one that is over, too.

        Raises:
            InvalidInput: it is none of what `blocks` takes.
        """
        zone = self.zone
        start, _ = self._bounds(period, self._clock().astimezone(zone).date())
        return week_of(start.astimezone(zone).date())

    def blocks_of_week(self, period: str | date) -> tuple[StoredBlock, ...]:
        """The committed blocks of the whole week `period` lies in.

        Raises:
            InvalidInput: it is none of what `blocks` takes.
        """
        return self._memory.plans.blocks(*self._days(self.monday_of(period), 7))

    def update_block(
        self,
        block: str,
        action: BlockAction,
        when: str | None = None,
        minutes: int | None = None,
        *,
        unfinished: bool = False,
    ) -> StoredBlock:
        """Mark a block done (`minutes`: how long it took) or skipped, move it, shorten it, or take
        back what was done to it last. Of a block that was shortened, or left `unfinished`, a
        repair finds a place for the rest.

        `block` is its id or the beginning of it, "next", "last" (begun last; for "undo" changed
        last), "today", "tomorrow", "yesterday", a weekday, a date, words of its title, or such
        words with a day (“python on friday”). `when` says where a
        block is moved to, how long it is to be, or how much of it was done (“half”, “only 20 min”:
        then it is unfinished).

        Raises:
            NotFound: no block is meant by `block`.
            InvalidInput: the new time is past, taken, or not understood.
            NotNow: what was done cannot be taken back any more.
        """
        if action == "undo":
            return take_back(self._memory, change_meant(self._memory, block))
        found = self._find_block(block, "back" if action == "done" else "ahead")
        draft = self._draft_with(found)
        changing = BlockChange(self._memory, self._clock(), self.zone, found, draft)
        if action == "skip":
            changed = changing.skipped()
        elif action == "done":
            changed = changing.done(minutes, when)
        elif action == "shorten":
            changed = changing.shortened(minutes, when)
        else:
            changed = changing.moved(when)
        unfinished = unfinished or (when is not None and is_unfinished(when))
        owed = cut_off(found, changed, unfinished=unfinished)
        keep_change(self._memory, found, changed, action, self._clock(), owed)
        return changed

    def export(self, path: Path | str, plan_id: str | None = None) -> Path:
        """Write a plan as an iCalendar file; by default the newest of this week and the next.

        Raises:
            NotFound: there is no such plan.
            NotNow: nothing is planned.
            StorageError: the file cannot be written.
        """
        from learning.calendars import calendar_text, write_file

        plan = self._memory.plans.get(plan_id) if plan_id else self._newest()
        if plan is None and plan_id:
            raise NotFound(f"There is no plan “{one_line(plan_id, 40)}”.")
        if plan is None:
            raise NotNow("Nothing is planned yet.", hint="Plan a week first: `waymark plan`.")
        written = self._memory.calendar_entries.of_week(plan.week_start)
        entries = entries_of(plan, written, self._clock())
        # Kept first: a file that is there was always accounted for.
        self._memory.calendar_entries.save(entries)
        return write_file(Path(path).expanduser(), calendar_text(plan, entries))

    def _newest(self) -> StoredPlan | None:
        monday = week_of(self._clock().astimezone(self.zone).date())
        plans = [self._base(monday + timedelta(weeks=number)) for number in (1, 0)]
        waiting = self.latest_draft()
        return max(
            (plan for plan in (waiting, *plans) if plan is not None),
            key=lambda plan: plan.created_at,
            default=None,
        )

    def _draft(self, monday: date) -> StoredPlan | None:
        return self._memory.plans.latest(monday, "draft")

    def _committed(self, monday: date) -> StoredPlan | None:
        return self._memory.plans.latest(monday, "committed")

    def _base(self, monday: date) -> StoredPlan | None:
        """The plan that a revision builds on."""
        return self._draft(monday) or self._committed(monday)

    def _bounds(self, period: str | date, today: date) -> tuple[datetime, datetime]:
        words = fold(period) if isinstance(period, str) else ""
        if words in AROUND:
            first, days = today + timedelta(days=AROUND[words]), 1
        elif words.removesuffix(" week") in ("this", "week", "next"):
            word = "next" if words.startswith("next") else "this"
            first, days = week_start_of(word, today), 7
        else:
            try:
                first, days = period if isinstance(period, date) else date.fromisoformat(words), 1
            except ValueError as error:
                raise InvalidInput(
                    f"“{one_line(str(period), 40)}” is not a time to show.",
                    hint="Say today, tomorrow, yesterday, this, next or a date such as 2027-03-24.",
                ) from error
        return self._days(first, days)

    def _days(self, first: date, number: int) -> tuple[datetime, datetime]:
        zone = self.zone
        start = datetime.combine(first, time(), zone)
        end = datetime.combine(first + timedelta(days=number), time(), zone)
        return start.astimezone(UTC), end.astimezone(UTC)

    def _known_blocks(self) -> tuple[StoredBlock, ...]:
        """The blocks a learner can mean: committed ones from last week on, then the draft's."""
        now = self._clock()
        committed = self._memory.plans.blocks(now - timedelta(weeks=1), now + timedelta(weeks=5))
        known = {block.id for block in committed}
        draft = self.latest_draft()
        return (*committed, *(b for b in (draft.blocks if draft else ()) if b.id not in known))

    def _find_block(self, said: str, looking: Looking) -> StoredBlock:
        exact = self._memory.plans.block(said.strip())
        if exact is not None:
            return exact
        blocks = self._known_blocks()
        if (begun := begins_with(blocks, said)) is not None:
            return begun
        waiting = [b for b in blocks if b.status == "planned"]
        if (meant := named(waiting, said, looking, self._clock(), self.zone)) is not None:
            return meant
        raise NotFound(
            f"No block of your plan that waits is meant by “{one_line(said, 60)}”.",
            hint=self._others(waiting, said, looking) or "`waymark week` lists all with their ids.",
        )

    def _others(self, blocks: Sequence[StoredBlock], said: str, looking: Looking) -> str:
        """On which days the subject lies that was looked for on another one."""
        meant = read(said, looking, self._clock().astimezone(self.zone).date())
        found = titled(blocks, meant.title) if meant.days and meant.title else []
        days = dict.fromkeys(day_words(b.start.astimezone(self.zone).date()) for b in found)
        return f"“{found[0].title}” is planned for {', '.join(days)}." if days else ""

    def _draft_with(self, block: StoredBlock) -> StoredPlan | None:
        """The draft the block is of, where no committed plan has it."""
        plan = self._memory.plans.plan_of_block(block.id)
        return plan if plan is not None and plan.status == "draft" else None
