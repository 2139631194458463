"""What is taught about a topic, and about the smaller subjects inside it."""

from __future__ import annotations

from pydantic import Field, model_validator

from roadmap.models import Hours, Named, Sentence
from roadmap.questions import Content, Slug


class Misunderstanding(Content):
    """What people often believe, in their words, and how it really is."""

    belief: Sentence
    truth: Sentence


class Example(Content):
    """A small worked example. `code` is Python that runs by itself with the standard library and
    NumPy; `output` is what it prints, to the letter."""

    says: Sentence
    code: str = ""
    output: str = ""

    @model_validator(mode="after")
    def _prints_what_it_says(self) -> Example:
        if bool(self.code) != bool(self.output):
            raise ValueError("an example has code and its output, or neither")
        return self


class Lesson(Content):
    """The words of a card. `why` is what the subject is for at work; `done` says what a learner
    can do when it is learned."""

    summary: Sentence
    why: Sentence
    key_points: tuple[Sentence, ...] = Field(min_length=4, max_length=8)
    misunderstandings: tuple[Misunderstanding, ...] = Field(min_length=2, max_length=4)
    example: Example
    done: Sentence


class TopicCard(Lesson):
    """The card of the topic with the same id."""

    id: Slug


class Subtopic(Lesson, Named):
    """A subject inside a topic, with a card of its own.

    `hours` are part of the topic's; `prerequisites` are topics to have met before it.
    """

    topic: Slug
    prerequisites: tuple[Slug, ...] = Field(default=(), max_length=4)
    hours: Hours
