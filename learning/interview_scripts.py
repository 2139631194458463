"""Interview scripts: what a rehearsal is made of, and where scripts are found.

Some ship with Waymark; learners put their own in the `interviews` folder of their home, or name a
file. A file that is wrong spoils nothing but itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from base.errors import ContentError, InvalidInput, NotFound
from base.text import fold, one_line
from roadmap.loading import load_one, read
from roadmap.questions import Content, Difficulty, InterviewQuestion, Slug

ProbePolicy = Literal["missed", "musts", "never"]
"""After an answer, ask about the most valuable point it missed, only about one that must not be
missing, or about none."""

Choice = Literal["spread", "any", "fresh", "weak"]
"""How a round chooses: each question on another topic; by lot alone; like the first, but what was
not asked in an earlier interview first; or what earlier interviews showed to be weak first. With a
seed given, earlier interviews are left aside, so that the seed alone says what is asked."""

MINUTES = (5, 180)
"""The shortest and the longest interview."""
_ENDINGS = (".yaml", ".yml")
_NEAR = 60.0


class Round(Content):
    """`count` questions of one area within `minutes`. `weight` is its share of the score.

    `topics` narrows the area to questions on any of these, `questions` to these alone. `probe`,
    `follow_ups` (the most there are to one question), `deeper` (a harder question after a strong
    answer) and `hints` (a way in after “I don't know”) say how an answer is followed up.
    """

    area: Slug
    count: int = Field(ge=1, le=20)
    title: Annotated[str, Field(max_length=60)] = ""
    difficulty: tuple[Difficulty, Difficulty] = (1, 5)
    minutes: int = Field(ge=1)
    choose: Choice = "spread"
    topics: tuple[Slug, ...] = ()
    questions: tuple[Slug, ...] = ()
    probe: ProbePolicy = "missed"
    follow_ups: int = Field(default=2, ge=0, le=4)
    deeper: bool = True
    hints: bool = True
    weight: float = Field(default=1.0, gt=0, le=100)

    @model_validator(mode="after")
    def _easy_to_hard(self) -> Round:
        if self.difficulty[0] > self.difficulty[1]:
            raise ValueError("difficulty goes from the lower figure to the higher")
        return self

    def takes(self, question: InterviewQuestion) -> bool:
        low, high = self.difficulty
        return (
            question.area == self.area
            and low <= question.difficulty <= high
            and (not self.topics or not set(self.topics).isdisjoint(question.topics))
            and (not self.questions or question.id in self.questions)
        )


class Script(Content):
    id: Slug
    title: Annotated[str, Field(min_length=1, max_length=80)]
    description: str = ""
    minutes: int = Field(ge=MINUTES[0], le=MINUTES[1])
    rounds: tuple[Round, ...] = Field(min_length=1, max_length=12)

    @model_validator(mode="after")
    def _time_adds_up(self) -> Script:
        total = sum(part.minutes for part in self.rounds)
        if total != self.minutes:
            raise ValueError(f"the rounds take {total} minutes together, not {self.minutes}")
        return self

    @property
    def questions(self) -> int:
        """How many questions it asks in its full length."""
        return sum(part.count for part in self.rounds)


@dataclass(frozen=True, slots=True)
class FoundScript:
    """A script and the file it stands in. `name` finds it again: its id, or the file's path."""

    script: Script
    source: Path
    name: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The scripts there are, by id, and what is wrong with the files that could not be read."""

    found: tuple[FoundScript, ...]
    faults: tuple[ContentError, ...]


def shelf(own_folder: Path) -> Shelf:
    """The scripts that ship and those in `own_folder`; an own one replaces its namesake."""
    by_id = {script.script.id: script for script in _shipped()}
    faults: list[ContentError] = []
    for path in _script_files(own_folder):
        try:
            script = load_one(path, Script)
        except ContentError as fault:
            faults.append(fault)
        else:
            by_id[script.id] = FoundScript(script, path, script.id)
    return Shelf(tuple(by_id[name] for name in sorted(by_id)), tuple(faults))


def find_script(name: str, own_folder: Path) -> FoundScript:
    """The script with the id, title or file `name`.

    Raises:
        NotFound: there is none; the hint names those there are and one that comes near.
        ContentError: its file is wrong; the message names file and line.
    """
    wanted = name.strip()
    if wanted.endswith(_ENDINGS) or "/" in wanted:
        return _from_file(wanted)
    stands = shelf(own_folder)
    asked = fold(wanted).replace("_", "-").replace(" ", "-")
    for found in stands.found:
        if asked in (found.script.id, fold(found.script.title).replace(" ", "-")):
            return found
    for fault in stands.faults:
        if fault.path.stem == asked:
            raise fault
    raise _not_found(wanted, stands)


def check_bank(found: FoundScript, bank: tuple[InterviewQuestion, ...]) -> None:
    """See that there are questions enough for every round.

    Raises:
        ContentError: a round asks for an area that has none, for more than there are, or for a
            question that does not exist.
    """
    known = {question.id for question in bank}
    rounds = found.script.rounds
    pools = pools_of(rounds, bank)
    for number, part in enumerate(rounds):
        for place, name in enumerate(part.questions):
            if name not in known:
                raise read(found.source).error(
                    f"there is no question with the id “{name}”",
                    ("rounds", number, "questions", place),
                )
        fitting = len(pools[number])
        wanted = sum(
            rounds[n].count
            for n in range(number + 1)
            if n == number or not set(pools[n]).isdisjoint(pools[number])
        )
        if fitting < wanted:
            raise read(found.source).error(
                _too_few(part, number, wanted, fitting),
                ("rounds", number),
                hint=f"There are questions on {', '.join(sorted({q.area for q in bank}))}.",
            )


def pools_of(
    rounds: tuple[Round, ...], bank: tuple[InterviewQuestion, ...]
) -> tuple[tuple[str, ...], ...]:
    """The ids each round may choose from. What one round asks for by id, no other takes."""
    named = {name for part in rounds for name in part.questions}
    return tuple(
        tuple(q.id for q in bank if part.takes(q) and (part.questions or q.id not in named))
        for part in rounds
    )


def _too_few(part: Round, number: int, wanted: int, fitting: int) -> str:
    low, high = part.difficulty
    narrowed = " on its topics" if part.topics else ""
    return (
        f"up to round {number + 1} it takes {wanted} questions of “{part.area}”{narrowed} between "
        f"difficulty {low} and {high}, and there are {fitting}"
    )


@cache
def _shipped() -> tuple[FoundScript, ...]:
    folder = Path(str(files("prompts") / "interviews"))
    scripts = ((load_one(path, Script), path) for path in _script_files(folder))
    return tuple(FoundScript(script, path, script.id) for script, path in scripts)


def _script_files(folder: Path) -> list[Path]:
    return sorted(path for ending in _ENDINGS for path in folder.glob(f"*{ending}"))


def _from_file(name: str) -> FoundScript:
    path = Path(name).expanduser().absolute()
    if not path.is_file():
        raise NotFound(
            f"There is no script file {one_line(name, 120)}.",
            hint="`waymark interview list` shows the scripts that need no path.",
        )
    return FoundScript(load_one(path, Script), path, str(path))


def _not_found(name: str, stands: Shelf) -> NotFound:
    from rapidfuzz import fuzz, process

    ids = [found.script.id for found in stands.found]
    near = process.extractOne(fold(name), ids, scorer=fuzz.WRatio, score_cutoff=_NEAR)
    meant = f"Did you mean {near[0]}? " if near else ""
    return NotFound(
        f"There is no interview script “{one_line(name, 60)}”.",
        hint=f"{meant}There are: {', '.join(ids)}.",
    )


def minutes_within_bounds(minutes: int) -> int:
    """`minutes` itself.

    Raises:
        InvalidInput: no interview is that short or that long.
    """
    low, high = MINUTES
    if not low <= minutes <= high:
        raise InvalidInput(
            f"An interview takes {low} to {high} minutes, not {minutes}.",
            hint="20 or 30 is a good length to begin with.",
        )
    return minutes
