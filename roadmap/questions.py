"""The shapes of what can be asked: quiz items, interview questions and their rubrics."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Difficulty = Annotated[int, Field(ge=1, le=5)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$")]


class Content(BaseModel):
    """Base of everything read from content files: frozen, and a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class RubricPoint(Content):
    """One thing a good answer says.

    `accepted` are wordings, one idea each, any of which earns the point; the grader matches them
    by stem and near-spelling, so they need no inflections. `probe` is what to ask when the point
    is missing; it must not give the point away.
    """

    id: Slug
    says: str
    accepted: tuple[str, ...] = Field(min_length=1)
    weight: float = Field(default=1.0, gt=0)
    must: bool = False
    probe: str = ""


class RedFlag(Content):
    """Something that shows a misunderstanding when an answer claims it."""

    says: str
    phrases: tuple[str, ...] = Field(min_length=1)


class Rubric(Content):
    points: tuple[RubricPoint, ...] = Field(min_length=1)
    red_flags: tuple[RedFlag, ...] = ()


class Option(Content):
    """An option of a choice item. A wrong one says why someone would choose it."""

    text: str
    correct: bool = False
    why: str = ""


class Item(Content):
    """What every quiz item has. `skill` names what is tested, finer than the topic."""

    id: Slug
    topic: Slug
    skill: Slug
    difficulty: Difficulty
    stem: str
    explanation: str


class SingleChoice(Item):
    kind: Literal["single"]
    options: tuple[Option, ...] = Field(min_length=3, max_length=6)

    @model_validator(mode="after")
    def _one_key(self) -> SingleChoice:
        if sum(option.correct for option in self.options) != 1:
            raise ValueError("exactly one option must be correct")
        return self


class MultipleChoice(Item):
    kind: Literal["multiple"]
    options: tuple[Option, ...] = Field(min_length=4, max_length=7)

    @model_validator(mode="after")
    def _some_keys(self) -> MultipleChoice:
        if not 1 <= sum(option.correct for option in self.options) < len(self.options):
            raise ValueError("at least one option must be correct and at least one wrong")
        return self


class Numeric(Item):
    """A number. `tolerance` is absolute, in the unit of `answer`; `check` is Python that
    assigns the key to `result`."""

    kind: Literal["numeric"]
    answer: float
    tolerance: float = Field(default=0.0, ge=0)
    unit: str = ""
    check: str = ""


class Ordering(Item):
    """Steps, written here in their right order; they are shown shuffled."""

    kind: Literal["ordering"]
    steps: tuple[str, ...] = Field(min_length=3, max_length=7)


class ShortAnswer(Item):
    kind: Literal["short"]
    reference: str
    rubric: Rubric


class CodeOutput(Item):
    """What does `code` print? The key is `output`; a test runs the code to confirm it."""

    kind: Literal["code"]
    code: str
    output: str


QuizItem = Annotated[
    SingleChoice | MultipleChoice | Numeric | Ordering | ShortAnswer | CodeOutput,
    Field(discriminator="kind"),
]


class SampleAnswers(Content):
    """Three answers to the same question; grading must put them in this order."""

    strong: str
    middling: str
    weak: str


class CaseFact(Content):
    """Something about a case that is told to whoever asks for it.

    `asks` are wordings of the asking, a few telling words each ("how many users", "latency
    budget"); they are matched by stem and near-spelling. `says` is the interviewer's answer,
    about the situation only: it gives no point of the rubric away.
    """

    asks: tuple[str, ...] = Field(min_length=1)
    says: str


class InterviewQuestion(Content):
    """A question an interviewer asks, with what a good answer holds.

    What is below `samples` may be left out. `facts` answer the clarifying questions of a case.
    `stages` are the parts a good answer to a case goes through, in order, a few words each, shown
    in the report. `hints` are easier ways in for who is stuck, the first one first. `deeper` asks
    more of who has said it all. Neither hint nor deeper question gives a point away.
    """

    id: Slug
    area: Slug
    topics: tuple[Slug, ...] = ()
    difficulty: Difficulty
    question: str
    rubric: Rubric
    samples: SampleAnswers
    facts: tuple[CaseFact, ...] = ()
    stages: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    deeper: tuple[str, ...] = ()
