"""Coding problems with the learner: their drafts, trying them, and handing them in for practice.

A draft is a file in the folder `code` of the home, for the learner's own editor. It is theirs: it
is made once and never written again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from base.clock import Clock
from base.errors import InvalidInput, NotFound, NotNow, StorageError
from base.text import fold, one_line
from learning.code_answers import fenced
from learning.code_running import LONGEST_CODE
from learning.code_trials import Trials, try_out
from learning.coding_grades import grade_code, hidden_trials
from learning.coding_questions import COMPLEXITY, PREFIX, coding_question
from learning.grading import RIGHT_FROM, Grade
from memory.learner import LearnerMemory
from memory.records import Attempt, InterviewExchange
from roadmap.catalogue import Roadmap
from roadmap.coding import CodingProblem

_NEAR = 70.0
_HANDING_IN = frozenset(
    "submit|submit it|submit my draft|submit the draft|submit my code|hand it in|hand in my draft"
    "|hand in the draft|submit my solution|i submit".split("|")
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A problem and the file it is being solved in."""

    problem: CodingProblem
    path: Path


@dataclass(frozen=True, slots=True)
class Submission:
    """What a solution that was handed in for practice came to."""

    problem: CodingProblem
    trials: Trials
    grade: Grade


class CodingService:
    def __init__(self, memory: LearnerMemory, roadmap: Roadmap, clock: Clock) -> None:
        self._memory = memory
        self._roadmap = roadmap
        self._clock = clock

    def problems(self) -> tuple[CodingProblem, ...]:
        """All problems, the easier first."""
        return tuple(sorted(self._roadmap.coding_problems(), key=lambda p: (p.difficulty, p.title)))

    def solved(self) -> frozenset[str]:
        """The ids of problems of which a solution passed every hidden test or nearly."""
        kept = (a for a in self._memory.attempts.all() if a.item.startswith(PREFIX))
        return frozenset(attempt.item for attempt in kept if attempt.correct)

    def find(self, name: str) -> CodingProblem:
        """The problem with the id (with or without “code.”) or the title `name`, or nearly.

        Raises:
            NotFound: there is none; the hint names what comes near.
        """
        from rapidfuzz import fuzz, process

        asked = fold(name).removeprefix(PREFIX)
        by_name = {problem.id.removeprefix(PREFIX): problem for problem in self.problems()}
        titles = {fold(problem.title): problem for problem in by_name.values()}
        found = by_name.get(asked.replace(" ", "-")) or titles.get(asked)
        if found is not None:
            return found
        near = process.extract(asked, list(titles), scorer=fuzz.WRatio, score_cutoff=_NEAR, limit=3)
        meant = ", ".join(titles[title].id.removeprefix(PREFIX) for title, *_ in near)
        raise NotFound(
            f"There is no coding problem “{one_line(name, 60)}”.",
            hint=f"Did you mean {meant}?" if meant else "`waymark code list` shows them all.",
        )

    def begin(self, problem: CodingProblem) -> Draft:
        """The draft of `problem`, made with the starter code where there is none.

        Raises:
            StorageError: the file cannot be made.
        """
        path = self._path(problem)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with path.open("x", encoding="utf-8") as file:
                file.write(problem.starter)
        except FileExistsError:
            pass
        except OSError as error:
            raise StorageError(
                f"{path} cannot be written ({error.strerror or error}).",
                hint="See that there is room, and that the folder is yours.",
            ) from error
        return Draft(problem, path)

    def draft(self, problem: CodingProblem) -> Draft | None:
        """The draft of `problem`, if one was begun."""
        path = self._path(problem)
        return Draft(problem, path) if path.is_file() else None

    def current(self) -> Draft:
        """The draft that is meant where none is named: of the problem an open interview asks, else
        the one that was changed last.

        Raises:
            NotNow: none was begun.
        """
        asked = self.asked_in_interview()
        if asked is not None:
            return self.begin(asked)
        found = [draft for one in self.problems() if (draft := self.draft(one)) is not None]
        if not found:
            raise NotNow(
                "No coding problem was begun.",
                hint="`waymark code list` shows them; `waymark code start NAME` begins one.",
            )
        return max(found, key=lambda draft: draft.path.stat().st_mtime)

    def asked_in_interview(self) -> CodingProblem | None:
        """The problem that the open interview asks, if it asks one."""
        run = self._memory.interviews.running()
        exchanges = self._memory.interviews.exchanges(run.id) if run else ()
        if not exchanges or not exchanges[-1].question.startswith(PREFIX):
            return None
        try:
            return self._roadmap.coding_problem(exchanges[-1].question)
        except NotFound:  # gone from the content since
            return None

    def code_of(self, draft: Draft) -> str:
        """What stands in the draft.

        Raises:
            InvalidInput: it cannot be read as text, or is far too long.
        """
        return read_code(draft.path)

    def handed_in(self, text: str) -> str:
        """`text` as it is meant as an answer in an interview: where a problem is asked and it says
        no more than “submit”, the code of the draft.

        Raises:
            NotNow: the draft is still the starter code.
            InvalidInput: it cannot be read.
        """
        said = fold(text).strip(" .!?")
        if said not in _HANDING_IN or (problem := self.asked_in_interview()) is None:
            return text
        draft = self.begin(problem)
        code = self.code_of(draft)
        if code.strip() == problem.starter.strip():
            raise NotNow(
                "Your draft is still the starter code.", hint=f"Work on it in {draft.path}"
            )
        return fenced(code)

    def test(self, problem: CodingProblem, code: str) -> Trials:
        """Try `code` on the visible tests.

        Raises:
            NotNow: this system cannot run code safely.
        """
        return try_out(problem, code, problem.visible)

    def submit(self, problem: CodingProblem, code: str, cost: str = "") -> Submission:
        """Try `code` on the hidden tests and grade it, with what the learner says it costs; kept as
        evidence, the same code once.

        Raises:
            NotNow: an interview asks this problem, or this system cannot run code safely.
        """
        if self.asked_in_interview() == problem:
            raise NotNow(
                "This problem is open in an interview, where it is handed in.",
                hint="Go on with it: waymark interview run, or end it: waymark interview end",
            )
        trials = hidden_trials(problem, code)
        if trials is None:
            self.test(problem, code)  # says why nothing can be run here
            raise NotNow("The code could not be run.", hint="Try again in a moment.")
        now = self._clock()
        run = f"practice-{hashlib.sha256(code.encode()).hexdigest()[:16]}"
        said = InterviewExchange(
            run, 0, problem.id, "question", problem.title, now, fenced(code), now
        )
        costs = InterviewExchange(run, 1, problem.id, "probe", COMPLEXITY, now, cost or None, now)
        grade = grade_code(coding_question(problem), (said, costs))
        self._keep(problem, run, code, grade)
        return Submission(problem, trials, grade)

    def _keep(self, problem: CodingProblem, run: str, code: str, grade: Grade) -> None:
        self._memory.attempts.add(
            Attempt(
                id=None,
                at=self._clock(),
                source="interview",
                run=run,
                position=0,
                item=problem.id,
                topic=problem.topics[0],
                skill=problem.topics[0],
                difficulty=problem.difficulty,
                answer=code,
                score=grade.score,
                correct=grade.score >= RIGHT_FROM,
                verdict=grade.verdict,
            )
        )

    def _path(self, problem: CodingProblem) -> Path:
        return self._memory.path.parent / "code" / f"{problem.id.removeprefix(PREFIX)}.py"


def read_code(path: Path) -> str:
    """The code in the file at `path`.

    Raises:
        InvalidInput: it cannot be read as text, or is far too long.
    """
    try:
        with path.open(encoding="utf-8") as file:
            code = file.read(LONGEST_CODE + 1)
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path} is not text in UTF-8.") from error
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read ({error.strerror or error}).") from error
    if len(code) > LONGEST_CODE:
        raise InvalidInput(f"{path} is longer than {LONGEST_CODE} characters.")
    return code
