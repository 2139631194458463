"""What became of ids that content used before, so that a learner's progress follows.

An id is never used again for something else. Where one goes, `renames.yaml` says what took its
place: one id for a rename, several for a split, none for a removal.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from roadmap.questions import Content, Slug

RenamedKind = Literal["topic", "project", "quiz-item", "interview-question"]


class Rename(Content):
    """`old` gave way to `new` in the content of this `version`. The first of several new ids takes
    what cannot be parted."""

    kind: RenamedKind
    old: Slug
    new: tuple[Slug, ...] = ()
    version: int = Field(ge=2)

    @model_validator(mode="after")
    def _leads_somewhere_else(self) -> Rename:
        if self.old in self.new:
            raise ValueError("an id cannot take its own place")
        return self
