"""One learner's memory: every store over one SQLite file."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from memory.attempts import AttemptStore
from memory.busy import BusyStore
from memory.calendar_entries import CalendarEntryStore
from memory.changes import ChangeStore
from memory.content_moves import ContentStore
from memory.database import Database
from memory.facts import FactStore
from memory.forecasts import ForecastStore
from memory.interviews import InterviewStore
from memory.library import LibraryStore
from memory.plans import PlanStore
from memory.profile import ProfileStore
from memory.quizzes import QuizStore
from memory.records import Recalled
from memory.reviews import ReviewStore
from memory.study_times import StudyTimes
from memory.summaries import SummaryStore
from memory.topics import TopicStore
from memory.transcripts import TranscriptStore
from memory.turns import TurnStore
from memory.usage import UsageStore

if TYPE_CHECKING:
    from memory.archive import LearnerArchive


class LearnerMemory:
    """The learner file, opened. Safe to use from any thread; several processes may hold one.

    Every store raises StorageError where the file cannot be read or written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.profile = ProfileStore(database)
        self.transcripts = TranscriptStore(database)
        self.turns = TurnStore(database)
        self.summaries = SummaryStore(database)
        self.topics = TopicStore(database)
        self.attempts = AttemptStore(database)
        self.quizzes = QuizStore(database)
        self.interviews = InterviewStore(database)
        self.plans = PlanStore(database)
        self.busy = BusyStore(database)
        self.calendar_entries = CalendarEntryStore(database)
        self.forecasts = ForecastStore(database)
        self.reviews = ReviewStore(database)
        self.study_times = StudyTimes(database)
        self.changes = ChangeStore(database)
        self.facts = FactStore(database)
        self.library = LibraryStore(database)
        self.content = ContentStore(database)
        self.usage = UsageStore(database)

    @classmethod
    def open(cls, path: Path | str) -> LearnerMemory:
        """Open the learner file at `path`; make it where there is none.

        Raises:
            NewerDatabase: a later version of Waymark wrote it; it is left as it is.
            StorageError: it is no learner file, is damaged, or cannot be read and written.
        """
        return cls(Database.open(Path(path)))

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        return self._database.path

    def recall(self, query: str, limit: int = 10) -> list[Recalled]:
        """The messages of all conversations that match `query`, the best first."""
        return self.transcripts.recall(query, limit)

    def export(self) -> LearnerArchive:
        """Everything in the file, as one value that can be written as JSON."""
        from memory.transfer import collect

        return collect(self._database)

    def import_(self, archive: LearnerArchive, *, replace: bool = False) -> Path | None:
        """Fill the file with `archive`: all of it, or nothing on an error.

        With `replace`, what was there is backed up first; the path of that copy is returned.

        Raises:
            NotNow: there is something in the file and `replace` was not given.
            InvalidInput: the archive contradicts itself.
        """
        from memory.transfer import restore

        return restore(self._database, archive, replace=replace)

    def backup(self, to: Path) -> Path:
        """A sound copy of the file at `to`, which must not exist.

        Raises:
            StorageError: `to` exists or cannot be written.
        """
        return self._database.backup(to)

    def backups(self) -> tuple[Path, ...]:
        """The copies in `backups/` next to the file. What is forgotten stays in them."""
        return self._database.backups()
