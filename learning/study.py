"""One learner's study, opened: the roadmap, the memory and the services over them.

The command line, the interface and the agent each open one and call the same services.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from base.clock import Clock, system_clock
from base.paths import Home

if TYPE_CHECKING:
    from learning.agenda import AgendaService
    from learning.card_keeping import CardKeeping
    from learning.coding import CodingService
    from learning.interviews import InterviewService
    from learning.ledger import LedgerService
    from learning.model_grading import RubricJudge
    from learning.outlook import OutlookService
    from learning.placing import PlacementService
    from learning.profile import ProfileService
    from learning.progress import ProgressService
    from learning.quizzes import QuizService
    from learning.repair import RepairService
    from learning.research import ResearchService
    from learning.reviews import ReviewService
    from learning.study_days import StreakService
    from learning.time_off import TimeOffService
    from learning.undoing import UndoService
    from learning.week import WeekService
    from memory.learner import LearnerMemory
    from roadmap.catalogue import Roadmap


class Study:
    """Everything a turn, a command or a screen works with. Services are made when first used."""

    def __init__(self, home: Home, memory: LearnerMemory, clock: Clock = system_clock) -> None:
        self.home = home
        self.memory = memory
        self.clock = clock
        self.judge: RubricJudge | None = None
        """Who reads free answers while a model is connected; without one, the rules do."""

    @classmethod
    def open(cls, home: Home, clock: Clock = system_clock) -> Study:
        """Open the learner's files, making them on a first start.

        Raises:
            StorageError: the folder cannot be written, or the file is broken.
            NewerDatabase: the file was written by a later version.
        """
        from memory.learner import LearnerMemory

        home.ensure()
        return cls(home, LearnerMemory.open(home.learner_db), clock)

    def close(self) -> None:
        self.memory.close()

    @cached_property
    def roadmap(self) -> Roadmap:
        from learning.content_upgrade import follow_renames
        from roadmap.catalogue import Roadmap

        roadmap = Roadmap.load()
        follow_renames(self.memory, roadmap)
        return roadmap

    @cached_property
    def profile(self) -> ProfileService:
        from learning.profile import ProfileService

        return ProfileService(self.memory, self.clock)

    @cached_property
    def week(self) -> WeekService:
        from learning.week import WeekService

        return WeekService(self.memory, self.roadmap, self.clock)

    @cached_property
    def time_off(self) -> TimeOffService:
        from learning.time_off import TimeOffService

        return TimeOffService(self.memory, self.clock, self.week)

    @cached_property
    def repairs(self) -> RepairService:
        from learning.repair import RepairService

        return RepairService(self.memory, self.roadmap, self.clock, self.week)

    @cached_property
    def streaks(self) -> StreakService:
        from learning.study_days import StreakService

        return StreakService(self.memory, self.clock, self.week)

    @cached_property
    def agenda(self) -> AgendaService:
        from learning.agenda import AgendaService

        return AgendaService(self.memory, self.clock, self.week, self.streaks, self.reviews)

    @cached_property
    def undoing(self) -> UndoService:
        from learning.undoing import UndoService

        return UndoService(self.memory, self.clock, self.week, self.progress)

    @cached_property
    def outlooks(self) -> OutlookService:
        from learning.outlook import OutlookService

        return OutlookService(self.memory, self.roadmap, self.clock, self.week)

    @cached_property
    def quizzes(self) -> QuizService:
        from learning.quizzes import QuizService

        return QuizService(self.memory, self.roadmap, self.clock, lambda: self.judge)

    @cached_property
    def reviews(self) -> ReviewService:
        from learning.reviews import ReviewService

        return ReviewService(self.memory, self.roadmap, self.clock, lambda: self.judge)

    @cached_property
    def cards(self) -> CardKeeping:
        from learning.card_keeping import CardKeeping

        return CardKeeping(self.memory, self.roadmap, self.clock)

    @cached_property
    def coding(self) -> CodingService:
        from learning.coding import CodingService

        return CodingService(self.memory, self.roadmap, self.clock)

    @cached_property
    def interviews(self) -> InterviewService:
        from learning.interviews import InterviewService

        return InterviewService(self.memory, self.roadmap, self.clock)

    @cached_property
    def progress(self) -> ProgressService:
        from learning.progress import ProgressService

        return ProgressService(self.memory, self.roadmap, self.clock)

    @cached_property
    def ledger(self) -> LedgerService:
        from learning.ledger import LedgerService

        return LedgerService(self.memory, self.roadmap, self.clock)

    @cached_property
    def placement(self) -> PlacementService:
        from learning.placing import PlacementService

        return PlacementService(self.memory, self.roadmap, self.clock)

    @cached_property
    def research(self) -> ResearchService:
        from learning.research import ResearchService

        return ResearchService(self.memory, self.roadmap, self.clock)
