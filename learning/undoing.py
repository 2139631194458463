"""The learner's last change, whatever it was, in words and taken back.

What counts is a mark, move or shortening of a block, a commit or a repair of a week, an update of
the profile, and the status of a topic. A change that something else was built on since is not
taken back, and it is said why.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

from base.clock import Clock
from base.errors import NotFound, NotNow
from learning.block_undo import BlockState, take_back
from learning.plan_wording import day_words, week_words
from learning.profile import profile_in
from learning.week import WeekService
from memory.learner import LearnerMemory
from memory.records import Change, Profile

if TYPE_CHECKING:
    from learning.progress import ProgressService

_BLOCK_WORDS = {
    "done": "was marked done",
    "skip": "was skipped",
    "move": "was moved",
    "shorten": "was shortened",
}
_FIELDS = {"hours_per_week": "hours", "timezone": "time zone"}


class UndoService:
    def __init__(
        self, memory: LearnerMemory, clock: Clock, week: WeekService, progress: ProgressService
    ) -> None:
        self._memory = memory
        self._clock = clock
        self._week = week
        self._progress = progress

    def changes(self) -> tuple[Change, ...]:
        """What can be taken back, the last change first; each on its own, whatever came after.

        Raises:
            NotFound: nothing was changed lately.
        """
        changes = self._memory.changes.newest()
        if not changes:
            raise NotFound("Nothing was changed, so there is nothing to take back.")
        return changes

    def in_words(self, change: Change) -> str:
        """What was changed, and when."""
        at = change.at.astimezone(self._week.zone)
        return f"{self._what(change)} ({day_words(at.date())} {at:%H:%M})"

    def undo(self, change: Change) -> None:
        """Take `change` back.

        Raises:
            NotFound: what was changed is not there any more.
            NotNow: it was changed again since, or what stood before cannot stand any more.
        """
        match change.kind:
            case "block":
                take_back(self._memory, change)
            case "plan":
                self._undo_commit(change)
            case "profile":
                self._undo_profile(change)
            case "topic":
                self._undo_topic(change)

    def _what(self, change: Change) -> str:
        match change.kind:
            case "block":
                block = BlockState.model_validate_json(change.after).block
                return f"“{block.title}” {_BLOCK_WORDS.get(change.what, 'was changed')}"
            case "plan":
                week = week_words(date.fromisoformat(change.subject))
                return f"the plan of {week} was {'replaced' if change.before else 'committed'}"
            case "profile":
                fields = _touched(profile_in(change.before), profile_in(change.after))
                names = [_FIELDS.get(name, name.replace("_", " ")) for name in fields]
                return f"the profile was updated: {', '.join(names)}"
            case "topic":
                return f"“{self._progress.title_of(change.subject)}” became {change.after}"

    def _undo_commit(self, change: Change) -> None:
        standing = self._memory.plans.latest(date.fromisoformat(change.subject), "committed")
        if standing is None or standing.id != change.after:
            raise NotNow("That week was planned again since.", hint="`waymark week` shows it.")
        if not change.before:
            self._memory.plans.withdraw(standing.id, change)
            return
        before = self._memory.plans.get(change.before)
        if before is None:
            raise NotFound("What stood before that plan is not there any more.")
        self._week.restore(before, standing, change)

    def _undo_profile(self, change: Change) -> None:
        before, after = profile_in(change.before), profile_in(change.after)
        standing, touched = self._memory.profile.load(), _touched(before, after)
        if any(getattr(standing, name) != getattr(after, name) for name in touched):
            raise NotNow(
                "The profile was changed again since.", hint="`waymark profile show` shows it."
            )
        restored = dataclasses.replace(standing, **{n: getattr(before, n) for n in touched})
        self._memory.profile.save(restored, self._clock(), undoes=change)

    def _undo_topic(self, change: Change) -> None:
        standing = self._memory.topics.all().get(change.subject)
        if standing is None or standing.status != change.after:
            raise NotNow(
                f"“{self._progress.title_of(change.subject)}” was changed again since.",
                hint="Say where you stand with it.",
            )
        self._memory.topics.undo(change.subject, undoes=change)


def _touched(before: Profile, after: Profile) -> list[str]:
    """The fields of the profile that differ."""
    names = (field.name for field in dataclasses.fields(Profile))
    return [name for name in names if getattr(before, name) != getattr(after, name)]
